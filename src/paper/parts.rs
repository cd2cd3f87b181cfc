//! The lines that begin the parts of an Internet-Draft written for kramdown-rfc: `--- abstract`, `--- middle`.
//!
//! The first of them closes the front matter. In such a paper, and in no other, each is a heading of level 1.

/// The name of the part that `line` begins, as in the source.
pub(super) fn name(line: &str) -> Option<&str> {
    let name = line.strip_prefix("--- ")?.trim();
    is_name(name).then_some(name)
}

/// Whether a part has this name.
pub fn is_name(name: &str) -> bool {
    let is_note = ["note_", "to_be_removed_note_"].iter().any(|mark| name.starts_with(mark));
    is_note || matches!(name, "abstract" | "middle" | "back")
}

/// Whether `body` is that of such a paper.
pub(super) fn has_parts(body: &str) -> bool {
    body.starts_with("--- ") && name(body.split(['\n', '\r']).next().unwrap_or_default()).is_some()
}
