//! Whether a number agrees with the fields of its paper.

use super::Role;
use super::{Bind, NumberRule, Part, Values};
use crate::paper::fields::{Month, print_date};
use crate::series::values::Value;

/// A field that a number contradicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement<'r> {
    /// A group of the number repeats the field, and has something else.
    Bind(&'r Bind),
    /// The number's month is before that of this field, a date.
    Before(&'r str),
}

impl NumberRule {
    /// The fields of a paper that `number` contradicts, each once; none if the paper says in `number_note` why.
    pub fn disagreements<'r>(&'r self, number: &str, values: &Values<'_>) -> Vec<Disagreement<'r>> {
        let has_waiver = values.text(Role::NumberNote).is_some_and(|note| !note.is_empty());
        if has_waiver || !self.is_match(number) {
            return Vec::new();
        }
        let mut binds: Vec<&Bind> = Vec::new();
        for bind in &self.binds {
            let is_new = binds.iter().all(|known| known.field != bind.field);
            if is_new && self.contradicts(number, bind, values) {
                binds.push(bind);
            }
        }
        if binds.is_empty() {
            let field = self.not_before.as_deref().filter(|field| {
                let months = self.month(number).zip(values.month(*field));
                months.is_some_and(|(own, other)| own < other)
            });
            return field.map(Disagreement::Before).into_iter().collect();
        }
        binds.into_iter().map(Disagreement::Bind).collect()
    }

    fn contradicts(&self, number: &str, bind: &Bind, values: &Values<'_>) -> bool {
        let Some(group) = self.group(number, &bind.group) else { return false };
        let expected = match bind.part {
            Part::Whole => whole(values, &bind.field),
            _ => values
                .month(&bind.field)
                .and_then(|month| bind.expected_of_month(month, group.len())),
        };
        expected.is_some_and(|expected| expected != group)
    }
}

impl<'r> Disagreement<'r> {
    /// The field.
    pub fn field(self) -> &'r str {
        match self {
            Self::Bind(bind) => &bind.field,
            Self::Before(field) => field,
        }
    }

    /// What is wrong, in words: of `rule`, with `number` on a paper with these `values`.
    pub fn described(self, rule: &NumberRule, number: &str, values: &Values<'_>) -> String {
        let field = self.field();
        let months = rule.month(number).zip(values.month(field));
        match (self, months) {
            (Self::Before(_), Some((own, other))) => format!(
                "the number `{number}` is of {}, which is before the `{field}`, {}",
                own.printed(),
                printed(values, field, other)
            ),
            (Self::Bind(bind), Some((own, other))) if bind.part != Part::Whole => format!(
                "the number `{number}` is of {}, but the field `{field}` is {}",
                own.printed(),
                other.printed()
            ),
            (Self::Bind(bind), _) => format!(
                "`{}` in the number `{number}` does not agree with the field `{field}`",
                rule.group(number, &bind.group).unwrap_or_default()
            ),
            (Self::Before(_), None) => {
                format!("the number `{number}` does not agree with the field `{field}`")
            }
        }
    }
}

/// A field's value as the series would write it into a number.
fn whole(values: &Values<'_>, field: &str) -> Option<String> {
    match values.value(field)?.1 {
        Value::Text(text) => Some(text.clone()),
        Value::Date(date) => Some(date.to_string()),
        Value::Month(month) => Some(month.to_string()),
        Value::Person(_) | Value::List(_) | Value::Mapping(_) => None,
    }
}

fn printed(values: &Values<'_>, field: &str, month: Month) -> String {
    match values.value(field) {
        Some((_, Value::Date(date))) => print_date(*date),
        _ => month.printed(),
    }
}
