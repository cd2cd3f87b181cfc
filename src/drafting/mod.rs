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
use crate::series::Series;

pub use carry_forward::{CarryForward, carry_forward};
pub use location::NoPlace;
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
    /// The file beside it that has its front matter, in a series that keeps it there.
    pub beside: Option<(PathBuf, String)>,
}

impl Draft {
    /// The paper at `path` with this text, whose front matter goes where `series` has it.
    fn new(series: &Series, path: PathBuf, text: String) -> Self {
        let beside = series.front_matter_file.as_ref().and_then(|name| {
            let (front, body) = text.strip_prefix("---\n")?.split_once("---\n")?;
            let body = body.trim_start_matches('\n').to_owned();
            Some(((path.with_file_name(name), front.to_owned()), body))
        });
        match beside {
            Some((beside, text)) => Self { path, text, beside: Some(beside) },
            None => Self { path, text, beside: None },
        }
    }

    /// The change that creates it; the path must be free.
    pub fn changes(&self) -> ChangeSet {
        let mut changes = ChangeSet::new();
        changes.create(&self.path, self.text.as_str());
        if let Some((path, text)) = &self.beside {
            changes.create(path, text.as_str());
        }
        changes
    }
}
