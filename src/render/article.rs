//! One article for people: the whole of it with where each value was found, or one passage in its context.
//!
//! An [`Article`] or a passage [`Shown`] with the sentences around it comes in, text goes out. What is not here:
//! looking either up (`search`), and their JSON (`json`).

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use crate::article::{Article, Sourced};
use crate::render::flow::{Flow, Margin, paragraphs, setting};
use crate::render::text::{
    FAINT, INDENT, PLAIN, STRONG, TextOptions, write_address, write_flows, write_heading,
    write_inferred_days,
};
use crate::search::Shown;

/// Writes a whole article: its title, what is known about it with the rule and the words, then its body.
pub fn write_article(
    out: &mut dyn Write,
    article: &Article,
    options: &TextOptions,
) -> io::Result<()> {
    write_facts(out, article, options)?;
    writeln!(out)?;
    let body = paragraphs(&article.body, &[], setting(&article.body), [PLAIN; 2]);
    write_flows(out, &body, Margin::default(), options)
}

/// Writes what is known about an article, each value with the rule that found it and the words it was read from.
pub fn write_facts(
    out: &mut dyn Write,
    article: &Article,
    options: &TextOptions,
) -> io::Result<()> {
    write_heading(out, article, &[], options)?;
    writeln!(out)?;
    let rows = rows(article);
    let names = rows.iter().map(|row| row.name.width()).max().unwrap_or(0);
    rows.iter()
        .try_for_each(|row| row.write(out, names, options))
}

/// Writes the heading of an article and the days inferred for it, where there are any.
pub fn write_inferred(
    out: &mut dyn Write,
    article: &Article,
    options: &TextOptions,
) -> io::Result<()> {
    write_heading(out, article, &[], options)?;
    write_inferred_days(out, article, options)
}

/// Writes a passage between its context, a bar at its left to tell it apart, then its address.
///
/// Without context it is written as in a hit. The bar stands in the margin, not among the words.
pub fn write_shown(out: &mut dyn Write, shown: &Shown, options: &TextOptions) -> io::Result<()> {
    let body = &shown.article.body;
    let (before, after) = (&body[shown.before.clone()], &body[shown.after.clone()]);
    let setting = setting(body);
    let flows = |text, style| paragraphs(text, &[], setting, [style; 2]);
    let bar = Margin {
        first: "│ ",
        rest: "│ ",
        link: None,
    };
    let margin = if before.is_empty() && after.is_empty() {
        INDENT
    } else {
        bar
    };
    write_inferred(out, &shown.article, options)?;
    write_flows(out, &flows(before, FAINT), INDENT, options)?;
    write_flows(out, &flows(&shown.passage.text, PLAIN), margin, options)?;
    write_flows(out, &flows(after, FAINT), INDENT, options)?;
    write_address(out, &shown.passage.address, options)
}

/// A line of an article's metadata.
struct Row<'a> {
    name: &'static str,
    value: String,
    /// The rule that found the value, and the words.
    origin: Option<(&'a str, &'a str)>,
}

impl<'a> Row<'a> {
    fn sourced<T: ToString>(name: &'static str, sourced: &'a Sourced<T>) -> Self {
        Row {
            name,
            value: sourced.value.to_string(),
            origin: Some((&sourced.rule, &sourced.words)),
        }
    }

    fn named(name: &'static str, value: &'a Option<Sourced<String>>) -> Option<Self> {
        value.as_ref().map(|value| Row::sourced(name, value))
    }

    fn plain(name: &'static str, value: String) -> Self {
        Row {
            name,
            value,
            origin: None,
        }
    }

    fn write(&self, out: &mut dyn Write, names: usize, options: &TextOptions) -> io::Result<()> {
        let first = format!("{:names$}  ", self.name);
        let rest = " ".repeat(names + 2);
        let mut flow = Flow::new(&self.value, STRONG);
        if let Some((rule, words)) = self.origin {
            flow.push(&format!("  (by {rule}: “{words}”)"), FAINT);
        }
        flow.write(
            out,
            Margin {
                first: &first,
                rest: &rest,
                link: None,
            },
            options,
        )
    }
}

fn rows(article: &Article) -> Vec<Row<'_>> {
    let metadata = &article.metadata;
    let mut rows: Vec<_> = Row::named("title", &metadata.title).into_iter().collect();
    rows.extend(Row::named("outlet", &metadata.outlet));
    rows.extend(
        metadata
            .other_titles
            .iter()
            .map(|title| Row::sourced("headline", title)),
    );
    rows.extend(
        metadata
            .date
            .as_ref()
            .map(|date| Row::sourced("date", date)),
    );
    rows.extend(
        metadata
            .date_confidence
            .map(|sure| Row::plain("certainty", sure.name().to_owned())),
    );
    rows.extend(
        metadata
            .unread_date
            .as_ref()
            .map(|words| Row::plain("date", format!("unknown (unread: `{words}`)"))),
    );
    rows.extend(
        metadata
            .inferred_date
            .as_ref()
            .map(|days| Row::sourced("inferred", days)),
    );
    rows.extend(
        metadata
            .authors
            .iter()
            .map(|author| Row::sourced("author", author)),
    );
    rows.extend(Row::named("section", &metadata.section));
    rows.extend(Row::named("language", &metadata.language));
    rows.extend(Row::named("place", &metadata.place));
    rows.extend(Row::named("agency", &metadata.agency));
    rows.extend(Row::named("domain", &metadata.domain));
    rows.extend(Row::named("url", &metadata.url));
    rows.extend(
        metadata
            .fetched
            .as_ref()
            .map(|day| Row::sourced("fetched", day)),
    );
    rows.extend(
        metadata
            .record_id
            .clone()
            .map(|id| Row::plain("record", id)),
    );
    if metadata.summary_only {
        rows.push(Row::plain(
            "body",
            "only the summary that the feed carries".to_owned(),
        ));
    }
    rows.push(Row::plain("file", article.path.clone()));
    rows.push(Row::plain("id", article.id.to_string()));
    rows.push(Row::plain("sha256", article.body_sha256()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::sample;
    use insta::assert_snapshot;

    fn shown(before: &str, after: &str) -> Shown {
        let article = sample::hit().article;
        let start = article.body.find("Both sides").unwrap();
        let end = article.body.find(" the ministry").unwrap();
        let passage = sample::passage_at(&article, start..end, vec![]);
        Shown {
            article,
            passage,
            before: start - before.len()..start,
            after: end..end + after.len(),
        }
    }

    #[test]
    fn an_article_says_where_each_value_was_found() {
        let mut out = Vec::new();
        write_article(&mut out, &sample::hit().article, &TextOptions::default()).unwrap();
        assert_snapshot!(String::from_utf8(out).unwrap(), @"
        Daily Post · 2025-10-31 · Talks end with a verification mechanism

        title   Talks end with a verification mechanism (by field: “title”)
        outlet  Daily Post (by dateline: “ISTANBUL (Daily Post) –”)
        date    2025-10-31 (by field: “2025-10-31”)
        author  A. Writer (by field: “A. Writer”)
        place   ISTANBUL (by dateline: “ISTANBUL (Daily Post) –”)
        file    posts/talks.txt
        id      9trgx2pd3gzhqxmf
        sha256  eeb78172721f712ec799de25c344c8f8ff527a4783726fe792adcb7e0942dfd5

        ISTANBUL (Daily Post) – The talks ended on Friday.

        Both sides “agreed on a verification mechanism,” the ministry said, and on a
        joint commission that will meet each month.

        It gave no date.
        ");
    }

    #[test]
    fn a_passage_stands_out_from_its_context() {
        let check = |before: &str, after: &str| {
            let mut out = Vec::new();
            let options = TextOptions {
                width: 50,
                ..TextOptions::default()
            };
            write_shown(&mut out, &shown(before, after), &options).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_snapshot!(check("The talks ended on Friday.\n", " the ministry said"), @"
        Daily Post · 2025-10-31 · Talks end with a
            verification mechanism
          The talks ended on Friday.
        │ Both sides “agreed on a verification mechanism,”
          the ministry said
          9trgx2pd3gzhqxmf@51-99
        ");
        assert_snapshot!(check("", ""), @"
        Daily Post · 2025-10-31 · Talks end with a
            verification mechanism
          Both sides “agreed on a verification mechanism,”
          9trgx2pd3gzhqxmf@51-99
        ");
    }
}
