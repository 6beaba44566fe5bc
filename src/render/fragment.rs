//! Links that open an article's page at a passage: text fragments, `URL#:~:text=…`.
//!
//! A body, an address on the web and a range of the body's bytes come in; the address goes out with one directive
//! that says which words to look for: `[prefix-,]start[,end][,-suffix]`, each percent-encoded. A browser goes to the
//! first place that fits, if it begins and ends where words do; no part may run over the end of a block. So a part
//! never crosses a line of the body, begins and ends with whole words, and gets as many words more as it needs to
//! stand in the body but once. The form is that of <https://wicg.github.io/scroll-to-text-fragment/>. What is not
//! here: the page itself, which may differ from what was stored. The link helps to find a passage; it proves nothing.

mod words;

use std::iter::once;
use std::ops::Range;

use crate::article::Article;
use crate::render::link::{percent_encoded, web_address};
use words::{Words, breaks_line};

/// The most code points that are looked for as they stand; of a longer passage, its first and last words are.
const LONGEST: usize = 300;
/// How many of the first and the last words are looked for.
const FEW: usize = 4;
/// How many of them at most, where fewer stand elsewhere too.
const MANY: usize = 12;
/// The most words of a line that may be a heading.
const HEADING: usize = 8;
/// How many words are looked for beside them at least, where any are, and at most.
const CONTEXT: [usize; 2] = [3, 8];

/// An article's page on the web.
#[derive(Clone, Debug)]
pub(crate) struct Page<'a> {
    /// The link up to where the words to look for begin.
    stem: String,
    words: Words<'a>,
}

/// What a browser is to look for, in words of the body by their numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Directive {
    /// The first words of the passage, or all.
    start: Range<usize>,
    /// Its last words, where they are looked for apart from the first.
    end: Option<Range<usize>>,
    /// How many words directly before are looked for too.
    before: usize,
    /// How many words directly after are.
    after: usize,
    /// Whether the first place in the body that fits is surely the right one.
    certain: bool,
}

impl<'a> Page<'a> {
    /// Takes the page of an article; none where it has no address on the web.
    pub(crate) fn of(article: &'a Article) -> Option<Self> {
        web_address(article).map(|url| Page::new(&article.body, url))
    }

    fn new(body: &'a str, url: &str) -> Self {
        Page {
            stem: stem(url),
            words: Words::of(body),
        }
    }

    /// Returns the link to a range of the body's bytes; a word that it cuts is taken whole.
    ///
    /// It leads to what follows a heading where the range begins with one. There is none where the range has no word,
    /// nor where a part of it would be longer than 300 code points.
    pub(crate) fn link(&self, bytes: &Range<usize>) -> Option<String> {
        let passage = self.words.within(bytes)?;
        let directive = self.directive(self.without_heading(passage));
        let parts = directive.parts(&self.words);
        if parts.iter().any(|part| part.chars().count() > LONGEST) {
            return None;
        }
        let [prefix, start, end, suffix] = parts.map(encoded);
        let given = |text: &str, part| (!text.is_empty()).then_some(part);
        let parts = [
            given(&prefix, format!("{prefix}-")),
            given(&start, start.clone()),
            given(&end, end.clone()),
            given(&suffix, format!("-{suffix}")),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().collect();
        Some(format!("{}{}", self.stem, parts.join(",")))
    }

    /// Leaves out the heading that a passage begins with, if it does: a short line that ends without a mark.
    ///
    /// Pages name their headings in menus and tables of contents too, before the story, where a browser would begin.
    fn without_heading(&self, passage: Range<usize>) -> Range<usize> {
        let length = self.words.first_line(passage.clone());
        let rest = passage.start + length..passage.end;
        let is_heading = length <= HEADING
            && rest.len() >= FEW.max(length + 1)
            && self.words.before(passage.start, 1) == 0
            && self.words.ends_line(rest.start - 1);
        if is_heading { rest } else { passage }
    }

    fn directive(&self, passage: Range<usize>) -> Directive {
        let text = self.words.text(passage.clone());
        let parts = breaks_line(text) || text.chars().count() > LONGEST;
        match parts && passage.len() > 1 {
            true => self.ends(passage),
            false => self.whole(passage),
        }
    }

    /// Looks for all words of a passage, where they stand elsewhere too with some before, after, or both.
    fn whole(&self, passage: Range<usize>) -> Directive {
        let [before, after] = self.context(&passage);
        let found = once((0, 0))
            .chain(steps(before).map(|before| (before, 0)))
            .chain(steps(after).map(|after| (0, after)))
            .chain(once((before, after)))
            .find(|(before, after)| {
                let row = passage.start - before..passage.end + after;
                self.words.stand_once(row)
            });
        let (before, after) = found.unwrap_or_default();
        Directive {
            start: passage,
            end: None,
            before,
            after,
            certain: found.is_some(),
        }
    }

    /// Looks for the first and the last words of a passage of two words or more.
    fn ends(&self, passage: Range<usize>) -> Directive {
        let [before, after] = self.context(&passage);
        // Half of the words at least are left for the start, and for the end what the start does not take.
        let kept = self.words.last_line(passage.clone());
        let kept = kept.min(FEW).min(passage.len() / 2);
        let room = self.words.first_line(passage.start..passage.end - kept);
        let start = lengths(room, before).find(|(length, before)| {
            let row = passage.start - before..passage.start + length;
            self.words.stand_once(row)
        });
        let (length, before) = start.unwrap_or((room.min(FEW), 0));
        let from = passage.start + length;
        let room = self.words.last_line(from..passage.end);
        let end = lengths(room, after).find(|(length, after)| {
            let row = passage.end - length..passage.end + after;
            self.words.stand_first(from, row)
        });
        let (length, after) = end.unwrap_or((room.min(FEW), 0));
        Directive {
            start: passage.start..from,
            end: Some(passage.end - length..passage.end),
            before,
            after,
            certain: start.is_some() && end.is_some(),
        }
    }

    /// Counts the words that can be looked for before and after a passage: those of the same line.
    fn context(&self, passage: &Range<usize>) -> [usize; 2] {
        let most = CONTEXT[1];
        let before = self.words.before(passage.start, most);
        [before, self.words.after(passage.end - 1, most)]
    }
}

impl Directive {
    /// Returns prefix, start, end and suffix as they stand in the body; empty what is not looked for.
    fn parts<'t>(&self, words: &Words<'t>) -> [&'t str; 4] {
        let (first, start) = (self.start.start, words.text(self.start.clone()));
        let last = self.end.as_ref().map_or(self.start.end, |end| end.end);
        [
            words.text_before(first - self.before..first),
            start,
            self.end.clone().map_or("", |end| words.text(end)),
            words.text_after(last..last + self.after),
        ]
    }
}

/// Returns how many words to look for beside a passage, one number after another, where there is room for so many.
fn steps(room: usize) -> impl Iterator<Item = usize> {
    CONTEXT[0].min(room).max(1)..=room
}

/// Returns how many words of a passage's end, and how many beside it, to look for, one pair after another.
fn lengths(room: usize, context: usize) -> impl Iterator<Item = (usize, usize)> {
    let (few, many) = (room.min(FEW), room.min(MANY));
    once((few, 0))
        .chain(steps(context).map(move |context| (few, context)))
        .chain((few + 1..=many).map(|length| (length, 0)))
        .chain(once((many, context)))
}

/// Returns a link up to where the words to look for begin, without the words that the address itself looks for.
fn stem(url: &str) -> String {
    let url = percent_encoded(url, b"");
    match url.split_once('#') {
        Some((page, fragment)) => {
            let fragment = fragment.split(":~:").next().unwrap_or_default();
            format!("{page}#{fragment}:~:text=")
        }
        None => format!("{url}#:~:text="),
    }
}

/// Encodes all but letters and digits of ASCII, `_`, `.` and `~`; a run of white space becomes one space.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .bytes()
    {
        match byte.is_ascii_alphanumeric() || b"_.~".contains(&byte) {
            true => encoded.push(char::from(byte)),
            false => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests;
