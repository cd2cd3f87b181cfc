//! The numbers of a series and their states.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Error, Numbers};
use crate::paper::fields::Month;
use crate::project::register::{EntryKind, Serial, State};
use crate::project::{Project, paths};
use crate::series::{Series, Values};

/// The state of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateName {
    /// Received and not used yet.
    Free,
    /// Somebody will need it.
    Reserved,
    /// A paper has it.
    Assigned,
    /// Nobody may use it.
    Void,
    /// Another number replaced it.
    Renumbered,
    /// A paper has it, but the register does not list it.
    Unregistered,
}

/// Which numbers to list.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// In these states; in any if empty.
    pub states: Vec<StateName>,
    /// With these serials.
    pub serials: Serials,
    /// Of this month; numbers that name no month count by their papers.
    pub period: Option<Month>,
}

/// Serials to list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Serials {
    /// All, and numbers without one.
    #[default]
    All,
    /// Those of the block that contains this one.
    OfBlock(String),
    /// From the first to the last, in any blocks.
    Range(u32, u32),
}

/// A number and its state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The number, or the serial alone if no paper has it.
    pub number: String,
    /// Its state.
    pub state: StateName,
    /// The day since which it has that state.
    pub on: Option<NaiveDate>,
    /// Who has it, which paper, why, or what replaced it.
    pub note: String,
}

/// The selected numbers, and how many there were to select from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Listing {
    /// The numbers, from the lowest serial on, those without a serial last.
    pub numbers: Vec<Listed>,
    /// How many serials there are in the scope, in any state.
    pub serials: usize,
    /// How many of these are free.
    pub free: usize,
}

impl Serials {
    /// An error for a scope without serials.
    pub fn none_found(&self) -> Option<Error> {
        match self {
            Self::All => None,
            Self::OfBlock(serial) => Some(Error::NoBlock(serial.clone())),
            Self::Range(first, last) => Some(Error::NoneReceived(*first, *last)),
        }
    }
}

/// Lists the numbers of a series.
///
/// # Errors
///
/// The project keeps no register.
pub fn list(project: &Project, series: &Series, scope: &Scope) -> Result<Listing, Error> {
    let numbers = Numbers::new(project, series)?;
    let pool = numbers.pool();
    let mut listing = Listing::default();
    let range = match &scope.serials {
        Serials::All => Some((0, u32::MAX)),
        Serials::Range(first, last) => Some((*first, *last)),
        Serials::OfBlock(serial) => Serial::parse(serial).and_then(|serial| {
            let mut blocks = numbers.register.blocks_of(&series.id);
            let block = blocks.find(|block| block.has(&serial))?;
            Some((block.from.value(), block.to.value()))
        }),
    };
    let Some((first, last)) = range else { return Ok(listing) };
    let is_wanted = |state: &State<'_>| {
        (scope.states.is_empty() || scope.states.contains(&StateName::of(state)))
            && scope.period.is_none_or(|period| month(&numbers, state) == Some(period))
    };
    for (serial, state) in pool.iter() {
        if serial.value() < first || serial.value() > last {
            continue;
        }
        listing.serials += 1;
        listing.free += usize::from(*state == State::Free);
        if is_wanted(state) {
            listing.numbers.push(Listed::new(&numbers, serial.as_str(), state));
        }
    }
    if scope.serials == Serials::All {
        let others = without_serial(&numbers);
        let wanted = others.iter().filter(|state| is_wanted(state));
        listing.numbers.extend(wanted.map(|state| Listed::new(&numbers, "", state)));
    }
    Ok(listing)
}

/// The numbers that have no serial: those in the register, then those only on papers.
fn without_serial<'p>(numbers: &Numbers<'p>) -> Vec<State<'p>> {
    let is_other = |number: &str| numbers.serial(number).is_none();
    let entries: Vec<_> = numbers.entries().filter(|entry| is_other(&entry.number.value)).collect();
    let known: BTreeSet<&str> = entries.iter().map(|entry| entry.number.value.as_str()).collect();
    let carried = numbers.carried().filter(|(_, carried)| {
        carried.is_valid && is_other(&carried.number) && !known.contains(carried.number.as_ref())
    });
    let carried = carried.map(|(file, carried)| State::Carried {
        number: carried.number.into_owned(),
        paper: numbers.project.relative(&file.path),
    });
    entries.iter().copied().map(State::Registered).chain(carried).collect()
}

/// The month in a number, otherwise that of the paper that carries it.
fn month(numbers: &Numbers<'_>, state: &State<'_>) -> Option<Month> {
    let (number, paper) = match state {
        State::Free => return None,
        State::Renumbered(alias) => (alias.number.value.as_str(), None),
        State::Carried { number, paper } => (number.as_str(), Some(paper)),
        State::Registered(entry) => match &entry.kind {
            EntryKind::Assigned { paper, .. } => (entry.number.value.as_str(), Some(paper)),
            _ => (entry.number.value.as_str(), None),
        },
    };
    let of_paper = || {
        let path = numbers.project.path_of(paper?);
        let file = numbers.project.paper(&paths::display(&path))?;
        Values::new(&file.paper, numbers.series).period_or_date_month(numbers.series)
    };
    numbers.rule.month(number).or_else(of_paper)
}

impl StateName {
    const fn of(state: &State<'_>) -> Self {
        match state {
            State::Free => Self::Free,
            State::Carried { .. } => Self::Unregistered,
            State::Renumbered(_) => Self::Renumbered,
            State::Registered(entry) => match entry.kind {
                EntryKind::Reserved { .. } => Self::Reserved,
                EntryKind::Assigned { .. } => Self::Assigned,
                EntryKind::Void { .. } => Self::Void,
            },
        }
    }
}

impl Listed {
    fn new(numbers: &Numbers<'_>, serial: &str, state: &State<'_>) -> Self {
        let (number, on, note) = match state {
            State::Free => (serial, None, String::new()),
            State::Renumbered(alias) => {
                let why = alias.why.as_ref().map(|why| format!(": {why}")).unwrap_or_default();
                let number = alias.number.value.as_str();
                let last = numbers.register.alias(&numbers.series.id, number);
                let now = last.unwrap_or(&alias.to);
                (number, Some(alias.on), format!("now {now}{why}"))
            }
            State::Carried { number, paper } => (number.as_str(), None, paper.clone()),
            State::Registered(entry) => {
                let (EntryKind::Reserved { by: note }
                | EntryKind::Assigned { paper: note, .. }
                | EntryKind::Void { why: note }) = &entry.kind;
                (entry.number.value.as_str(), Some(entry.on), note.clone())
            }
        };
        Self { number: number.to_owned(), state: StateName::of(state), on, note }
    }
}
