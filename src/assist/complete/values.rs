//! The values of a field.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::super::lead::is_reference;
use super::super::{Offer, OfferKind, Spot, lead};
use crate::paper::fields::Month;
use crate::paper::front_matter::quoting;
use crate::project::register::{EntryKind, State};
use crate::project::units::{Unit, UnitStatus};
use crate::project::{PaperFile, Project, paths};
use crate::series::{Field, FieldType, Role};
use crate::text::source::Span;

/// How many papers are offered, the nearest first.
const MOST_PAPERS: usize = 500;

/// How many numbers are offered.
const MOST_NUMBERS: usize = 50;

/// A value with what it is.
struct Value {
    text: String,
    detail: String,
    kind: OfferKind,
    /// Whether it is written as it is, not in quotes.
    is_plain: bool,
}

/// The values of `field` that fit; `typed` is what is between the colon and the place.
pub(super) fn offers(spot: &Spot<'_>, field: &Field, typed: &str) -> Vec<Offer> {
    let values = match &field.items {
        Some(items) if field.field_type == FieldType::List => of_field(spot, items, field),
        _ => of_field(spot, field, field),
    };
    // Of a list in one line, the item that is being written.
    let item = typed.rsplit(['[', ',']).next().unwrap_or(typed);
    let own = item.trim_start();
    let is_quoted = own.starts_with(['"', '\'']);
    let start = spot.at - own.len();
    let after = spot.line_after();
    let is_in_list = typed.contains('[');
    let rest = after.find(if is_in_list { &[',', ']'][..] } else { &['#'][..] });
    let end = spot.at + after[..rest.unwrap_or(after.len())].trim_end().len();
    let separator =
        if item.is_empty() && !typed.contains(['[', ',']) && spot.line_before().ends_with(':') {
            " "
        } else {
            ""
        };
    let quote = if own.starts_with('\'') { '\'' } else { '"' };
    let written = |value: &Value| match (is_quoted, value.is_plain) {
        (true, _) => format!("{quote}{}{quote}", value.text),
        (false, true) => value.text.clone(),
        (false, false) if value.kind == OfferKind::Value => quoting::quoted(&value.text),
        (false, false) => quoting::value(&value.text),
    };
    let offer = |value: Value| Offer {
        text: format!("{separator}{}", written(&value)),
        label: value.text,
        detail: Some(value.detail).filter(|detail| !detail.is_empty()),
        help: None,
        span: spot.own(Span::new(start, end)),
        is_snippet: false,
        kind: value.kind,
    };
    values.into_iter().map(offer).collect()
}

fn of_field(spot: &Spot<'_>, field: &Field, whole: &Field) -> Vec<Value> {
    let plain = |text: &str, detail: &str| Value {
        text: text.to_owned(),
        detail: detail.to_owned(),
        kind: OfferKind::Choice,
        is_plain: true,
    };
    if field.role == Some(Role::Series) {
        let names = spot.project.library.names();
        return names.iter().map(|name| plain(name, "")).collect();
    }
    if is_reference(whole) || is_reference(field) {
        return papers(spot, whole);
    }
    match field.field_type {
        FieldType::Choice => {
            let choice = |text: &String| Value { is_plain: false, ..plain(text, "") };
            field.choices.iter().map(choice).collect()
        }
        FieldType::Stage => {
            let stages = &spot.series.stages;
            stages.order.iter().map(|name| plain(name, "")).collect()
        }
        FieldType::Boolean => vec![plain("true", ""), plain("false", "")],
        FieldType::Unit => units(spot, field),
        FieldType::Number => numbers(spot),
        FieldType::Month => months(spot),
        _ if field.role == Some(Role::Number) => numbers(spot),
        _ if field.role == Some(Role::Office) => used(spot, field),
        _ => field
            .example
            .iter()
            .map(|text| Value { is_plain: false, ..plain(text, "for example") })
            .collect(),
    }
}

/// The units that meet in the month of the paper, of the kinds that the field wants.
fn units(spot: &Spot<'_>, field: &Field) -> Vec<Value> {
    let Some(registry) = &spot.project.registry else { return used(spot, field) };
    let month = spot.month();
    let parent = field.within.as_ref().and_then(|within| spot.values.text(within));
    let is_there = |unit: &&Unit| {
        month.is_none_or(|month| matches!(unit.valid.status(month), UnitStatus::Active))
            && (field.kinds.is_empty()
                || unit.kind.as_ref().is_some_and(|kind| field.kinds.contains(kind)))
            && parent.is_none_or(|parent| {
                let official = registry.find(parent, month).map_or(parent, |(unit, _)| &unit.name);
                unit.parent.as_deref().is_none_or(|own| own == official)
            })
    };
    let value = |unit: &Unit| {
        let kind = unit.kind.clone().unwrap_or_default();
        let of = unit.parent.as_ref().map(|parent| format!(" of {parent}")).unwrap_or_default();
        Value {
            text: unit.name.clone(),
            detail: kind + &of,
            kind: OfferKind::Choice,
            is_plain: false,
        }
    };
    registry.units.iter().filter(is_there).map(value).collect()
}

/// The values that other papers have in a field.
fn used(spot: &Spot<'_>, field: &Field) -> Vec<Value> {
    let mut known = BTreeMap::<&str, usize>::new();
    for file in &spot.project.papers {
        if let Some(text) = file.paper.text_field(&field.id).filter(|text| !text.is_empty()) {
            *known.entry(text).or_default() += 1;
        }
    }
    let mut known: Vec<_> = known.into_iter().collect();
    known.sort_by_key(|(_, count)| Reverse(*count));
    let value = |(text, _): (&str, usize)| Value {
        text: text.to_owned(),
        detail: "used in other papers".to_owned(),
        kind: OfferKind::Choice,
        is_plain: false,
    };
    known.into_iter().take(MOST_NUMBERS).map(value).collect()
}

/// The numbers of the register that this paper may take: its own, those that are reserved, the next free ones.
fn numbers(spot: &Spot<'_>) -> Vec<Value> {
    let Some(register) = &spot.project.register else { return Vec::new() };
    let series = spot.series;
    let Some(rule) = &series.number else { return Vec::new() };
    let path = spot.project.relative(&spot.file.path);
    let value = |text: String, detail: String| Value {
        text,
        detail,
        kind: OfferKind::Value,
        is_plain: false,
    };
    let assigned = register.assigned_to(&series.id, &path);
    let mut values: Vec<Value> = assigned
        .map(|entry| value(entry.number.value.to_string(), "assigned to this paper".to_owned()))
        .collect();
    let carried = spot.project.papers.iter().filter_map(|file| {
        let carried = spot.project.number_of(file)?;
        (carried.series.id == series.id)
            .then(|| (carried.number.into_owned(), spot.project.relative(&file.path)))
    });
    let pool = register.pool(series, carried);
    let compose = |serial: &str| {
        let part = |name: &str, length: usize| part_of(spot.month(), name, length);
        rule.compose(serial, part)
    };
    for (serial, state) in pool.iter() {
        if values.len() >= MOST_NUMBERS {
            break;
        }
        let detail = match state {
            State::Free => "free".to_owned(),
            State::Registered(entry) => match &entry.kind {
                EntryKind::Reserved { by } => format!("reserved by {by}"),
                _ => continue,
            },
            _ => continue,
        };
        if let Some(number) = compose(serial.as_str()) {
            values.push(value(number, detail));
        }
    }
    values
}

/// A group of a number that names a month or a year.
fn part_of(month: Option<Month>, name: &str, length: usize) -> Option<String> {
    let text = month?.to_string();
    let (year, month) = text.split_once('-')?;
    match name {
        "month" => Some(month.to_owned()),
        "year" => year.get(year.len().checked_sub(length)?..).map(str::to_owned),
        _ => None,
    }
}

/// The months of other papers, the last first.
fn months(spot: &Spot<'_>) -> Vec<Value> {
    let own = spot.series.key(Role::Period).unwrap_or("period");
    let texts = spot.project.papers.iter().filter_map(|file| file.paper.text_field(own));
    let months: BTreeSet<Month> = texts.filter_map(Month::parse).collect();
    let value = |month: &Month| Value {
        text: month.to_string(),
        detail: month.printed(),
        kind: OfferKind::Choice,
        is_plain: true,
    };
    months.iter().rev().take(MOST_NUMBERS).map(value).collect()
}

/// The innermost unit that a paper is of.
fn unit_of<'p>(project: &Project, file: &'p PaperFile) -> Option<&'p str> {
    let series = project.series_of(&file.paper)?;
    let unit = series.fields.iter().rev().find(|it| it.field_type == FieldType::Unit)?;
    file.paper.text_field(&unit.id)
}

/// The other papers, by their numbers where they have them or else by their paths; the nearest first.
fn papers(spot: &Spot<'_>, field: &Field) -> Vec<Value> {
    let own = spot.paper.file.name();
    let unit = |file| unit_of(spot.project, file);
    let own_unit = unit(spot.file);
    let mut others: Vec<_> =
        spot.project.papers.iter().filter(|it| it.paper.file.name() != own).collect();
    // Of the same unit first, and of these the newest.
    others.sort_by_key(|file| {
        let is_of_unit = own_unit.is_some() && unit(file) == own_unit;
        (!is_of_unit, Reverse(file.paper.file.name()))
    });
    let value = |file: &PaperFile| {
        let path = paths::relative_link(&spot.file.path, &file.path);
        let number = spot.project.number_of(file).map(|it| it.number.into_owned());
        let is_by_number = field.field_type == FieldType::Reference;
        let (text, kind) = match number.clone().filter(|_| is_by_number) {
            Some(number) => (number, OfferKind::Value),
            None => (path, OfferKind::File),
        };
        let title = lead::title(spot.project, file).unwrap_or_default();
        let detail = number.map_or(title.clone(), |number| format!("{number} {title}"));
        Value { text, detail, kind, is_plain: false }
    };
    others.into_iter().take(MOST_PAPERS).map(value).collect()
}
