//! Days and months on the command line.

use chrono::NaiveDate;
use issuepaper::paper::fields::{self, Month};

/// A name or a reason, which the register keeps on one line.
pub fn parse_words(text: &str) -> Result<String, String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.is_empty() { Err("it is empty; write a few words".to_owned()) } else { Ok(words) }
}

/// A day, `YYYY-MM-DD`.
pub fn parse_day(text: &str) -> Result<NaiveDate, String> {
    fields::parse_date(text).map_err(|_| "write the day as YYYY-MM-DD".to_owned())
}

/// A month, `YYYY-MM`.
pub fn parse_month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| "write the month as YYYY-MM".to_owned())
}
