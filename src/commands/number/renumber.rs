//! `issuepaper number renumber`

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;
use issuepaper::numbers::{self, Claimant, Renumbered};
use issuepaper::text::suggest::counted;

use super::reserve::{self, Place};
use super::{open_locked, print_line, report, user};
use crate::commands::shared::renumbered::left_over;
use crate::commands::{Exit, Session, candidates, put_patch};

/// Change the number of a paper
///
/// Changes the number in the paper, in its file name if that has the number, and wherever papers refer to it: in their
/// front matter, their links, and their text if the number has its label. Reports where else it still is. The register leads from the old number to the new one, so that old
/// references still work, and the old one is not assigned again. Published papers are left as they are.
/// If it is interrupted, the same command continues where it stopped.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The paper
    #[arg(value_name = "PAPER", add = ArgValueCompleter::new(candidates::papers()))]
    paper: PathBuf,
    /// The new number, or its serial: 412
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Why, for the register
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Whose reservation to use [default: git's user.name]
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
    #[command(flatten)]
    place: Place,
    /// Show the changes as a patch, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    // Nobody has to wait for the register while the remote is asked.
    let claims = args.place.claims(session)?;
    let (mut locked, series) = open_locked(series, session)?;
    let (why, by) = (args.why.as_deref(), args.by.clone().or_else(user));
    let elsewhere = reserve::elsewhere(locked.project(), &series, claims)?;
    let claimant = Claimant { by: by.as_deref(), elsewhere: &elsewhere };
    let renumbered = numbers::renumber(
        &mut locked,
        &series,
        &args.paper,
        &args.number,
        why,
        claimant,
        session.today,
    );
    let renumbered = report(renumbered, session)?;
    if args.dry_run {
        put_patch(&locked.changes(), session)?;
        report_mentions(&renumbered, session);
        return Ok(Exit::Clean);
    }
    locked.commit()?;
    report_mentions(&renumbered, session);
    session.message(&format!("{} changed", counted(renumbered.changed, "paper")));
    print_line(&format!("{} is now {}", renumbered.old, renumbered.new), session)
}

/// Reports which papers still contain the old number.
fn report_mentions(renumbered: &Renumbered, session: &Session) {
    for words in left_over(renumbered) {
        session.message(&words);
    }
}
