//! Which note a reference means.

use roxmltree::Node;

use super::elements::{local, value};

/// Which note it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct NoteId {
    /// Whether it is at the end of the document.
    pub(super) is_endnote: bool,
    pub(super) id: String,
}

impl NoteId {
    /// The note that `node`, a `w:footnoteReference` or `w:endnoteReference`, refers to.
    pub(super) fn of(node: &Node<'_, '_>) -> Option<Self> {
        let is_endnote = match local(node) {
            "footnoteReference" => false,
            "endnoteReference" => true,
            _ => return None,
        };
        Some(Self { is_endnote, id: value(node, "id")?.to_owned() })
    }
}
