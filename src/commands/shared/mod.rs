//! What commands have in common: arguments, the terminal, error messages. A command uses these and the
//! library, and no other command.

pub mod candidates;
pub mod levels;
pub mod licenses;
pub mod pages;
pub mod papers;
pub mod parse;
pub mod progress;
pub mod renumbered;
pub mod series;
pub mod session;
pub mod stream;
pub mod table;
pub mod transition;
pub mod watcher;

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use issuepaper::check;
use issuepaper::project::{ChangeSet, InputError, Project, paths};
use issuepaper::text::show;

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

/// Writes a line, whatever is in it: all that the commands print goes through here, or is a document, a patch or JSON.
pub fn put(out: &mut (impl Write + ?Sized), line: &str) -> io::Result<()> {
    writeln!(out, "{}", show::line(line))
}

/// Writes a path on a line of its own.
pub fn put_path(out: &mut (impl Write + ?Sized), path: &Path) -> io::Result<()> {
    let shown = paths::display(path);
    // The same file, by a name that no log takes for a command.
    put(out, &if shown.starts_with("::") { format!("./{shown}") } else { shown })
}

/// Writes a value as JSON.
pub fn put_json(out: &mut impl Write, value: &impl serde::Serialize) -> anyhow::Result<()> {
    writeln!(out, "{}", show::json(&serde_json::to_string_pretty(value)?))?;
    Ok(())
}

/// Prints changes as a patch. Bytes are what makes one, so it is printed as it is; but on a terminal, and in the log of a
/// build, what these act on is spelled out.
pub fn put_patch(changes: &ChangeSet, session: &Session) -> anyhow::Result<()> {
    let mut patch = Vec::new();
    changes.write_patch(&mut patch)?;
    let mut out = session.stdout();
    let is_log = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    if is_log || io::stdout().is_terminal() {
        let text = String::from_utf8_lossy(&patch);
        text.lines().try_for_each(|line| put(&mut out, line))?;
        if text.lines().any(|line| show::line(line) != line) {
            session.warning(
                "note: characters and lines that a terminal or a log acts on are spelled out; send the patch to a \
                 file, without `CI` in the environment, to apply it",
            );
        }
    } else {
        out.write_all(&patch)?;
    }
    out.flush()?;
    Ok(())
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
