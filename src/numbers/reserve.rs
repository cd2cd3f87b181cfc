//! Reserving serials, which are claimed on a remote so that no two clones reserve the same one.

use chrono::NaiveDate;

use super::{Error, Numbers, numbers_of};
use crate::git::{Claim, Repository};
use crate::project::LockedProject;
use crate::project::register::{Entry, EntryKind, Pool, RegisterChange, Serial};
use crate::series::Series;

/// Why a free serial was skipped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// It is claimed on the remote.
    Claimed {
        /// The claim.
        claim: Claim,
        /// Whether the user made it: it may be on another branch, or the program was stopped before it was
        /// written to the register.
        is_own: bool,
    },
    /// Somebody else was faster.
    Lost(Serial),
}

/// Where serials are claimed: a repository and the name of its remote.
pub type Remote<'r> = (&'r Repository, &'r str);

/// Reserves the lowest free serial for `by`. With a remote it is claimed there first, and stays claimed if it
/// can't be written to the register. What happens along the way is added to `notices`.
///
/// # Errors
///
/// None is free, two papers share a serial, or the remote can't be reached.
pub fn reserve(
    locked: &mut LockedProject,
    series: &Series,
    by: &str,
    on: NaiveDate,
    remote: Option<Remote<'_>>,
    notices: &mut Vec<Notice>,
) -> Result<Serial, Error> {
    let numbers = numbers_of(locked, series)?;
    let pool = numbers.pool();
    numbers.verify_distinct(&pool)?;
    let serial = match remote {
        None => pool.free().next().cloned(),
        Some(remote) => claim(&numbers, &pool, remote, notices)?,
    };
    let serial = serial.ok_or(Error::NoneFree)?;
    let (series, by) = (numbers.series_id(), by.to_owned());
    let change = RegisterChange::Reserve { series, serial: serial.clone(), by, on };
    locked.change_register(&[change])?;
    Ok(serial)
}

/// Claims the lowest serial that is free here and on the remote.
fn claim(
    numbers: &Numbers<'_>,
    pool: &Pool<'_>,
    (repository, remote): Remote<'_>,
    notices: &mut Vec<Notice>,
) -> Result<Option<Serial>, Error> {
    let claims = repository.claims(remote)?;
    let series = numbers.series.id.as_str();
    for serial in pool.free() {
        let is_known = |claim: &&Claim| claim.series == series && claim.serial == serial.as_str();
        if let Some(claim) = claims.iter().find(is_known) {
            let is_own = repository.user().is_some_and(|user| user == claim.by);
            notices.push(Notice::Claimed { claim: claim.clone(), is_own });
        } else if repository.claim(remote, series, serial.as_str())? {
            return Ok(Some(serial.clone()));
        } else {
            notices.push(Notice::Lost(serial.clone()));
        }
    }
    Ok(None)
}

/// Releases a reserved serial, in the register and, if there is one, on the remote.
/// Returns it as the register has it.
///
/// # Errors
///
/// It is reserved in neither, or the remote can't be reached.
pub fn release(
    locked: &mut LockedProject,
    series: &Series,
    serial: &str,
    remote: Option<Remote<'_>>,
) -> Result<String, Error> {
    let numbers = numbers_of(locked, series)?;
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
    let number = number.or_else(received).unwrap_or_else(|| serial.to_owned());
    let was_there = match remote {
        Some((repository, remote)) => repository.release(remote, &series.id, &number)?,
        None => false,
    };
    if entry.is_none() && !was_there {
        return Err(Error::NotReserved(serial.to_owned()));
    }
    if let Some(entry) = entry {
        let (series, number) = (entry.series, entry.number.value);
        locked.change_register(&[RegisterChange::Release { series, number }])?;
    }
    Ok(number)
}
