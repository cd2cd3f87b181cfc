//! What commands have in common: arguments, the terminal, error messages. A command uses these and the
//! library, and no other command.

pub mod candidates;
pub mod levels;
pub mod pages;
pub mod papers;
pub mod parse;
pub mod session;
pub mod table;
pub mod transition;

use std::path::Path;
use std::process::ExitCode;

use issuepaper::check;
use issuepaper::project::{InputError, Project, paths};

pub use session::Session;

/// The exit codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Done; nothing at or above the failing level.
    Clean = 0,
    /// There are findings.
    Findings = 1,
    /// The command failed.
    Failure = 2,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// A path as a word of a command that a person copies into a shell.
pub fn shell_word(path: &Path) -> String {
    let shown = paths::display(path);
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '+' | ',' | '@');
    if !shown.is_empty() && shown.chars().all(is_plain) {
        return shown;
    }
    format!("'{}'", shown.replace('\'', r"'\''"))
}

/// Prints unreadable inputs and errors in projects' own files; true if there were any.
pub fn report_faults(errors: &[InputError], projects: &[Project], session: &Session) -> bool {
    projects.iter().fold(session.report_errors(errors), |has_failed, project| {
        let is_unread = session.report_errors(&project.errors);
        report_settings(project, session) || is_unread || has_failed
    })
}

/// Prints the errors in a project's own files; true if there are any.
pub fn report_settings(project: &Project, session: &Session) -> bool {
    let findings = check::settings_faults(project);
    session.report_findings(&findings);
    !findings.is_empty()
}
