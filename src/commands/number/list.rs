//! `issuepaper number list`

use issuepaper::paper::CoreField;
use issuepaper::project::paths;
use std::collections::BTreeSet;

use anyhow::bail;
use clap::ValueEnum;
use issuepaper::paper::fields::Month;
use issuepaper::project::register::{Entry, Fate, Register, State, serial};
use issuepaper::series::Values;
use issuepaper::text::suggest::counted;

use super::Desk;
use crate::commands::new::parse_month;
use crate::commands::table::{Format, Table};
use crate::commands::{Exit, Session};

/// List the numbers and what became of them
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only numbers of these states, with commas between them
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    state: Vec<Kind>,
    /// Only serials of the block that has this one, or from the first to the last: 3725..3744
    #[arg(long, value_name = "SERIAL|FIRST..LAST", value_parser = parse_block)]
    block: Option<Block>,
    /// Only numbers of this month; where they tell none, of papers of it
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    period: Option<Month>,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Received and not used
    Free,
    /// Somebody will need it
    Reserved,
    /// A paper has it
    Assigned,
    /// Nobody may use it
    Void,
    /// It gave way to another number
    Renumbered,
    /// A paper has it that the register knows nothing of
    Unregistered,
}

/// The name for all series in place of one.
const ALL: &str = "all";

/// Serials from the first to the last.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Block {
    /// The block that has this one.
    Of(String),
    /// These, whatever blocks they are of.
    Range(u32, u32),
}

fn parse_block(text: &str) -> Result<Block, String> {
    match text.split_once("..") {
        None => Ok(Block::Of(text.to_owned())),
        Some((first, last)) => match (first.parse(), last.parse()) {
            (Ok(first), Ok(last)) if first <= last => Ok(Block::Range(first, last)),
            _ => Err("write the first and the last serial, such as 3725..3744".to_owned()),
        },
    }
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let is_all = series == Some(ALL);
    let mut columns =
        vec![("number", "Number"), ("state", "State"), ("on", "On"), ("note", "Note")];
    let mut found = Found::default();
    if is_all {
        columns.insert(0, ("series", "Series"));
        let (project, lock) = super::open_project(false, session)?;
        let names = project.library.names();
        let resolved = names.iter().filter_map(|name| project.library.series(name)?.ok());
        let numbered: Vec<_> = resolved.filter(|series| series.number.is_some()).collect();
        let Some(first) = numbered.first().cloned() else { bail!("no series carries numbers") };
        let mut desk = Desk { project, series: first, _lock: lock };
        for series in numbered {
            desk.series = series;
            let before = found.rows.len();
            found.add(args, &desk)?;
            let name = &desk.series.id;
            found.rows[before..].iter_mut().for_each(|row| row.insert(0, name.clone()));
        }
    } else {
        found.add(args, &Desk::open(series, false, session)?)?;
    }
    if found.serials == 0
        && let Some(block) = &args.block
    {
        match block {
            Block::Of(serial) => bail!("no block has the serial `{serial}`"),
            Block::Range(first, last) => bail!("no serial from {first} to {last} was received"),
        }
    }
    let Found { rows, serials, free } = found;
    Table { columns, rows }.print(args.format, &mut session.stdout())?;
    session.message(&format!("{free} of {} free", counted(serials, "serial")));
    Ok(Exit::Clean)
}

/// What is listed, and what it was taken from.
#[derive(Default)]
struct Found {
    rows: Vec<Vec<String>>,
    /// How many serials there are in the block that is meant, or in all.
    serials: usize,
    /// How many of these are free.
    free: usize,
}

impl Found {
    /// Adds the numbers of a series.
    fn add(&mut self, args: &Args, desk: &Desk) -> anyhow::Result<()> {
        let register = desk.register()?;
        let pool = desk.pool(register);
        let range = match &args.block {
            None => Some((0, u32::MAX)),
            Some(Block::Range(first, last)) => Some((*first, *last)),
            Some(Block::Of(serial)) => register
                .blocks_of(&desk.series.id, desk.default_series())
                .find(|block| block.has(serial))
                .map(|block| (block.from, block.to)),
        };
        let Some((first, last)) = range else { return Ok(()) };
        let is_wanted = |state: &State<'_>| {
            let is_of_state = args.state.is_empty() || args.state.contains(&kind(state));
            is_of_state && args.period.is_none_or(|period| month(desk, state) == Some(period))
        };
        for (serial, state) in pool.range(first, last) {
            self.serials += 1;
            self.free += usize::from(kind(state) == Kind::Free);
            if is_wanted(state) {
                self.rows.push(row(serial, state));
            }
        }
        if args.block.is_none() {
            let others = without_serial(desk, register);
            let wanted = others.iter().filter(|state| is_wanted(state));
            self.rows.extend(wanted.map(|state| row("", state)));
        }
        Ok(())
    }
}

/// The numbers that have no serial to be counted by: those of the register, then those on papers alone.
fn without_serial<'r>(desk: &Desk, register: &'r Register) -> Vec<State<'r>> {
    let is_other = |number: &str| serial(desk.series.number.as_ref(), number).is_none();
    let entries = desk.entries(register).filter(|entry| is_other(&entry.number.value));
    let entries: Vec<&Entry> = entries.collect();
    let known: BTreeSet<&str> = entries.iter().map(|entry| entry.number.value.as_str()).collect();
    let rule = desk.series.number.as_ref();
    let is_number = |number: &str| rule.is_some_and(|rule| rule.is_match(number));
    let carried = desk.carried().filter(|(_, number)| {
        is_number(number) && is_other(number) && !known.contains(number.as_ref())
    });
    let carried = carried.map(|(file, number)| {
        State::Carried(number.into_owned(), desk.project.relative(&file.path))
    });
    let registered = entries.iter().map(|entry| State::Registered(entry));
    registered.chain(carried).collect()
}

/// The month in a number, or without one that of the paper that carries it.
fn month(desk: &Desk, state: &State<'_>) -> Option<Month> {
    let number = match state {
        State::Free => return None,
        State::Registered(entry) => &entry.number.value,
        State::Renumbered(alias) => &alias.number.value,
        State::Carried(number, _) => number,
    };
    desk.series.number.as_ref()?.month(number).or_else(|| {
        let (State::Registered(Entry { fate: Fate::Assigned { paper }, .. })
        | State::Carried(_, paper)) = state
        else {
            return None;
        };
        let root = desk.project.root.as_deref()?;
        let file = desk.project.paper(&paths::display(&root.join(paper)))?;
        let values = Values::new(&file.paper, &desk.series);
        values.period(&desk.series).or_else(|| values.month(CoreField::Date))
    })
}

fn kind(state: &State<'_>) -> Kind {
    match state {
        State::Free => Kind::Free,
        State::Carried(..) => Kind::Unregistered,
        State::Renumbered(_) => Kind::Renumbered,
        State::Registered(entry) => match entry.fate {
            Fate::Reserved { .. } => Kind::Reserved,
            Fate::Assigned { .. } => Kind::Assigned,
            Fate::Void { .. } => Kind::Void,
        },
    }
}

fn row(serial: &str, state: &State<'_>) -> Vec<String> {
    let name = kind(state).to_possible_value();
    let name = name.map_or_else(String::new, |name| name.get_name().to_owned());
    let (number, on, note) = match state {
        State::Free => (serial.to_owned(), String::new(), String::new()),
        State::Renumbered(alias) => {
            let why = alias.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
            let note = format!("now {}{why}", alias.to);
            (alias.number.value.clone(), alias.on.to_string(), note)
        }
        State::Carried(number, paper) => (number.clone(), String::new(), paper.clone()),
        State::Registered(entry) => {
            let note = match &entry.fate {
                Fate::Reserved { by: note }
                | Fate::Assigned { paper: note }
                | Fate::Void { why: note } => note.clone(),
            };
            (entry.number.value.clone(), entry.on.to_string(), note)
        }
    };
    vec![number, name, on, note]
}
