//! What can be done at a place besides the fixes of findings: waivers, missing fields and sections.

use chrono::{Days, NaiveDate};

use super::complete::key_text;
use super::{Snippet, Spot};
use crate::check;
use crate::paper::front_matter::Entry;
use crate::series::{Field, Role, Section};
use crate::text::finding::Finding;
use crate::text::source::{Span, line_end};

/// For how many days a waiver is proposed.
const WAIVED_DAYS: u64 = 90;

/// A text to insert, with places to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Insertion {
    /// What it does.
    pub title: String,
    /// Where, in the file of the spot.
    pub at: usize,
    /// The text.
    pub text: Snippet,
}

/// The waiver of `finding`, which is at the spot, by `who`; its reason is left to them. None for what can't be waived.
pub fn waiver(
    spot: &Spot<'_>,
    finding: &Finding,
    who: &str,
    today: NaiveDate,
) -> Option<Insertion> {
    let rule = check::rule(finding.rule).filter(|rule| rule.run.is_on_paper())?;
    let until = today.checked_add_days(Days::new(WAIVED_DAYS))?;
    let who = Snippet::escaped(who);
    let mark = format!("issuepaper waive {}: $1; by ${{2:{who}}}; until ${{3:{until}}}", rule.name);
    let end = line_end(spot.text());
    let front = spot.paper.front();
    let text = spot.text();
    let (at, text) = if spot.at < spot.paper.body_span().start {
        if front.is_absent || front.unread {
            return None;
        }
        let is_around = |entry: &&Entry| {
            entry.key.span.start <= spot.at
                && spot.at <= entry.value.span.end.max(entry.key.span.end)
        };
        let entry = front.entries.iter().find(is_around);
        let at = entry.map_or(front.end.start, |entry| entry.key.span.start);
        (at, format!("# {mark}{end}"))
    } else {
        (block_start(text, spot.paper.body_span().start, spot.at), format!("<!-- {mark} -->{end}"))
    };
    let title = format!("Waive `{}` here, with a reason and a last day", rule.name);
    Some(Insertion { title, at: spot.own(Span::at(at)).start, text: Snippet(text) })
}

/// The beginning of the block of text that byte `at` is in: after the last blank line before it.
fn block_start(text: &str, from: usize, at: usize) -> usize {
    let mut start = from;
    let mut is_blank = true;
    let mut line_start = from;
    for line in text.get(from..at).unwrap_or_default().split_inclusive('\n') {
        let is_empty = line.trim().is_empty();
        if is_blank && !is_empty {
            start = line_start;
        }
        is_blank = is_empty && line.ends_with('\n');
        line_start += line.len();
        if is_blank {
            start = line_start;
        }
    }
    start
}

/// All fields that the paper needs at its stage and does not have.
pub fn missing_fields(spot: &Spot<'_>) -> Option<Insertion> {
    let front = spot.paper.front();
    if front.is_absent || front.unread {
        return None;
    }
    let is_missing = |field: &&Field| {
        let is_needed = field.required.holds_at(spot.values.stage)
            || field.when.required.as_ref().is_some_and(|it| it.holds(spot.series, &spot.values));
        is_needed
            && field.entry(spot.paper).is_none()
            && field.role != Some(Role::Number)
            && !spot.series.is_in_text(field)
    };
    let end = line_end(spot.text());
    let mut next = 0;
    let lines: Vec<String> = spot
        .series
        .fields
        .iter()
        .filter(is_missing)
        .map(|field| renumbered(&key_text(spot, field), &mut next) + end)
        .collect();
    if lines.is_empty() {
        return None;
    }
    let title = match lines.len() {
        1 => "Add the missing field".to_owned(),
        count => format!("Add the {count} missing fields"),
    };
    let at = spot.own(Span::at(front.end.start)).start;
    Some(Insertion { title, at, text: Snippet(lines.concat()) })
}

/// A snippet whose places have numbers of their own, from `next` on.
fn renumbered(snippet: &str, next: &mut usize) -> String {
    let mut text = String::new();
    let mut rest = snippet.chars().peekable();
    while let Some(c) = rest.next() {
        text.push(c);
        if c == '\\' {
            text.extend(rest.next());
        } else if c == '$' {
            text.extend(rest.next_if_eq(&'{'));
            while rest.next_if(char::is_ascii_digit).is_some() {}
            *next += 1;
            text.push_str(&next.to_string());
        }
    }
    text
}

/// The sections that the paper needs at its stage and does not have, each at its place.
pub fn missing_sections(spot: &Spot<'_>) -> Vec<Insertion> {
    if spot.paper.file.is_joined() && spot.name() != spot.paper.file.name() {
        return Vec::new();
    }
    let sections = spot.series.sections.iter().enumerate();
    let missing = sections.filter(|(rule, section)| {
        let is_needed = section.required.holds_at(spot.values.stage)
            || section.when.required.as_ref().is_some_and(|it| it.holds(spot.series, &spot.values));
        is_needed && spot.outline.find(*rule).is_none()
    });
    let end = line_end(spot.text());
    let insertion = |(rule, section): (usize, &Section)| {
        let next = (rule + 1..spot.series.sections.len()).find_map(|it| spot.outline.find(it));
        let before = (0..rule).rev().find_map(|it| spot.outline.find(it));
        let at = next.map_or_else(
            || before.map_or(spot.paper.body_span().end, |section| section.content.end),
            |next| next.heading.start,
        );
        let marks = "#".repeat(usize::from(section.level));
        let heading = Snippet::escaped(&section.heading);
        let has_gap = spot.text()[..at].ends_with(&format!("{end}{end}")) || at == 0;
        let gap = match (has_gap, spot.text()[..at].ends_with('\n')) {
            (true, _) => String::new(),
            (false, true) => end.to_owned(),
            (false, false) => format!("{end}{end}"),
        };
        let body = section.text.as_deref().map_or_else(|| "$1".to_owned(), Snippet::escaped);
        let after = if next.is_some() { format!("{end}{end}") } else { end.to_owned() };
        Insertion {
            title: format!("Add the section `{}`", section.heading),
            at: spot.own(Span::at(at)).start,
            text: Snippet(format!("{gap}{marks} {heading}{end}{end}{body}{after}")),
        }
    };
    missing.map(insertion).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_waiver_is_before_the_block_of_its_finding() {
        let text = "---\n---\n\n## Issue\n\nOne line\nand another.\n\n- item\n";
        let start = |part: &str| block_start(text, 8, text.find(part).unwrap_or_default());
        assert_eq!(start("another"), text.find("One").unwrap_or_default());
        assert_eq!(start("Issue"), text.find("## Issue").unwrap_or_default());
        assert_eq!(start("item"), text.find("- item").unwrap_or_default());
    }

    #[test]
    fn the_places_of_several_snippets_are_numbered_on() {
        let mut next = 0;
        assert_eq!(renumbered("a: $1", &mut next), "a: $1");
        assert_eq!(renumbered("b: ${1:x}, \\$5 $2", &mut next), "b: ${2:x}, \\$5 $3");
    }
}
