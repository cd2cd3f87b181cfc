//! `issuepaper number`: arguments, terminal output and exit codes. The work is done in
//! [`issuepaper::numbers`].

mod assign;
mod collisions;
mod list;
mod rebuild;
mod receive;
mod renumber;
mod reserve;
mod unassign;
mod void;

use std::io::Write;
use std::path::Path;

use clap::{Args as ClapArgs, Subcommand};
use clap_complete::engine::ArgValueCandidates;
use issuepaper::git::Repository;
use issuepaper::numbers::{self, Error};
use issuepaper::project::{self, LockedProject, OpenError, Project};
use issuepaper::series::Series;
use issuepaper::text::suggest;

use super::{Exit, Session, candidates, put};

/// Keep the register of publication numbers, numbers.yaml
///
/// The register has the blocks of serials that were received, and the state of each serial: which paper has it,
/// who reserved it, why it is void. It may also be edited by hand. Any number of processes may
/// change it at once.
#[derive(Debug, ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    /// The series of the numbers, instead of the project's own; `list` also accepts `all`
    #[arg(long, global = true, value_name = "SERIES", add = ArgValueCandidates::new(candidates::series))]
    series: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(list::Args),
    Receive(receive::Args),
    /// Print the next free serial
    Next,
    Assign(assign::Args),
    Unassign(unassign::Args),
    Renumber(renumber::Args),
    Reserve(reserve::Args),
    Release(reserve::Release),
    Void(void::Args),
    Check(collisions::Args),
    Rebuild(rebuild::Args),
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let series = args.series.as_deref();
    run_on(args, series, session).map_err(|error| match series {
        Some(series) if error.is::<Error>() && series != list::ALL => named_series(error, series),
        _ => error,
    })
}

/// An error whose commands are for the series that the user named, and not for the project's own.
fn named_series(error: anyhow::Error, series: &str) -> anyhow::Error {
    let text = error.to_string();
    let named = in_series(&text, series);
    if named == text { error } else { anyhow::Error::msg(named) }
}

/// A text with the series in each command that it names: `issuepaper number assign --series KEY`.
fn in_series(text: &str, series: &str) -> String {
    const COMMAND: &str = "`issuepaper number ";
    let mut parts = text.split(COMMAND);
    let mut named = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find([' ', '`']).unwrap_or(part.len());
        let (action, rest) = part.split_at(end);
        named += COMMAND;
        named += action;
        // The register of all series is rebuilt at once.
        if action != "rebuild" {
            named += " --series ";
            named += &suggest::argument(series);
        }
        named += rest;
    }
    named
}

fn run_on(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    match &args.action {
        Action::List(args) => list::run(args, series, session),
        Action::Receive(args) => receive::run(args, series, session),
        Action::Next => {
            let (project, series) = open(series, session)?;
            print_line(numbers::next(&project, &series)?.as_str(), session)
        }
        Action::Assign(args) => assign::run(args, series, session),
        Action::Unassign(args) => unassign::run(args, series, session),
        Action::Renumber(args) => renumber::run(args, series, session),
        Action::Reserve(args) => reserve::run(args, series, session),
        Action::Release(args) => reserve::release(args, series, session),
        Action::Check(args) => collisions::run(args, series, session),
        Action::Rebuild(args) => rebuild::run(args, session),
        Action::Void(args) => void::run(args, series, session),
    }
}

/// The project around the current folder, and the series of the numbers.
fn open(series: Option<&str>, session: &Session) -> anyhow::Result<(Project, Series)> {
    let project = open_project(session)?;
    let series = numbers::series(&project, series)?;
    Ok((project, series))
}

/// The project around the current folder.
fn open_project(session: &Session) -> anyhow::Result<Project> {
    let root = project::root_here().ok_or(OpenError::NoProject)?;
    let project = project::load_project(&root);
    report(numbers::verify_readable(&project).map_err(Error::from), session)?;
    Ok(project)
}

/// The same with its register locked for a change.
fn open_locked(series: Option<&str>, session: &Session) -> anyhow::Result<(LockedProject, Series)> {
    let locked = LockedProject::open_here(&|holder| session.waiting(holder))?;
    report(numbers::verify_readable(locked.project()).map_err(Error::from), session)?;
    let series = numbers::series(locked.project(), series)?;
    Ok((locked, series))
}

/// The result; errors in files are shown at their places.
fn report<T>(result: Result<T, Error>, session: &Session) -> anyhow::Result<T> {
    if let Some(faults) = result.as_ref().err().and_then(Error::faults) {
        session.report_errors(&faults.errors);
        session.report_findings(&faults.findings);
    }
    Ok(result?)
}

/// Prints a command's one line of output.
fn print_line(line: &str, session: &Session) -> anyhow::Result<Exit> {
    let mut out = session.stdout();
    put(&mut out, line)?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// The user's name in git.
fn user() -> Option<String> {
    Repository::around(Path::new(".")).ok()?.user()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_command_of_an_error_names_the_series() {
        let text = "take `issuepaper number unassign a.md`, or `issuepaper number receive`; see `issuepaper number rebuild`";
        assert_eq!(
            in_series(text, "memo"),
            "take `issuepaper number unassign --series memo a.md`, or `issuepaper number receive --series memo`; see \
             `issuepaper number rebuild`"
        );
        assert_eq!(in_series("no command", "memo"), "no command");
    }
}
