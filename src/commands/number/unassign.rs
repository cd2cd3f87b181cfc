//! `issuepaper number unassign`

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;
use issuepaper::numbers::{self, Returned, Unassigned};

use super::{open_locked, print_line, report};
use crate::commands::shared::parse::parse_words;
use crate::commands::{Exit, Session, candidates};

/// Take back a number that was assigned by mistake
///
/// The number is removed from the paper's front matter and from the register, and is free again, or reserved if it was
/// before. If somebody has already seen it, say why it is taken back: it is void then, and no other paper gets
/// it. So is one that replaced another number, since references to that one would lead to the next paper. The number of a published paper is never taken back; `issuepaper withdraw` withdraws the paper.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The paper; it may be deleted
    #[arg(value_name = "PAPER", add = ArgValueCompleter::new(candidates::papers()))]
    paper: PathBuf,
    /// Why; makes the number void
    #[arg(long, value_name = "TEXT", value_parser = parse_words)]
    why: Option<String>,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let (mut locked, series) = open_locked(series, session)?;
    let (why, on) = (args.why.as_deref(), session.today);
    let taken = numbers::unassign(&mut locked, &series, &args.paper, why, on);
    let Unassigned { number, paper, state, is_in_name } = report(taken, session)?;
    locked.commit()?;
    session.message(&if is_in_name {
        format!("{paper} still has the number {number} in its name: rename the file, or delete it")
    } else {
        format!("{paper} has no number now")
    });
    let state = match state {
        Returned::Free => "free".to_owned(),
        Returned::Reserved(by) => format!("reserved by {by}"),
        Returned::Void => "void".to_owned(),
        Returned::VoidAsReplacing(old) => {
            format!("void, since it replaced {old}, which other papers may refer to")
        }
        Returned::StillOf(other) => format!("still the number of {other}"),
    };
    print_line(&format!("{number} is {state}"), session)
}
