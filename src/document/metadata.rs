//! Facts about a paper that don't require its body.

use serde::{Deserialize, Serialize};

use super::printer::Printer;
use crate::paper::Paper;
use crate::series::Role;
use crate::series::values::{FieldValue, Value};
use crate::series::{FieldType, Series, Values};

/// Facts about the paper for lists and catalogs: Dublin Core, JSON-LD, file properties.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Metadata {
    /// The title: the paper's own, or derived from unit, series and period.
    pub title: String,
    /// Whether the paper sets its title itself.
    pub has_own_title: bool,
    /// The language as a BCP 47 tag, for example `en-US`.
    pub lang: String,
    /// The bare number, for example `3733-0624`.
    pub identifier: Option<String>,
    /// The person who submitted the paper.
    pub author: Option<String>,
    /// The office of that person.
    pub author_office: Option<String>,
    /// The agency that publishes, on one line.
    pub publisher: Option<String>,
    /// The kind of paper, for example "Government Issue Paper".
    pub kind: Option<String>,
    /// The day it was submitted, as ISO 8601.
    pub date: Option<String>,
    /// The meeting's month, as ISO 8601 (`2024-06`).
    pub period: Option<String>,
    /// The units the paper is about.
    pub subjects: Vec<String>,
    /// The stage, for example `published`.
    pub stage: Option<String>,
}

impl Metadata {
    /// The facts of `paper`, whose front matter holds `values`.
    pub fn new(paper: &Paper, series: &Series, values: &Values<'_>) -> Self {
        let printer = Printer { paper, series, values, lead: &|_| None };
        let person = values.iter().find_map(|(_, field_value)| match field_value {
            FieldValue::Value(_, Value::Person(person)) => Some(person),
            _ => None,
        });
        let units = values.iter().filter(|(field, _)| field.field_type == FieldType::Unit);
        Self {
            title: printer.title(),
            has_own_title: printer.field(Role::Title).is_some(),
            lang: printer.field(Role::Lang).unwrap_or_else(|| series.lang.clone()),
            identifier: printer.bare_number(),
            author: person.map(|person| person.name.clone()),
            author_office: person.and_then(|person| person.office.clone()),
            publisher: series.agency.clone(),
            kind: Some(series.name.clone()),
            date: match values.value(Role::Date) {
                Some((_, Value::Date(date))) => Some(date.to_string()),
                _ => None,
            },
            period: values.period(series).map(|month| month.to_string()),
            subjects: units.filter_map(|(field, _)| printer.field(&field.id)).collect(),
            // A series without the field has no stages that a reader knows of.
            stage: series
                .key(Role::Stage)
                .and_then(|_| series.stages.order.get(values.stage).cloned()),
        }
    }
}
