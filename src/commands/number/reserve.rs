//! `issuepaper number reserve` and `number release`

use std::path::Path;

use anyhow::{Context, bail};
use issuepaper::git::Repository;
use issuepaper::project::register::edit::{self, List};
use issuepaper::project::register::{Entry, Fate, Pool};

use super::{Desk, NONE_FREE, day, say};
use crate::commands::{Exit, Session};

/// Reserve the next free serial
///
/// The serial is claimed on the remote, where git lets one have it and refuses it to all others, so that no
/// two clones reserve the same. Then it is put into numbers.yaml, to be committed. A reservation stays until
/// it is released or its number assigned.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    place: Place,
    /// Who will need it [default: git's user.name]
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
}

/// Give a reserved serial back
#[derive(Debug, clap::Args)]
pub(super) struct Release {
    /// The serial
    #[arg(value_name = "SERIAL")]
    serial: String,
    #[command(flatten)]
    place: Place,
}

/// Where serials are claimed.
#[derive(Debug, clap::Args)]
struct Place {
    /// The remote that the claims are kept on
    #[arg(long, value_name = "REMOTE", default_value = "origin")]
    remote: String,
    /// Reserve in this folder alone: another clone may reserve the same
    #[arg(long, conflicts_with = "remote")]
    local: bool,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let desk = Desk::open(series, true, session)?;
    let register = desk.register()?;
    let pool = desk.pool(register);
    desk.verify_distinct(&pool)?;
    let repository = Repository::around(Path::new("."));
    let user = repository.as_ref().ok().and_then(Repository::user);
    let by = args.by.clone().or(user).context("say who reserves it by --by")?;
    let serial = if args.place.local {
        session
            .message("warning: reserved in this folder alone; another clone may reserve the same");
        pool.free().next().map(str::to_owned)
    } else {
        claim(&repository?, &desk, &pool, &args.place.remote, session)?
    };
    let serial = serial.context(NONE_FREE)?;
    let on = day(None, session);
    let fields = [("number", serial.as_str()), ("by", &by), ("on", &on)];
    let text = desk.with_entry(desk.text(), List::Reserved, &serial, &fields)?;
    desk.write(desk.text(), &text, session)?;
    say(&serial, session)
}

/// Claims the lowest serial that is free here and on the remote.
fn claim(
    repository: &Repository,
    desk: &Desk,
    pool: &Pool<'_>,
    remote: &str,
    session: &Session,
) -> anyhow::Result<Option<String>> {
    let claims = repository.claims(remote)?;
    let series = desk.series.id.as_str();
    for serial in pool.free() {
        let known = claims.iter().find(|claim| claim.series == series && claim.serial == serial);
        if let Some(known) = known {
            let is_own = repository.user().is_some_and(|user| user == known.by);
            // It may stand on another branch, or the program was stopped before it was written down.
            let hint = if is_own {
                format!(
                    "; if you have no use for it, `issuepaper number release {serial}` frees it"
                )
            } else {
                String::new()
            };
            session
                .message(&format!("{serial} is reserved by {} since {}{hint}", known.by, known.on));
        } else if repository.claim(remote, series, serial)? {
            return Ok(Some(serial.to_owned()));
        } else {
            session.message(&format!("{serial} was reserved by somebody else a moment ago"));
        }
    }
    Ok(None)
}

pub(super) fn release(
    args: &Release,
    series: Option<&str>,
    session: &Session,
) -> anyhow::Result<Exit> {
    let desk = Desk::open(series, true, session)?;
    let register = desk.register()?;
    let is_reserved = |entry: &Entry| {
        entry.number.value == args.serial && matches!(entry.fate, Fate::Reserved { .. })
    };
    let is_here = desk.entries(register).any(is_reserved);
    let was_there = if args.place.local {
        false
    } else {
        let repository = Repository::around(Path::new("."))?;
        repository.release(&args.place.remote, &desk.series.id, &args.serial)?
    };
    if !is_here && !was_there {
        bail!("`{}` is not reserved", args.serial);
    }
    if is_here {
        let text = edit::remove(register.file.text(), List::Reserved, &args.serial)
            .context("the entry in the register is not on a line of its own; delete it by hand")?;
        desk.write(desk.text(), &text, session)?;
    }
    say(&format!("{} is free", args.serial), session)
}
