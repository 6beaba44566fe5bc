//! TREC's classic topics: blocks from `<top>` to `</top>` with fields that open with a tag and rarely close.
//!
//! Lines go in, topics come out as their blocks close. A field runs up to the next tag, over as many lines as it
//! takes; only `<num>` and `<title>` are kept. What is not here: entities, attributes, and whether a topic is whole.

use super::topics::Topic;

/// Reads blocks line by line.
#[derive(Default)]
pub(super) struct Blocks {
    open: Option<Block>,
}

#[derive(Default)]
struct Block {
    id: Option<String>,
    text: Option<String>,
    field: Field,
}

/// The field that words belong to.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Field {
    Id,
    Text,
    #[default]
    Other,
}

/// A stretch of a line.
enum Piece<'a> {
    /// A tag, with its marks: `<num>`, `</top>`.
    Tag(&'a str),
    Words(&'a str),
}

impl Blocks {
    /// Takes the next line and returns the topics whose blocks it closes, or what is wrong with it.
    pub(super) fn line(&mut self, line: &str) -> Result<Vec<Topic>, String> {
        let mut topics = Vec::new();
        for piece in pieces(line) {
            match piece {
                Piece::Tag(tag) => topics.extend(self.tag(tag)?),
                Piece::Words(words) => self.words(words)?,
            }
        }
        Ok(topics)
    }

    /// Says what is wrong where the lines end within a block.
    pub(super) fn finish(self) -> Result<(), String> {
        match self.open {
            Some(_) => Err("the last topic has no </top>".to_owned()),
            None => Ok(()),
        }
    }

    fn tag(&mut self, tag: &str) -> Result<Option<Topic>, String> {
        match (tag.to_ascii_lowercase().as_str(), &mut self.open) {
            ("<top>", None) => self.open = Some(Block::default()),
            ("<top>", Some(_)) => return Err("the topic before has no </top>".to_owned()),
            (_, None) => return Err(format!("{tag} stands outside <top>")),
            ("</top>", Some(_)) => return Ok(self.open.take().map(Block::into_topic)),
            (name, Some(block)) => block.turn_to(name)?,
        }
        Ok(None)
    }

    fn words(&mut self, words: &str) -> Result<(), String> {
        match &mut self.open {
            Some(block) => block.add(words),
            None => return Err(format!("`{words}` stands outside <top>")),
        }
        Ok(())
    }
}

impl Block {
    fn turn_to(&mut self, tag: &str) -> Result<(), String> {
        let (field, held) = match tag {
            "<num>" => (Field::Id, &mut self.id),
            "<title>" => (Field::Text, &mut self.text),
            _ => {
                self.field = Field::Other;
                return Ok(());
            }
        };
        if held.replace(String::new()).is_some() {
            return Err(format!("{tag} comes twice in a topic"));
        }
        self.field = field;
        Ok(())
    }

    fn add(&mut self, words: &str) {
        let held = match self.field {
            Field::Id => &mut self.id,
            Field::Text => &mut self.text,
            Field::Other => return,
        };
        let held = held.get_or_insert_default();
        if !held.is_empty() {
            held.push(' ');
        }
        held.push_str(words);
    }

    fn into_topic(self) -> Topic {
        Topic {
            id: without_label(self.id, "Number:"),
            text: without_label(self.text, "Topic:"),
        }
    }
}

/// TREC's own topics say once more, in words, which field it is.
fn without_label(field: Option<String>, label: &str) -> String {
    let field = field.unwrap_or_default();
    let rest = field.strip_prefix(label).unwrap_or(&field);
    rest.trim().to_owned()
}

/// Divides a line into tags and the words between them, without white space about them.
fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(mark) = line[from..].find('<').map(|mark| mark + from) {
        match tag_length(&line[mark..]) {
            Some(length) => {
                pieces.extend(words(&line[start..mark]));
                pieces.push(Piece::Tag(&line[mark..mark + length]));
                start = mark + length;
                from = start;
            }
            None => from = mark + 1,
        }
    }
    pieces.extend(words(&line[start..]));
    pieces
}

fn words(text: &str) -> Option<Piece<'_>> {
    let text = text.trim();
    (!text.is_empty()).then_some(Piece::Words(text))
}

/// Returns how many bytes the tag has with which `text` opens; a mark that only means “less” opens none.
fn tag_length(text: &str) -> Option<usize> {
    let name = text.strip_prefix("</").or_else(|| text.strip_prefix('<'))?;
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_tag = letters > 0 && name.as_bytes().get(letters) == Some(&b'>');
    is_tag.then_some(text.len() - name.len() + letters + 1)
}
