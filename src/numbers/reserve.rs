//! Reserving serials, which are claimed on a remote so that no two clones reserve the same one.

use chrono::NaiveDate;

use super::{Elsewhere, Error, Numbers, Taken, numbers_of};
use crate::git::Repository;
use crate::project::register::{Entry, EntryKind, Pool, RegisterChange, Serial};
use crate::project::{LockedProject, Project};
use crate::series::Series;

/// Why a free serial was skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// It is taken outside of this folder.
    Taken {
        /// What took it.
        taken: Taken,
        /// Whether it is a claim for the same person: it may be on another branch, or the program was stopped before
        /// it was written to the register.
        is_own: bool,
    },
    /// Somebody else was faster.
    Lost(Serial),
}

/// Where serials are claimed: a repository and the name of its remote.
pub type Remote<'r> = (&'r Repository, &'r str);

/// Reserves a serial for `by` in the register: `claimed`, which is claimed on a remote, or else the lowest free one.
///
/// # Errors
///
/// None is free, two papers share a serial, or `claimed` was taken in this folder meanwhile.
pub fn reserve(
    locked: &mut LockedProject,
    series: &Series,
    by: &str,
    on: NaiveDate,
    claimed: Option<Serial>,
) -> Result<Serial, Error> {
    let numbers = numbers_of(locked, series)?;
    let pool = numbers.pool();
    numbers.verify_distinct(&pool)?;
    let serial = match claimed {
        None => pool.free().next().ok_or(Error::NoneFree)?.clone(),
        Some(serial) if pool.free().any(|free| *free == serial) => serial,
        Some(serial) => return Err(Error::TakenMeanwhile(serial)),
    };
    let (series, by) = (numbers.series_id(), by.to_owned());
    let change = RegisterChange::Reserve { series, serial: serial.clone(), by, on };
    locked.change_register(&[change])?;
    Ok(serial)
}

/// Claims the lowest free serial for `by` on a remote. What happens along the way is added to `notices`. The project is
/// not locked meanwhile: a remote may take its time.
///
/// # Errors
///
/// None is free, two papers share a serial, or the remote can't be reached.
pub fn claim(
    project: &Project,
    series: &Series,
    by: &str,
    remote: Remote<'_>,
    notices: &mut Vec<Notice>,
) -> Result<Serial, Error> {
    let numbers = Numbers::new(project, series)?;
    let pool = numbers.pool();
    numbers.verify_distinct(&pool)?;
    let (repository, name) = remote;
    let elsewhere = Elsewhere::look(project, series, Some(repository), repository.claims(name)?)?;
    claim_free(&numbers, &pool, by, remote, &elsewhere, notices)?.ok_or(Error::NoneFree)
}

/// The lowest serial that is free here and elsewhere, once it is claimed.
fn claim_free(
    numbers: &Numbers<'_>,
    pool: &Pool<'_>,
    by: &str,
    (repository, remote): Remote<'_>,
    elsewhere: &Elsewhere,
    notices: &mut Vec<Notice>,
) -> Result<Option<Serial>, Error> {
    let series = numbers.series.id.as_str();
    for serial in pool.free() {
        if let Some(taken) = elsewhere.of(serial.as_str()) {
            let is_own = matches!(taken, Taken::Claimed(claim) if claim.by == by);
            notices.push(Notice::Taken { taken: taken.clone(), is_own });
            continue;
        }
        if repository.claim(remote, series, serial.as_str(), by)? {
            return Ok(Some(serial.clone()));
        }
        notices.push(Notice::Lost(serial.clone()));
    }
    Ok(None)
}

/// Releases the claim of a serial on a remote; false if it has none. The project is not locked meanwhile.
///
/// # Errors
///
/// The remote can't be reached.
pub fn release_claim(
    project: &Project,
    series: &Series,
    serial: &str,
    (repository, remote): Remote<'_>,
) -> Result<bool, Error> {
    let numbers = Numbers::new(project, series)?;
    let (number, _) = reserved(&numbers, serial);
    Ok(repository.release(remote, &series.id, &number)?)
}

/// Releases a reserved serial in the register; `was_claimed` if it was claimed on a remote until now.
/// Returns it as the register has it.
///
/// # Errors
///
/// It was reserved in neither.
pub fn release(
    locked: &mut LockedProject,
    series: &Series,
    serial: &str,
    was_claimed: bool,
) -> Result<String, Error> {
    let numbers = numbers_of(locked, series)?;
    let wanted = Serial::parse(serial);
    let (number, entry) = reserved(&numbers, serial);
    if entry.is_none() && !was_claimed {
        let assigned = numbers.entries().find_map(|entry| match &entry.kind {
            EntryKind::Assigned { paper, .. } => {
                let own = &entry.number.value;
                let is_same =
                    own.as_str() == number || wanted.is_some() && numbers.serial(own) == wanted;
                is_same.then(|| (own.to_string(), paper.clone()))
            }
            _ => None,
        });
        if let Some((number, paper)) = assigned {
            return Err(Error::NotReservedButAssigned { number, paper });
        }
        return Err(Error::NotReserved(serial.to_owned()));
    }
    if let Some(entry) = entry {
        let (series, number) = (entry.series, entry.number.value);
        locked.change_register(&[RegisterChange::Release { series, number }])?;
    }
    Ok(number)
}

/// A reserved serial as the register has it, with its entry if there is one.
fn reserved(numbers: &Numbers<'_>, serial: &str) -> (String, Option<Entry>) {
    let wanted = Serial::parse(serial);
    let is_reserved = |entry: &&Entry| {
        let own = &entry.number.value;
        let is_same = *own == *serial || wanted.is_some() && Serial::parse(own) == wanted;
        is_same && matches!(entry.kind, EntryKind::Reserved { .. })
    };
    let entry = numbers.entries().find(is_reserved).cloned();
    let number = entry.as_ref().map(|entry| entry.number.value.to_string());
    let received = || {
        let pool = numbers.pool();
        let received = pool.as_received(wanted.as_ref()?)?;
        Some(received.to_string())
    };
    (number.or_else(received).unwrap_or_else(|| serial.to_owned()), entry)
}
