//! A block of raw HTML.
//!
//! Markdown treats a line that begins with a tag, such as `<br>` alone, as a block of HTML and does
//! not look inside. If all its tags are accepted, it reads as a paragraph; otherwise all of it is
//! printed as text.

use crate::paper::html::{self, Tag};
use crate::text::source::Span;

/// The lines of a block, without the marks of the quotation or list that it is in.
#[derive(Debug, Default)]
pub(super) struct HtmlBlock {
    /// The block in the file.
    pub(super) span: Span,
    text: String,
    pieces: Vec<Piece>,
}

/// A run of text and where it comes from.
#[derive(Debug)]
struct Piece {
    /// The offset in the text.
    start: usize,
    /// The place in the file; as long as the text unless a tab was expanded to spaces.
    span: Span,
}

/// A part of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part<'a> {
    Text(&'a str),
    LineEnd,
    Tag(Tag, &'a str),
}

impl HtmlBlock {
    pub(super) fn new(span: Span) -> Self {
        Self { span, ..Self::default() }
    }

    pub(super) fn push(&mut self, text: &str, span: Span) {
        if !text.is_empty() {
            self.pieces.push(Piece { start: self.text.len(), span });
            self.text.push_str(text);
        }
    }

    /// Whether all its tags are accepted, so that it reads as a paragraph.
    pub(super) fn is_harmless(&self) -> bool {
        tokens(&self.text).all(|(_, token)| token.is_none_or(|tag| tag != Tag::Refused))
    }

    /// The parts of the block with their places in [`text`](Self::text).
    pub(super) fn parts(&self) -> impl Iterator<Item = (usize, Part<'_>)> {
        tokens(&self.text)
            .scan(0, |at, (token, tag)| {
                let start = *at;
                *at += token.len();
                Some((start, token, tag))
            })
            .flat_map(|(start, token, tag)| {
                let tag = tag.map(|tag| (start, Part::Tag(tag, token)));
                let lines = if tag.is_some() { "" } else { token };
                tag.into_iter().chain(lines_of(lines).map(move |(at, part)| (start + at, part)))
            })
    }

    /// The place in the file of `length` bytes of the text from `start` on.
    pub(super) fn span_of(&self, start: usize, length: usize) -> Span {
        let first = self.place(start).start;
        let last = self.place((start + length).saturating_sub(1)).end;
        Span::new(first, last.max(first))
    }

    /// The source of the byte of text at `at`, or of the whole piece if the two differ.
    fn place(&self, at: usize) -> Span {
        let index = self.pieces.partition_point(|piece| piece.start <= at).saturating_sub(1);
        let Some(piece) = self.pieces.get(index) else { return self.span };
        let end = self.pieces.get(index + 1).map_or(self.text.len(), |next| next.start);
        if end - piece.start == piece.span.len() {
            let start = piece.span.start + (at - piece.start);
            return Span::new(start, start + 1);
        }
        piece.span
    }
}

/// The text split into tags, including comments, and the text between them.
fn tokens(text: &str) -> impl Iterator<Item = (&str, Option<Tag>)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let length = html::length_of_tag(rest);
        let end = length.or_else(|| next_tag(rest)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        rest = after;
        Some((token, length.map(|_| html::parse(token))))
    })
}

/// Where in `text`, but not at its start, the next tag begins.
fn next_tag(text: &str) -> Option<usize> {
    let mut brackets = memchr::memchr_iter(b'<', text.as_bytes());
    brackets.find(|at| *at > 0 && html::length_of_tag(&text[*at..]).is_some())
}

/// The lines of the text between two tags. Spaces count only on the line of the tag before.
fn lines_of(text: &str) -> impl Iterator<Item = (usize, Part<'_>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        let end = rest.find(['\n', '\r']).unwrap_or(rest.len());
        if end > 0 {
            at += end;
            return Some((start, Part::Text(&rest[..end])));
        }
        let line_end = if rest.starts_with("\r\n") { 2 } else { 1 };
        let indentation = &rest[line_end..];
        at += line_end + indentation.len() - indentation.trim_start_matches([' ', '\t']).len();
        Some((start, Part::LineEnd))
    })
}
