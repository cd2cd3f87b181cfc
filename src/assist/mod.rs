//! What an editor offers at a place in a paper: what is there, what can be written there, where it leads.
//!
//! Every call takes a [`Spot`] and returns places in bytes of the files on disk. None knows of an editor's protocol.

pub mod actions;
pub mod complete;
pub mod describe;
pub mod lead;
pub mod outline;
mod spot;

pub use spot::{Place, Spot};

use crate::text::source::Span;

/// A text that can be written in place of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it is called.
    pub label: String,
    /// What it is, in a few words.
    pub detail: Option<String>,
    /// More about it, as Markdown.
    pub help: Option<String>,
    /// What is replaced, in the file of the spot.
    pub span: Span,
    /// The text, with `$1` and `${1:word}` for what is left to fill in where [`is_snippet`](Self::is_snippet).
    pub text: String,
    /// Whether the text has places to fill in.
    pub is_snippet: bool,
    /// What kind of thing it is.
    pub kind: OfferKind,
}

/// What kind of thing is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferKind {
    /// A key of the front matter.
    Key,
    /// One of several words.
    Choice,
    /// Any other value.
    Value,
    /// Another paper, or a file.
    File,
    /// A heading, or an anchor.
    Heading,
    /// A word of the text.
    Word,
    /// Several lines.
    Lines,
}

/// A text with places to fill in, and the same without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet(pub String);

impl Snippet {
    /// `text` as a part of a snippet that means nothing but itself.
    pub fn escaped(text: &str) -> String {
        text.replace('\\', "\\\\").replace('$', "\\$").replace('}', "\\}")
    }

    /// The text that is left if nobody fills anything in.
    pub fn plain(&self) -> String {
        let mut plain = String::with_capacity(self.0.len());
        let mut rest = self.0.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '\\' => plain.extend(rest.next()),
                '$' if rest.next_if_eq(&'{').is_some() => {
                    // The word stays, up to its brace.
                    while rest.next_if(char::is_ascii_digit).is_some() {}
                    rest.next_if_eq(&':');
                }
                '$' => while rest.next_if(char::is_ascii_digit).is_some() {},
                '}' => {}
                c => plain.push(c),
            }
        }
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_is_plain_without_its_places() {
        let plain = |text: &str| Snippet(text.to_owned()).plain();
        assert_eq!(plain("office: ${1:Office}$0\n"), "office: Office\n");
        assert_eq!(plain("a: $1"), "a: ");
        assert_eq!(plain("until ${3:2025-09-28}"), "until 2025-09-28");
        assert_eq!(plain(&Snippet::escaped("cost: $5 {x}\\")), "cost: $5 {x}\\");
    }
}
