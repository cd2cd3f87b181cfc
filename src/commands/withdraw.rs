//! `issuepaper withdraw`

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;
use issuepaper::publish;

use super::shared::transition::{self, Options};
use super::{Exit, Session, candidates};

/// Withdraw a published paper
///
/// Sets its stage, seals it, and renders every format with the marking of withdrawn papers and the reason.
/// Its number is not assigned again.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The paper
    #[arg(value_name = "PAPER", add = ArgValueCompleter::new(candidates::papers()))]
    paper: PathBuf,
    /// Why, as the page will state
    #[arg(long, value_name = "TEXT")]
    why: String,
    #[command(flatten)]
    options: Options,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let locked = transition::open(std::slice::from_ref(&args.paper), session)?;
    let transition = publish::withdraw(locked, &args.why, args.options.day(session)?);
    args.options.execute(transition, "withdrawn", session)
}
