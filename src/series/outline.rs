//! A paper's body read by the headings of its series.

use super::{Policy, Series};
use crate::paper::Paper;
use crate::paper::body::{Heading, Label, Prose, ProseKind};
use crate::paper::fields;
use crate::source::Span;

/// The sections of a paper, in the paper's order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// What stands before the first section.
    pub preamble: Span,
    /// The sections.
    pub sections: Vec<OutlineSection>,
}

/// A section as it stands in the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineSection {
    /// The section of the series it is, as an index; `None` for one that the series doesn't know.
    pub rule: Option<usize>,
    /// What opens it.
    pub opener: Opener,
    /// The text of its heading as a reader sees it.
    pub text: String,
    /// How far that text is from the series' own heading.
    pub spelling: Spelling,
    /// The heading or label in the file.
    pub heading: Span,
    /// From behind the heading to the next section.
    pub content: Span,
}

/// What opens a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener {
    /// A heading of this level.
    Heading(u8),
    /// A bold label at the start of a paragraph.
    Label,
}

/// How a heading is written compared to the series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spelling {
    /// As the heading or an alias, upper and lower case aside.
    Plain,
    /// The same with a colon behind it.
    Colon,
    /// With a number, a sign or an attribute around it, or an addition in brackets, which is kept here.
    Decorated(String),
    /// The series has no such heading.
    Unknown,
}

impl Outline {
    /// Finds the sections of `paper`.
    pub fn new(paper: &Paper, series: &Series) -> Self {
        let mut openers = openers(paper, series);
        openers.sort_by_key(|section| section.heading);
        let end = paper.body.span.end;
        let starts: Vec<usize> = openers.iter().map(|section| section.heading.start).collect();
        for (index, section) in openers.iter_mut().enumerate() {
            let next = starts.get(index + 1).copied().unwrap_or(end);
            section.content = Span::new(section.heading.end, next.max(section.heading.end));
        }
        let preamble = Span::new(paper.body.span.start, starts.first().copied().unwrap_or(end));
        Self { preamble, sections: openers }
    }

    /// The first section that is the series' section of index `rule`.
    pub fn find(&self, rule: usize) -> Option<&OutlineSection> {
        self.sections.iter().find(|section| section.rule == Some(rule))
    }

    /// The section that byte `at` lies in, its heading included.
    pub fn section_at(&self, at: usize) -> Option<&OutlineSection> {
        self.sections.iter().rev().find(|section| section.heading.start <= at)
    }
}

impl OutlineSection {
    /// Whether nothing that a reader could see stands in it, sub-headings aside.
    pub fn is_empty(&self, paper: &Paper) -> bool {
        let body = &paper.body;
        let has_prose = self
            .prose(paper)
            .any(|(prose, text)| prose.kind != ProseKind::Heading && !text.trim().is_empty());
        let has_block = body.code.iter().any(|code| self.content.contains(*code))
            || body.html.iter().any(|html| self.content.contains(html.span));
        !has_prose && !has_block
    }

    /// The words in it, code left out.
    pub fn word_count(&self, paper: &Paper) -> usize {
        self.prose(paper).map(|(_, text)| text.split_whitespace().count()).sum()
    }

    /// The running text in it, block by block. A label's own paragraph gives what stands behind it.
    pub fn prose<'p>(&self, paper: &'p Paper) -> impl Iterator<Item = (&'p Prose, &'p str)> {
        let (heading, content) = (self.heading, self.content);
        let prose = &paper.body.prose;
        let first = prose.partition_point(|prose| prose.span.end <= content.start);
        let in_section =
            prose[first..].iter().take_while(move |prose| prose.span.start < content.end);
        in_section.filter_map(move |prose| {
            let runs_in = prose.kind != ProseKind::Heading && prose.span.contains(heading);
            let start = if runs_in { prose.offset_of(heading.end) } else { 0 };
            (runs_in || content.contains(prose.span))
                .then(|| (prose, prose.text[start..].trim_start_matches(':')))
        })
    }
}

fn openers(paper: &Paper, series: &Series) -> Vec<OutlineSection> {
    let headings = &paper.body.headings;
    let matches: Vec<Option<(usize, Spelling)>> =
        headings.iter().map(|heading| series.match_section(&heading.text)).collect();
    let is_at_level = |rule: usize| {
        headings.iter().zip(&matches).any(|(heading, found)| {
            heading.level == series.headings.level
                && found.as_ref().is_some_and(|(found, _)| *found == rule)
        })
    };
    let mut sections = Vec::new();
    for (heading, found) in headings.iter().zip(&matches) {
        let opens = match found {
            _ if heading.level <= series.headings.level => true,
            // A required section one level too deep is that section, unless it stands at its level too.
            Some((rule, _)) => {
                series.sections[*rule].required != super::Requirement::Never && !is_at_level(*rule)
            }
            None => false,
        };
        if opens {
            sections.push(from_heading(heading, found.clone()));
        }
    }
    if series.headings.bold_labels != Policy::Ignore {
        sections.extend(paper.body.labels.iter().filter_map(|label| from_label(label, series)));
    }
    sections
}

fn from_heading(heading: &Heading, found: Option<(usize, Spelling)>) -> OutlineSection {
    let (rule, spelling) =
        found.map_or((None, Spelling::Unknown), |(rule, spelling)| (Some(rule), spelling));
    OutlineSection {
        rule,
        opener: Opener::Heading(heading.level),
        text: heading.text.clone(),
        spelling,
        heading: heading.span,
        content: Span::default(),
    }
}

fn from_label(label: &Label, series: &Series) -> Option<OutlineSection> {
    let (rule, spelling) = series.match_section(&label.text)?;
    Some(OutlineSection {
        rule: Some(rule),
        opener: Opener::Label,
        text: label.text.clone(),
        spelling,
        heading: label.span,
        content: Span::default(),
    })
}

impl Series {
    /// The section that a heading's text names, and how it is written.
    pub fn match_section(&self, text: &str) -> Option<(usize, Spelling)> {
        let text = plain(text);
        if let Some(rule) = self.section_named(&text) {
            return Some((rule, Spelling::Plain));
        }
        if let Some(rule) = text.strip_suffix(':').and_then(|name| self.section_named(name)) {
            return Some((rule, Spelling::Colon));
        }
        let (name, addition) = undecorated(&text);
        let rule = self.section_named(name)?;
        Some((rule, Spelling::Decorated(addition.to_owned())))
    }

    fn section_named(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        let is_same =
            |known: &str| known.len() == name.len() && known.to_lowercase() == name.to_lowercase();
        self.sections.iter().position(|section| {
            is_same(&section.heading) || section.aliases.iter().any(|alias| is_same(alias))
        })
    }
}

/// The text with invisible characters taken out and every run of blanks one space.
fn plain(text: &str) -> String {
    fields::visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name in a heading such as `2. Issue`, `📌 Issue`, `Status (as of June)` or `Issue {#issue}`,
/// and the addition in round brackets.
fn undecorated(text: &str) -> (&str, &str) {
    let mut name = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    if let Some((number, rest)) = name.split_once(['.', ')']) {
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X');
        if !number.is_empty() && number.chars().all(is_number) {
            name = rest;
        }
    }
    let mut addition = "";
    let name = name.trim();
    let (name, _) =
        name.strip_suffix('}').and_then(|rest| rest.rsplit_once('{')).unwrap_or((name, ""));
    let name = name.trim();
    let before = match name.rsplit_once('(') {
        Some((before, inside)) if inside.ends_with(')') => {
            addition = &name[before.len()..];
            before
        }
        _ => name,
    };
    let before = before.trim_end_matches(|c: char| !c.is_alphanumeric()).trim();
    (before, addition)
}
