//! A paper as it was written: front matter, then a Markdown body.
//!
//! Reading never fails: it always returns a paper, with the faults that were found on the way. What
//! the fields and sections should be is defined by the [series](crate::series).

pub mod body;
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

use std::sync::{Arc, OnceLock};

use crate::text::source::{SourceFile, Span};
use markdown::{Markdown, Reading};

/// A paper's text, split into its parts. The body is read at the first use.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The file it was read from.
    pub file: SourceFile,
    /// The YAML block at its start.
    pub front: Arc<FrontMatter>,
    body_start: usize,
    markdown: OnceLock<Arc<Markdown>>,
    body: OnceLock<Arc<Body>>,
}

impl Paper {
    /// Reads the front matter of a paper. Never fails: what can't be read is recorded as a problem.
    pub fn parse(file: SourceFile) -> Self {
        let (front, body_start) = front_matter::parse(file.text());
        let front = Arc::new(front);
        Self { file, front, body_start, markdown: OnceLock::new(), body: OnceLock::new() }
    }

    /// Where the body is: from the end of the front matter to that of the file.
    pub fn body_span(&self) -> Span {
        Span::new(self.body_start, self.file.text().len())
    }

    /// The Markdown of the body, read at the first use.
    pub fn markdown(&self) -> Reading<'_> {
        let text = self.file.text();
        let read = || Arc::new(Markdown::parse(text, self.body_start));
        self.markdown.get_or_init(read).reading(text)
    }

    /// The parts of the body that rules look at, collected at the first use.
    pub fn body(&self) -> &Body {
        self.body.get_or_init(|| Arc::new(Body::new(self.markdown())))
    }

    /// The same paper with its body unread: what is read of it is freed with the value. Cheap, since the rest is
    /// shared.
    #[must_use]
    pub fn unread(&self) -> Self {
        let (file, front, body_start) = (self.file.clone(), self.front.clone(), self.body_start);
        Self { file, front, body_start, markdown: OnceLock::new(), body: OnceLock::new() }
    }

    /// The front matter's value under `key`, if it is a text that was read without a problem.
    pub fn text_field(&self, key: impl AsRef<str>) -> Option<&str> {
        let entry = self.front.get(key).filter(|entry| !entry.broken && !entry.value.is_null())?;
        entry.value.scalar().map(|scalar| scalar.text.trim())
    }

    /// The YAML comment that follows byte `at` of the front matter on the same line, after nothing but
    /// spaces and a key's colon.
    pub fn comment_after(&self, at: usize) -> Option<Span> {
        let rest = self.file.text().get(at..self.front.span.end)?;
        let line = rest.split(['\n', '\r']).next()?;
        let spaces = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
        let mut start = spaces(line);
        if let Some(after) = line[start..].strip_prefix(':') {
            start += 1 + spaces(after);
        }
        let is_comment = start > 0 && line[start..].starts_with('#');
        is_comment.then(|| Span::new(at + start, at + line.trim_end().len()))
    }
}

/// Papers are the same if their files are; whether the body was read makes no difference.
impl PartialEq for Paper {
    fn eq(&self, other: &Self) -> bool {
        self.file == other.file
    }
}

impl Eq for Paper {}
