//! A paper's front matter read by the field types of its series.

mod part;
mod read;

pub(crate) use read::{as_typed, faults_in, fits};

use std::borrow::Cow;

use chrono::NaiveDate;

use super::{Field, Named, Role, Series};
use crate::paper::Paper;
use crate::paper::fields::{DateProblem, Month, Person};
use crate::paper::front_matter::Entry;
use crate::text::source::{Span, Spanned};
use crate::yaml::Node;

/// The fields of a paper, in the order of the series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values<'p> {
    fields: Vec<(&'p Field, FieldValue<'p>)>,
    /// What is wrong in them, in the order of the fields.
    faults: Vec<Fault<'p>>,
    /// The stage that the paper is at, as an index; the series' default if it names none. If it
    /// names an unknown one, the first: a misspelled word must not require anything.
    pub stage: usize,
    /// The number, from its field or the name of the file.
    number: Option<&'p str>,
}

/// What a paper holds for one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue<'p> {
    /// There is no such key.
    Absent,
    /// The key is there without a value.
    Empty(&'p Entry),
    /// The value could not be read as YAML; that is reported already.
    Broken,
    /// A value of the field's type.
    Value(&'p Entry, Value<'p>),
    /// A value that is not of the field's type, or has a part that is not: [`Values::faults`] says why.
    Invalid(&'p Entry),
}

/// A value that is not of the type that its field declares: that of a field, or one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault<'p> {
    /// What declares the type: the field, its items or one of its keys.
    pub field: &'p Field,
    /// Where it is, for a message: "the field `author`", "an item of `author`".
    pub place: Cow<'p, str>,
    /// The value; of a text that is separated into several, the whole text.
    pub node: &'p Node,
    /// The part of it that is meant, without spaces at its ends; empty for a list and a mapping.
    pub text: Cow<'p, str>,
    /// Where that is in the file.
    pub span: Span,
    /// Why it is not of the type.
    pub why: InvalidValue,
}

/// A value of a field's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'p> {
    /// Whatever is written as one text, without spaces at its ends.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A month.
    Month(Month),
    /// A person.
    Person(Person),
    /// Several values as texts, each with its place.
    List(Vec<Spanned<String>>),
    /// The values of keys, as texts.
    Mapping(Vec<(&'p str, String)>),
}

/// Why a value is not of its field's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidValue {
    /// A list or a group of keys where a single value is wanted, or the other way round.
    Type,
    /// A text that is not written as the type wants it: no whole number, no web address.
    Form,
    /// Nothing between two separators of a list, or beside one at its start or end.
    NoItem,
    /// A group of keys that lacks this one.
    NoKey(String),
    /// A group of keys with one that it may not have.
    UnknownKey(Spanned<String>),
    /// Not a day.
    Date(DateProblem),
    /// Not a month; the only month that it can mean, if there is one.
    Month(Option<Month>),
    /// Not one of the choices.
    Choice,
    /// A person without a name.
    NoName,
    /// A person without an office where one is needed.
    NoOffice,
    /// A key of a person that is neither name nor office.
    PersonKey(Spanned<String>),
}

impl<'p> Values<'p> {
    /// Reads the front matter of `paper`.
    pub fn new(paper: &'p Paper, series: &'p Series) -> Self {
        let stage = stage(paper, series);
        let mut reader = read::Reader { series, stage, faults: Vec::new() };
        let fields =
            series.fields.iter().map(|field| (field, reader.field(paper, field))).collect();
        Self { fields, faults: reader.faults, stage, number: series.number_of(paper) }
    }

    /// What is wrong in the values, in the order of the fields.
    pub fn faults(&self) -> &[Fault<'p>] {
        &self.faults
    }

    /// All fields of the series with what the paper holds for them.
    pub fn iter(&self) -> impl Iterator<Item = (&'p Field, &FieldValue<'p>)> {
        self.fields.iter().map(|(field, value)| (*field, value))
    }

    /// What the paper holds for a field.
    pub fn get(&self, field: impl Named) -> Option<&FieldValue<'p>> {
        self.fields.iter().find(|(known, _)| field.is(known)).map(|(_, value)| value)
    }

    /// The entry and the value of the field, if the value is of its type.
    pub fn value(&self, field: impl Named) -> Option<(&'p Entry, &Value<'p>)> {
        match self.get(field)? {
            FieldValue::Value(entry, value) => Some((entry, value)),
            _ => None,
        }
    }

    /// The text of the field.
    pub fn text(&self, field: impl Named) -> Option<&str> {
        match self.value(field)?.1 {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, from its field or, where that has none, from the name of the file.
    pub fn number(&self) -> Option<&str> {
        self.text(Role::Number).or(self.number)
    }

    /// The month in the field: its own, or of a day.
    pub fn month(&self, field: impl Named) -> Option<Month> {
        match self.value(field)?.1 {
            Value::Month(month) => Some(*month),
            Value::Date(date) => Some(Month::of(*date)),
            _ => None,
        }
    }

    /// The texts of a list field with their places; none if it is not a list.
    pub fn list(&self, field: impl Named) -> &[Spanned<String>] {
        match self.value(field) {
            Some((_, Value::List(items))) => items,
            _ => &[],
        }
    }

    /// The month that the paper is for: its period, or the month in its number.
    pub fn period(&self, series: &Series) -> Option<Month> {
        self.month(Role::Period).or_else(|| series.number.as_ref()?.month(self.number()?))
    }

    /// The month that the paper is for, or else that of its date.
    pub fn period_or_date_month(&self, series: &Series) -> Option<Month> {
        self.period(series).or_else(|| self.month(Role::Date))
    }
}

/// The stage that a paper is at, as an index.
fn stage(paper: &Paper, series: &Series) -> usize {
    let stages = &series.stages;
    let mut reader = read::Reader { series, stage: 0, faults: Vec::new() };
    match series.field(Role::Stage).map(|field| reader.field(paper, field)) {
        Some(FieldValue::Value(_, Value::Text(name))) => stages.index(&name).unwrap_or_default(),
        Some(FieldValue::Invalid(entry)) => {
            let name = entry.value.scalar().map_or("", |scalar| scalar.text.trim());
            stages.index_of_any_case(name).unwrap_or_default()
        }
        Some(FieldValue::Broken) => 0,
        _ => stages.default,
    }
}

impl FieldValue<'_> {
    /// The value's place; none if nothing is written.
    pub fn place(&self) -> Option<Span> {
        match self {
            Self::Empty(entry) | Self::Value(entry, _) | Self::Invalid(entry) => {
                Some(entry.place())
            }
            Self::Absent | Self::Broken => None,
        }
    }
}
