//! Reserving serials, which are claimed on a remote so that no two clones reserve the same one.

use std::path::Path;

use chrono::NaiveDate;

use super::assign::reserver;
use super::elsewhere::entries;
use super::{Elsewhere, Error, Numbers, Taken, numbers_of};
use crate::git::{Branch, Claim, Repository};
use crate::project::register::{Entry, EntryKind, Pool, REGISTER_FILE, RegisterChange, Serial};
use crate::project::{InputError, LockedProject, Project, serial_key};
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

/// Releases the claim of a serial on a remote, and returns whose it was; none if there is no claim. The project is not
/// locked meanwhile. Who has no name owns none.
///
/// # Errors
///
/// It is reserved for somebody else, a paper has it and the remote does not show that yet, or the remote can't be reached.
pub fn release_claim(
    project: &Project,
    series: &Series,
    serial: &str,
    by: Option<&str>,
    (repository, remote): Remote<'_>,
) -> Result<Option<String>, Error> {
    let numbers = Numbers::new(project, series)?;
    let (number, entry) = reserved(&numbers, serial);
    verify_own(&number, entry.as_ref().and_then(reserver), by)?;
    numbers.verify_shown(&number, (repository, remote))?;
    // A remote that can't be asked has nothing to release either.
    let claims = repository.claims(remote).unwrap_or_default();
    let is_it = |claim: &Claim| claim.series == series.id && claim.serial == number;
    let owner = claims.into_iter().find(is_it).map(|claim| claim.by);
    verify_own(&number, owner.as_deref(), by)?;
    let was_there = repository.release(remote, &series.id, &number)?;
    Ok(was_there.then(|| owner.unwrap_or_default()))
}

impl Numbers<'_> {
    /// An error if a paper here has the number, and no branch of the remote shows it as far as is known: without the
    /// claim, the next one who reserves a number would get it as well.
    fn verify_shown(&self, number: &str, (repository, remote): Remote<'_>) -> Result<(), Error> {
        let Some((number, paper)) = self.holder(number) else { return Ok(()) };
        let root = self.project.root.as_deref().unwrap_or(Path::new("."));
        let path = format!("{}{REGISTER_FILE}", repository.prefix(root)?);
        let serial = self.serial(&number);
        let key = serial.as_ref().map_or(number.as_str(), Serial::as_str);
        let default = self.project.settings.series.value.as_str();
        let is_shown = |branch: &Branch| {
            let name = branch.name.strip_prefix(remote);
            let is_its = name.is_some_and(|name| name.starts_with('/'));
            let entries = || entries(repository, &branch.commit, &path, (self.series, default));
            is_its
                && entries()
                    .get(serial_key(key))
                    .is_some_and(|entry| matches!(entry.kind, EntryKind::Assigned { .. }))
        };
        if repository.branches()?.iter().any(is_shown) {
            return Ok(());
        }
        let reason = format!(
            "has the number `{number}`, and {remote} does not show that yet, so somebody else would reserve it; \
             push {REGISTER_FILE} first"
        );
        Err(InputError::new(paper, reason).into())
    }

    /// The paper that has `number`, a whole number or a serial, by the register or its own text, with its whole number.
    fn holder(&self, number: &str) -> Option<(String, String)> {
        let serial = Serial::parse(number);
        let is_it = |own: &str| own == number || serial.is_some() && self.serial(own) == serial;
        let registered = self.entries().find_map(|entry| match &entry.kind {
            EntryKind::Assigned { paper, .. } if is_it(&entry.number.value) => {
                Some((entry.number.value.to_string(), paper.clone()))
            }
            _ => None,
        });
        registered.or_else(|| {
            let mut carried = self.carried().filter(|(_, carried)| is_it(&carried.number));
            let (file, carried) = carried.next()?;
            Some((carried.number.into_owned(), self.project.relative(&file.path)))
        })
    }
}

/// An error if `owner` of a number is not known to be `by`.
fn verify_own(number: &str, owner: Option<&str>, by: Option<&str>) -> Result<(), Error> {
    match (owner, by) {
        (Some(owner), by) if !owner.is_empty() && by != Some(owner) => {
            Err(Error::ReservedByOther { serial: number.to_owned(), by: owner.to_owned() })
        }
        _ => Ok(()),
    }
}

/// Releases a reserved serial of `by` in the register; it `was_claimed` on a remote until now. Who has no name
/// owns none. Returns it as the register has it.
///
/// # Errors
///
/// It was reserved in neither, or for somebody else.
pub fn release(
    locked: &mut LockedProject,
    series: &Series,
    serial: &str,
    by: Option<&str>,
    was_claimed: bool,
) -> Result<String, Error> {
    let numbers = numbers_of(locked, series)?;
    let (number, entry) = reserved(&numbers, serial);
    let owner = entry.as_ref().and_then(reserver).map(str::to_owned);
    verify_own(&number, owner.as_deref(), by)?;
    if entry.is_none() && !was_claimed {
        let assigned = numbers.holder(&number);
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
