//! One mistake is one finding: two rules that find something at one place are either about two things, or
//! one of them leaves it to the other.

use std::collections::BTreeSet;

use issuepaper::text::finding::Finding;

use super::fixtures::prepared;
use crate::support::{entries, name, repository};

/// Rules that may find something at one place, because it takes two edits to correct it. None contradicts
/// the other.
const ABOUT_TWO_THINGS: [(&str, &str); 18] = [
    ("acronym-redefined", "unused-acronym"),
    // A picture or a link may have the wrong address and no text.
    ("broken-link", "empty-heading"),
    ("broken-link", "empty-link"),
    ("broken-link", "missing-alt-text"),
    // A published paper may not change at all, and its stage may not move back.
    ("changed-published-paper", "illegal-stage-move"),
    ("decorated-heading", "empty-section"),
    ("decorated-heading", "heading-level"),
    ("empty-heading", "missing-alt-text"),
    ("empty-link", "invisible-character"),
    ("empty-link", "missing-alt-text"),
    ("empty-section", "unknown-section"),
    ("heading-level", "malformed-front-matter"),
    ("long-paragraph", "wordy-phrase"),
    // A list may have too many items, and an item a wrong text.
    ("malformed-value", "malformed-value"),
    // What is missing has its place at the end of the front matter.
    ("missing-field", "missing-field"),
    ("missing-field", "missing-number"),
    ("missing-section", "missing-section"),
    // A reference by an old name may also need an answer.
    ("one-sided-relation", "outdated-reference"),
];

#[test]
fn two_findings_at_one_place_are_about_two_things() {
    let mut found = BTreeSet::new();
    let rules = entries(&repository("tests/rules"));
    for rule in rules.iter().filter(|path| path.is_dir() && name(path) != "missing-glyph") {
        let is_paper = |name: &str| name.starts_with("pass-") || name.starts_with("fail-");
        let is_data = |name: &str| name.ends_with(".snap") || name.ends_with(".steps");
        let papers = entries(rule).into_iter();
        for paper in papers.filter(|path| is_paper(name(path)) && !is_data(name(path))) {
            let mut findings = prepared(&paper).check_against_base();
            // What has no glyph depends on the fonts of the pages, which not every build has.
            findings.retain(|finding| finding.rule != "missing-glyph");
            for (at, one) in findings.iter().enumerate() {
                found.extend(findings[at + 1..].iter().filter_map(|other| pair(one, other)));
            }
        }
    }
    let unknown: Vec<_> = found.iter().filter(|pair| !ABOUT_TWO_THINGS.contains(pair)).collect();
    assert!(unknown.is_empty(), "the same place, and perhaps the same thing: {unknown:?}");
    let past: Vec<_> = ABOUT_TWO_THINGS.iter().filter(|pair| !found.contains(pair)).collect();
    assert!(past.is_empty(), "no longer at one place: {past:?}");
}

/// The rules of two findings at one place, in order.
fn pair(one: &Finding, other: &Finding) -> Option<(&'static str, &'static str)> {
    let is_beside = one.span.start <= other.span.end && other.span.start <= one.span.end;
    let (first, second) = (one.rule.min(other.rule), one.rule.max(other.rule));
    (one.file == other.file && is_beside).then_some((first, second))
}
