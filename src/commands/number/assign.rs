//! `issuepaper number assign`

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;
use issuepaper::numbers;

use super::{open_locked, print_line, report, user};
use crate::commands::{Exit, Session, candidates};

/// Assign a number to a paper: the next free one, or the one named
///
/// The number is written to the register and to the paper's front matter. If anything stops the program
/// between the two, the register has the number for this paper, and assigning again completes it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The paper
    #[arg(value_name = "PAPER", add = ArgValueCompleter::new(candidates::papers()))]
    paper: PathBuf,
    /// The number
    #[arg(value_name = "NUMBER")]
    number: Option<String>,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let (mut locked, series) = open_locked(series, session)?;
    let (number, user, on) = (args.number.as_deref(), user(), session.today);
    let assigned = numbers::assign(&mut locked, &series, &args.paper, number, user.as_deref(), on);
    let assigned = report(assigned, session)?;
    locked.commit()?;
    print_line(&assigned.number, session)
}
