//! Starting things: a new project, a form for a new paper, last quarter's paper carried forward.
//!
//! Each call returns what is to be written and writes nothing.

mod carry_forward;
mod location;
mod new_paper;
mod new_project;
mod past_dates;

use std::path::PathBuf;

use crate::project::ChangeSet;

pub use carry_forward::{CarryForward, carry_forward};
pub use new_paper::{NewPaper, new_paper, unit_fields_of, units_for};
pub use new_project::new_project;
pub use past_dates::{aging_phrases, past_dates};

/// A paper to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its path.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
}

impl Draft {
    /// The change that creates it; the path must be free.
    pub fn changes(&self) -> ChangeSet {
        let mut changes = ChangeSet::new();
        changes.create(&self.path, self.text.as_str());
        changes
    }
}
