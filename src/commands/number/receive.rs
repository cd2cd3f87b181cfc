//! `issuepaper number receive`

use anyhow::Context;
use chrono::NaiveDate;
use issuepaper::numbers;

use super::{open_locked, print_line, report};
use crate::commands::shared::parse::{parse_day, parse_words};
use crate::commands::{Exit, Session};

/// Add a block of serials to the register
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The first and the last serial, with all their digits: 3725..3744
    #[arg(value_name = "FIRST..LAST")]
    block: String,
    /// Who gave the block out
    #[arg(long, value_name = "WHOM", value_parser = parse_words)]
    from: String,
    /// The day it was received [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    on: Option<NaiveDate>,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let (first, last) = args
        .block
        .split_once("..")
        .context("write the block as its first and last serial, such as 3725..3744")?;
    let (mut locked, series) = open_locked(series, session)?;
    let on = session.past_day(args.on)?;
    let received = numbers::receive(&mut locked, &series, [first, last], &args.from, on);
    let [first, last] = report(received, session)?;
    locked.commit()?;
    print_line(&format!("{first} to {last} received from {}", args.from), session)
}
