//! What tells a waiver from any other comment.

/// What a waiver in a comment begins with.
pub(in crate::check) const MARK: &str = "issuepaper waive";

/// What the name of the program is misspelled as.
const NAMES: [&str; 3] = ["issuepaper", "issue-paper", "issue paper"];

/// What its word is misspelled as.
const WORDS: [&str; 3] = ["waive", "waiver", "wave"];

/// Whether the text of a comment is meant as a waiver, but does not begin like one: `issuepaper wave`, `issuepaper: waive`,
/// `Issuepaper waive`.
pub(in crate::check) fn is_misspelled(comment: &str) -> bool {
    let start: String = comment.trim_start().chars().take(24).collect();
    let start = start.to_lowercase();
    let rest = NAMES.iter().find_map(|name| start.strip_prefix(name));
    let Some(rest) = rest else { return false };
    let rest = rest.trim_start_matches([' ', '\t', ':', '-', ',']);
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    // Without a colon it is a note that speaks of waivers.
    WORDS.contains(&word) && comment.splitn(2, word).last().is_some_and(|end| end.contains(':'))
}

/// Whether an HTML comment is a waiver, or is meant as one.
pub(in crate::check) fn is_waiver(comment: &str) -> bool {
    comment
        .strip_prefix("<!--")
        .is_some_and(|inner| inner.trim_start().starts_with(MARK) || is_misspelled(inner))
}
