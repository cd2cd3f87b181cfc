//! `issuepaper number void`

use anyhow::bail;
use issuepaper::project::register::edit::List;
use issuepaper::project::register::{State, serial};

use super::{Desk, day, say};
use crate::commands::{Exit, Session};

/// Say that nobody may use a number, and why
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The number, or a serial that no paper has
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: String,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let desk = Desk::open(series, true, session)?;
    let register = desk.register()?;
    let pool = desk.pool(register);
    let Some((count, _)) = serial(desk.series.number.as_ref(), &args.number) else {
        bail!("`{}` is no number of the series `{}`", args.number, desk.series.id);
    };
    match pool.state(count) {
        Some(State::Free) => {}
        None => bail!("the serial of `{}` was never received", args.number),
        Some(State::Registered(entry)) => {
            bail!("`{}` is {} already", entry.number.value, entry.fate.name())
        }
        Some(State::Renumbered(alias)) => {
            bail!("`{}` gave way to `{}`", alias.number.value, alias.to)
        }
        Some(State::Carried(number, paper)) => bail!("{paper} carries the number `{number}`"),
    }
    let on = day(None, session);
    let fields = [("number", args.number.as_str()), ("why", &args.why), ("on", &on)];
    let text = desk.with_entry(desk.text(), List::Void, &args.number, &fields)?;
    desk.write(desk.text(), &text, session)?;
    say(&format!("{} is void", args.number), session)
}
