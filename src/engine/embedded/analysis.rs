//! Pullquote's own analysis as tantivy wants it: streams of tokens for the fields of the schema.
//!
//! Nothing is decided here. The tokens are those of `text`; what is added are the joined forms of hyphenated
//! words, set apart by a mark so that no phrase and no prefix can meet them.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer, TokenizerManager};

use super::names::name_tokens;
use crate::text::{self, Reading};

pub(super) const TEXT_ANALYZER: &str = "pullquote-text";
pub(super) const REJOINED_ANALYZER: &str = "pullquote-rejoined";
pub(super) const TITLE_ANALYZER: &str = "pullquote-title";
pub(super) const NAME_ANALYZER: &str = "pullquote-name";

/// Stands before a joined form; no folded word begins with it.
const JOINED: char = '\u{1}';

/// Returns the term under which a joined form is kept.
pub(super) fn joined_term(word: &str) -> String {
    format!("{JOINED}{word}")
}

/// Registers the analyzers that the schema names.
pub(super) fn analyzers() -> TokenizerManager {
    let analyzers = TokenizerManager::default();
    let words = |reading, joined_forms| {
        TextAnalyzer::from(Words {
            reading,
            joined_forms,
        })
    };
    analyzers.register(TEXT_ANALYZER, words(Reading::Split, JoinedForms::Added));
    analyzers.register(
        REJOINED_ANALYZER,
        words(Reading::Joined, JoinedForms::LeftOut),
    );
    analyzers.register(TITLE_ANALYZER, words(Reading::Split, JoinedForms::LeftOut));
    analyzers.register(NAME_ANALYZER, TextAnalyzer::from(Names));
    analyzers
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum JoinedForms {
    Added,
    LeftOut,
}

#[derive(Clone, Copy)]
struct Words {
    reading: Reading,
    joined_forms: JoinedForms,
}

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream {
            words: text::Tokenizer::new(text, self.reading),
            joined: (self.joined_forms == JoinedForms::Added).then(|| text::JoinedForms::new(text)),
            pending: Vec::new(),
            token: Token::default(),
        }
    }
}

struct WordStream<'t> {
    words: text::Tokenizer<'t>,
    joined: Option<text::JoinedForms<'t>>,
    /// The joined forms that are complete and still to be given.
    pending: Vec<String>,
    token: Token,
}

impl WordStream<'_> {
    fn give_joined_form(&mut self) -> bool {
        let Some(form) = self.pending.pop() else {
            return false;
        };
        self.token.text = joined_term(&form);
        true
    }

    /// At the end of the text a chain of hyphenated words may be complete.
    fn finish(&mut self) -> bool {
        if let Some(mut joined) = self.joined.take() {
            joined.finish(|form| self.pending.push(form.text.to_owned()));
        }
        self.give_joined_form()
    }
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        if self.give_joined_form() {
            return true;
        }
        if !self.words.advance() {
            return self.finish();
        }
        let word = self.words.token();
        if let Some(joined) = &mut self.joined {
            joined.push(word, |form| self.pending.push(form.text.to_owned()));
        }
        self.token.text.clear();
        self.token.text.push_str(&word.text);
        self.token.offset_from = word.start;
        self.token.offset_to = word.end;
        self.token.position = word.position as usize;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[derive(Clone)]
struct Names;

impl Tokenizer for Names {
    type TokenStream<'a> = NameStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> NameStream {
        NameStream {
            tokens: name_tokens(text).into_iter().enumerate(),
            token: Token::default(),
        }
    }
}

struct NameStream {
    tokens: std::iter::Enumerate<std::vec::IntoIter<String>>,
    token: Token,
}

impl TokenStream for NameStream {
    fn advance(&mut self) -> bool {
        let Some((position, text)) = self.tokens.next() else {
            return false;
        };
        self.token = Token {
            position,
            text,
            ..Token::default()
        };
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
