//! The columns of the list: one row each of a table that options, sorting and every format use.

use std::cell::OnceCell;
use std::cmp::Ordering;

use clap::builder::PossibleValue;
use issuepaper::document::{self, Metadata};
use issuepaper::project::register::Record;
use issuepaper::project::{PaperFile, Project};
use issuepaper::series::Role;
use issuepaper::series::{FieldType, Series, Values};

/// A paper and everything that a column may need.
pub(super) struct Listed<'p> {
    project: &'p Project,
    pub(super) file: &'p PaperFile,
    pub(super) series: &'p Series,
    pub(super) values: Values<'p>,
    metadata: Metadata,
    /// What is asked, once it was looked up: that takes the body.
    asked: OnceCell<String>,
    record: Record<'p>,
}

/// A column.
pub(super) struct Column {
    /// Its name on the command line, in JSON and CSV.
    pub(super) name: &'static str,
    /// Its header in a table.
    pub(super) header: &'static str,
    about: &'static str,
    value: fn(&Listed<'_>) -> String,
}

/// The default columns; the revision only if a paper has one.
pub(super) const DEFAULT: [&str; 7] =
    ["number", "revision", "period", "stage", "date", "title", "path"];

/// The columns of the list of actions.
pub(super) const ACTIONS: [&str; 8] =
    ["due", "owner", "action", "number", "unit", "text", "title", "path"];

/// The ids that a section on the requested action has in a series.
const ACTION_SECTIONS: [&str; 3] = ["action_required", "action-required", "action"];

/// Every column, in the order in which JSON has them.
pub(super) const ALL: &[Column] = &[
    Column { name: "number", header: "Number", about: "The publication number", value: number },
    Column { name: "revision", header: "Revision", about: "The current revision", value: revision },
    Column { name: "period", header: "Period", about: "The month of the meeting", value: period },
    Column { name: "stage", header: "Stage", about: "The paper's stage", value: stage },
    Column { name: "date", header: "Date", about: "The day it was submitted", value: date },
    Column {
        name: "published",
        header: "Published",
        about: "The day it was published",
        value: published,
    },
    Column { name: "series", header: "Series", about: "The series", value: series },
    Column { name: "unit", header: "Unit", about: "The unit it is about", value: unit },
    Column { name: "office", header: "Office", about: "The office", value: office },
    Column {
        name: "submitter",
        header: "Submitted by",
        about: "Who submitted it",
        value: submitter,
    },
    Column {
        name: "action",
        header: "Action",
        about: "What is asked of the committee",
        value: action,
    },
    Column { name: "owner", header: "Owner", about: "Who is asked", value: owner },
    Column { name: "due", header: "Due", about: "The day it is due", value: due },
    Column {
        name: "text",
        header: "Text",
        about: "What is asked, if a section says so",
        value: text,
    },
    Column { name: "title", header: "Title", about: "The title", value: title },
    Column { name: "path", header: "Path", about: "The paper's file", value: path },
];

/// The column with that name.
pub(super) fn by_name(name: &str) -> Option<&'static Column> {
    ALL.iter().find(|column| column.name == name)
}

/// The names for the help and for completion.
pub(super) fn names() -> impl Iterator<Item = PossibleValue> {
    ALL.iter().map(|column| PossibleValue::new(column.name).help(column.about))
}

impl Column {
    /// The paper's value in this column; empty if there is none.
    pub(super) fn of(&self, paper: &Listed<'_>) -> String {
        (self.value)(paper)
    }
}

/// A sort key for a value: numbers within a text compare as numbers, and case is ignored.
pub(super) struct Key(Box<str>);

impl Key {
    pub(super) fn new(value: &str) -> Self {
        Self(value.to_lowercase().into())
    }

    /// The order of two values, ascending or descending; empty values come last in both.
    pub(super) fn compare(&self, other: &Self, is_reverse: bool) -> Ordering {
        let order = pieces(&self.0).cmp(pieces(&other.0));
        let order = if is_reverse { order.reverse() } else { order };
        self.0.is_empty().cmp(&other.0.is_empty()).then(order)
    }
}

/// Splits a text into runs of digits, each with its value, and runs of other characters.
///
/// No crate fits: `natord`, of 2015, reads `0098` as a fraction, and `alphanumeric-sort` treats capitals as
/// other letters.
fn pieces(mut text: &str) -> impl Iterator<Item = (Option<u128>, &str)> {
    std::iter::from_fn(move || {
        let is_digits = text.chars().next()?.is_ascii_digit();
        let end = text.find(|c: char| c.is_ascii_digit() != is_digits).unwrap_or(text.len());
        let (piece, rest) = text.split_at(end);
        text = rest;
        Some((if is_digits { piece.parse().ok() } else { None }, piece))
    })
}

impl<'p> Listed<'p> {
    pub(super) fn new(project: &'p Project, file: &'p PaperFile) -> Option<Self> {
        let series = project.series_of(&file.paper)?;
        let values = Values::new(&file.paper, series);
        let metadata = Metadata::new(&file.paper, series, &values);
        let register = project.register.as_ref();
        let record = register.map(|register| register.record(&project.relative(&file.path)));
        let (asked, record) = (OnceCell::new(), record.unwrap_or_default());
        Some(Self { project, file, series, values, metadata, asked, record })
    }

    /// The texts of the unit fields, the innermost last.
    pub(super) fn units(&self) -> impl Iterator<Item = &str> {
        let units = self.series.fields.iter().filter(|field| field.field_type == FieldType::Unit);
        units.filter_map(|field| self.values.text(&field.id))
    }

    /// Whether the paper was revised since it was published.
    pub(super) fn is_revised(&self) -> bool {
        self.record.revision().is_some()
    }

    /// Whether the paper asks something of the committee: by its field or, in a series without one, by its
    /// section.
    pub(super) fn has_action(&self) -> bool {
        let action = action(self);
        if action.is_empty() {
            return !text(self).is_empty();
        }
        let field = self.series.field(Role::ActionRequired);
        let is_none = |no_action: &String| no_action.eq_ignore_ascii_case(&action);
        !field.is_some_and(|field| field.no_action.iter().any(is_none))
    }

    /// Whether the paper was withdrawn.
    pub(super) fn is_withdrawn(&self) -> bool {
        self.series.stages.withdrawn() == Some(self.series.stages.name(self.values.stage))
    }

    fn text_of(&self, role: Role) -> String {
        self.series.text(&self.file.paper, role).unwrap_or_default().to_owned()
    }
}

fn number(paper: &Listed<'_>) -> String {
    paper.metadata.identifier.clone().unwrap_or_default()
}

fn revision(paper: &Listed<'_>) -> String {
    paper.record.revision().unwrap_or_default().to_owned()
}

fn period(paper: &Listed<'_>) -> String {
    paper.metadata.period.clone().unwrap_or_default()
}

fn stage(paper: &Listed<'_>) -> String {
    paper.metadata.stage.clone().unwrap_or_default()
}

fn date(paper: &Listed<'_>) -> String {
    paper.metadata.date.clone().unwrap_or_default()
}

fn published(paper: &Listed<'_>) -> String {
    let first = paper.record.events().first();
    first.map_or_else(|| paper.text_of(Role::Published), |event| event.on.to_string())
}

fn series(paper: &Listed<'_>) -> String {
    paper.series.id.clone()
}

fn unit(paper: &Listed<'_>) -> String {
    paper.units().last().unwrap_or_default().to_owned()
}

fn office(paper: &Listed<'_>) -> String {
    paper.values.text(Role::Office).unwrap_or_default().to_owned()
}

fn submitter(paper: &Listed<'_>) -> String {
    paper.metadata.author.clone().unwrap_or_default()
}

fn action(paper: &Listed<'_>) -> String {
    paper.values.text(Role::ActionRequired).unwrap_or_default().to_owned()
}

fn owner(paper: &Listed<'_>) -> String {
    paper.values.text(Role::ActionOwner).unwrap_or_default().to_owned()
}

fn due(paper: &Listed<'_>) -> String {
    paper.text_of(Role::ActionDue)
}

/// The section that says what is asked, if the series has one with the name of the field.
fn text(paper: &Listed<'_>) -> String {
    let find = || {
        let whole = paper.project.whole(paper.file).ok()?;
        document::section_text(&whole.paper, paper.series, &ACTION_SECTIONS)
    };
    paper.asked.get_or_init(|| find().unwrap_or_default()).clone()
}

fn title(paper: &Listed<'_>) -> String {
    paper.metadata.title.clone()
}

fn path(paper: &Listed<'_>) -> String {
    paper.file.paper.file.name().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_by_value() {
        let mut all = ["10001-0624", "", "3734-0624", "0098-0924", "b", "3734-0324", "B2", "b10"];
        let sorted = ["b", "B2", "b10", "0098-0924", "3734-0324", "3734-0624", "10001-0624"];
        all.sort_by(|a, b| Key::new(a).compare(&Key::new(b), false));
        assert_eq!((&all[..7], all[7]), (&sorted[..], ""));
        all.sort_by(|a, b| Key::new(a).compare(&Key::new(b), true));
        all[..7].reverse();
        assert_eq!((&all[..7], all[7]), (&sorted[..], ""));
    }
}
