//! What commands have in common: arguments, the terminal, words for what went wrong. A command uses these and the
//! library, and no other command.

pub mod candidates;
pub mod levels;
pub mod pages;
pub mod papers;
pub mod parse;
pub mod session;
pub mod table;
pub mod transition;

use std::process::ExitCode;

use issuepaper::check::Selection;
use issuepaper::project::{InputError, Project};

pub use session::Session;

/// What the process tells its caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done; nothing at or above the failing level.
    Clean = 0,
    /// There are findings.
    Findings = 1,
    /// It could not do the job.
    Failure = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Prints what could not be read and what is wrong in projects' own files; true if there was anything.
pub fn report_faults(errors: &[InputError], projects: &[Project], session: &Session) -> bool {
    projects.iter().fold(session.report_errors(errors), |has_failed, project| {
        let is_unread = session.report_errors(&project.errors);
        report_settings(project, session) || is_unread || has_failed
    })
}

/// Prints what is wrong in a project's own files; true if there is anything.
pub fn report_settings(project: &Project, session: &Session) -> bool {
    let findings = match Selection::new(project) {
        Ok(_) => project.findings.clone(),
        Err(findings) => findings,
    };
    session.report_findings(&findings);
    !findings.is_empty()
}
