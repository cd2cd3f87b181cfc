//! What tells a waiver from any other comment.

/// What a waiver in a comment begins with.
pub(in crate::check) const MARK: &str = "issuepaper waive";

/// Whether an HTML comment is a waiver, or is meant as one.
pub(in crate::check) fn is_waiver(comment: &str) -> bool {
    comment.strip_prefix("<!--").is_some_and(|inner| inner.trim_start().starts_with(MARK))
}
