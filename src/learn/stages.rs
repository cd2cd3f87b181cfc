//! The order in which papers go through their stages, and what may follow the name of one.

use std::collections::BTreeMap;

use super::shapes;

/// Keys that the stage often has.
pub(super) const KEYS: [&str; 5] = ["status", "stage", "state", "lifecycle", "phase"];

/// Whether `key` is one of them.
pub(super) fn is_key(key: &str) -> bool {
    KEYS.contains(&key.to_lowercase().as_str())
}

/// Words for stages, from the first to the last of a paper's life.
const LIFE: [&str; 54] = [
    "idea",
    "placeholder",
    "wip",
    "work in progress",
    "draft",
    "proposal",
    "proposed",
    "provisional",
    "pending",
    "submitted",
    "open",
    "discussion",
    "in discussion",
    "review",
    "in review",
    "under review",
    "candidate",
    "last call",
    "cleared",
    "ready",
    "approved",
    "accepted",
    "decided",
    "implementable",
    "active",
    "implementing",
    "in progress",
    "experimental",
    "implemented",
    "published",
    "final",
    "done",
    "complete",
    "completed",
    "stable",
    "living",
    "deferred",
    "postponed",
    "on hold",
    "stagnant",
    "stalled",
    "inactive",
    "rejected",
    "declined",
    "withdrawn",
    "abandoned",
    "canceled",
    "cancelled",
    "superseded",
    "replaced",
    "deprecated",
    "obsolete",
    "moved",
    "closed",
];

fn rank(word: &str) -> Option<usize> {
    let word = word.to_lowercase().replace(['-', '_'], " ");
    LIFE.iter().position(|known| *known == word)
}

/// Whether `word` is one that papers' stages often have.
pub(super) fn is_known(word: &str) -> bool {
    rank(word).is_some()
}

/// The stage in a value that says more of it: `Superseded` of `Superseded by P-7`, `Inactive` of `Inactive (nobody asked)`.
/// The other part is empty where the whole value is a stage.
pub(super) fn parts(value: &str) -> (&str, &str) {
    let value = value.trim();
    let marks = [" (", " by ", " in ", " as ", " on ", " since ", " for ", " with "];
    let ends = marks.iter().filter_map(|mark| value.find(*mark)).min();
    let split = ends.map(|end| (&value[..end], &value[end + 1..]));
    split.filter(|(stage, _)| is_known(stage)).unwrap_or((value, ""))
}

/// A regular expression for what follows stages, of which none is empty.
pub(super) fn suffix(texts: &[&str]) -> Option<String> {
    let mut kinds: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for text in texts.iter().copied() {
        let is_note = text.starts_with('(') && text.ends_with(')');
        let first = if is_note { "(" } else { text.split(' ').next().unwrap_or_default() };
        kinds.entry(first).or_default().push(text);
    }
    let written = |(first, texts): (&str, Vec<&str>)| match first {
        "(" => r"\(.+\)".to_owned(),
        first => shapes::pattern(texts.iter().copied())
            .filter(|_| texts.len() > 1)
            .unwrap_or_else(|| format!("{} .+", regex::escape(first))),
    };
    let kinds: Vec<String> = kinds.into_iter().map(written).collect();
    match &kinds[..] {
        [] => None,
        [one] => Some(one.clone()),
        _ => Some(format!("(?:{})", kinds.join("|"))),
    }
}

/// The stages in the order of a paper's life if all are known, and else as they come; and whether they are known.
pub(super) fn in_order(mut stages: Vec<String>) -> (Vec<String>, bool) {
    let is_known = stages.iter().all(|stage| is_known(stage));
    if is_known {
        stages.sort_by_key(|stage| rank(stage));
    }
    (stages, is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_a_stage_is_no_part_of_it() {
        for (value, expected) in [
            ("Superseded by P-7", ("Superseded", "by P-7")),
            ("Inactive (in favor of P-7)", ("Inactive", "(in favor of P-7)")),
            (" Accepted on 2024-05-21 ", ("Accepted", "on 2024-05-21")),
            ("Work in Progress", ("Work in Progress", "")),
            ("Last Call", ("Last Call", "")),
            ("Blue (or red)", ("Blue (or red)", "")),
        ] {
            assert_eq!(parts(value), expected, "{value}");
        }
        let pattern = |texts: &[&str]| suffix(texts);
        assert_eq!(pattern(&["by P-7", "by P-12"]).as_deref(), Some(r"by P\-[1-9][0-9]*"));
        assert_eq!(pattern(&["by P-7", "(late)"]).as_deref(), Some(r"(?:\(.+\)|by .+)"));
        assert_eq!(pattern(&[]), None);
    }

    #[test]
    fn known_stages_are_in_the_order_of_life() {
        let order = |stages: &[&str]| in_order(stages.iter().map(|it| (*it).to_owned()).collect());
        let (stages, is_known) = order(&["Final", "Draft", "Last Call", "withdrawn", "In-Review"]);
        assert_eq!(stages, ["Draft", "In-Review", "Last Call", "Final", "withdrawn"]);
        assert!(is_known);
        assert_eq!(order(&["Final", "Blue"]), (vec!["Final".into(), "Blue".into()], false));
    }
}
