//! Values that stand in the text of a paper where others have them in the front matter: below a heading of their own, or
//! after their name in a line above the sections.

use std::fmt;

use super::Paper;
use super::body::{Prose, ProseKind};
use super::front_matter::{Entry, key_of};
use crate::text::source::{Span, Spanned};
use crate::yaml::{Kind, Node, Scalar, Style};

/// Where in the text a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InText {
    /// The first line below the heading of this text.
    Heading(String),
    /// What follows this name and a colon in a line before the first section, alone or in a list.
    Line(String),
}

impl InText {
    /// Reads the place as a series writes it: `## Status` is a heading, `Status:` the beginning of a line.
    pub fn parse(written: &str) -> Option<Self> {
        let written = written.trim();
        let rest = written.trim_start_matches('#');
        let (name, is_heading) = match written.strip_suffix(':') {
            _ if rest.len() < written.len() => (rest.trim(), true),
            Some(name) => (name.trim(), false),
            None => return None,
        };
        let name = Some(name.to_owned()).filter(|name| !name.is_empty())?;
        Some(if is_heading { Self::Heading(name) } else { Self::Line(name) })
    }

    /// The place as a series writes it.
    pub fn written(&self) -> String {
        match self {
            Self::Heading(name) => format!("## {name}"),
            Self::Line(name) => format!("{name}:"),
        }
    }

    /// Whether this is the same place, whatever the case of its letters.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Heading(one), Self::Heading(other)) | (Self::Line(one), Self::Line(other)) => {
                one.to_lowercase() == other.to_lowercase()
            }
            _ => false,
        }
    }
}

/// The place for a message: "below the heading `Status`".
impl fmt::Display for InText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Heading(name) => write!(f, "below the heading `{name}`"),
            Self::Line(name) => {
                write!(f, "after `{name}:`, in a line of its own above the first section")
            }
        }
    }
}

/// What stands at such places in a paper.
pub(super) type Entries = Vec<(InText, Entry)>;

/// The first of `entries` at `place`.
pub(super) fn find<'p>(entries: &'p [(InText, Entry)], place: &InText) -> Option<&'p Entry> {
    entries.iter().find(|(at, _)| at.is_same(place)).map(|(_, entry)| entry)
}

/// All that stands below a heading, or after a name in a line before the first one.
pub(super) fn entries(paper: &Paper) -> Entries {
    let body = paper.body();
    let headings = &body.headings[usize::from(paper.title_heading().is_some())..];
    let first = headings.first().map_or(usize::MAX, |heading| heading.span.start);
    let is_text = |prose: &&Prose| {
        matches!(prose.kind, ProseKind::Paragraph | ProseKind::Item) && !prose.is_quoted
    };
    let text = |from: usize, to: usize| {
        let within = move |prose: &&Prose| (from..to).contains(&prose.span.start);
        body.prose.iter().filter(is_text).filter(within)
    };
    let mut entries = Entries::new();
    for prose in text(0, first) {
        named_lines(paper, prose, &mut entries);
    }
    for (index, heading) in headings.iter().enumerate() {
        let end = headings.get(index + 1).map_or(usize::MAX, |next| next.span.start);
        let line = text(heading.span.end, end).next();
        let value = line.map(|prose| (prose, lines(paper, prose).next().unwrap_or_default()));
        let value = value.map(|(prose, (start, end))| node(prose, start, end));
        let name = heading.text.trim().to_owned();
        let key = Spanned::new(name.clone(), heading.span);
        let value = value.unwrap_or_else(|| empty(heading.span.end));
        entries.push((InText::Heading(name), Entry { key, value, broken: false }));
    }
    entries
}

/// The lines of `prose` that are a name, a colon and a value, which goes on in lines that have no name.
fn named_lines(paper: &Paper, prose: &Prose, entries: &mut Entries) {
    let mut open: Option<(Spanned<String>, usize, usize)> = None;
    let mut close = |open: Option<(Spanned<String>, usize, usize)>| {
        let Some((key, start, end)) = open else { return };
        let value = node(prose, start, end);
        entries.push((InText::Line(key.value.clone()), Entry { key, value, broken: false }));
    };
    for (start, end) in lines(paper, prose) {
        let line = prose.text.get(start..end).unwrap_or_default();
        let start = start + line.len() - line.trim_start().len();
        match key_of(line.trim_start()) {
            Some(key) => {
                close(open.take());
                let span = prose.span_of(start, start + key.len());
                let colon = prose.text.get(start..end).and_then(|line| line.find(':'));
                let key = Spanned::new(key.to_owned(), span);
                open = Some((key, colon.map_or(end, |colon| start + colon + 1), end));
            }
            None => open = open.map(|(key, start, _)| (key, start, end)),
        }
    }
    close(open);
}

/// Where the lines of the source are in the visible text of `prose`.
fn lines<'p>(paper: &'p Paper, prose: &'p Prose) -> impl Iterator<Item = (usize, usize)> + 'p {
    let mut at = prose.span.start;
    paper.file.slice(prose.span).split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (prose.offset_of(start), prose.offset_of(at))
    })
}

/// The visible text from `start` to `end` as a value.
fn node(prose: &Prose, start: usize, end: usize) -> Node {
    let whole = prose.text.get(start..end).unwrap_or_default();
    let text = whole.trim();
    let start = start + whole.len() - whole.trim_start().len();
    let span = prose.span_of(start, start + text.len());
    if text.is_empty() {
        return empty(prose.span_of(end, end).start);
    }
    Node { span, kind: Kind::Scalar(Scalar { text: text.to_owned(), style: Style::Plain }) }
}

fn empty(at: usize) -> Node {
    let nothing = Scalar { text: String::new(), style: Style::Plain };
    Node { span: Span::at(at), kind: Kind::Scalar(nothing) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::source::SourceFile;

    /// Each value with its place and with what stands there in the file.
    fn found(text: &str) -> Vec<(String, String, String)> {
        let paper = Paper::new(SourceFile::new("a.md", text));
        let shown = |(place, entry): (InText, Entry)| {
            let value = entry.value.scalar().map_or("", |scalar| &scalar.text).to_owned();
            let name = match place {
                InText::Heading(name) => format!("# {name}"),
                InText::Line(name) => format!("{name}:"),
            };
            (name, value, paper.file.slice(entry.value.span).to_owned())
        };
        entries(&paper).into_iter().map(shown).collect()
    }

    fn row(name: &str, value: &str, source: &str) -> (String, String, String) {
        (name.to_owned(), value.to_owned(), source.to_owned())
    }

    #[test]
    fn lines_above_the_sections_have_names() {
        for end in ["\n", "\r\n"] {
            let text = "# A title: long\n\n* Proposal: [AB-0007](7.md)\n* **Status:** **Done\n  (v2)**\n* Note: `a`\n\n\
                        Date: 2024-05-21\nBy:  Alex Doe\n\nA sentence.\n\n## Why\n\nHow: so\n"
                .replace('\n', end);
            let rest = format!("**Done{end}  (v2)**");
            let (done, found) = (found(&text), "Done (v2)");
            assert_eq!(done[0], row("Proposal:", "AB-0007", "AB-0007"));
            assert_eq!((&*done[1].0, &*done[1].1), ("Status:", found));
            assert!(rest.contains(done[1].2.trim_matches('*')), "{done:?}");
            assert_eq!(done[3], row("Date:", "2024-05-21", "2024-05-21"));
            assert_eq!(done[4], row("By:", "Alex Doe", "Alex Doe"));
            assert_eq!(done[5..], [row("# Why", "How: so", "How: so")]);
        }
    }

    #[test]
    fn what_is_below_a_heading_is_its_first_line() {
        let text = "\u{feff}# Title\n\n## Status\n\nAccepted\nby all\n\nMore.\n\n### Part\n\n## Empty\n\n## Last\nText";
        assert_eq!(
            found(text),
            [
                row("# Status", "Accepted", "Accepted"),
                row("# Part", "", ""),
                row("# Empty", "", ""),
                row("# Last", "Text", "Text"),
            ]
        );
    }

    #[test]
    fn a_place_is_read_as_it_is_written() {
        assert_eq!(InText::parse("## Status"), Some(InText::Heading("Status".to_owned())));
        assert_eq!(InText::parse("Start Date:"), Some(InText::Line("Start Date".to_owned())));
        assert_eq!(
            [InText::parse("Status"), InText::parse("##"), InText::parse(":")],
            [const { None }; 3]
        );
    }
}
