//! `issuepaper number rebuild`

use std::io::Write;

use issuepaper::numbers;
use issuepaper::project::LockedProject;
use issuepaper::text::suggest::counted;

use super::report;
use crate::commands::{Exit, Session};

/// Make the register agree with the papers, as after a merge that went wrong
///
/// Takes in the numbers of papers that the register lacks. What git could not merge is put together from both
/// sides. Nothing is taken out: what the register says of numbers that no paper has is told, and left to
/// a person. Without numbers.yaml one is made.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show the changes as a patch, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let mut locked = LockedProject::open_here()?;
    let rebuilt = report(numbers::rebuild(&mut locked, session.today), session)?;
    for warning in &rebuilt.warnings {
        session.message(&format!("warning: {warning}"));
    }
    if rebuilt.is_merged {
        session.message("both sides of a merge were put together");
    }
    if args.dry_run {
        let mut out = session.stdout();
        locked.changes().write_patch(&mut out)?;
        out.flush()?;
    } else {
        locked.commit()?;
    }
    session.message(&format!("{} taken in", counted(rebuilt.taken_in, "number")));
    Ok(if rebuilt.warnings.is_empty() { Exit::Clean } else { Exit::Findings })
}
