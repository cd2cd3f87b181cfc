//! Days and months as people write them in a project's own files, and what is wrong with one.

use chrono::NaiveDate;

use super::fields::{DateProblem, Month, parse_date, print_date};
use crate::text::suggest;

/// Why a text is no day or no month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoDay {
    /// What is wrong.
    pub message: String,
    /// What to write.
    pub help: String,
}

/// Reads a day in the form `YYYY-MM-DD`.
///
/// # Errors
///
/// What is wrong with it.
pub fn read_day(text: &str) -> Result<NaiveDate, NoDay> {
    parse_date(text).map_err(|problem| {
        let shown = suggest::shown(text);
        match problem {
            DateProblem::NoSuchDay | DateProblem::TooEarly => NoDay {
                message: format!("the date {shown} does not exist: {}", why_no_day(text)),
                help: "write a day that exists".to_owned(),
            },
            DateProblem::OtherForm(day) => NoDay {
                message: format!("the date {shown} is not written as `YYYY-MM-DD`"),
                help: format!("write it as `{day}`"),
            },
            DateProblem::Unreadable => NoDay {
                message: format!("{shown} is not a day"),
                help: "write it as `YYYY-MM-DD`".to_owned(),
            },
        }
    })
}

/// Reads a month in the form `YYYY-MM`.
///
/// # Errors
///
/// What is wrong with it.
pub fn read_month(text: &str) -> Result<Month, NoDay> {
    Month::parse(text).ok_or_else(|| {
        let shown = suggest::shown(text);
        if let Some(why) = why_no_month(text) {
            return NoDay {
                message: format!("the month {shown} does not exist: {why}"),
                help: "write a month that exists".to_owned(),
            };
        }
        NoDay {
            message: format!("{shown} is not a month"),
            help: Month::guess(text).map_or_else(
                || "write it as `YYYY-MM`".to_owned(),
                |month| format!("write it as `{month}`"),
            ),
        }
    })
}

/// Why a date of the form `YYYY-MM-DD` is not in the calendar.
pub fn why_no_day(text: &str) -> String {
    let mut parts = text.split('-');
    let mut next = || parts.next().unwrap_or_default();
    let (year, month, day) = (next(), next(), next());
    if year == "0000" {
        return "there is no year 0".to_owned();
    }
    let found = year.parse().ok().zip(month.parse().ok()).and_then(|(y, m)| Month::new(y, m));
    let Some(found) = found else { return format!("there is no month {month}") };
    match found.last_day() {
        Some(last) if day != "00" => format!("{} ends on {}", found.printed(), print_date(last)),
        _ => "the days of a month begin with 01".to_owned(),
    }
}

/// Why a month of the form `YYYY-MM` is not in the calendar; none for another form.
pub fn why_no_month(text: &str) -> Option<String> {
    let (year, month) = text.split_once('-')?;
    let are_digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if !are_digits(year, 4) || !are_digits(month, 2) {
        return None;
    }
    Some(match year {
        "0000" => "there is no year 0".to_owned(),
        _ => format!("there is no month {month}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_the_form_already_is_told_why_it_is_no_day() {
        let day = |text| read_day(text).map_err(|it| format!("{}; {}", it.message, it.help)).err();
        let month =
            |text| read_month(text).map_err(|it| format!("{}; {}", it.message, it.help)).err();
        for (found, expected) in [
            (
                day("2024-06-31"),
                "the date `2024-06-31` does not exist: June 2024 ends on June 30, 2024; write a day that exists",
            ),
            (
                day("2024-13-01"),
                "the date `2024-13-01` does not exist: there is no month 13; write a day that exists",
            ),
            (
                day("May 21, 2024"),
                "the date `May 21, 2024` is not written as `YYYY-MM-DD`; write it as `2024-05-21`",
            ),
            (day("soon"), "`soon` is not a day; write it as `YYYY-MM-DD`"),
            (
                month("2023-13"),
                "the month `2023-13` does not exist: there is no month 13; write a month that exists",
            ),
            (
                month("0000-01"),
                "the month `0000-01` does not exist: there is no year 0; write a month that exists",
            ),
            (month("June 2024"), "`June 2024` is not a month; write it as `2024-06`"),
            (month("summer"), "`summer` is not a month; write it as `YYYY-MM`"),
        ] {
            assert_eq!(found.as_deref(), Some(expected));
        }
        assert!(read_day("2024-06-30").is_ok() && read_month("2024-06").is_ok());
    }
}
