//! Reserving serials, which are claimed on a remote so that no two clones reserve the same one.

use chrono::NaiveDate;

use super::assign::reserver;
use super::{Elsewhere, Error, Numbers, Taken, numbers_of};
use crate::git::{Claim, Repository};
use crate::project::LockedProject;
use crate::project::register::{Entry, EntryKind, Pool, RegisterChange, Serial};
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
    let repository = remote.map(|(repository, _)| repository);
    let elsewhere = Elsewhere::look(numbers.project, series, repository, remote)?;
    let serial = claim(&numbers, &pool, by, remote, &elsewhere, notices)?;
    let serial = serial.ok_or(Error::NoneFree)?;
    let (series, by) = (numbers.series_id(), by.to_owned());
    let change = RegisterChange::Reserve { series, serial: serial.clone(), by, on };
    locked.change_register(&[change])?;
    Ok(serial)
}

/// The lowest serial that is free here and elsewhere; with a remote it is claimed there.
fn claim(
    numbers: &Numbers<'_>,
    pool: &Pool<'_>,
    by: &str,
    remote: Option<Remote<'_>>,
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
        let Some((repository, remote)) = remote else { return Ok(Some(serial.clone())) };
        if repository.claim(remote, series, serial.as_str(), by)? {
            return Ok(Some(serial.clone()));
        }
        notices.push(Notice::Lost(serial.clone()));
    }
    Ok(None)
}

/// A serial that was released.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    /// The serial.
    pub serial: String,
    /// Who had reserved it.
    pub by: Option<String>,
}

/// Releases a reserved serial of `by`, in the register and, if there is one, on the remote. Where nobody knows who `by`
/// is, it is taken for theirs. Returns it as the register has it, and who had reserved it.
///
/// # Errors
///
/// It is reserved in neither, or for somebody else, or the remote can't be reached.
pub fn release(
    locked: &mut LockedProject,
    series: &Series,
    serial: &str,
    by: Option<&str>,
    remote: Option<Remote<'_>>,
) -> Result<Released, Error> {
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
    // A remote that can't be asked has nothing to release either.
    let claims = remote.and_then(|(repository, remote)| repository.claims(remote).ok());
    let is_it = |claim: &Claim| claim.series == series.id && claim.serial == number;
    let claim = claims.into_iter().flatten().find(is_it);
    let owners = entry.as_ref().and_then(reserver).into_iter();
    let owners = owners.chain(claim.as_ref().map(|claim| claim.by.as_str()));
    let owners: Vec<String> = owners.map(str::to_owned).collect();
    if let Some(other) = owners.iter().find(|owner| by.is_some_and(|by| by != **owner)) {
        return Err(Error::ReservedByOther { serial: number, by: other.clone() });
    }
    let was_there = match remote {
        Some((repository, remote)) => repository.release(remote, &series.id, &number)?,
        None => false,
    };
    if entry.is_none() && !was_there {
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
    Ok(Released { serial: number, by: owners.into_iter().next() })
}
