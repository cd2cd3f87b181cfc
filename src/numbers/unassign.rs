//! Taking back a number that was assigned by mistake.

use std::path::Path;

use chrono::NaiveDate;

use super::{Error, Numbers, numbers_of};
use crate::project::register::{Entry, EntryKind, RegisterChange, Serial};
use crate::project::{LockedProject, PaperFile, paths};
use crate::series::Role;
use crate::series::{Series, Values};
use crate::text::fixes;

/// A number that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unassigned {
    /// The number.
    pub number: String,
    /// The paper's path in the project.
    pub paper: String,
    /// What became of the number.
    pub state: Returned,
    /// Whether the name of the paper's file still has it.
    pub is_in_name: bool,
}

/// What becomes of a number that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returned {
    /// Any paper may get it.
    Free,
    /// It is reserved again, for the person it was reserved for before.
    Reserved(String),
    /// Nobody may use it, for the reason that was given.
    Void,
    /// Nobody may use it, since it replaced this number: what refers to that one would be led to another paper.
    VoidAsReplacing(String),
    /// It is still the number of the paper at this path.
    StillOf(String),
}

/// Takes the number back from the paper at `path`, which may be gone: in the register, and in the front matter. With a
/// reason the number is void afterwards, for example because somebody saw it already, and so is one that replaced
/// another; otherwise it is free, or reserved again if it was.
///
/// # Errors
///
/// The paper has no number, or is published.
pub fn unassign(
    locked: &mut LockedProject,
    series: &Series,
    path: &Path,
    why: Option<&str>,
    on: NaiveDate,
) -> Result<Unassigned, Error> {
    let numbers = numbers_of(locked, series)?;
    // Named from here, or as the register has it.
    let here = numbers.project.relative(&paths::normal(path));
    let gone = if numbers.assigned(&here).is_some() { here } else { paths::display(path) };
    let file = match numbers.find(path) {
        Ok(file) => Some(file),
        Err(error @ Error::NoPaper(_)) => {
            numbers.assigned(&gone).ok_or(error)?;
            None
        }
        Err(error) => return Err(error),
    };
    file.map_or(Ok(()), |file| numbers.verify_in_place(file))?;
    let paper = file.map_or(gone, |file| numbers.project.relative(&file.path));
    if numbers.register.record(&paper).last().is_some()
        || file.is_some_and(|file| is_published(&numbers, file))
    {
        return Err(match file {
            Some(_) => Error::Published(paper),
            None => Error::PublishedAndGone(paper),
        });
    }
    let given = numbers.assigned(&paper);
    let carried = file.and_then(|file| numbers.project.carried_number(series, &file.paper));
    let carried = carried.as_ref().map(|carried| carried.number.as_ref());
    if let (Some(given), Some(number)) = (given, carried)
        && given.number.value != number
    {
        let (number, registered) = (number.to_owned(), given.number.value.to_string());
        return Err(Error::Differs { paper, number, registered });
    }
    let number = given.map(|entry| entry.number.value.as_str()).or(carried);
    let Some(number) = number.map(str::to_owned) else { return Err(Error::NoNumber(paper)) };
    let state = match numbers.other_holder(&paper, &number) {
        Some(other) if why.is_some() => return Err(Error::StillCarried { number, other, paper }),
        Some(other) => Returned::StillOf(other),
        None => returned(&numbers, given, &number, why),
    };
    let changes = changes(&numbers, given, (&number, &paper), &state, (why, on));
    let in_name = file.and_then(|file| series.number_in_name(file.paper.file.name()));
    let is_in_name = in_name == Some(number.as_str());
    let edited = file
        .filter(|_| carried.is_some())
        .map(|file| (file.paper.file.name().to_owned(), without_number(numbers.series, file)));
    locked.change_register(&changes)?;
    if let Some((name, text)) = edited {
        locked.rewrite_paper(&name, &text);
    }
    Ok(Unassigned { number, paper, state, is_in_name })
}

/// Whether the paper says that it is published.
fn is_published(numbers: &Numbers<'_>, file: &PaperFile) -> bool {
    let stage = Values::new(&file.paper, numbers.series).stage;
    let is_named = numbers.series.text(&file.paper, Role::Stage).is_some();
    is_named && numbers.series.stages.is_frozen(stage)
}

impl Numbers<'_> {
    /// A paper other than the one at `path` that carries `number`, or that the register has it for.
    fn other_holder(&self, path: &str, number: &str) -> Option<String> {
        let registered = || {
            let mut entries = self.entries().filter(|entry| entry.number.value == *number);
            entries.find_map(|entry| match &entry.kind {
                EntryKind::Assigned { paper, .. } if paper != path => Some(paper.clone()),
                _ => None,
            })
        };
        self.other_with(path, number).or_else(registered)
    }
}

fn returned(
    numbers: &Numbers<'_>,
    given: Option<&Entry>,
    number: &str,
    why: Option<&str>,
) -> Returned {
    if why.is_some() {
        return Returned::Void;
    }
    let mut aliases = numbers.register.aliases_of(&numbers.series.id);
    if let Some(alias) = aliases.rfind(|alias| alias.to == *number) {
        return Returned::VoidAsReplacing(alias.number.value.to_string());
    }
    let by = given.and_then(|entry| match &entry.kind {
        EntryKind::Assigned { by, .. } => by.clone(),
        _ => None,
    });
    let by = by.filter(|_| numbers.serial(number).is_some());
    by.map_or(Returned::Free, Returned::Reserved)
}

fn changes(
    numbers: &Numbers<'_>,
    given: Option<&Entry>,
    (number, paper): (&str, &str),
    state: &Returned,
    (why, on): (Option<&str>, NaiveDate),
) -> Vec<RegisterChange> {
    let mut changes = Vec::new();
    changes.extend(given.map(|entry| RegisterChange::Unassign {
        series: numbers.series_id(),
        number: entry.number.value.clone(),
        paper: paper.to_owned(),
    }));
    let series = numbers.series_id();
    match state {
        Returned::Free | Returned::StillOf(_) => {}
        Returned::Reserved(by) => {
            let serial: Option<Serial> = numbers.serial(number);
            let by = by.clone();
            changes.extend(serial.map(|serial| RegisterChange::Reserve { series, serial, by, on }));
        }
        Returned::VoidAsReplacing(old) => {
            let why = format!("taken back after it had replaced {old}");
            changes.push(RegisterChange::Void { series, number: number.into(), why, on });
        }
        Returned::Void => {
            let why = why.unwrap_or_default().to_owned();
            changes.push(RegisterChange::Void { series, number: number.into(), why, on });
        }
    }
    changes
}

/// The paper's text without its number. A comment beside it keeps its line.
fn without_number(series: &Series, file: &PaperFile) -> String {
    let (paper, number) = (&file.paper, Role::Number);
    let end = series.entry(paper, number).map_or(0, |entry| entry.value.span.end);
    let edit = match paper.comment_after(end) {
        Some(_) => series.set(paper, number, ""),
        None => series.remove(paper, number),
    };
    fixes::edited(paper.file.text(), edit.iter())
}
