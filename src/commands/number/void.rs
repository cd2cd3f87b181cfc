//! `issuepaper number void`

use issuepaper::numbers;

use super::{open_locked, print_line, report};
use crate::commands::shared::parse::parse_words;
use crate::commands::{Exit, Session};

/// Void a number, so that nobody can use it
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The number, or a serial that no paper has
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Why
    #[arg(long, value_name = "TEXT", value_parser = parse_words)]
    why: String,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let (mut locked, series) = open_locked(series, session)?;
    let number = numbers::void(&mut locked, &series, &args.number, &args.why, session.today);
    let number = report(number, session)?;
    locked.commit()?;
    print_line(&format!("{number} is void"), session)
}
