//! Square brackets in running text, which may be meant as a link, and what looks like an address.

use crate::check::PaperContext;
use crate::paper::body::Prose;
use crate::paper::markdown::is_escaped;
use crate::text::source::Span;
use crate::text::suggest;

/// The beginnings of an address.
const STARTS: [&str; 6] = ["http://", "https://", "mailto:", "www.", "./", "../"];

/// The endings of a file that papers link to.
const ENDINGS: [&str; 23] = [
    ".csv",
    ".doc",
    ".docx",
    ".gif",
    ".htm",
    ".html",
    ".jpeg",
    ".jpg",
    ".json",
    ".markdown",
    ".md",
    ".pdf",
    ".png",
    ".ppt",
    ".pptx",
    ".svg",
    ".txt",
    ".webp",
    ".xls",
    ".xlsx",
    ".xml",
    ".yaml",
    ".zip",
];

/// A pair of brackets in running text.
pub(super) struct Brackets<'p> {
    pub(super) prose: &'p Prose,
    /// The offset of the first character, `[` or the `!` before it.
    pub(super) start: usize,
    /// The offsets of what is in the brackets.
    pub(super) inner: (usize, usize),
}

impl Brackets<'_> {
    pub(super) fn is_picture(&self) -> bool {
        self.prose.text[self.start..].starts_with('!')
    }

    pub(super) fn label(&self) -> &str {
        &self.prose.text[self.inner.0..self.inner.1]
    }

    pub(super) fn after(&self) -> &str {
        &self.prose.text[self.inner.1 + 1..]
    }

    /// Whether a word is right before it, as in `array[0]`.
    pub(super) fn is_in_word(&self) -> bool {
        let before = self.prose.text[..self.start].chars().next_back();
        before.is_some_and(|c| c.is_alphanumeric() || matches!(c, ']' | ')' | '_'))
    }

    /// Whether nothing is right before it but a space or an opening sign: `#![x]` is an attribute.
    pub(super) fn is_after_space(&self) -> bool {
        let before = self.prose.text[..self.start].chars().next_back();
        before.is_none_or(|c| c.is_whitespace() || "([“\"'*—–".contains(c))
    }

    pub(super) fn what(&self) -> &'static str {
        if self.is_picture() { "picture" } else { "link" }
    }
}

/// Whether `text` looks like an address, with or without a title.
pub(super) fn is_address(text: &str) -> bool {
    let text = text.trim().trim_start_matches('<');
    let path = text.split(['"', '>']).next().unwrap_or_default().trim_end();
    let is_place = path.len() > 1 && path.starts_with('#') && !path.contains(char::is_whitespace);
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let path = path.to_ascii_lowercase();
    let is_file = ENDINGS.iter().any(|ending| {
        let stem = path.strip_suffix(ending);
        stem.is_some_and(|stem| stem.ends_with(|c: char| !c.is_whitespace()))
    });
    is_place || is_file || STARTS.iter().any(|start| text.starts_with(start))
}

/// The text of the paper at `span`, for a message.
pub(super) fn shown(cx: &PaperContext<'_>, span: Span) -> String {
    suggest::shown(cx.source(span))
}

/// Whether the source has `marks` at byte `at` of the text, without a backslash before them.
pub(super) fn is_literal(cx: &PaperContext<'_>, prose: &Prose, at: usize, marks: &str) -> bool {
    let span = prose.span_of(at, at + marks.len());
    cx.source(span) == marks && !is_escaped(cx.paper.file.text(), span.start)
}
