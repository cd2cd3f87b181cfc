//! `issuepaper number assign`

use issuepaper::project::files;
use issuepaper::project::paths;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap_complete::engine::ArgValueCompleter;
use issuepaper::git::Repository;
use issuepaper::paper::edit;
use issuepaper::paper::front_matter::quoting;
use issuepaper::project::PaperFile;
use issuepaper::project::register::edit::{self as edit_register, List};
use issuepaper::project::register::{Entry, Fate, Pool, Register, State, serial};
use issuepaper::series::{Bind, Part, Values};
use issuepaper::text::fixes;

use super::{Desk, day, next, say};
use crate::commands::{Exit, Session, completions};

pub(super) const FIELD: &str = "publication_number";

/// Give a paper a number: the next free one, or the one named
///
/// The number is written into the register and into the paper's front matter. If anything stops the program
/// between the two, the register has the number for this paper, and assigning again puts it there.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The paper
    #[arg(value_name = "PAPER", add = ArgValueCompleter::new(completions::papers()))]
    paper: PathBuf,
    /// The number
    #[arg(value_name = "NUMBER")]
    number: Option<String>,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let desk = Desk::open(series, true, session)?;
    let register = desk.register()?;
    let file = find(&desk, &args.paper)?;
    let path = desk.project.relative(&file.path);
    let pool = desk.pool(register);
    desk.verify_distinct(&pool)?;
    let given = assigned(&desk, register, &path);
    let carried = file.paper.text_field(FIELD).filter(|number| !number.is_empty());
    if let Some(carried) = carried
        && (given.is_some_and(|given| given != carried)
            || args.number.as_deref().is_some_and(|number| number != carried))
    {
        bail!("{path} carries the number `{carried}` already");
    }
    if let (Some(given), Some(wanted)) = (given, &args.number)
        && given != wanted
    {
        bail!("the register has the number `{given}` for {path} already");
    }
    let number = match given.or(carried).or(args.number.as_deref()) {
        Some(number) => number.to_owned(),
        None => composed(&desk, &pool, file)?,
    };
    let reserved = verify(&desk, &pool, &number, &path)?;
    let before = register.file.text();
    let mut after = before.to_owned();
    if given.is_none() {
        let on = day(None, session);
        let fields = [("number", number.as_str()), ("paper", &path), ("on", &on)];
        let without =
            reserved.and_then(|reserved| edit_register::remove(before, List::Reserved, reserved));
        after = desk.with_entry(
            without.as_deref().unwrap_or(before),
            List::Assigned,
            &number,
            &fields,
        )?;
        desk.write(before, &after, session)?;
    }
    if carried.is_none() {
        put(file, &number).inspect_err(|_| {
            if given.is_none() {
                // Neither has it, rather than one of them.
                let _ = desk.write(&after, before, session);
            }
        })?;
    }
    say(&number, session)
}

/// The paper at `path`, of the series that is meant.
pub(super) fn find<'d>(desk: &'d Desk, path: &Path) -> anyhow::Result<&'d PaperFile> {
    let wanted = paths::canonical(path);
    let mut papers = desk.project.papers.iter();
    let file = papers.find(|file| wanted.is_some() && paths::canonical(&file.path) == wanted);
    let shown = paths::display(path);
    let file = file.with_context(|| format!("{shown}: is no paper of this project"))?;
    let series = desk.project.series_of(&file.paper).map_or("", |series| series.id.as_str());
    if series != desk.series.id {
        bail!("{shown}: is a paper of the series `{series}`; add --series {series}");
    }
    Ok(file)
}

/// The number that the register has for a paper.
fn assigned<'r>(desk: &Desk, register: &'r Register, path: &str) -> Option<&'r str> {
    let is_own = |fate: &Fate| matches!(fate, Fate::Assigned { paper } if paper == path);
    let own = desk.entries(register).find(|entry| is_own(&entry.fate));
    own.map(|entry| entry.number.value.as_str())
}

/// The next free serial, with what the number repeats of the paper.
fn composed(desk: &Desk, pool: &Pool<'_>, file: &PaperFile) -> anyhow::Result<String> {
    let next = next(pool)?;
    let rule = desk.series.number.as_ref().context("the series has no numbers")?;
    let values = Values::new(&file.paper, &desk.series);
    let part = |group: &str, digits: usize| {
        let bound = rule.binds.iter().find(|bind| bind.group == group);
        let field = bound.map_or("date", |bind| bind.field.as_str());
        let part = bound.map(|bind| bind.part).or(match group {
            "month" => Some(Part::Month),
            "year" => Some(Part::Year),
            _ => None,
        })?;
        let bind = Bind { group: group.to_owned(), field: field.to_owned(), part };
        let whole = || values.text(field).map(str::to_owned);
        values.month(field).and_then(|month| bind.expected_of_month(month, digits)).or_else(whole)
    };
    rule.compose(next, part).with_context(|| {
        let fields: Vec<&str> = rule.binds.iter().map(|bind| bind.field.as_str()).collect();
        let fields = if fields.is_empty() { "date".to_owned() } else { fields.join("`, `") };
        format!("the number `{}` needs what the paper does not have: `{fields}`", rule.form)
    })
}

/// Whether a number may go to the paper at `path`; gives the number of the reservation that it takes up.
pub(super) fn verify<'r>(
    desk: &Desk,
    pool: &Pool<'r>,
    number: &str,
    path: &str,
) -> anyhow::Result<Option<&'r str>> {
    let rule = desk.series.number.as_ref().context("the series has no numbers")?;
    if !rule.is_match(number) {
        bail!("`{number}` does not have the form `{}`, as in `{}`", rule.form, rule.example);
    }
    let Some((serial, _)) = serial(Some(rule), number) else {
        return verify_whole(desk, number, path).map(|()| None);
    };
    match pool.state(serial) {
        Some(State::Free) => Ok(None),
        // Without any block nobody keeps count of what is received.
        None if !has_blocks(desk) => Ok(None),
        None => bail!("the serial of `{number}` was never received"),
        Some(State::Renumbered(alias)) => {
            bail!("`{}` gave way to `{}`", alias.number.value, alias.to)
        }
        Some(State::Carried(other, paper)) if paper == path || is_shared(desk, other, number) => {
            Ok(None)
        }
        Some(State::Carried(number, paper)) => bail!("{paper} carries the number `{number}`"),
        Some(State::Registered(entry)) => verify_entry(desk, entry, number, path),
    }
}

/// Whether an entry of the register leaves its number to the paper at `path`; gives the number of the
/// reservation that is taken up.
fn verify_entry<'r>(
    desk: &Desk,
    entry: &'r Entry,
    wanted: &str,
    path: &str,
) -> anyhow::Result<Option<&'r str>> {
    let number = entry.number.value.as_str();
    match &entry.fate {
        Fate::Assigned { paper } if paper == path || is_shared(desk, number, wanted) => Ok(None),
        Fate::Assigned { paper } => bail!("`{number}` is assigned to {paper}"),
        Fate::Void { why } => bail!("`{number}` is void: {why}"),
        Fate::Reserved { by } if user().as_ref() == Some(by) => Ok(Some(number)),
        Fate::Reserved { by } => bail!("`{number}` is reserved by {by}"),
    }
}

/// The same for a number without a serial: it is looked up whole.
fn verify_whole(desk: &Desk, number: &str, path: &str) -> anyhow::Result<()> {
    let register = desk.register()?;
    if let Some(entry) = desk.entries(register).find(|entry| entry.number.value == number) {
        verify_entry(desk, entry, number, path)?;
    }
    let default = desk.default_series();
    if let Some(new) = register.alias(&desk.series.id, default, number) {
        bail!("`{number}` gave way to `{new}`");
    }
    let mut carried =
        desk.carried().map(|(file, other)| (desk.project.relative(&file.path), other));
    match carried.find(|(paper, other)| other == number && paper != path) {
        Some((paper, _)) if !desk.is_family() => bail!("{paper} carries the number `{number}`"),
        _ => Ok(()),
    }
}

/// Whether two papers may carry these numbers, since they are one.
fn is_shared(desk: &Desk, one: &str, other: &str) -> bool {
    desk.is_family() && one == other
}

fn has_blocks(desk: &Desk) -> bool {
    let register = desk.project.register.as_ref();
    register.is_some_and(|register| {
        register.blocks_of(&desk.series.id, desk.default_series()).next().is_some()
    })
}

/// Who works here.
fn user() -> Option<String> {
    Repository::around(Path::new(".")).ok()?.user()
}

/// Writes the number into the paper's front matter.
fn put(file: &PaperFile, number: &str) -> anyhow::Result<()> {
    let text = file.paper.file.text();
    let edit = edit::set_field(&file.paper, FIELD, &quoting::quoted(number));
    files::rewrite(&file.path, text, &fixes::edited(text, [&edit]))?;
    Ok(())
}
