//! A paper's front matter read by the field types of its series.

use std::borrow::Cow;

use crate::paper::CoreField;
use chrono::{Datelike, NaiveDate};

use super::{Field, FieldType, OfficeNeed, Series};
use crate::paper::Paper;
use crate::paper::fields::{self, DateProblem, FIRST_YEAR, Month, Person};
use crate::paper::front_matter::Entry;
use crate::text::characters;
use crate::text::source::{Span, Spanned};
use crate::yaml::{Kind, Node, Style};

/// The fields of a paper, in the order of the series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Values<'p> {
    fields: Vec<(&'p Field, FieldValue<'p>)>,
    /// The stage that the paper is at, as an index; the series' default if it names none. If it
    /// names an unknown one, the first: a misspelled word must not require anything.
    pub stage: usize,
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
    Value(&'p Entry, Value),
    /// A value that is not of the field's type.
    Invalid(&'p Entry, InvalidValue),
}

/// A value of a field's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text, a choice, a unit's name, a number or a stage, without spaces at its ends.
    Text(String),
    /// A day.
    Date(NaiveDate),
    /// A month.
    Month(Month),
    /// A person.
    Person(Person),
    /// Several texts, each with its place.
    List(Vec<Spanned<String>>),
}

/// Why a value is not of its field's type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InvalidValue {
    /// A list or a group of keys where a single value is wanted, or the other way round.
    Type,
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
        let read = |field: &'p Field| (field, read(paper, series, field));
        let mut values =
            Self { fields: series.fields.iter().map(read).collect(), stage: series.stages.default };
        match values.get(CoreField::Stage) {
            Some(FieldValue::Value(_, Value::Text(name))) => {
                values.stage = series.stages.index(name).unwrap_or_default();
            }
            Some(FieldValue::Invalid(entry, _)) => {
                let name = entry.value.scalar().map_or("", |scalar| scalar.text.trim());
                values.stage = series.stages.index_of_any_case(name).unwrap_or_default();
            }
            Some(FieldValue::Broken) => values.stage = 0,
            _ => {}
        }
        values
    }

    /// All fields of the series with what the paper holds for them.
    pub fn iter(&self) -> impl Iterator<Item = (&'p Field, &FieldValue<'p>)> {
        self.fields.iter().map(|(field, value)| (*field, value))
    }

    /// What the paper holds for the field `id`.
    pub fn get(&self, id: impl AsRef<str>) -> Option<&FieldValue<'p>> {
        let id = id.as_ref();
        self.fields.iter().find(|(field, _)| field.id == id).map(|(_, value)| value)
    }

    /// The entry and the value of the field `id`, if the value is of its type.
    pub fn value(&self, id: impl AsRef<str>) -> Option<(&'p Entry, &Value)> {
        match self.get(id)? {
            FieldValue::Value(entry, value) => Some((entry, value)),
            _ => None,
        }
    }

    /// The text of the field `id`.
    pub fn text(&self, id: impl AsRef<str>) -> Option<&str> {
        match self.value(id)?.1 {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The month in the field `id`: its own, or of a day.
    pub fn month(&self, id: impl AsRef<str>) -> Option<Month> {
        match self.value(id)?.1 {
            Value::Month(month) => Some(*month),
            Value::Date(date) => Some(Month::of(*date)),
            _ => None,
        }
    }

    /// The texts of a list field with their places; none if it is not a list.
    pub fn list(&self, id: impl AsRef<str>) -> &[Spanned<String>] {
        match self.value(id) {
            Some((_, Value::List(items))) => items,
            _ => &[],
        }
    }

    /// The month that the paper is for: its period, or the month in its number.
    pub fn period(&self, series: &Series) -> Option<Month> {
        self.month(CoreField::Period)
            .or_else(|| series.number.as_ref()?.month(self.text(CoreField::PublicationNumber)?))
    }

    /// The month that the paper is for, or else that of its date.
    pub fn period_or_date_month(&self, series: &Series) -> Option<Month> {
        self.period(series).or_else(|| self.month(CoreField::Date))
    }
}

impl FieldValue<'_> {
    /// The value's place; none if nothing is written.
    pub fn place(&self) -> Option<Span> {
        match self {
            Self::Empty(entry) | Self::Value(entry, _) | Self::Invalid(entry, _) => {
                Some(entry.place())
            }
            Self::Absent | Self::Broken => None,
        }
    }
}

fn read<'p>(paper: &'p Paper, series: &Series, field: &Field) -> FieldValue<'p> {
    let Some(entry) = paper.front().get(&field.id) else { return FieldValue::Absent };
    if entry.broken {
        return FieldValue::Broken;
    }
    let is_blank = entry.value.scalar().is_some_and(|scalar| scalar.text.trim().is_empty());
    if entry.value.is_null() || is_blank {
        return FieldValue::Empty(entry);
    }
    match convert(&entry.value, series, field) {
        Ok(value) => FieldValue::Value(entry, value),
        Err(fault) => FieldValue::Invalid(entry, fault),
    }
}

fn convert(node: &Node, series: &Series, field: &Field) -> Result<Value, InvalidValue> {
    if field.field_type == FieldType::List {
        return list(node).map(Value::List);
    }
    if let (FieldType::Person, Kind::Mapping(pairs)) = (field.field_type, &node.kind) {
        return person(pairs).map(Value::Person);
    }
    let text = node.scalar().map(|scalar| scalar.text.trim()).ok_or(InvalidValue::Type)?;
    // Invisible characters are reported by a rule of their own and are not a second fault of the
    // value.
    let visible = match field.field_type {
        FieldType::Text | FieldType::Person | FieldType::List => Cow::Borrowed(text),
        _ => characters::visible(text),
    };
    let text = visible.trim();
    match field.field_type {
        FieldType::Date => date(node, text).map(Value::Date).map_err(InvalidValue::Date),
        FieldType::Month => Month::parse(text)
            .filter(|month| month.year() >= FIRST_YEAR && !has_space_around(node))
            .map(Value::Month)
            .ok_or_else(|| InvalidValue::Month(Month::guess(text))),
        FieldType::Choice => one_of(text, &field.choices),
        FieldType::Stage => one_of(text, &series.stages.order),
        FieldType::Person => {
            let person = Person::parse(text);
            if person.name.is_empty() {
                return Err(InvalidValue::NoName);
            }
            let lacks_office = field.office == OfficeNeed::Required && person.office.is_none();
            if lacks_office { Err(InvalidValue::NoOffice) } else { Ok(Value::Person(person)) }
        }
        FieldType::Text | FieldType::Unit | FieldType::Number | FieldType::List => {
            Ok(Value::Text(text.to_owned()))
        }
    }
}

fn date(node: &Node, text: &str) -> Result<NaiveDate, DateProblem> {
    let date = fields::parse_date(text)?;
    match date.year() {
        ..FIRST_YEAR => Err(DateProblem::TooEarly),
        _ if has_space_around(node) => Err(DateProblem::OtherForm(date)),
        _ => Ok(date),
    }
}

/// Whether a value on one line has spaces or line breaks around its text, as `"2024-05-21\n"` does.
fn has_space_around(node: &Node) -> bool {
    node.scalar().is_some_and(|scalar| {
        scalar.style != Style::Block && scalar.text.trim().len() < scalar.text.len()
    })
}

fn one_of(text: &str, choices: &[String]) -> Result<Value, InvalidValue> {
    if choices.iter().any(|choice| choice == text) {
        Ok(Value::Text(text.to_owned()))
    } else {
        Err(InvalidValue::Choice)
    }
}

/// A list's items; a single text is a list of one.
fn list(node: &Node) -> Result<Vec<Spanned<String>>, InvalidValue> {
    let item = |node: &Node| {
        let text = node.scalar().map(|scalar| scalar.text.trim().to_owned());
        text.map(|text| Spanned::new(text, node.span)).ok_or(InvalidValue::Type)
    };
    match &node.kind {
        Kind::Sequence(items) => items.iter().map(item).collect(),
        Kind::Scalar(_) => item(node).map(|item| vec![item]),
        Kind::Mapping(_) => Err(InvalidValue::Type),
    }
}

/// A person as keys: both are needed, since whoever writes keys means a full record.
fn person(pairs: &[(Node, Node)]) -> Result<Person, InvalidValue> {
    let (mut name, mut office) = (None, None);
    for (key, value) in pairs {
        let slot = match key.scalar().map(|scalar| scalar.text.as_str()) {
            Some("name") => &mut name,
            Some("office") => &mut office,
            other => {
                return Err(InvalidValue::PersonKey(Spanned::new(
                    other.unwrap_or_default().to_owned(),
                    key.span,
                )));
            }
        };
        let text = value.scalar().ok_or(InvalidValue::Type)?.text.trim();
        *slot = Some(text.to_owned()).filter(|text| !text.is_empty() && !value.is_null());
    }
    let name = name.ok_or(InvalidValue::NoName)?;
    let office = office.ok_or(InvalidValue::NoOffice)?;
    Ok(Person { name, office: Some(office) })
}
