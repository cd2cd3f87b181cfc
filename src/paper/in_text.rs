//! Values that stand in the text of a paper where others have them in the front matter: below a heading of their own, or
//! after their name above the sections: in a line of text, of code or of a comment, or in a table of two columns.

use std::fmt;

use super::Paper;
use super::body::{Code, Prose, ProseKind, Table};
use super::front_matter::{Entry, key_of};
use crate::text::source::{Span, Spanned};
use crate::yaml::{Kind, Node, Scalar, Style};

/// Where in the text a value is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InText {
    /// The first line below the heading of this text.
    Heading(String),
    /// What follows this name and a colon in a line before the first section, alone, in a list, in a block of code or in a
    /// comment; or what is beside this name in a table of two columns there.
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
    let blocks = body.code.iter().filter(|code| code.is_fenced).map(|code| inside(paper, code));
    let comments = body.comments.iter().map(|span| inside_marks(paper, *span));
    for span in blocks.chain(comments).filter(|span| span.start < first) {
        raw_lines(paper, span, &mut entries);
    }
    for table in body.tables.iter().filter(|table| table.span.start < first) {
        named_rows(paper, table, &mut entries);
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

/// The lines of a fenced block of code, without its fences.
fn inside(paper: &Paper, code: &Code) -> Span {
    let text = paper.file.slice(code.span);
    let start = text.find('\n').map_or(text.len(), |end| end + 1);
    let end =
        if code.is_closed { text.rfind('\n').map_or(start, |end| end + 1) } else { text.len() };
    Span::new(code.span.start + start, code.span.start + end.max(start))
}

/// What is between the marks of a comment.
fn inside_marks(paper: &Paper, span: Span) -> Span {
    let text = paper.file.slice(span);
    let start = text.find("<!--").map_or(0, |at| at + "<!--".len());
    let end = text.rfind("-->").map_or(text.len(), |end| end.max(start));
    Span::new(span.start + start, span.start + end)
}

/// The lines at `span`, which no mark of Markdown has a meaning in, that are a name, a colon and a value. A value goes on
/// in lines that are indented.
fn raw_lines(paper: &Paper, span: Span, entries: &mut Entries) {
    let mut at = span.start;
    let mut is_open = false;
    for line in paper.file.slice(span).split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        if let Some(key) = key_of(text.trim_start()) {
            let indent = text.len() - text.trim_start().len();
            let name = Span::new(start + indent, start + indent + key.len());
            let rest = text.find(':').map_or("", |colon| &text[colon + 1..]);
            let value = rest.trim_start();
            let value = Span::new(start + text.len() - value.len(), start + text.len());
            let entry = Entry {
                key: Spanned::new(key.to_owned(), name),
                value: raw_node(paper, value),
                broken: false,
            };
            entries.push((InText::Line(key.to_owned()), entry));
            is_open = true;
        } else if text.starts_with([' ', '\t'])
            && !text.trim().is_empty()
            && let Some((_, entry)) = entries.last_mut().filter(|_| is_open)
        {
            let whole = Span::new(entry.value.span.start, start + text.len());
            entry.value = raw_node(paper, whole);
        } else {
            is_open = false;
        }
    }
}

/// The rows of a table of two columns, each a name and a value.
fn named_rows(paper: &Paper, table: &Table, entries: &mut Entries) {
    let body = paper.body();
    let from = body.prose.partition_point(|prose| prose.span.start < table.span.start);
    let cells = body.prose[from..].iter().take_while(|prose| prose.span.start < table.span.end);
    let cells: Vec<&Prose> = cells.filter(|prose| prose.kind == ProseKind::Cell).collect();
    for row in std::iter::once(&table.header).chain(&table.rows).filter(|row| row.cells == 2) {
        let mut own = cells.iter().filter(|cell| row.span.contains(cell.span));
        let Some(name) = own.next() else { continue };
        let text = name.text.trim().trim_end_matches(':').trim_end();
        let Some(key) = key_of(&format!("{text}:")).map(str::to_owned) else { continue };
        let value = own.next().map(|cell| node(cell, 0, cell.text.len()));
        let value = value.unwrap_or_else(|| empty(row.span.end));
        let key = Spanned::new(key, name.span_of(0, name.text.len()));
        entries.push((InText::Line(key.value.clone()), Entry { key, value, broken: false }));
    }
}

/// The text of the file at `span` as a value, with a space for each break of a line.
fn raw_node(paper: &Paper, span: Span) -> Node {
    let text = paper.file.slice(span).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        return empty(span.start);
    }
    Node { span, kind: Kind::Scalar(Scalar { text, style: Style::Plain }) }
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
    fn lines_of_code_and_comments_and_rows_of_tables_have_names() {
        for (text, expected) in [
            (
                "```\ntip: 7\nlong name: a  b\n  c: d\n\nno key\n  e\n```\n\n## Why\n\n```\nnot: here\n```\n",
                &[("tip:", "7"), ("long name:", "a b"), ("c:", "d"), ("# Why", "")][..],
            ),
            ("~~~yaml\na: b\n  c\n", &[("a:", "b c")]),
            (
                "# T\n\n<!--\nStatus: Open\nDate:\n-->\n\n<!-- by: A -->\n",
                &[("Status:", "Open"), ("Date:", ""), ("by:", "A")],
            ),
            (
                "# T\n\n| | |\n|-|-|\n| **Start Date** | 1 *July* |\n| By: | A \\| B |\n| a | b | c |\n| No |\n",
                &[("Start Date:", "1 July"), ("By:", "A | B")],
            ),
            ("| Status | Open |\n|--|--|\n| x, y | z |", &[("Status:", "Open")]),
        ] {
            for text in [text.to_owned(), text.replace('\n', "\r\n")] {
                let found = found(&text);
                let found: Vec<(&str, &str)> =
                    found.iter().map(|(name, value, _)| (name.as_str(), value.as_str())).collect();
                assert_eq!(found, expected, "{text:?}");
            }
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
