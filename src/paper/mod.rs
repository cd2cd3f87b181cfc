//! A paper as it was written: front matter, then a Markdown body.
//!
//! Reading never fails: it always returns a paper, with the faults that were found on the way. What
//! the fields and sections should be is defined by the [series](crate::series).

pub mod body;
pub mod edit;
pub mod fields;
pub mod front_matter;
pub mod html;
pub mod in_text;
pub mod markdown;
pub mod parts;
pub mod seal;
pub mod slug;
pub mod url;
pub mod written_days;

pub use body::Body;
pub use front_matter::FrontMatter;
pub use in_text::InText;

use std::sync::{Arc, OnceLock};

use crate::text::source::{SourceFile, Span, Spanned};
use crate::yaml::{Kind, Node, Scalar, Style};
use body::Heading;
use front_matter::{Entry, Glance};
use markdown::{Markdown, Reading};

/// A paper's text, split into its parts, each of which is read at the first use.
#[derive(Debug, Clone)]
pub struct Paper {
    /// The file it was read from.
    pub file: SourceFile,
    /// Whether the text of `file` ends with the front matter, though the paper does not.
    is_cut: bool,
    glance: OnceLock<Option<Arc<Glance>>>,
    head: OnceLock<Arc<Head>>,
    markdown: OnceLock<Arc<Markdown>>,
    body: OnceLock<Arc<Body>>,
    title: OnceLock<Option<Arc<Entry>>>,
    in_text: OnceLock<Arc<in_text::Entries>>,
}

/// What comes before the body.
#[derive(Debug)]
struct Head {
    front: FrontMatter,
    /// The byte where the body begins.
    body_start: usize,
}

impl Paper {
    /// The paper in `file`. Reading it never fails: what can't be read is recorded as a problem.
    pub fn new(file: SourceFile) -> Self {
        let (glance, head) = (OnceLock::new(), OnceLock::new());
        let (markdown, body) = (OnceLock::new(), OnceLock::new());
        let (title, in_text) = (OnceLock::new(), OnceLock::new());
        Self { file, is_cut: false, glance, head, markdown, body, title, in_text }
    }

    /// The paper that begins with `file`, the front matter of another file. None if it may be other than it looks.
    pub fn without_body(file: SourceFile) -> Option<Self> {
        let paper = Self { is_cut: true, ..Self::new(file) };
        paper.glance().is_some().then_some(paper)
    }

    /// The same paper without its body; none if its front matter alone would be read as something else.
    pub fn cut(&self) -> Option<Self> {
        let start = self.body_span().start;
        let text = self.file.text().get(..start)?;
        let is_alike = || front_matter::parse(text) == (self.front().clone(), start);
        let head = || SourceFile::new(self.file.name(), text);
        (!self.front().unread && is_alike()).then(|| Self { is_cut: true, ..Self::new(head()) })
    }

    /// Whether its text is all there.
    pub fn has_body(&self) -> bool {
        !self.is_cut
    }

    fn head(&self) -> &Head {
        self.head.get_or_init(|| {
            let text = self.file.text();
            let (front, body_start) = match self.file.head_lines() {
                Some(span) => front_matter::parse_at(text, span),
                None => front_matter::parse(text),
            };
            Arc::new(Head { front, body_start })
        })
    }

    /// The YAML block at its start.
    pub fn front(&self) -> &FrontMatter {
        &self.head().front
    }

    /// What a front matter of the usual kind says, as long as nobody needs more than that.
    fn glance(&self) -> Option<&Glance> {
        if self.head.get().is_some() || self.file.is_joined() {
            return None;
        }
        self.glance.get_or_init(|| Glance::new(self.file.text()).map(Arc::new)).as_deref()
    }

    /// Where the body is: from the end of the front matter to that of the file.
    pub fn body_span(&self) -> Span {
        Span::new(self.head().body_start, self.file.text().len())
    }

    /// The Markdown of the body, read at the first use.
    pub fn markdown(&self) -> Reading<'_> {
        debug_assert!(self.has_body(), "the body of {} was not read", self.file.name());
        let text = self.file.text();
        let read = || Arc::new(Markdown::parse(text, self.body_span().start));
        self.markdown.get_or_init(read).reading(text)
    }

    /// The parts of the body that rules look at, collected at the first use.
    pub fn body(&self) -> &Body {
        self.body.get_or_init(|| Arc::new(Body::new(self.markdown())))
    }

    /// The heading of level 1 that begins the body, as an entry with its text for the value. Nothing but comments is
    /// before it.
    pub fn title_heading(&self) -> Option<&Entry> {
        let read = || {
            let is_title =
                |heading: &&Heading| heading.level == 1 && !heading.text.trim().is_empty();
            let body = self.has_body().then(|| self.body())?;
            let heading = body.headings.first().filter(is_title)?;
            let starts = |span: Span| span.start < heading.span.start;
            let is_first = !body.prose.iter().any(|prose| starts(prose.span))
                && !body.code.iter().any(|code| starts(code.span))
                && !body.html.iter().any(|html| starts(html.span));
            let text = Scalar { text: heading.text.trim().to_owned(), style: Style::Plain };
            let value = Node { span: heading.content, kind: Kind::Scalar(text) };
            let key = Spanned::new("#".to_owned(), heading.span);
            is_first.then(|| Arc::new(Entry { key, value, broken: false }))
        };
        self.title.get_or_init(read).as_deref()
    }

    /// What stands at a place of the text that has a value; none if the text has no such place.
    pub fn entry_in_text(&self, place: &InText) -> Option<&Entry> {
        in_text::find(self.entries_in_text(), place)
    }

    /// All that stands below a heading, or after a name in a line above the first one.
    pub fn entries_in_text(&self) -> &[(InText, Entry)] {
        let read = || Arc::new(if self.has_body() { in_text::entries(self) } else { Vec::new() });
        self.in_text.get_or_init(read)
    }

    /// The same paper with its body unread: what is read of it is freed with the value. Cheap, since the rest is
    /// shared.
    #[must_use]
    pub fn unread(&self) -> Self {
        let (glance, head) = (self.glance.clone(), self.head.clone());
        Self { is_cut: self.is_cut, glance, head, ..Self::new(self.file.clone()) }
    }

    /// The front matter's value under `key`, if it is a text that was read without a problem.
    pub fn text_field(&self, key: &str) -> Option<&str> {
        if let Some(glance) = self.glance() {
            return glance.text(self.file.text(), key).map(str::trim);
        }
        let entry =
            self.front().get(key).filter(|entry| !entry.broken && !entry.value.is_null())?;
        entry.value.scalar().map(|scalar| scalar.text.trim())
    }

    /// Whether the front matter has a field under `key`.
    pub fn has_field(&self, key: &str) -> bool {
        match self.glance() {
            Some(glance) => glance.has(self.file.text(), key),
            None => self.front().get(key).is_some(),
        }
    }

    /// Whether the value under `key` is broken over several lines, and not as a block of them.
    pub fn is_broken_over_lines(&self, key: &str) -> bool {
        if self.glance().is_some() {
            return false;
        }
        let Some(entry) = self.front().get(key) else { return false };
        let is_block = |scalar: &Scalar| scalar.style == Style::Block;
        let lines = self.file.slice(entry.value.span);
        !entry.value.scalar().is_none_or(is_block) && lines.trim_end().contains(['\n', '\r'])
    }

    /// The YAML comment that follows byte `at` of the front matter on the same line, after nothing but
    /// spaces and a key's colon.
    pub fn comment_after(&self, at: usize) -> Option<Span> {
        let rest = self.file.text().get(at..self.front().span.end)?;
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
