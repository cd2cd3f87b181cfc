use chrono::{Days, NaiveDate};

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::fields::print_date;
use crate::series::values::{FieldValue, Value};
use crate::series::{DateBound, Field};
use crate::text::source::Span;

rule! {
    /// A date must not be after the limit that the series sets: a day, or the end of a month.
    ///
    /// ## Why
    ///
    /// A paper can't be submitted tomorrow, or after the month it is for. Such a date is usually a
    /// typo, or last quarter's period in a paper that was copied forward. Today has a day of grace, for
    /// colleagues in other time zones. Old papers are never reported for their age.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// date: 2024-07-02
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the date, or the month that limits it.
    "date-out-of-range", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (field, field_value) in cx.values.iter() {
        let FieldValue::Value(entry, Value::Date(date)) = field_value else { continue };
        // One wrong date may exceed several limits; the first one is enough.
        for bound in &field.not_after {
            if is_reported(cx, out, (field, entry.value.span, *date), bound) {
                break;
            }
        }
    }
}

fn is_reported(
    cx: &PaperContext<'_>,
    out: &mut Sink<'_>,
    (field, span, date): (&Field, Span, NaiveDate),
    bound: &DateBound,
) -> bool {
    let day = print_date(date);
    match bound {
        DateBound::Today => {
            let limit = cx.today.checked_add_days(Days::new(1)).unwrap_or(cx.today);
            if date <= limit {
                return false;
            }
            let message = format!("{day} is in the future; today is {}", print_date(cx.today));
            // A day that is right for today may still be after another limit.
            let months = field.not_after.iter().filter_map(|bound| match bound {
                DateBound::EndOf(other) => Some(format!(
                    "of the {}, {}",
                    name_of(cx, other),
                    cx.values.month(other)?.printed()
                )),
                DateBound::Today => None,
            });
            let limits: Vec<String> = months.collect();
            let also = match limits.as_slice() {
                [] => String::new(),
                limits => {
                    format!("; nor may it be after the end {}", limits.join(" or "))
                }
            };
            out.at(span, message).help(format!("correct the value of `{}`{also}", field.id));
        }
        DateBound::EndOf(other) => {
            let Some((month, place)) = cx.values.month(other).zip(cx.place_of(other)) else {
                return false;
            };
            if month.last_day().is_none_or(|last| date <= last) {
                return false;
            }
            let name = name_of(cx, other);
            let message = format!("{day} is after the end of the {name}, {}", month.printed());
            out.at(span, message)
                .label(place, format!("the {name}"))
                .help(format!("correct `{}` or `{other}`", field.id));
        }
    }
    true
}

/// A field's label in the middle of a sentence.
fn name_of(cx: &PaperContext<'_>, id: &str) -> String {
    cx.series.field(id).map_or(id, |field| field.label.as_str()).to_lowercase()
}
