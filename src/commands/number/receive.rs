//! `issuepaper number receive`

use anyhow::{Context, bail};
use chrono::NaiveDate;
use issuepaper::project::register::edit::List;

use super::{Desk, day, say};
use crate::commands::session::parse_day;
use crate::commands::{Exit, Session};

/// Take a block of serials into the register
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The first and the last serial, with all their digits: 3725..3744
    #[arg(value_name = "FIRST..LAST")]
    block: String,
    /// Who gave the block out
    #[arg(long, value_name = "WHOM")]
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
    let desk = Desk::open(series, true, session)?;
    for serial in [first, last] {
        verify_form(&desk, serial)?;
    }
    let on = day(args.on, session);
    let fields = [("from", first), ("to", last), ("received", on.as_str()), ("source", &args.from)];
    let text = desk.with_entry(desk.text(), List::Blocks, first, &fields)?;
    desk.write(desk.text(), &text, session)?;
    say(&format!("{first} to {last} received from {}", args.from), session)
}

/// An error if no number of the series can have this serial.
fn verify_form(desk: &Desk, serial: &str) -> anyhow::Result<()> {
    let Some(rule) = &desk.series.number else { return Ok(()) };
    let as_in_example = |group: &str, _| rule.group(&rule.example, group).map(str::to_owned);
    if rule.compose(serial, as_in_example).is_none() {
        bail!(
            "no number of the form `{}`, as in `{}`, has the serial `{serial}`",
            rule.form,
            rule.example
        );
    }
    Ok(())
}
