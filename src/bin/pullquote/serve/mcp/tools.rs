//! The tools: what each is for, what it takes, what it gives.
//!
//! All of them only read. Their descriptions are written for models, which choose by them. What is not here: what they
//! do (`answers`).

use std::sync::Arc;

use pullquote::error::{Error, ErrorKind, Result};
use pullquote::render::tools::{
    CorpusInfo, CountedArticles, FetchedArticle, FoundArticles, SearchedArticles, VerifiedQuotes,
};
use rmcp::handler::server::common::{schema_for_output, schema_for_type};
use rmcp::model::{CallToolResult, JsonObject, Tool, ToolAnnotations};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answers;
use crate::serve::Service;
use crate::serve::question::{Matched, Order};

/// A tool, by what it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Search,
    Fetch,
    SearchArticles,
    VerifyQuotes,
    Facets,
    CorpusInfo,
}

/// The arguments of `search`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SearchArguments {
    /// Words, or an exact phrase between quotation marks: border talks, "verification mechanism". Operators work too:
    /// ceasefire AND (Istanbul OR Doha) NOT Moscow.
    pub(super) query: String,
}

/// The arguments of `fetch`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FetchArguments {
    /// An id that a search gave, or the `next_id` of a text that was too long for one answer.
    pub(super) id: String,
}

/// How much is told of each article or quotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(super) enum ResponseFormat {
    /// What is needed to quote and to go on.
    #[default]
    Concise,
    /// Everything, as the command line's JSON has it.
    Detailed,
}

/// The arguments of `search_articles`.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SearchArticlesArguments {
    /// Words, "exact phrases", AND OR NOT, field:value, date:2025-10, prefix*. Examples: "stand ready" AND outlet:dunya;
    /// ceasefire AND (Istanbul OR Doha). May be left out where outlets or dates narrow.
    pub(super) query: Option<String>,
    /// How many of the words must match.
    #[serde(rename = "match")]
    pub(super) mode: Matched,
    /// Only these outlets, by their whole names; `facets` lists them.
    pub(super) outlets: Vec<String>,
    /// Only these authors.
    pub(super) authors: Vec<String>,
    /// Only these sections.
    pub(super) sections: Vec<String>,
    /// Only these languages, such as en.
    pub(super) languages: Vec<String>,
    /// Only these places of the dateline.
    pub(super) places: Vec<String>,
    /// Only stories of these news agencies.
    pub(super) agencies: Vec<String>,
    /// Only these sites, such as example.com.
    pub(super) domains: Vec<String>,
    /// Published on or after this day, month or year: 2025-10-31, 2025-10 or 2025.
    pub(super) since: Option<String>,
    /// Published on or before this day, or up to the end of this month or year.
    pub(super) until: Option<String>,
    /// The order of the articles.
    pub(super) sort: Order,
    /// How many articles at most; 10 where nothing is said. Fewer come where they would be too long to read: go on with
    /// the cursor.
    #[schemars(range(min = 1, max = 50))]
    pub(super) limit: Option<u64>,
    /// The `next_cursor` of the answer before, with everything else as it was.
    pub(super) cursor: Option<String>,
    /// How much is told of each article.
    pub(super) response_format: ResponseFormat,
}

/// The arguments of `verify_quotes`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VerifyQuotesArguments {
    /// A text, as Markdown, with quotations between quotation marks or in quotation blocks; or one quotation, without
    /// marks.
    pub(super) text: String,
    /// How much is told of each quotation.
    #[serde(default)]
    pub(super) response_format: ResponseFormat,
    /// The `next_cursor` of the answer before, with the same text.
    #[serde(default)]
    pub(super) cursor: Option<String>,
}

/// What articles are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(inline)]
pub(super) enum CountBy {
    Outlet,
    Author,
    Section,
    Language,
    Place,
    Agency,
    Domain,
    #[serde(alias = "date:year")]
    Year,
    #[serde(alias = "date", alias = "date:month")]
    Month,
    #[serde(alias = "date:day")]
    Day,
}

/// The arguments of `facets`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct FacetsArguments {
    /// What to count by.
    pub(super) by: CountBy,
    /// Count only the articles that match; all of them where it is left out.
    #[serde(default)]
    pub(super) query: Option<String>,
    /// Published on or after this day, month or year.
    #[serde(default)]
    pub(super) since: Option<String>,
    /// Published on or before this day, or up to the end of this month or year.
    #[serde(default)]
    pub(super) until: Option<String>,
    /// How many values at most; 30 where nothing is said.
    #[serde(default)]
    #[schemars(range(min = 1, max = 200))]
    pub(super) limit: Option<u64>,
}

/// The arguments of `corpus_info`: none.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NoArguments {}

impl Call {
    const ALL: [Call; 6] = [
        Call::Search,
        Call::Fetch,
        Call::SearchArticles,
        Call::VerifyQuotes,
        Call::Facets,
        Call::CorpusInfo,
    ];

    const fn name(self) -> &'static str {
        match self {
            Call::Search => "search",
            Call::Fetch => "fetch",
            Call::SearchArticles => "search_articles",
            Call::VerifyQuotes => "verify_quotes",
            Call::Facets => "facets",
            Call::CorpusInfo => "corpus_info",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Call::Search => "Search the archive",
            Call::Fetch => "Read an article",
            Call::SearchArticles => "Search with filters",
            Call::VerifyQuotes => "Check quotations",
            Call::Facets => "Count articles",
            Call::CorpusInfo => "What the archive holds",
        }
    }

    const fn description(self) -> &'static str {
        match self {
            Call::Search => {
                "Find articles of the news archive by words or an exact \"phrase\"; gives the ten best with the \
                 passage that matches best, word for word. To narrow by outlet or date, use search_articles."
            }
            Call::Fetch => {
                "Read an article whole by the id that a search gave. A long one comes in parts: go on with the \
                 `next_id` in its metadata."
            }
            Call::SearchArticles => {
                "Find articles by words, exact \"phrases\" and operators, narrowed by outlet, author, section, \
                 language, place and date; gives the best passages, word for word, each with its address, and exact \
                 counts. Ask for `detailed` only where offsets or provenance are needed."
            }
            Call::VerifyQuotes => {
                "Check whether quotations stand in the archive, word for word. Give a text with quotation marks in \
                 it, and get for each quotation a verdict by rule, the place, the source's own words, and every \
                 difference. Use it on your own answer before you give it."
            }
            Call::Facets => {
                "Count articles by outlet, author, section, language, place, agency, domain, year, month or day, \
                 exactly; for all of them or for those that match a query. It also tells how names are written."
            }
            Call::CorpusInfo => {
                "Tell what the archive holds: how many articles, the largest outlets, the first and the last day."
            }
        }
    }

    /// Describes the tool.
    pub(super) fn tool(self) -> Tool {
        let (input, output) = match self {
            Call::Search => shapes::<SearchArguments, FoundArticles>(),
            Call::Fetch => shapes::<FetchArguments, FetchedArticle>(),
            Call::SearchArticles => shapes::<SearchArticlesArguments, SearchedArticles>(),
            Call::VerifyQuotes => shapes::<VerifyQuotesArguments, VerifiedQuotes>(),
            Call::Facets => shapes::<FacetsArguments, CountedArticles>(),
            Call::CorpusInfo => shapes::<NoArguments, CorpusInfo>(),
        };
        let annotations = ToolAnnotations::new()
            .read_only(true)
            .destructive(false)
            .idempotent(true)
            .open_world(false);
        Tool::new(self.name(), self.description(), input)
            .with_title(self.title())
            .with_raw_output_schema(output)
            .with_annotations(annotations)
    }

    /// Calls the tool.
    pub(super) async fn run(
        self,
        service: &Arc<Service>,
        arguments: JsonObject,
    ) -> Result<CallToolResult> {
        match self {
            Call::Search => answers::search(service, understood(arguments)?).await,
            Call::Fetch => answers::fetch(service, understood(arguments)?).await,
            Call::SearchArticles => answers::search_articles(service, understood(arguments)?).await,
            Call::VerifyQuotes => answers::verify_quotes(service, understood(arguments)?).await,
            Call::Facets => answers::facets(service, understood(arguments)?).await,
            Call::CorpusInfo => {
                let NoArguments {} = understood(arguments)?;
                answers::corpus_info(service).await
            }
        }
    }
}

/// Returns the tools, in an order that stays.
pub(super) fn all() -> Vec<Tool> {
    Call::ALL.map(Call::tool).to_vec()
}

/// Finds the tool of that name.
pub(super) fn named(name: &str) -> Option<Call> {
    Call::ALL.into_iter().find(|call| call.name() == name)
}

fn understood<T: DeserializeOwned>(arguments: JsonObject) -> Result<T> {
    // Some models have to give every argument, and give null for those they do not mean.
    let given = arguments.into_iter().filter(|(_, value)| !value.is_null());
    let given = Value::Object(given.collect());
    serde_path_to_error::deserialize(given).map_err(|error| {
        let (place, cause) = (error.path().to_string(), error.inner());
        let message = match place.as_str() {
            "." => format!("the arguments are not understood: {cause}"),
            _ => format!("the argument `{place}` is not understood: {cause}"),
        };
        Error::new(ErrorKind::Usage, message)
            .hint("call the tool again with arguments as its input schema says")
    })
}

fn shapes<I: JsonSchema + 'static, O: JsonSchema + 'static>() -> (Arc<JsonObject>, Arc<JsonObject>)
{
    let mut output = JsonObject::clone(&schema_for_output::<O>());
    if let Some(parts) = output.get_mut("$defs") {
        without_words(parts);
    }
    (schema_for_type::<I>(), Arc::new(output))
}

/// Takes the descriptions out of a schema: some clients give all of it to the model, and the names say enough.
fn without_words(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.get("description").is_some_and(Value::is_string) {
                members.remove("description");
            }
            members.values_mut().for_each(without_words);
        }
        Value::Array(parts) => parts.iter_mut().for_each(without_words),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tools_only_read_and_say_so() {
        for tool in all() {
            let annotations = tool.annotations.unwrap();
            assert_eq!(annotations.read_only_hint, Some(true), "{}", tool.name);
            assert_eq!(annotations.destructive_hint, Some(false), "{}", tool.name);
            assert!(tool.output_schema.is_some(), "{}", tool.name);
        }
    }

    #[test]
    fn search_and_fetch_take_what_the_contract_says_and_nothing_else() {
        let check = |name: &str, only: &str| {
            let tool = named(name).unwrap().tool();
            let properties = tool.input_schema["properties"].as_object().unwrap();
            assert_eq!(properties.keys().collect::<Vec<_>>(), [only]);
            assert_eq!(tool.input_schema["required"], serde_json::json!([only]));
        };
        check("search", "query");
        check("fetch", "id");
    }
}
