//! Days and months with digits of another script, or with another character that looks like one.

use chrono::{Datelike, NaiveDate};

use crate::paper::fields::{self, DateProblem, FIRST_YEAR, Month};
use crate::text::digits;

/// The character that keeps a text from being a day or a month, by its code point; none if there is more to it.
pub(super) fn odd(text: &str) -> Option<String> {
    let digit = text.chars().find(|c| !c.is_ascii() && c.is_numeric());
    let only = || {
        let mut others = text.chars().filter(|c| !c.is_ascii_digit() && !"-/. ".contains(*c));
        others.next().filter(|c| !c.is_ascii() && others.next().is_none())
    };
    digit.or_else(only).map(digits::named)
}

/// The only day that a text means, if its digits are read as 0 to 9.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let read = fields::parse_date(&digits::plain(text));
    let (Ok(day) | Err(DateProblem::OtherForm(day))) = read else { return None };
    (day.year() >= FIRST_YEAR).then_some(day)
}

/// The same of a month.
pub(super) fn month(text: &str) -> Option<Month> {
    let text = digits::plain(text);
    Month::parse(&text).or_else(|| Month::guess(&text)).filter(|month| month.year() >= FIRST_YEAR)
}
