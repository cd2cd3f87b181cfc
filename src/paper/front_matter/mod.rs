//! The YAML block at the start of a paper.
//!
//! Reading never fails: the entries that can be read are returned, whatever is around them, and
//! each fault is a [`Problem`] at its own place. One broken entry never hides another.

mod entries;
mod explain;
mod fences;
mod gap;
mod glance;
mod odd_spaces;
mod quotation;
pub mod quoting;

pub use glance::{Glance, usual};

use crate::text::source::{Span, Spanned};
use crate::yaml::{Node, Scalar, Style};

/// The front matter of a paper.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FrontMatter {
    /// The text between the fences, in bytes.
    pub span: Span,
    /// Where a missing entry would go: the closing fence, or the end of the text where there is none.
    pub end: Span,
    /// The entries in the order written, duplicates included.
    pub entries: Vec<Entry>,
    /// What could not be read, or only by guessing.
    pub problems: Vec<Problem>,
    /// Whether `entries` may lack entries that the author did write, because the block as a whole
    /// was not found or not read.
    pub unread: bool,
    /// Whether there is none, nor anything that was meant as such.
    pub is_absent: bool,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The key as typed.
    pub key: Spanned<String>,
    /// The value; null where it could not be read.
    pub value: Node,
    /// Whether the value could not be read; a [`Problem`] says why, so no rule reports it again.
    pub broken: bool,
}

impl Entry {
    /// The value's place, or the key's where there is no value.
    pub fn place(&self) -> Span {
        if self.value.span.is_empty() { self.key.span } else { self.value.span }
    }

    /// Whether there is no value, or an empty block of text.
    fn is_blank(&self) -> bool {
        let is_empty_block =
            |scalar: &Scalar| scalar.style == Style::Block && scalar.text.trim().is_empty();
        self.value.is_null() || self.value.scalar().is_some_and(is_empty_block)
    }
}

/// A fault in the block itself, as opposed to a value that a series doesn't accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The characters that are wrong.
    pub span: Span,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Problem {
    fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: help.into() }
    }
}

impl FrontMatter {
    /// The first entry under `key`.
    pub fn get(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.value == key)
    }
}

/// Splits `text` into front matter and body; returns the front matter and the byte where the body begins.
pub fn parse(text: &str) -> (FrontMatter, usize) {
    read(text, fences::find(text))
}

/// Reads front matter that is known to be at `span`, followed by a line `---`; returns it and the byte where the body
/// begins.
pub fn parse_at(text: &str, span: Span) -> (FrontMatter, usize) {
    read(text, fences::known(text, span))
}

fn read(text: &str, block: fences::Block) -> (FrontMatter, usize) {
    let mut front = FrontMatter {
        span: block.span,
        end: block.end,
        is_absent: block.missing && block.problems.len() == 1,
        problems: block.problems,
        unread: block.missing,
        ..FrontMatter::default()
    };
    if !block.missing {
        entries::read(text, &mut front);
    }
    front.problems.sort_by_key(|problem| problem.span);
    (front, block.body)
}

/// The lines of `text` from byte `from` on, without their line ends.
fn lines(text: &str, from: usize) -> impl Iterator<Item = Spanned<&str>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let (line, length) = match memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
            None => (rest, rest.len()),
            Some(end) if rest[end..].starts_with("\r\n") => (&rest[..end], end + 2),
            Some(end) => (&rest[..end], end + 1),
        };
        let span = Span::new(at, at + line.len());
        at += length;
        Some(Spanned::new(line, span))
    })
}

/// The longest key, in characters.
const MAX_KEY: usize = 40;

/// The key of a line like `key: value`, if it begins with one.
pub(super) fn key_of(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ');
    let is_key = key.starts_with(char::is_alphabetic)
        && key.chars().count() <= MAX_KEY
        && key.chars().all(is_word);
    (is_key && (rest.is_empty() || rest.starts_with(char::is_whitespace))).then_some(key.trim_end())
}

/// Whether a key is one word, as every field's name is.
fn is_word(key: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    key.starts_with(char::is_alphabetic) && key.chars().all(is_part)
}

#[cfg(test)]
mod tests;
