//! The fields of a paper as they are printed, and the texts of its series with fields in them.

use super::{CoverLine, Field, Inline, Lead};
use crate::paper::Paper;
use crate::paper::fields::{Month, print_date};
use crate::paper::url::{self, Target};
use crate::series::values::{FieldValue, Value, as_typed};
use crate::series::{self, FieldType, Marking, Named, NumberRule, Place, Role, Series, Values};

/// What is printed between the items of a list.
const LIST_SEPARATOR: &str = ", ";

/// Prints the fields of one paper.
pub(super) struct Printer<'a> {
    pub(super) paper: &'a Paper,
    pub(super) series: &'a Series,
    pub(super) values: &'a Values<'a>,
    /// Where other papers are.
    pub(super) lead: &'a Lead<'a>,
}

impl Printer<'_> {
    pub(super) fn title(&self) -> String {
        self.field(Role::Title)
            .or_else(|| self.fill(&self.series.title))
            .unwrap_or_else(|| self.series.name.clone())
    }

    pub(super) fn marking(&self) -> Option<Marking> {
        let stage = self.series.stages.order.get(self.values.stage)?;
        self.series.stages.markings.get(stage).cloned()
    }

    pub(super) fn number(&self, number: &str) -> String {
        let label = self.series.label_of(self.values);
        label.map_or_else(|| number.to_owned(), |label| NumberRule::display(label, number))
    }

    /// The number without its label.
    pub(super) fn bare_number(&self) -> Option<String> {
        self.field(Role::Number).or_else(|| self.values.number().map(str::to_owned))
    }

    pub(super) fn cover(&self) -> Vec<CoverLine> {
        let line = |line: &series::CoverLine| {
            self.fill(&line.text).map(|text| CoverLine { role: line.role.clone(), text })
        };
        self.series.cover.iter().filter_map(line).collect()
    }

    pub(super) fn placed(&self, place: Place) -> Vec<Field> {
        self.series
            .fields
            .iter()
            .filter(|field| field.place == place)
            .filter_map(|field| self.labeled(field))
            .collect()
    }

    /// The closing fields, those in the order of the series first.
    pub(super) fn foot(&self) -> Vec<Field> {
        let mut fields = self.placed(Place::Foot);
        let rank = |field: &Field| {
            self.series.foot.iter().position(|id| *id == field.id).unwrap_or(usize::MAX)
        };
        fields.sort_by_key(rank);
        fields
    }

    pub(super) fn labeled(&self, field: &series::Field) -> Option<Field> {
        let machine = match self.values.value(&field.id) {
            Some((_, Value::Date(date))) => Some(date.to_string()),
            Some((_, Value::Month(month))) => Some(month.to_string()),
            _ => None,
        };
        Some(Field {
            id: field.id.clone(),
            label: field.label.clone(),
            value: self.field(&field.id)?,
            linked: self.linked(field),
            machine,
        })
    }

    /// The value of a field with links to the papers, sites and mailboxes that it names; nothing if it names none.
    fn linked(&self, field: &series::Field) -> Vec<Inline> {
        let value = self.values.value(&field.id).map(|(_, value)| value);
        let texts: Vec<&str> = match value {
            Some(Value::Text(text)) => vec![text],
            Some(Value::List(items)) => items.iter().map(|item| item.value.as_str()).collect(),
            _ => return Vec::new(),
        };
        let linked = |text: &&str| {
            let content = vec![Inline::Text((*text).to_owned())];
            match self.address(field, text) {
                Some(url) => vec![Inline::Link { url, title: String::new(), content }],
                None => content,
            }
        };
        let parts: Vec<Vec<Inline>> = texts.iter().map(linked).collect();
        if !parts.iter().flatten().any(|part| matches!(part, Inline::Link { .. })) {
            return Vec::new();
        }
        parts.join(&Inline::Text(LIST_SEPARATOR.to_owned()))
    }

    /// Where a value of a field leads, or one of its items.
    fn address(&self, field: &series::Field, text: &str) -> Option<String> {
        let item = field.items.as_deref().unwrap_or(field);
        let is_on_the_web = || url::classify(text) == Target::External;
        match item.field_type {
            FieldType::Email => Some(format!("mailto:{text}")),
            FieldType::Url => is_on_the_web().then(|| text.to_owned()),
            _ if field.names_papers() => {
                (self.lead)(text).or_else(|| is_on_the_web().then(|| text.to_owned()))
            }
            _ => None,
        }
    }

    /// A text of the series with its `{field}` places filled in. Parts between commas whose places
    /// are all empty are left out; none if nothing is left.
    pub(super) fn fill(&self, text: &str) -> Option<String> {
        fill(text, &|name| self.place(name))
    }

    pub(super) fn place(&self, name: &str) -> Option<String> {
        match name {
            "name" => Some(self.series.name.clone()),
            "number" => self.bare_number(),
            "period" => self
                .values
                .period(self.series)
                .map(Month::printed)
                .or_else(|| self.field(Role::Period)),
            // A field of that name takes precedence.
            "committee" | "agency" if self.series.field(name).is_none() => match name {
                "agency" => self.series.agency.clone(),
                _ => self.cover_line(name),
            },
            _ => self.field(name),
        }
    }

    /// The smallest unit that the paper is about.
    pub(super) fn unit(&self) -> Option<String> {
        let is_unit = |field: &&series::Field| field.field_type == FieldType::Unit;
        self.series.fields.iter().rev().filter(is_unit).find_map(|field| self.field(&field.id))
    }

    /// A field's value as printed, or as typed where it is not of its type.
    pub(super) fn field(&self, field: impl Named) -> Option<String> {
        match self.values.get(field)? {
            FieldValue::Value(_, value) => Some(printed(value)),
            FieldValue::Invalid(entry) => Some(as_typed(&entry.value)),
            FieldValue::Broken => {
                let key = &self.series.field(field)?.id;
                Some(as_typed(&self.paper.front().get(key)?.value))
            }
            FieldValue::Absent | FieldValue::Empty(_) => None,
        }
        .filter(|text| !text.is_empty())
    }
}

/// `text` with its `{field}` places filled in by `value`, as [`Printer::fill`] does.
pub(super) fn fill(text: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let parts: Vec<String> = text.split(", ").filter_map(|part| fill_part(part, value)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn fill_part(part: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut filled = String::new();
    let (mut places, mut found) = (0, 0);
    let mut rest = part;
    while let Some((before, name, after)) = next_place(rest) {
        filled.push_str(before);
        places += 1;
        if let Some(value) = value(name) {
            found += 1;
            filled.push_str(&value);
        }
        rest = after;
    }
    filled.push_str(rest);
    (places == 0 || found > 0).then_some(filled)
}

/// The text before the next `{name}`, the name, and the text after it.
fn next_place(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn printed(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Date(date) => print_date(*date),
        Value::Month(month) => month.printed(),
        Value::Person(person) => person.to_string(),
        Value::Mapping(values) => {
            values.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(", ")
        }
        Value::List(items) => {
            let items: Vec<&str> = items.iter().map(|item| item.value.as_str()).collect();
            items.join(LIST_SEPARATOR)
        }
    }
}
