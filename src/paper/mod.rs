//! A paper as it was written: front matter, then a Markdown body.
//!
//! Reading is total: a paper always comes back, with the faults that were met on the way. What the
//! fields and sections ought to be is the [series'](crate::series) business.

pub mod body;
pub mod characters;
mod core_field;
pub mod edit;
pub mod fields;
pub mod front_matter;
pub mod html;
pub mod markdown;
pub mod seal;
pub mod slug;
pub mod url;

pub use body::Body;
pub use core_field::CoreField;
pub use front_matter::FrontMatter;

use crate::text::source::{SourceFile, Span};

/// A paper's text, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// The file it was read from.
    pub file: SourceFile,
    /// The YAML block at its head.
    pub front: FrontMatter,
    body: Body,
}

impl Paper {
    /// Reads a paper. Never fails: what can't be read is kept as a problem of its part.
    pub fn parse(file: SourceFile) -> Self {
        let (front, body) = front_matter::parse(file.text());
        let body = Body::parse(file.text(), body);
        Self { file, front, body }
    }

    /// Reads the front matter alone: enough of a paper that others are judged against. Its body is empty.
    pub fn parse_head(file: SourceFile) -> Self {
        let (front, body) = front_matter::parse(file.text());
        let span = Span::new(body, file.text().len());
        Self { file, front, body: Body { span, ..Body::default() } }
    }

    /// What is below the front matter.
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The front matter's value under `key`, if it is a text that was read without a problem.
    pub fn text_field(&self, key: impl AsRef<str>) -> Option<&str> {
        let entry = self.front.get(key).filter(|entry| !entry.broken && !entry.value.is_null())?;
        entry.value.scalar().map(|scalar| scalar.text.trim())
    }

    /// The YAML comment that follows byte `at` of the front matter on the same line, behind nothing but
    /// blanks and a key's colon.
    pub fn comment_behind(&self, at: usize) -> Option<Span> {
        let rest = self.file.text().get(at..self.front.span.end)?;
        let line = rest.split(['\n', '\r']).next()?;
        let blank = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
        let mut start = blank(line);
        if let Some(behind) = line[start..].strip_prefix(':') {
            start += 1 + blank(behind);
        }
        let is_comment = start > 0 && line[start..].starts_with('#');
        is_comment.then(|| Span::new(at + start, at + line.trim_end().len()))
    }
}
