//! `issuepaper revise`

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;
use issuepaper::publish::{self, Revision};

use super::shared::transition::{self, Options};
use super::{Exit, Session, candidates};

/// Make a revision of a published paper that was changed
///
/// Edit the paper first. It is checked as a published one, its new text is sealed under the next name that
/// the series gives to revisions, such as R1, and every format is rendered. The page states what was revised,
/// when and why.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The paper
    #[arg(value_name = "PAPER", add = ArgValueCompleter::new(candidates::papers()))]
    paper: PathBuf,
    /// Why it was changed, as the page will state
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// The kind of revision, one of those that the series has [default: its first]
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[command(flatten)]
    options: Options,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let locked = transition::open(std::slice::from_ref(&args.paper), session)?;
    let (kind, on) = (args.kind.as_deref(), args.options.day(session)?);
    let transition = publish::revise(locked, &Revision { why: &args.why, kind, on });
    args.options.execute(transition, "revised", session)
}
