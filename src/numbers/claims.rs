//! Reservations compared with what became of their numbers.

use std::collections::BTreeMap;
use std::fmt;

use super::assign::reserver;
use super::{Error, Numbers};
use crate::git::Claim;
use crate::project::register::{EntryKind, Serial};
use crate::project::{NoRegister, Project};
use crate::series::Series;
use crate::text::suggest::argument;

/// A serial that was reserved for one person and used without that person's reservation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overlap {
    /// The serial, as it was reserved.
    pub serial: String,
    /// For whom.
    pub by: String,
    /// The day on which it was claimed on the remote; none for a reservation in the register.
    pub since: Option<String>,
    /// What became of it.
    pub usage: Usage,
}

/// What a serial is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Usage {
    /// A paper has the number.
    Paper {
        /// The number.
        number: String,
        /// The paper's path in the project.
        paper: String,
        /// For whom it had been reserved.
        by: Option<String>,
    },
    /// It is reserved for somebody else in the register.
    Reserved(String),
}

impl fmt::Display for Overlap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { serial, by, since, usage } = self;
        write!(f, "`{serial}` is reserved by {by}")?;
        if let Some(day) = since {
            write!(f, " since {day}")?;
        }
        let local = if since.is_some() { "" } else { "--local " };
        match usage {
            Usage::Paper { number, paper, .. } => write!(
                f,
                ", and {paper} has the number `{number}`: `issuepaper number release {local}{serial} --by {}` if \
                 it has it from {by}, otherwise `issuepaper number renumber {} NUMBER`",
                argument(by),
                argument(paper)
            ),
            Usage::Reserved(other) => write!(
                f,
                " on the remote, and by {other} in the register: `issuepaper number release --local {serial} \
                 --by {}` takes the second out",
                argument(other)
            ),
        }
    }
}

/// Compares the reservations in the register, and `claims`, those on a remote, with what the register and the
/// papers have.
///
/// # Errors
///
/// Papers of the series carry no numbers.
pub fn overlaps(
    project: &Project,
    series: &Series,
    claims: &[Claim],
) -> Result<Vec<Overlap>, Error> {
    let numbers = match Numbers::new(project, series) {
        Ok(numbers) => numbers,
        Err(Error::NoRegister(NoRegister)) => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let (used, reserved) = (used(&numbers), reserved(&numbers));
    let mut overlaps = Vec::new();
    for (serial, by) in &reserved {
        if let Some(usage) = used.get(serial) {
            let (serial, by) = (serial.to_string(), (*by).to_owned());
            overlaps.push(Overlap { serial, by, since: None, usage: usage.clone() });
        }
    }
    for claim in claims.iter().filter(|claim| claim.series == series.id) {
        let Some(serial) = Serial::parse(&claim.serial) else { continue };
        let is_own = |by: &str| by == claim.by;
        let by_other = reserved.get(&serial).filter(|by| !is_own(by));
        let usage = match used.get(&serial) {
            Some(Usage::Paper { by: Some(by), .. }) if is_own(by) => None,
            Some(usage) => Some(usage.clone()),
            None => by_other.map(|by| Usage::Reserved((*by).to_owned())),
        };
        // One that is reserved in the register as well was compared above.
        if let Some(usage) = usage.filter(|_| by_other.is_some() || !reserved.contains_key(&serial))
        {
            let (serial, by) = (claim.serial.clone(), claim.by.clone());
            overlaps.push(Overlap { serial, by, since: Some(claim.on.clone()), usage });
        }
    }
    Ok(overlaps)
}

/// The serials that papers have.
fn used(numbers: &Numbers<'_>) -> BTreeMap<Serial, Usage> {
    let mut used = BTreeMap::new();
    for entry in numbers.entries() {
        let Some(serial) = numbers.serial(&entry.number.value) else { continue };
        if let EntryKind::Assigned { paper, by } = &entry.kind {
            let number = entry.number.value.to_string();
            let (paper, by) = (paper.clone(), by.clone());
            used.insert(serial, Usage::Paper { number, paper, by });
        }
    }
    for (file, carried) in numbers.carried() {
        let Some(serial) = numbers.serial(&carried.number) else { continue };
        let (number, paper) = (carried.number.into_owned(), numbers.project.relative(&file.path));
        used.entry(serial).or_insert(Usage::Paper { number, paper, by: None });
    }
    used
}

/// The reserved serials, and for whom.
fn reserved<'p>(numbers: &Numbers<'p>) -> BTreeMap<Serial, &'p str> {
    let entries = numbers.entries();
    entries
        .filter_map(|entry| Some((numbers.serial(&entry.number.value)?, reserver(entry)?)))
        .collect()
}
