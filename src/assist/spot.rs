//! A place in a paper, and what is there.

use crate::paper::Paper;
use crate::paper::fields::Month;
use crate::paper::front_matter::Entry;
use crate::project::{PaperFile, Project};
use crate::series::{Field, Outline, Series, Values};
use crate::text::source::{SourceFile, Span};
use crate::yaml::{Kind, Node};

/// A place in a paper.
#[derive(Debug)]
pub struct Spot<'p> {
    /// The project.
    pub project: &'p Project,
    /// The paper's file.
    pub file: &'p PaperFile,
    /// The paper.
    pub paper: &'p Paper,
    /// The series that applies to it.
    pub series: &'p Series,
    /// Its front matter, as the series reads it.
    pub values: Values<'p>,
    /// Its body, divided into the sections of the series.
    pub outline: Outline,
    /// The byte in the paper's text.
    pub at: usize,
    /// The name of the file on disk that the place is in.
    name: &'p str,
}

/// A place in a file on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: SourceFile,
    /// The bytes in it.
    pub span: Span,
}

/// A key of the front matter at a place, or its value.
#[derive(Debug, Clone, Copy)]
pub struct FieldAt<'p> {
    /// The entry of the front matter, which may have the key in a value of its own.
    pub entry: &'p Entry,
    /// What the series says of the innermost key; none for an unknown one.
    pub field: Option<&'p Field>,
    /// The place of the key, or of the value.
    pub span: Span,
    /// Whether it is a value.
    pub is_value: bool,
}

impl<'p> Spot<'p> {
    /// The place at byte `at` of the file on disk called `name`, if that is a paper of the project or has the front matter
    /// of one.
    pub fn new(project: &'p Project, name: &'p str, at: usize) -> Option<Self> {
        let own = project.index_of(name).map(|at| vec![at]);
        let papers = own.unwrap_or_else(|| project.papers_of(std::path::Path::new(name)));
        let file = project.papers.get(*papers.first()?)?;
        let paper = &file.paper;
        let series = project.series_of(paper)?;
        let whole = paper.file.whole_place(name, at)?.min(paper.file.text().len());
        let (values, outline) = (Values::new(paper, series), Outline::new(paper, series));
        Some(Self { project, file, paper, series, values, outline, at: whole, name })
    }

    /// The text of the paper.
    pub fn text(&self) -> &'p str {
        self.paper.file.text()
    }

    /// The place on disk of bytes of the paper's text.
    pub fn place(&self, span: Span) -> Place {
        let (file, span) = self.paper.file.origin(span);
        Place { file, span }
    }

    /// The bytes in the file of the spot that are at `span` of the paper's text.
    pub fn own(&self, span: Span) -> Span {
        self.paper.file.origin(span).1
    }

    /// The name of the file on disk that the place is in.
    pub fn name(&self) -> &'p str {
        self.name
    }

    /// Whether the place is in the front matter, between its lines `---`.
    pub fn is_in_front(&self) -> bool {
        let front = self.paper.front();
        front.span.start <= self.at
            && self.at <= front.end.start
            && !(front.is_absent && front.span.is_empty())
    }

    /// The month that the paper is for.
    pub fn month(&self) -> Option<Month> {
        self.values.period_or_date_month(self.series)
    }

    /// The text of the line of the place, up to the place.
    pub fn line_before(&self) -> &'p str {
        let before = &self.text()[..self.at];
        let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        before.get(start..).unwrap_or_default().trim_start_matches('\u{feff}')
    }

    /// The text of the line of the place from the place on, without its line end.
    pub fn line_after(&self) -> &'p str {
        let after = &self.text()[self.at..];
        after.split(['\n', '\r']).next().unwrap_or_default()
    }

    /// The word at the place.
    pub(super) fn word(&self, is_part: impl Fn(char) -> bool) -> Option<Span> {
        let (before, after) = self.text().split_at(self.at);
        let start = before.trim_end_matches(&is_part).len();
        let end = self.at + (after.len() - after.trim_start_matches(&is_part).len());
        (start < end).then(|| Span::new(start, end))
    }

    /// The key or value of the front matter at the place.
    pub fn field(&self) -> Option<FieldAt<'p>> {
        let is_here = |span: Span| span.start <= self.at && self.at <= span.end;
        let entries = self.paper.front().entries.iter();
        let entry = entries.into_iter().find(|entry| {
            is_here(Span::new(entry.key.span.start, entry.value.span.end.max(entry.key.span.end)))
        })?;
        let field = self.series.field(entry.key.value.as_str());
        if is_here(entry.key.span) {
            return Some(FieldAt { entry, field, span: entry.key.span, is_value: false });
        }
        let (field, span, is_value) = inner(&entry.value, field, &is_here)?;
        Some(FieldAt { entry, field, span, is_value })
    }
}

/// The innermost key or value of `node` at a place, and the field that declares it.
fn inner<'p>(
    node: &'p Node,
    field: Option<&'p Field>,
    is_here: &impl Fn(Span) -> bool,
) -> Option<(Option<&'p Field>, Span, bool)> {
    match &node.kind {
        Kind::Scalar(_) => is_here(node.span).then_some((field, node.span, true)),
        Kind::Sequence(items) => {
            let of_item = field.map(|field| field.items.as_deref().unwrap_or(field));
            items.iter().find_map(|item| inner(item, of_item, is_here))
        }
        Kind::Mapping(pairs) => pairs.iter().find_map(|(key, value)| {
            let name = key.scalar().map(|scalar| scalar.text.as_str()).unwrap_or_default();
            let of_key = field.and_then(|field| field.fields.iter().find(|it| it.id == name));
            if is_here(key.span) {
                return Some((of_key.or(field), key.span, false));
            }
            inner(value, of_key, is_here)
        }),
    }
}
