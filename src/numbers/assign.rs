//! Assigning a number to a paper: one that was reserved for the user, the next free one, or one that the caller names.

use std::path::Path;

use chrono::NaiveDate;

use super::elsewhere::{Elsewhere, Taken};
use super::{Error, Numbers, numbers_of};
use crate::project::register::{Entry, EntryKind, Pool, RegisterChange, State};
use crate::project::{LockedProject, PaperFile};
use crate::series::Role;
use crate::series::Series;
use crate::text::fixes;

/// For whom a number is taken, and what is taken elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct Claimant<'a> {
    /// Whose reservations may be used.
    pub by: Option<&'a str>,
    /// The numbers taken outside of this folder.
    pub elsewhere: &'a Elsewhere,
}

impl<'a> Claimant<'a> {
    /// The claimant's name, if the serial of `number` is claimed in it on the remote.
    fn claimed(&self, numbers: &Numbers<'_>, number: &str) -> Option<&'a str> {
        let serial = numbers.serial(number)?;
        match self.elsewhere.of(serial.as_str())? {
            Taken::Claimed(claim) => self.by.filter(|by| *by == claim.by),
            _ => None,
        }
    }
}

/// A number that was assigned to a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// The number.
    pub number: String,
    /// The paper's path in the project.
    pub paper: String,
    /// The serials that are free here and were passed over, since they are taken elsewhere.
    pub passed: Vec<Taken>,
}

/// Assigns a number to the paper at `path`, in the register and in its front matter: `wanted`, which may be a serial
/// alone, or else the one that either has for it, or else one that was reserved for the claimant, or else the next
/// free one. A reservation is used up.
///
/// # Errors
///
/// The paper has another number, may not have one, or contradicts it; or the number is not free.
pub fn assign(
    locked: &mut LockedProject,
    series: &Series,
    path: &Path,
    wanted: Option<&str>,
    claimant: Claimant<'_>,
    on: NaiveDate,
) -> Result<Assigned, Error> {
    let numbers = numbers_of(locked, series)?;
    let file = numbers.find(path)?;
    let paper = numbers.project.relative(&file.path);
    verify_text(&numbers, file, &paper)?;
    let pool = numbers.pool();
    numbers.verify_distinct(&pool)?;
    let given = numbers.assigned(&paper).map(|entry| entry.number.value.as_str());
    let carried = numbers.project.carried_number(series, &file.paper);
    let wanted = wanted.map(|wanted| numbers.named(&pool, file, wanted)).transpose()?;
    let wanted = wanted.as_deref();
    let carried_number = carried.as_ref().map(|carried| carried.number.as_ref());
    verify_one(&paper, given, carried_number, wanted)?;
    let mut passed = Vec::new();
    let number = match given.or(carried_number).or(wanted) {
        Some(number) => number.to_owned(),
        None => next(&numbers, &pool, file, claimant, &mut passed)?,
    };
    let is_written = is_written(series, file, &number);
    if given.is_some() && is_written {
        return Ok(Assigned { number, paper, passed });
    }
    numbers.verify_fit(file, &number)?;
    if !is_written && numbers.register.record(&paper).last().is_some() {
        return Err(Error::Sealed(paper));
    }
    let reserved = numbers.verify(&pool, &number, &paper, claimant)?;
    let mut changes = Vec::new();
    if given.is_none() {
        changes.extend(reserved.map(|entry| RegisterChange::Release {
            series: entry.series.clone(),
            number: entry.number.value.clone(),
        }));
        let by = reserved.and_then(reserver).or_else(|| claimant.claimed(&numbers, &number));
        let by = by.map(str::to_owned);
        let (series, number) = (numbers.series_id(), number.as_str().into());
        changes.push(RegisterChange::Assign { series, number, paper: paper.clone(), by, on });
    }
    let name = file.paper.file.name().to_owned();
    let text = (!is_written).then(|| with_number(&numbers, file, &number));
    locked.change_register(&changes)?;
    if let Some(text) = text {
        locked.rewrite_paper(&name, &text);
    }
    Ok(Assigned { number, paper, passed })
}

/// Whether the paper has the number where its series keeps it: in the field for it, or in its name where there is none.
fn is_written(series: &Series, file: &PaperFile, number: &str) -> bool {
    let written = match series.key(Role::Number) {
        Some(_) => series.text(&file.paper, Role::Number),
        None => series.number_of(&file.paper),
    };
    written == Some(number)
}

/// An error if the paper has something in the place of its number that is no text, such as a list: it may be the draft
/// of a number, and is not for the program to replace.
fn verify_text(numbers: &Numbers<'_>, file: &PaperFile, paper: &str) -> Result<(), Error> {
    let Some(entry) = numbers.series.entry(&file.paper, Role::Number) else { return Ok(()) };
    let is_text = numbers.series.text(&file.paper, Role::Number).is_some();
    if is_text || entry.value.is_null() {
        return Ok(());
    }
    let kind = if entry.broken { "something unreadable" } else { entry.value.type_name() };
    let value = file.paper.file.slice(entry.value.span).split_whitespace().collect::<Vec<_>>();
    let (paper, key) = (paper.to_owned(), entry.key.value.clone());
    Err(Error::NoText { paper, key, kind, value: value.join(" ") })
}

/// An error unless the register, the paper and the caller agree on the number, as far as each has one.
fn verify_one(
    paper: &str,
    given: Option<&str>,
    carried: Option<&str>,
    wanted: Option<&str>,
) -> Result<(), Error> {
    let differ = |one: Option<&str>, other: Option<&str>| {
        one.zip(other).is_some_and(|(one, other)| one != other)
    };
    let paper = paper.to_owned();
    match (given, carried) {
        (Some(given), Some(carried)) if given != carried => {
            let (number, registered) = (carried.to_owned(), given.to_owned());
            Err(Error::Differs { paper, number, registered })
        }
        (_, Some(carried)) if differ(wanted, Some(carried)) => {
            Err(Error::HasNumber { paper, number: carried.to_owned() })
        }
        (Some(given), None) if differ(wanted, Some(given)) => {
            Err(Error::HasEntry { paper, number: given.to_owned() })
        }
        _ => Ok(()),
    }
}

/// Who reserved a number.
pub(super) fn reserver(entry: &Entry) -> Option<&str> {
    match &entry.kind {
        EntryKind::Reserved { by } => Some(by),
        _ => None,
    }
}

/// The number that was reserved for the claimant, the lowest of several; or one with the next free serial.
fn next(
    numbers: &Numbers<'_>,
    pool: &Pool<'_>,
    file: &PaperFile,
    claimant: Claimant<'_>,
    passed: &mut Vec<Taken>,
) -> Result<String, Error> {
    let is_own = |state: &State<'_>| match state {
        State::Registered(entry) => {
            claimant.by.is_some_and(|by| reserver(entry).is_some_and(|other| other == by))
        }
        _ => false,
    };
    if let Some((serial, state)) = pool.iter().find(|(_, state)| is_own(state)) {
        return match state {
            // Somebody wrote a whole number.
            State::Registered(Entry { number, .. }) if numbers.rule.is_match(&number.value) => {
                Ok(number.value.to_string())
            }
            _ => numbers.composed(serial, file),
        };
    }
    Error::verify_counted(numbers.series, numbers.rule)?;
    for serial in pool.free() {
        match claimant.elsewhere.of(serial.as_str()) {
            None => return numbers.composed(serial, file),
            Some(taken) => passed.push(taken.clone()),
        }
    }
    Err(Error::NoneFree)
}

/// The paper's text with the number in its front matter.
fn with_number(numbers: &Numbers<'_>, file: &PaperFile, number: &str) -> String {
    let edit =
        numbers.series.set(&file.paper, Role::Number, &numbers.series.number_as_yaml(number));
    fixes::edited(file.paper.file.text(), &edit)
}
