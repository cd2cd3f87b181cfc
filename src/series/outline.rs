//! A paper's body read by the headings of its series.

use std::collections::BTreeMap;

use super::{Policy, Series};
use crate::paper::Paper;
use crate::paper::body::{Heading, Label, Prose, ProseKind, after_label};
use crate::paper::html::Tag;
use crate::text::characters;
use crate::text::source::Span;

/// The sections of a paper, in the paper's order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    /// What is before the first section.
    pub preamble: Span,
    /// The sections.
    pub sections: Vec<OutlineSection>,
    /// The first section that is one of the series', by the index of that.
    first: BTreeMap<usize, usize>,
}

/// A section as it is in the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineSection {
    /// The section of the series it is, as an index; `None` for one that the series doesn't know.
    pub rule: Option<usize>,
    /// What opens it.
    pub opener: Opener,
    /// The text of its heading as a reader sees it.
    pub text: String,
    /// How that text differs from the series' own heading.
    pub spelling: Spelling,
    /// The heading or label in the file.
    pub heading: Span,
    /// From the end of the heading to the next section.
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
    /// As the heading or an alias, ignoring case.
    Plain,
    /// The same with a colon after it.
    Colon,
    /// With a number, a sign or an attribute around it, or an addition in round or curly brackets,
    /// which is kept here.
    Decorated(String),
    /// With text of the section after a colon or a dash, which is kept here.
    RunIn(String),
    /// The series has no such heading.
    Unknown,
}

impl Outline {
    /// Finds the sections of `paper`.
    pub fn new(paper: &Paper, series: &Series) -> Self {
        let title = series.title_heading(paper).map(|title| title.key.span);
        let mut openers = openers(paper, series, title.is_some());
        openers.sort_by_key(|section| section.heading);
        let end = paper.body_span().end;
        let starts: Vec<usize> = openers.iter().map(|section| section.heading.start).collect();
        let levels: Vec<u8> = openers.iter().map(|section| series.level_of(section)).collect();
        for (index, section) in openers.iter_mut().enumerate() {
            // A deeper one is a part of it.
            let next = (index + 1..levels.len()).find(|next| levels[*next] <= levels[index]);
            let next = next.map_or(end, |next| starts[next]);
            section.content = Span::new(section.heading.end, next.max(section.heading.end));
        }
        let start = title.map_or(paper.body_span().start, |title| title.end);
        let preamble = Span::new(start, starts.first().copied().unwrap_or(end).max(start));
        let mut first = BTreeMap::new();
        for (index, section) in openers.iter().enumerate() {
            if let Some(rule) = section.rule {
                first.entry(rule).or_insert(index);
            }
        }
        Self { preamble, sections: openers, first }
    }

    /// The first section that is the series' section of index `rule`.
    pub fn find(&self, rule: usize) -> Option<&OutlineSection> {
        self.first.get(&rule).and_then(|index| self.sections.get(*index))
    }

    /// The section that byte `at` is in, its heading included.
    pub fn section_at(&self, at: usize) -> Option<&OutlineSection> {
        let after = self.sections.partition_point(|section| section.heading.start <= at);
        self.sections[..after].last()
    }

    /// Where the text of `section` ends that is in no section inside it.
    pub fn own_end(&self, section: &OutlineSection) -> usize {
        let next = self.sections.partition_point(|other| other.heading <= section.heading);
        let next = self.sections.get(next).map_or(usize::MAX, |next| next.heading.start);
        next.min(section.content.end)
    }

    /// The section whose content `span` is in.
    pub fn section_of(&self, span: Span) -> Option<&OutlineSection> {
        self.section_at(span.start).filter(|section| section.content.contains(span))
    }
}

/// Whether a text tells a reader anything: one sign that was left over does not. A dash, dots or a question mark stand
/// for a text, as `N/A` does.
fn says_something(text: &str) -> bool {
    let is_sign =
        |c: char| !matches!(c, '-' | '?') && (c.is_ascii_punctuation() || "·•".contains(c));
    let mut seen = text.chars().filter(|c| !c.is_whitespace() && !characters::is_invisible(*c));
    seen.next().is_some_and(|first| !is_sign(first) || seen.next().is_some())
}

impl OutlineSection {
    /// Whether it has nothing that a reader could see, except for subheadings and footnotes.
    pub fn is_empty(&self, paper: &Paper) -> bool {
        if matches!(self.spelling, Spelling::RunIn(_)) {
            return false;
        }
        let body = paper.body();
        let has_prose = self
            .text(paper)
            .any(|(prose, text)| prose.kind != ProseKind::Heading && says_something(text));
        let in_content = |span: Span| self.content.contains(span);
        let has_block =
            body.code.iter().any(|code| in_content(code.span) && code.has_text(paper.file.text()))
                || body.html.iter().any(|html| in_content(html.span) && html.tag == Tag::Refused);
        !has_prose && !has_block
    }

    /// The number of words in it, without code and footnotes.
    pub fn word_count(&self, paper: &Paper) -> usize {
        let run_in = match &self.spelling {
            Spelling::RunIn(text) => text.split_whitespace().count(),
            _ => 0,
        };
        run_in + self.text(paper).map(|(_, text)| text.split_whitespace().count()).sum::<usize>()
    }

    fn text<'p>(&self, paper: &'p Paper) -> impl Iterator<Item = (&'p Prose, &'p str)> {
        self.prose(paper).filter(|(prose, _)| !paper.body().is_in_note(prose.span))
    }

    /// The running text in it, block by block. Of a label's own paragraph, what follows the label.
    pub fn prose<'p>(&self, paper: &'p Paper) -> impl Iterator<Item = (&'p Prose, &'p str)> {
        let (heading, content) = (self.heading, self.content);
        let prose = &paper.body().prose;
        let first = prose.partition_point(|prose| prose.span.end <= content.start);
        let in_section =
            prose[first..].iter().take_while(move |prose| prose.span.start < content.end);
        in_section.filter_map(move |prose| {
            let runs_in = prose.kind != ProseKind::Heading && prose.span.contains(heading);
            let start = if runs_in { prose.offset_of(heading.end) } else { 0 };
            (runs_in || content.contains(prose.span)).then(|| {
                let text = prose.text.get(start..).unwrap_or_default();
                (prose, if runs_in { after_label(text) } else { text })
            })
        })
    }
}

fn openers(paper: &Paper, series: &Series, has_title: bool) -> Vec<OutlineSection> {
    let headings = &paper.body().headings[usize::from(has_title)..];
    let matches = matches(headings, series);
    let is_named = |rule: usize, found: &Option<(usize, Spelling)>| {
        found.as_ref().is_some_and(|(found, _)| *found == rule)
    };
    let is_at_level = |rule: usize| {
        let level = series.sections[rule].level;
        let mut all = headings.iter().zip(&matches);
        all.any(|(heading, found)| heading.level == level && is_named(rule, found))
    };
    let is_once = |rule| matches.iter().filter(|found| is_named(rule, found)).count() == 1;
    // Whether the section above is the author's own, which has headings of its own.
    let mut is_below_other = false;
    let mut sections = Vec::new();
    for (heading, found) in headings.iter().zip(&matches) {
        let opens = match found {
            _ if heading.level <= series.headings.level => true,
            Some((rule, _)) if series.sections[*rule].level == heading.level => !is_below_other,
            // A required section too deep is that section, unless it is at its level too or the word has another use.
            Some((rule, _)) => {
                series.sections[*rule].is_expected()
                    && !is_at_level(*rule)
                    && !is_below_other
                    && is_once(*rule)
            }
            None => false,
        };
        if opens {
            is_below_other = found.is_none() && heading.level == series.headings.level;
            sections.push(from_heading(heading, found.clone()));
        }
    }
    if series.headings.bold_labels != Policy::Ignore {
        // A bold label in a paper that has the real heading is just bold text.
        let labels = paper.body().labels.iter().filter_map(|label| from_label(label, series));
        sections.extend(labels.filter(|label| label.rule.is_some_and(|rule| !is_at_level(rule))));
    }
    sections
}

/// The sections that the headings name. One that has text in its line is that section if no other heading is.
fn matches(headings: &[Heading], series: &Series) -> Vec<Option<(usize, Spelling)>> {
    let mut matches: Vec<Option<(usize, Spelling)>> =
        headings.iter().map(|heading| series.match_heading(&heading.text)).collect();
    let run_in = |(heading, found): (&Heading, &Option<(usize, Spelling)>)| {
        let is_open = found.is_none() && heading.level == series.headings.level;
        is_open.then(|| series.match_run_in(&heading.text)).flatten()
    };
    let run_in: Vec<Option<(usize, Spelling)>> =
        headings.iter().zip(&matches).map(run_in).collect();
    let known: Vec<usize> =
        matches.iter().chain(&run_in).flatten().map(|(rule, _)| *rule).collect();
    for (found, run_in) in matches.iter_mut().zip(run_in) {
        let is_only =
            |(rule, _): &(usize, Spelling)| known.iter().filter(|it| *it == rule).count() == 1;
        if let Some(only) = run_in.filter(is_only) {
            *found = Some(only);
        }
    }
    matches
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
    /// The level that `section` has, or would have if it were written as the series wants it.
    pub fn level_of(&self, section: &OutlineSection) -> u8 {
        let own = match section.opener {
            Opener::Heading(level) => level,
            Opener::Label => self.headings.level,
        };
        section.rule.and_then(|rule| self.sections.get(rule)).map_or(own, |known| known.level)
    }

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

    /// Like [`Series::match_section`], of a real heading: the series may not accept one that ends in a colon.
    fn match_heading(&self, text: &str) -> Option<(usize, Spelling)> {
        let is_refused =
            self.headings.trailing_colon == Policy::Ignore && plain(text).ends_with(':');
        self.match_section(text).filter(|(_, spelling)| !is_refused || *spelling == Spelling::Plain)
    }

    /// The section that a heading names before text of its own: `Issue: Volume has doubled.`
    fn match_run_in(&self, text: &str) -> Option<(usize, Spelling)> {
        if self.headings.trailing_colon == Policy::Ignore {
            return None;
        }
        let text = plain(text);
        let joints = [": ", " \u{2013} ", " \u{2014} ", " - ", "\u{2014}"];
        let (name, rest) = joints.iter().find_map(|joint| text.split_once(joint))?;
        let (name, addition) = undecorated(name);
        let rule = self.section_named(name).filter(|_| addition.is_empty())?;
        Some((rule, Spelling::RunIn(rest.trim().to_owned())))
    }

    fn section_named(&self, name: &str) -> Option<usize> {
        let name = name.trim();
        // In ASCII, nothing has to be copied to compare it.
        let is_same = |known: &str| {
            known.len() == name.len()
                && if known.is_ascii() && name.is_ascii() {
                    known.eq_ignore_ascii_case(name)
                } else {
                    known.to_lowercase() == name.to_lowercase()
                }
        };
        self.sections.iter().position(|section| {
            is_same(&section.heading) || section.aliases.iter().any(|alias| is_same(alias))
        })
    }
}

/// The text without invisible characters, and with every run of spaces as one space.
fn plain(text: &str) -> String {
    characters::visible(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name in a heading such as `2. Issue`, `📌 Issue`, `Status (as of June)` or `Issue {#issue}`,
/// and the addition in brackets; an attribute for programs is not an addition.
fn undecorated(text: &str) -> (&str, &str) {
    let is_sign = |c: char| !c.is_alphanumeric();
    let text = without_number(text.trim_start_matches(is_sign)).trim_start_matches(is_sign);
    let text = text.trim_end_matches([':', ' ']);
    let (name, addition) = cut_brackets(text, '{', '}');
    if addition.starts_with("{#") || addition.starts_with("{.") {
        let (name, addition) = cut_brackets(name.trim_end(), '(', ')');
        return (name.trim_end_matches(is_sign), addition);
    }
    let (name, addition) =
        if addition.is_empty() { cut_brackets(text, '(', ')') } else { (name, addition) };
    (name.trim_end_matches(is_sign), addition)
}

/// Splits off what is in brackets at the end of `text`.
fn cut_brackets(text: &str, open: char, close: char) -> (&str, &str) {
    if text.ends_with(close)
        && let Some(at) = text.rfind(open)
    {
        return text.split_at(at);
    }
    (text, "")
}

/// `text` without the number of a numbered heading: `2.`, `1.3`, `IV)`, `B.`, `2 –`.
fn without_number(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if rest.len() < text.len() {
        return rest;
    }
    let is_end = ['.', ')', ':'];
    let rest = text.trim_start_matches(['I', 'V', 'X']);
    if rest.len() < text.len() && rest.starts_with(is_end) {
        return rest;
    }
    let mut chars = text.chars();
    let is_lettered =
        chars.next().is_some_and(char::is_alphabetic) && chars.as_str().starts_with(is_end);
    if is_lettered { chars.as_str() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decorations_are_removed() {
        for (text, name, addition) in [
            ("2. Issue", "Issue", ""),
            ("1.3 Issue", "Issue", ""),
            ("(2) Issue", "Issue", ""),
            ("IV) Issue", "Issue", ""),
            ("B. Issue:", "Issue", ""),
            ("2 – Issue", "Issue", ""),
            ("📌 Issue 🚚", "Issue", ""),
            ("Status (as of June):", "Status", "(as of June)"),
            ("Issue {#issue}", "Issue", ""),
            ("Issue (old) {.wide}", "Issue", "(old)"),
            ("Status {draft}", "Status", "{draft}"),
            ("Übersicht (Ä)", "Übersicht", "(Ä)"),
            ("I", "I", ""),
            ("", "", ""),
            ("2.", "", ""),
        ] {
            assert_eq!(undecorated(text), (name, addition), "{text}");
        }
    }
}
