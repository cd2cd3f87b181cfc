use chrono::{Days, Months, NaiveDate};

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::fields::{Month, print_date};
use crate::series::values::{FieldValue, Value};
use crate::series::{DateBound, Field};
use crate::text::source::Span;

rule! {
    /// A date must not be after the limit that the series sets, a day or the end of a month, nor a year before
    /// that month.
    ///
    /// ## Why
    ///
    /// A paper can't be submitted tomorrow, or after the month it is for. Such a date is usually a
    /// typo, or last quarter's period in a paper that was copied forward. Today has a day of grace, for
    /// colleagues in other time zones. Old papers are never reported for their age.
    ///
    /// A paper may be written months before the meeting that it is for. A date in the same month of the year
    /// before, or earlier, is a slip: somebody typed last year or kept the date of an earlier paper. The month is
    /// that of the field that limits the date, or the one in the publication number where the series sets
    /// `not_before`.
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
        report_early(cx, out, (field, entry.value.span, *date));
    }
}

/// The months from that of the year before to that of a paper: its date is in one of the others.
const TOO_EARLY: Months = Months::new(11);

/// Reports a date that is a year before the month of the paper, or earlier.
fn report_early(
    cx: &PaperContext<'_>,
    out: &mut Sink<'_>,
    (field, span, date): (&Field, Span, NaiveDate),
) {
    let is_early = |(month, ..): &(Month, Span, String)| {
        month.first_day().and_then(|first| first.checked_sub_months(TOO_EARLY)) > Some(date)
    };
    let fields = field.not_after.iter().filter_map(|bound| match bound {
        DateBound::EndOf(other) => {
            let (month, place) = cx.values.month(other).zip(cx.place_of(other))?;
            Some((month, place, format!("`{other}`")))
        }
        DateBound::Today => None,
    });
    let Some((month, place, name)) = fields.chain(month_of_number(cx, field)).find(is_early) else {
        return;
    };
    let message = format!(
        "{} is a year or more before {}, the month of the paper",
        print_date(date),
        month.printed()
    );
    out.at(span, message)
        .label(place, format!("this is {}", month.printed()))
        .help(format!("correct `{}` or {name}", field.id));
}

/// The month in the publication number, where that is not before `field`.
fn month_of_number(cx: &PaperContext<'_>, field: &Field) -> Option<(Month, Span, String)> {
    let rule = cx.series.number.as_ref()?;
    let (entry, number) = cx.number().filter(|_| rule.not_before.as_ref() == Some(&field.id))?;
    Some((rule.month(number)?, entry.value.span, "the publication number".to_owned()))
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
