//! Where the parts of a page are in the source of the paper.

use serde::{Deserialize, Serialize};

/// The bytes in the file at which parts of a page begin, in their order; empty where nobody knows.
///
/// They are no part of what a page says, so all of them are equal: two pages that say the same are the same page, wherever
/// it is written.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Places(Vec<usize>);

impl Places {
    /// Where the next part begins.
    pub(crate) fn push(&mut self, start: usize) {
        self.0.push(start);
    }

    /// Where the part with the index `at` begins.
    pub fn get(&self, at: usize) -> Option<usize> {
        self.0.get(at).copied()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().copied()
    }
}

impl FromIterator<usize> for Places {
    fn from_iter<I: IntoIterator<Item = usize>>(starts: I) -> Self {
        Self(starts.into_iter().collect())
    }
}

impl PartialEq for Places {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Places {}
