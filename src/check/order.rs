//! The order of findings.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::rules;
use crate::text::finding::Finding;

/// The place of each rule among all, from the head of a paper to its words.
static RANKS: LazyLock<HashMap<&'static str, usize>> =
    LazyLock::new(|| rules::all().enumerate().map(|(at, rule)| (rule.name, at)).collect());

/// Sorts findings by file and place, those of one place in the order of what to do: the head of a paper first,
/// then its sections, then its words. Those of one rule stay in the order in which it found them. Drops repeated ones.
pub(super) fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(compare);
    findings.dedup();
}

/// Which of two findings comes first; equal for those of one rule at one place.
pub(super) fn compare(a: &Finding, b: &Finding) -> Ordering {
    let place = |finding: &Finding| (finding.span, RANKS.get(finding.rule).copied());
    a.file.name().cmp(b.file.name()).then_with(|| place(a).cmp(&place(b)))
}
