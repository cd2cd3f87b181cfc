//! Assigning a number to a paper: the next free one, or one that the caller names.

use std::path::Path;

use chrono::NaiveDate;

use super::{Error, Numbers, numbers_of};
use crate::paper::CoreField;
use crate::paper::edit;
use crate::paper::front_matter::quoting;
use crate::project::register::{Pool, RegisterChange};
use crate::project::{LockedProject, PaperFile};
use crate::series::{Bind, Part, Series, Values};
use crate::text::fixes;

/// A number that was assigned to a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assigned {
    /// The number.
    pub number: String,
    /// The paper's path in the project.
    pub paper: String,
}

/// Assigns a number to the paper at `path`, in the register and in its front matter: `wanted`, or else the one that
/// either has for it, or else the next free one. A reservation of `user` is used.
///
/// # Errors
///
/// The paper has another number, or the number is not free.
pub fn assign(
    locked: &mut LockedProject,
    series: &Series,
    path: &Path,
    wanted: Option<&str>,
    user: Option<&str>,
    on: NaiveDate,
) -> Result<Assigned, Error> {
    let numbers = numbers_of(locked, series)?;
    let file = numbers.find(path)?;
    let paper = numbers.project.relative(&file.path);
    let pool = numbers.pool();
    numbers.verify_distinct(&pool)?;
    let given = numbers.assigned(&paper).map(|entry| entry.number.value.to_string());
    let given = given.as_deref();
    let carried = numbers.project.carried_number(series, &file.paper);
    let carried = carried.as_ref();
    if let Some(carried) = carried
        && (given.is_some_and(|given| given != carried.number)
            || wanted.is_some_and(|wanted| wanted != carried.number))
    {
        return Err(Error::HasNumber { paper, number: carried.written.to_owned() });
    }
    if let (Some(given), Some(wanted)) = (given, wanted)
        && given != wanted
    {
        return Err(Error::HasEntry { paper, number: given.to_owned() });
    }
    let known = given.or(carried.map(|carried| carried.number.as_ref())).or(wanted);
    let number = match known {
        Some(number) => number.to_owned(),
        None => composed(&numbers, &pool, file)?,
    };
    let reserved = numbers.verify(&pool, &number, &paper, user)?;
    let mut changes = Vec::new();
    if given.is_none() {
        changes.extend(reserved.map(|entry| RegisterChange::Release {
            series: entry.series.clone(),
            number: entry.number.value.clone(),
        }));
        let (series, number) = (numbers.series_id(), number.as_str().into());
        changes.push(RegisterChange::Assign { series, number, paper: paper.clone(), on });
    }
    let name = file.paper.file.name().to_owned();
    let is_written = carried.is_some_and(|carried| carried.written == number);
    let text = (!is_written).then(|| with_number(file, &number));
    locked.change_register(&changes)?;
    if let Some(text) = text {
        locked.rewrite_paper(&name, text);
    }
    Ok(Assigned { number, paper })
}

/// The next free serial, with the parts of the number that repeat fields of the paper.
fn composed(numbers: &Numbers<'_>, pool: &Pool<'_>, file: &PaperFile) -> Result<String, Error> {
    let next = pool.free().next().ok_or(Error::NoneFree)?;
    let rule = numbers.rule;
    let values = Values::new(&file.paper, numbers.series);
    let date = CoreField::Date.as_ref();
    let part = |group: &str, digits: usize| {
        let bound = rule.binds.iter().find(|bind| bind.group == group);
        let field = bound.map_or(date, |bind| bind.field.as_str());
        let part = bound.map(|bind| bind.part).or(match group {
            "month" => Some(Part::Month),
            "year" => Some(Part::Year),
            _ => None,
        })?;
        let bind = Bind { group: group.to_owned(), field: field.to_owned(), part };
        let whole = || values.text(field).map(str::to_owned);
        values.month(field).and_then(|month| bind.expected_of_month(month, digits)).or_else(whole)
    };
    rule.compose(next.as_str(), part).ok_or_else(|| {
        let mut fields: Vec<String> = rule.binds.iter().map(|bind| bind.field.clone()).collect();
        if fields.is_empty() {
            fields.push(date.to_owned());
        }
        Error::MissingParts { form: rule.form.clone(), fields }
    })
}

/// The paper's text with the number in its front matter.
fn with_number(file: &PaperFile, number: &str) -> String {
    let edit = edit::set_field(&file.paper, CoreField::PublicationNumber, &quoting::quoted(number));
    fixes::edited(file.paper.file.text(), [&edit])
}
