//! Conditions on a paper: when a field must be there, when a rule has another level.

use super::values::{FieldValue, Value};
use super::{FieldType, Series, Values};
use crate::paper::fields::Month;
use crate::text::suggest;

/// What a paper must be for something to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// All of these hold.
    All(Vec<Condition>),
    /// One of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// The field has any value.
    Has(String),
    /// The field has one of these values, or a list with one of them.
    Is {
        /// The field.
        field: String,
        /// The values.
        values: Vec<String>,
    },
    /// The paper is at the stage of this index, or after it.
    FromStage(usize),
    /// The paper is for this month or a later one.
    Since(Month),
}

impl Condition {
    /// Whether it holds for a paper of `series` with these values.
    pub fn holds(&self, series: &Series, values: &Values<'_>) -> bool {
        match self {
            Self::All(all) => all.iter().all(|condition| condition.holds(series, values)),
            Self::Any(any) => any.iter().any(|condition| condition.holds(series, values)),
            Self::Not(condition) => !condition.holds(series, values),
            Self::Has(field) => matches!(
                values.get(field),
                Some(FieldValue::Value(..) | FieldValue::Invalid(_) | FieldValue::Broken)
            ),
            Self::Is { field, values: wanted } => is_one_of(series, values, field, wanted),
            Self::FromStage(stage) => *stage <= values.stage,
            Self::Since(since) => {
                values.period_or_date_month(series).is_some_and(|month| *since <= month)
            }
        }
    }

    /// The condition in words, for a message: "`type` is `Standards Track`".
    pub fn described(&self, series: &Series) -> String {
        let each = |all: &[Self], word: &str| {
            let all: Vec<String> = all.iter().map(|it| it.described(series)).collect();
            all.join(word)
        };
        match self {
            Self::All(all) => each(all, " and "),
            Self::Any(any) => each(any, ", or "),
            Self::Not(inner) => match inner.as_ref() {
                Self::Has(field) => format!("`{field}` has no value"),
                Self::Is { field, values } => {
                    format!(
                        "`{field}` is not {}",
                        suggest::either(values.iter().map(String::as_str))
                    )
                }
                other => format!("it is not so that {}", other.described(series)),
            },
            Self::Has(field) => format!("`{field}` has a value"),
            Self::Is { field, values } => {
                format!("`{field}` is {}", suggest::either(values.iter().map(String::as_str)))
            }
            Self::FromStage(stage) => {
                format!("the paper is at the stage `{}` or after it", series.stages.name(*stage))
            }
            Self::Since(month) => format!("the paper is for {} or later", month.printed()),
        }
    }
}

/// Whether a field has one of the wanted values. A paper that names no stage is at that of its series.
fn is_one_of(series: &Series, values: &Values<'_>, field: &str, wanted: &[String]) -> bool {
    let is_wanted = |text: &str| wanted.iter().any(|wanted| wanted == text);
    let is_stage = || series.field(field).is_some_and(|it| it.field_type == FieldType::Stage);
    match values.get(field) {
        Some(FieldValue::Value(_, value)) => match value {
            Value::Text(_) if is_stage() => is_wanted(series.stages.name(values.stage)),
            Value::Text(text) => is_wanted(text),
            Value::Date(date) => is_wanted(&date.to_string()),
            Value::Month(month) => is_wanted(&month.to_string()),
            Value::Person(person) => is_wanted(&person.to_string()),
            Value::List(items) => items.iter().any(|item| is_wanted(&item.value)),
            Value::Mapping(_) => false,
        },
        Some(FieldValue::Absent | FieldValue::Empty(_)) if is_stage() => {
            is_wanted(series.stages.name(values.stage))
        }
        _ => false,
    }
}
