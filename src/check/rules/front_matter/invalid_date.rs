use chrono::NaiveDate;

use super::other_digits;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::fields::{DateProblem, FIRST_YEAR, Month, print_date};
use crate::paper::front_matter::quoting;
use crate::paper::written_days::{why_no_day, why_no_month};
use crate::series::values::{Fault, InvalidValue};
use crate::text::finding::Fix;
use crate::text::suggest;
use crate::yaml::Style;

rule! {
    /// A date must be written as `YYYY-MM-DD`, a month as `YYYY-MM`, and both must exist.
    ///
    /// ## Why
    ///
    /// `05/06/2024` is May 6 to some readers and June 5 to others. Everybody, and every program, reads
    /// the form of ISO 8601 the same way. How a date looks in print is up to the template.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// date: May 21, 2024
    /// ```
    ///
    /// ```yaml
    /// date: 2024-02-30
    /// ```
    ///
    /// ```yaml
    /// period: June 2024
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the year in four digits, then month and day in two: `2024-05-21`.
    "invalid-date", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for fault in cx.values.faults() {
        match fault.why {
            InvalidValue::Date(problem) => day(out, fault, problem),
            InvalidValue::Month(guess) => month(out, fault, guess),
            _ => {}
        }
    }
}

fn day(out: &mut Sink<'_>, fault: &Fault<'_>, problem: DateProblem) {
    let text = fault.text.as_ref();
    let shown = suggest::shown(text);
    match problem {
        DateProblem::NoSuchDay => {
            let message = format!("the date {shown} does not exist: {}", why_no_day(text));
            out.at(fault.span, message).help(format!("correct the value of `{}`", fault.field.id));
        }
        DateProblem::TooEarly => too_early(out, fault, text),
        DateProblem::OtherForm(date) => {
            let message = if text == date.to_string() {
                format!("there are spaces or line breaks beside the date {shown}")
            } else {
                format!("the date {shown} is not written as `YYYY-MM-DD`")
            };
            other_form(out, fault, message, &date.to_string());
        }
        DateProblem::Unreadable => {
            let odd = other_digits::odd(text);
            if let (Some(odd), Some(date)) = (&odd, other_digits::day(text)) {
                let message =
                    format!("the date {shown} is not written as `YYYY-MM-DD`: it has {odd}");
                return other_form(out, fault, message, &date.to_string());
            }
            let message = match two_days(text) {
                Some([first, second]) => format!(
                    "{shown} can mean two dates, {} and {}",
                    print_date(first),
                    print_date(second)
                ),
                None => format!("{shown} can't be read as a date{}", why(odd)),
            };
            out.at(fault.span, message).help(format!(
                "write `{}` with year, month and day, such as `2024-05-21`",
                fault.field.id
            ));
        }
    }
}

fn month(out: &mut Sink<'_>, fault: &Fault<'_>, guess: Option<Month>) {
    let text = fault.text.as_ref();
    let shown = suggest::shown(text);
    if guess.is_some_and(|month| month.year() < FIRST_YEAR) {
        too_early(out, fault, text);
        return;
    }
    if let Some(month) = guess {
        let message = if text == month.to_string() {
            format!("there are spaces or line breaks beside the month {shown}")
        } else {
            format!("the month {shown} is not written as `YYYY-MM`")
        };
        other_form(out, fault, message, &month.to_string());
        return;
    }
    let odd = other_digits::odd(text);
    if let (Some(odd), Some(month)) = (&odd, other_digits::month(text)) {
        let message = format!("the month {shown} is not written as `YYYY-MM`: it has {odd}");
        return other_form(out, fault, message, &month.to_string());
    }
    let message = match why_no_month(text) {
        Some(why) => format!("the month {shown} does not exist: {why}"),
        None => format!("{shown} is not a month{}", why(odd)),
    };
    out.at(fault.span, message)
        .help(format!("write `{}` with year and month, such as `2024-06`", fault.field.id));
}

/// The character that a text can't have, as the end of a message.
fn why(odd: Option<String>) -> String {
    odd.map_or_else(String::new, |odd| format!(": it has {odd}"))
}

fn too_early(out: &mut Sink<'_>, fault: &Fault<'_>, text: &str) {
    let year = text.split('-').next().unwrap_or_default();
    out.at(fault.span, format!("the year {} is before {FIRST_YEAR}", suggest::shown(year)))
        .help(format!("correct the value of `{}`", fault.field.id));
}

fn other_form(out: &mut Sink<'_>, fault: &Fault<'_>, message: String, iso: &str) {
    // An unquoted date is what every other paper has, and is read as one.
    let old = out.source(fault.span);
    let is_quoted = old.starts_with(['\'', '"']);
    let text = if is_quoted { quoting::like(old, iso) } else { iso.to_owned() };
    let report = out.at(fault.span, message).help(format!("write it as `{iso}`"));
    // A block reaches down to the next key; what is left of it would not be one value.
    if fault.node.scalar().is_some_and(|scalar| scalar.style != Style::Block) {
        report.fix(Fix::safe(format!("write it as `{iso}`"), fault.span, text));
    }
}

/// The days that a text like `05/06/2024` can mean, month or day first.
fn two_days(text: &str) -> Option<[NaiveDate; 2]> {
    let numbers: Option<Vec<u32>> =
        text.split(['/', '.', '-', ' ']).map(|part| part.parse().ok()).collect();
    let [first, second, year] = numbers?[..] else { return None };
    let year = i32::try_from(year).ok().filter(|year| (1000..=9999).contains(year))?;
    let day = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    Some([day(first, second)?, day(second, first)?])
}
