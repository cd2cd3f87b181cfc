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
