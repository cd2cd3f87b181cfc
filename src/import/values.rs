//! What a printed line says, as the value of a field.

use chrono::NaiveDate;

use super::look::{is_about_people, is_date, is_number, says_more};
use super::piece::Place;
use super::remark::Remark;
use crate::paper::fields::{DateProblem, Month, parse_date, print_date};
use crate::project::units::Registry;
use crate::series::{Field, FieldType, Series};

/// In which order a date of three numbers has its day and its month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 5/21/2024, as in the United States.
    MonthFirst,
    /// 21/5/2024.
    DayFirst,
}

/// What decides what a text means.
#[derive(Clone, Copy)]
pub(super) struct Meaning<'a> {
    pub(super) series: &'a Series,
    pub(super) registry: Option<&'a Registry>,
    pub(super) dates: Option<DateOrder>,
}

/// How well a text fits a field, 0 for not at all.
pub(super) type Fit = u32;

impl Meaning<'_> {
    /// How well `text`, without a label, fits `field`.
    pub(super) fn fit(&self, field: &Field, text: &str) -> Fit {
        let is_short = text.split_whitespace().count() <= 24;
        match field.field_type {
            FieldType::Month => 6 * u32::from(Month::guess(text).is_some()),
            FieldType::Date => 6 * u32::from(self.date(text).is_ok()),
            FieldType::Choice => 6 * u32::from(choice(field, text).is_some()),
            FieldType::Number => {
                let rule = self.series.number.as_ref();
                8 * u32::from(rule.is_some_and(|rule| rule.repaired(text).is_some()))
            }
            FieldType::Unit => self.unit_fit(field, text),
            FieldType::Text => {
                let is_other = is_date(text) || is_number(self.series, text);
                2 * u32::from(is_short && !is_other && !is_about_people(text))
            }
            FieldType::Person => 2 * u32::from(is_short && !is_date(text) && !is_labeled(text)),
            _ => 0,
        }
    }

    fn unit_fit(&self, field: &Field, text: &str) -> Fit {
        let is_of_kind =
            |kind: &String| field.kinds.is_empty() || field.kinds.iter().any(|known| known == kind);
        if let Some((unit, _)) = self.registry.and_then(|registry| registry.find(text, None)) {
            return if unit.kind.as_ref().is_none_or(is_of_kind) { 9 } else { 0 };
        }
        let lower = text.to_lowercase();
        let mut kinds = field.kinds.iter();
        if kinds.any(|kind| lower.ends_with(&kind.to_lowercase())) {
            return 7;
        }
        if is_labeled(text) {
            return 0;
        }
        // Where units are registered, a new one is named as they are.
        u32::from(self.registry.is_none())
    }

    /// The value of `field` that `text` means. What it can't mean with certainty stays as it is, or out, with a remark.
    pub(super) fn value(
        &self,
        field: &Field,
        text: &str,
        place: Place,
        remarks: &mut Vec<Remark>,
    ) -> Option<String> {
        let label = &field.label;
        match field.field_type {
            FieldType::Month => {
                let month = Month::guess(text).map(|month| month.to_string());
                if month.is_none() {
                    let id = &field.id;
                    let rest = format!("`{id}` ({label}) is left empty");
                    let reason = format!("`{text}` is no month");
                    remarks.push(Remark::empty(place, id, reason, &rest));
                }
                month
            }
            FieldType::Date => match self.date(text) {
                Ok(date) => {
                    if says_more(text) {
                        let day = print_date(date);
                        let message = format!("of `{text}`, only the day {day} is taken over");
                        remarks.push(Remark::open(place, message));
                    }
                    Some(date.to_string())
                }
                Err(readings) => {
                    remarks.push(unclear_date(field, text, &readings, place));
                    None
                }
            },
            FieldType::Choice => choice(field, text).or_else(|| Some(text.to_owned())),
            FieldType::Number => {
                let rule = self.series.number.as_ref()?;
                let number = rule
                    .repaired(text)
                    .map(|(number, _)| number)
                    .or_else(|| rule.is_match(text).then(|| text.to_owned()));
                if number.is_none() {
                    let message = format!("`{text}` is no number of the form {}", rule.form);
                    remarks.push(Remark::open(place, message));
                }
                Some(number.unwrap_or_else(|| text.to_owned()))
            }
            _ => Some(text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ")),
        }
    }

    /// The day that `text` means.
    ///
    /// # Errors
    ///
    /// The days that it may mean, none if it is no day.
    fn date(&self, text: &str) -> Result<NaiveDate, Vec<NaiveDate>> {
        match parse_date(text.trim()) {
            Ok(date) | Err(DateProblem::OtherForm(date)) => Ok(date),
            Err(_) => {
                let readings = readings(text);
                match (self.dates, readings.as_slice()) {
                    (Some(DateOrder::MonthFirst), [date, _])
                    | (Some(DateOrder::DayFirst), [_, date])
                    | (_, [date]) => Ok(*date),
                    _ => Err(readings),
                }
            }
        }
    }
}

/// Whether a line says itself what it is, `Background: text`, and so is nothing that a series prints without a label.
fn is_labeled(line: &str) -> bool {
    let Some((label, value)) = line.split_once(':') else { return false };
    let words = label.split_whitespace().count();
    (1..=4).contains(&words)
        && label.starts_with(char::is_alphabetic)
        && value.starts_with(char::is_whitespace)
}

/// The days that three numbers can mean, the one with the month first.
fn readings(text: &str) -> Vec<NaiveDate> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).collect();
    let [first, second, year] = parts[..] else { return Vec::new() };
    let number = |text: &str| text.parse::<u32>().ok();
    let year: Option<i32> = match year.len() {
        4 => year.parse().ok(),
        2 => year.parse::<i32>().ok().map(|year| year + 2000),
        _ => None,
    };
    let (Some(first), Some(second), Some(year)) = (number(first), number(second), year) else {
        return Vec::new();
    };
    let mut days: Vec<NaiveDate> = [(first, second), (second, first)]
        .into_iter()
        .filter_map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day))
        .collect();
    days.dedup();
    days
}

fn unclear_date(field: &Field, text: &str, readings: &[NaiveDate], place: Place) -> Remark {
    let (id, label) = (&field.id, &field.label);
    let mut rest = format!("`{id}` ({label}) is left empty");
    let reason = match readings {
        [first, second] => {
            rest.push_str("; write it, or say `--dates month-first` or `--dates day-first`");
            format!("`{text}` is {} or {}", print_date(*first), print_date(*second))
        }
        _ => format!("`{text}` is no full date"),
    };
    Remark::empty(place, id, reason, &rest)
}

/// The choice of `field` that `text` is, whatever its capitals.
fn choice(field: &Field, text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('.');
    field.choices.iter().find(|choice| choice.eq_ignore_ascii_case(text)).cloned()
}
