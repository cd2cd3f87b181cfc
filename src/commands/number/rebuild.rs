//! `issuepaper number rebuild`

use issuepaper::numbers;
use issuepaper::project::LockedProject;
use issuepaper::text::suggest::counted;

use super::report;
use crate::commands::{Exit, Session, put_patch};

/// Make the register agree with the papers, for example after a bad merge
///
/// Adds the numbers of papers that are missing from the register. Merge conflicts in it are resolved by keeping both
/// sides. Nothing is removed: entries for numbers that no paper has are reported, and left to
/// a person. If there is no numbers.yaml, it is created.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show the changes as a patch, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let mut locked = LockedProject::open_here(&|holder| session.waiting(holder))?;
    let rebuilt = report(numbers::rebuild(&mut locked, session.today), session)?;
    for warning in &rebuilt.warnings {
        session.warning(&format!("warning: {warning}"));
    }
    if rebuilt.is_merged {
        session.message("both sides of a merge conflict were combined");
    }
    if args.dry_run {
        put_patch(&locked.changes(), session)?;
    } else {
        locked.commit()?;
    }
    session.message(&format!("{} added", counted(rebuilt.taken_in, "number")));
    Ok(if rebuilt.warnings.is_empty() { Exit::Clean } else { Exit::Findings })
}
