//! The order in which papers go through their stages.

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
    fn known_stages_are_in_the_order_of_life() {
        let order = |stages: &[&str]| in_order(stages.iter().map(|it| (*it).to_owned()).collect());
        let (stages, is_known) = order(&["Final", "Draft", "Last Call", "withdrawn", "In-Review"]);
        assert_eq!(stages, ["Draft", "In-Review", "Last Call", "Final", "withdrawn"]);
        assert!(is_known);
        assert_eq!(order(&["Final", "Blue"]), (vec!["Final".into(), "Blue".into()], false));
    }
}
