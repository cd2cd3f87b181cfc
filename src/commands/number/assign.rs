//! `issuepaper number assign`

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;
use issuepaper::numbers::{self, Claimant};

use super::reserve::{self, Place};
use super::{open_locked, print_line, report, user};
use crate::commands::shared::parse::parse_words;
use crate::commands::{Exit, Session, candidates};

/// Assign a number to a paper: one reserved for you, the next free one, or the one named
///
/// A serial that is claimed on the remote or used on another branch is passed over. The number is written to the register and to the paper's front matter. If anything stops the program
/// between the two, the register has the number for this paper, and assigning again completes it.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The paper
    #[arg(value_name = "PAPER", add = ArgValueCompleter::new(candidates::papers()))]
    paper: PathBuf,
    /// The number, or its serial: 412
    #[arg(value_name = "NUMBER")]
    number: Option<String>,
    /// Whose reservation to use [default: git's user.name]
    #[arg(long, value_name = "WHO", value_parser = parse_words)]
    by: Option<String>,
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    // Nobody has to wait for the register while the remote is asked.
    let claims = args.place.claims(session)?;
    let (mut locked, series) = open_locked(series, session)?;
    let by = args.by.clone().or_else(user);
    let elsewhere = reserve::elsewhere(locked.project(), &series, claims)?;
    let claimant = Claimant { by: by.as_deref(), elsewhere: &elsewhere };
    let (number, on) = (args.number.as_deref(), session.today);
    let assigned = numbers::assign(&mut locked, &series, &args.paper, number, claimant, on);
    let assigned = report(assigned, session)?;
    for taken in &assigned.passed {
        session.message(&taken.to_string());
    }
    locked.commit()?;
    print_line(&assigned.number, session)
}
