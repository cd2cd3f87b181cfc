//! Reading a value by the type that its field declares, down to the last key of its last item.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDate};

use super::part::{Part, parts};
use super::{Fault, FieldValue, InvalidValue, Value};
use crate::paper::Paper;
use crate::paper::fields::{self, DateProblem, FIRST_YEAR, Month, Person};
use crate::paper::url::{self, Target};
use crate::series::{Field, FieldType, OfficeNeed, Series};
use crate::text::characters;
use crate::text::source::Spanned;
use crate::yaml::{Kind, Node};

/// Reads values, and collects what is wrong in them.
pub(super) struct Reader<'p> {
    pub(super) series: &'p Series,
    /// The stage of the paper, as an index.
    pub(super) stage: usize,
    pub(super) faults: Vec<Fault<'p>>,
}

impl<'p> Reader<'p> {
    /// What `paper` has in `field`.
    pub(super) fn field(&mut self, paper: &'p Paper, field: &'p Field) -> FieldValue<'p> {
        let written = field.entry(paper);
        let has_value = written.is_some_and(|entry| entry.broken || !is_blank(&entry.value));
        let in_text = if has_value { None } else { self.series.entry_in_text(paper, field) };
        let Some(entry) = in_text.or(written) else { return FieldValue::Absent };
        if entry.broken {
            return FieldValue::Broken;
        }
        if is_blank(&entry.value) {
            return FieldValue::Empty(entry);
        }
        let place = || match in_text {
            Some(_) if field.in_text.is_none() => "the title".to_owned(),
            _ => format!("the field `{}`", field.id),
        };
        match self.value(field, &entry.value, &place) {
            Some(value) => FieldValue::Value(entry, value),
            None => FieldValue::Invalid(entry),
        }
    }

    /// The value of `node` by the type of `field`; none if there is a fault in it, which is collected.
    fn value(
        &mut self,
        field: &'p Field,
        node: &'p Node,
        place: &dyn Fn() -> String,
    ) -> Option<Value<'p>> {
        match (field.field_type, &node.kind) {
            (FieldType::Any, _) => Some(Value::Text(as_typed(node))),
            (FieldType::List, _) => self.list(field, node, place),
            (FieldType::Mapping, Kind::Mapping(pairs)) => self.mapping(field, node, pairs, place),
            (FieldType::Person, Kind::Mapping(pairs)) => match person(pairs) {
                Ok(person) => Some(Value::Person(person)),
                Err(why) => self.fault(field, node, place, why),
            },
            (FieldType::Mapping, _) => self.fault(field, node, place, InvalidValue::Type),
            _ => match Part::whole(node) {
                Some(part) => self.part(field, part, place),
                None => self.fault(field, node, place, InvalidValue::Type),
            },
        }
    }

    fn part(
        &mut self,
        field: &'p Field,
        part: Part<'p>,
        place: &dyn Fn() -> String,
    ) -> Option<Value<'p>> {
        single(part, self.series, field)
            .map_err(|why| self.part_fault(field, part, place, why))
            .ok()
    }

    fn part_fault(
        &mut self,
        field: &'p Field,
        part: Part<'p>,
        place: &dyn Fn() -> String,
        why: InvalidValue,
    ) {
        let Part { node, text, span } = part;
        let (place, text) = (Cow::Owned(place()), Cow::Borrowed(text));
        self.faults.push(Fault { field, place, node, text, span, why });
    }

    fn fault(
        &mut self,
        field: &'p Field,
        node: &'p Node,
        place: &dyn Fn() -> String,
        why: InvalidValue,
    ) -> Option<Value<'p>> {
        let text = Part::whole(node).map_or("", |part| part.text);
        let (place, text) = (Cow::Owned(place()), Cow::Borrowed(text));
        self.faults.push(Fault { field, place, node, text, span: node.span, why });
        None
    }

    /// A list's items; a single text is a list of one, or of the parts between the separators of the field.
    fn list(
        &mut self,
        field: &'p Field,
        node: &'p Node,
        place: &dyn Fn() -> String,
    ) -> Option<Value<'p>> {
        let items = field.items.as_deref();
        let inner = || format!("an item of `{}`", field.id);
        let before = self.faults.len();
        let read = match (&node.kind, items) {
            (Kind::Sequence(nodes), Some(items)) => {
                nodes.iter().filter_map(|node| self.item(items, node, &inner)).collect()
            }
            (Kind::Sequence(nodes), None) => {
                nodes.iter().filter_map(|node| self.text_item(field, node, &inner)).collect()
            }
            (Kind::Scalar(_), Some(items)) => {
                let parts = parts(node, field.separator.as_deref());
                let mut read = Vec::with_capacity(parts.len());
                let is_one = parts.len() == 1;
                for part in parts {
                    if part.text.is_empty() && !is_one {
                        self.part_fault(field, part, &inner, InvalidValue::NoItem);
                    } else if self.part(items, part, &inner).is_some() {
                        read.push(Spanned::new(part.text.to_owned(), part.span));
                    }
                }
                read
            }
            (Kind::Scalar(_), None) => {
                self.text_item(field, node, &inner).into_iter().collect::<Vec<_>>()
            }
            (Kind::Mapping(_), Some(items)) if items.field_type == FieldType::Mapping => {
                self.item(items, node, &inner).into_iter().collect()
            }
            (Kind::Mapping(_), _) => return self.fault(field, node, place, InvalidValue::Type),
        };
        (self.faults.len() == before).then_some(Value::List(read))
    }

    fn item(
        &mut self,
        items: &'p Field,
        node: &'p Node,
        place: &dyn Fn() -> String,
    ) -> Option<Spanned<String>> {
        self.value(items, node, place)?;
        Some(Spanned::new(as_typed(node), node.span))
    }

    fn text_item(
        &mut self,
        field: &'p Field,
        node: &'p Node,
        place: &dyn Fn() -> String,
    ) -> Option<Spanned<String>> {
        let Some(part) = Part::whole(node) else {
            self.fault(field, node, place, InvalidValue::Type);
            return None;
        };
        Some(Spanned::new(part.text.to_owned(), part.span))
    }

    /// The keys that the field declares, and no others.
    fn mapping(
        &mut self,
        field: &'p Field,
        node: &'p Node,
        pairs: &'p [(Node, Node)],
        place: &dyn Fn() -> String,
    ) -> Option<Value<'p>> {
        let before = self.faults.len();
        let mut values = Vec::new();
        for (key, value) in pairs {
            let text = key.scalar().map_or("", |scalar| scalar.text.as_str());
            let Some(inner) = field.fields.iter().find(|inner| inner.id == text) else {
                let why = InvalidValue::UnknownKey(Spanned::new(text.to_owned(), key.span));
                self.fault(field, node, place, why);
                continue;
            };
            let place = || format!("the key `{}` of `{}`", inner.id, field.id);
            if is_blank(value) {
                if inner.required.holds_at(self.stage) {
                    self.fault(inner, value, &place, InvalidValue::NoKey(inner.id.clone()));
                }
            } else if self.value(inner, value, &place).is_some() {
                values.push((inner.id.as_str(), as_typed(value)));
            }
        }
        let has = |id: &String| {
            pairs.iter().any(|(key, _)| key.scalar().is_some_and(|scalar| scalar.text == *id))
        };
        for inner in &field.fields {
            if inner.required.holds_at(self.stage) && !has(&inner.id) {
                self.fault(field, node, place, InvalidValue::NoKey(inner.id.clone()));
            }
        }
        (self.faults.len() == before).then_some(Value::Mapping(values))
    }
}

/// Whether `node` is a value of `field`, as a paper of `series` would have it.
pub(crate) fn fits(series: &Series, field: &Field, node: &Node) -> bool {
    // At the last stage, which asks for the most.
    let mut reader = Reader { series, stage: series.stages.order.len(), faults: Vec::new() };
    reader.value(field, node, &String::new).is_some() && reader.faults.is_empty()
}

/// What is wrong in `node` as a value of `field`, in a paper at the stage of this index.
pub(crate) fn faults_in<'p>(
    series: &'p Series,
    stage: usize,
    field: &'p Field,
    node: &'p Node,
) -> Vec<Fault<'p>> {
    let mut reader = Reader { series, stage, faults: Vec::new() };
    reader.value(field, node, &|| format!("the block of `{}`", field.id));
    reader.faults
}

fn is_blank(node: &Node) -> bool {
    node.is_null() || node.scalar().is_some_and(|scalar| scalar.text.trim().is_empty())
}

/// One value that is no list and no group of keys.
fn single<'p>(part: Part<'p>, series: &Series, field: &Field) -> Result<Value<'p>, InvalidValue> {
    // Invisible characters are reported by a rule of their own and are not a second fault of the
    // value.
    let visible = match field.field_type {
        FieldType::Text | FieldType::Person | FieldType::List => Cow::Borrowed(part.text),
        _ => characters::visible(part.text),
    };
    let text = visible.trim();
    let of_form = |is_of_form: bool| {
        if is_of_form { Ok(Value::Text(text.to_owned())) } else { Err(InvalidValue::Form) }
    };
    match field.field_type {
        FieldType::Date => date(&part, text).map(Value::Date).map_err(InvalidValue::Date),
        FieldType::Month => Month::parse(text)
            .filter(|month| month.year() >= FIRST_YEAR && !part.has_space_around())
            .map(Value::Month)
            .ok_or_else(|| InvalidValue::Month(Month::guess(text))),
        FieldType::Choice => one_of(text, &field.choices),
        FieldType::Stage => match series.stages.index(text) {
            Some(_) => Ok(Value::Text(text.to_owned())),
            None => Err(InvalidValue::Choice),
        },
        FieldType::Person => {
            let person = Person::parse(text);
            if person.name.is_empty() {
                return Err(InvalidValue::NoName);
            }
            let lacks_office = field.office == OfficeNeed::Required && person.office.is_none();
            if lacks_office { Err(InvalidValue::NoOffice) } else { Ok(Value::Person(person)) }
        }
        FieldType::Integer => of_form(text.parse::<i64>().is_ok()),
        FieldType::Boolean => of_form(matches!(text, "true" | "false")),
        FieldType::Timestamp => of_form(DateTime::parse_from_rfc3339(text).is_ok()),
        FieldType::Url => of_form(is_web_address(text)),
        FieldType::Email => of_form(is_email(text)),
        FieldType::Text
        | FieldType::Unit
        | FieldType::Number
        | FieldType::Reference
        | FieldType::List
        | FieldType::Mapping
        | FieldType::Any => Ok(Value::Text(text.to_owned())),
    }
}

fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
    let is_one_word = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    !host.is_empty() && is_one_word && matches!(url::classify(text), Target::External)
}

/// Whether a text is a plain address of RFC 5322: no quoted parts, no comments.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let is_label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    let is_local = |c: char| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c);
    let has_dots_apart = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    !local.is_empty()
        && local.chars().all(is_local)
        && has_dots_apart
        && domain.contains('.')
        && domain.split('.').all(is_label)
}

fn date(part: &Part<'_>, text: &str) -> Result<NaiveDate, DateProblem> {
    let date = fields::parse_date(text)?;
    match date.year() {
        ..FIRST_YEAR => Err(DateProblem::TooEarly),
        _ if part.has_space_around() => Err(DateProblem::OtherForm(date)),
        _ => Ok(date),
    }
}

fn one_of<'p>(text: &str, choices: &[String]) -> Result<Value<'p>, InvalidValue> {
    if choices.iter().any(|choice| choice == text) {
        Ok(Value::Text(text.to_owned()))
    } else {
        Err(InvalidValue::Choice)
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

/// A value as its author wrote it, on one line.
pub(crate) fn as_typed(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar(scalar) => scalar.text.trim().to_owned(),
        Kind::Sequence(items) => items.iter().map(as_typed).collect::<Vec<_>>().join(", "),
        Kind::Mapping(pairs) => {
            pairs.iter().map(|(_, value)| as_typed(value)).collect::<Vec<_>>().join(", ")
        }
    }
}
