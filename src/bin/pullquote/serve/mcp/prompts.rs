//! The prompt that a person can choose: have every quotation of a text checked.
//!
//! What is not here: the checking, which the model asks a tool for.

use rmcp::model::{
    ErrorData, GetPromptRequestParams, GetPromptResult, Prompt, PromptArgument, PromptMessage, Role,
};

const NAME: &str = "verify_quote";
const TEXT: &str = "text";

/// Returns the prompts.
pub(super) fn all() -> Vec<Prompt> {
    let text = PromptArgument::new(TEXT)
        .with_description("The text, or one quotation")
        .with_required(true);
    let description = "Check every quotation of a text against the archive, word for word";
    let prompt = Prompt::new(NAME, Some(description), Some(vec![text]));
    vec![prompt.with_title("Check the quotations of a text")]
}

/// Writes a prompt out.
pub(super) fn get(request: &GetPromptRequestParams) -> Result<GetPromptResult, ErrorData> {
    if request.name != NAME {
        let message = format!("there is no prompt `{}`", request.name);
        return Err(ErrorData::invalid_params(message, None));
    }
    let arguments = request.arguments.as_ref();
    let text = arguments
        .and_then(|arguments| arguments.get(TEXT))
        .and_then(|text| text.as_str());
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
        return Err(ErrorData::invalid_params("the prompt needs a `text`", None));
    };
    let message = format!(
        "Check every quotation in the text below with the tool verify_quotes. For each, give the verdict, the \
         outlet and day it was printed, the address of the passage, and, where it is not faithful, the source's own \
         words with what differs. Do not correct anything from memory.\n\n{text}"
    );
    Ok(GetPromptResult::new(vec![PromptMessage::new_text(
        Role::User,
        message,
    )]))
}
