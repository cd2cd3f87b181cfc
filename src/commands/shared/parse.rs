//! Days and months on the command line.

use chrono::NaiveDate;
use issuepaper::paper::fields::{self, Month};

/// A day, `YYYY-MM-DD`.
pub fn parse_day(text: &str) -> Result<NaiveDate, String> {
    fields::parse_date(text).map_err(|_| "write the day as YYYY-MM-DD".to_owned())
}

/// A month, `YYYY-MM`.
pub fn parse_month(text: &str) -> Result<Month, String> {
    Month::parse(text).ok_or_else(|| "write the month as YYYY-MM".to_owned())
}
