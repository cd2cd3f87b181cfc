//! Who inserted or deleted what, and when.

use std::sync::Arc;

use roxmltree::Node;

use super::elements::{local, value};
use crate::text::characters;

/// An insertion or a deletion.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Revision {
    /// The name of who made it; empty if that was removed.
    pub author: String,
    /// When, as the file has it: the local time of the author, whatever letter it ends in.
    pub date: Option<String>,
    /// Whether it is half of a move.
    pub is_move: bool,
}

/// What happened to a piece of the text. What one author inserted, another may have deleted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// The insertion that it is in.
    pub inserted: Option<Arc<Revision>>,
    /// The deletion that it is in.
    pub deleted: Option<Arc<Revision>>,
}

impl Change {
    /// Whether anything happened to it.
    pub const fn is_some(&self) -> bool {
        self.inserted.is_some() || self.deleted.is_some()
    }

    /// What is inside `self` and was changed by `node`, an element such as `w:ins`.
    pub(super) fn within(&self, node: &Node<'_, '_>) -> Self {
        let mut change = self.clone();
        match local(node) {
            "ins" | "moveTo" | "cellIns" => change.inserted = Some(revision(node)),
            "del" | "moveFrom" | "cellDel" => change.deleted = Some(revision(node)),
            _ => {}
        }
        change
    }

    /// The change that the children of `node` tell, as the properties of a paragraph's end or a row do.
    pub(super) fn of(node: Option<Node<'_, '_>>) -> Self {
        let children = node.into_iter().flat_map(|node| node.children());
        children.filter(Node::is_element).fold(Self::default(), |change, it| change.within(&it))
    }
}

fn revision(node: &Node<'_, '_>) -> Arc<Revision> {
    let text = |name| value(node, name).map(clean).filter(|text| !text.is_empty());
    Arc::new(Revision {
        author: text("author").unwrap_or_default(),
        date: text("date"),
        is_move: matches!(local(node), "moveFrom" | "moveTo"),
    })
}

/// A name or a date without what a terminal would act on.
pub(super) fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() && !characters::is_suspect(*c)).collect()
}
