//! The values that front matter can hold: days, months, people. Parsing and printing, nothing else.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

/// The names of the months, from January on.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The first year that a paper can be of; an earlier one is a typing error.
pub const FIRST_YEAR: i32 = 1900;

/// Why a text is not a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateProblem {
    /// Written as `YYYY-MM-DD`, but the calendar has no such day.
    NoSuchDay,
    /// Written as `YYYY-MM-DD`, but in a year before [`FIRST_YEAR`].
    TooEarly,
    /// The day is clear, but written another way.
    OtherForm(NaiveDate),
    /// It can't be read as a day with certainty.
    Unreadable,
}

/// Reads a day in the form `YYYY-MM-DD` of
/// [ISO 8601](https://www.iso.org/iso-8601-date-and-time-format.html), and in no other form.
///
/// # Errors
///
/// A [`DateProblem`]. Other spellings that can mean only one day are returned with that day.
pub fn parse_date(text: &str) -> Result<NaiveDate, DateProblem> {
    if let Some([year, month, day]) = iso_parts(text) {
        return NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or_default(), month, day)
            .filter(|_| year > 0)
            .ok_or(DateProblem::NoSuchDay);
    }
    Err(guess_date(text).map_or(DateProblem::Unreadable, DateProblem::OtherForm))
}

/// The three numbers of a text of the shape `YYYY-MM-DD`.
fn iso_parts(text: &str) -> Option<[u32; 3]> {
    let bytes = text.as_bytes();
    let is_shaped = bytes.len() == 10
        && bytes
            .iter()
            .enumerate()
            .all(|(at, b)| if matches!(at, 4 | 7) { *b == b'-' } else { b.is_ascii_digit() });
    if !is_shaped {
        return None;
    }
    Some([text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?])
}

/// The only day that a loosely written date can mean, if there is one. A time of day is dropped; a
/// date of three small numbers is read only if it is unambiguous.
fn guess_date(text: &str) -> Option<NaiveDate> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(3)
        .collect();
    let [first, second, third] = words[..] else { return None };
    // The `T` of a date with a time sticks to its day.
    let third = third.split(['T', 't']).next().unwrap_or(third);
    let number =
        |word: &str| word.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse::<u32>().ok();
    if let Some(month) = month_by_name(first) {
        return day(third, month, number(second)?);
    }
    if let Some(month) = month_by_name(second) {
        return day(third, month, number(first)?);
    }
    let second_number = number(second)?;
    if first.len() == 4 {
        return day(first, second_number, number(third)?);
    }
    let first_number = number(first)?;
    match (first_number > 12, second_number > 12) {
        (true, false) => day(third, second_number, first_number),
        (false, true) => day(third, first_number, second_number),
        _ if first_number == second_number => day(third, first_number, second_number),
        _ => None,
    }
}

fn day(year: &str, month: u32, day: u32) -> Option<NaiveDate> {
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    is_year.then(|| NaiveDate::from_ymd_opt(year.parse().ok()?, month, day)).flatten()
}

fn month_by_name(word: &str) -> Option<u32> {
    let is_short = word.len() >= 3 && word.is_ascii();
    let named =
        |name: &&str| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let at = MONTHS.iter().position(|name| is_short && named(name))?;
    u32::try_from(at + 1).ok()
}

/// A day as printed: "May 21, 2024" (GPO Style Manual, 12.9), in English under any locale.
pub fn print_date(date: NaiveDate) -> String {
    format!("{} {}, {}", month_name(date.month()), date.day(), date.year())
}

fn month_name(month: u32) -> &'static str {
    let at = usize::try_from(month).unwrap_or_default().saturating_sub(1);
    MONTHS.get(at).copied().unwrap_or_default()
}

/// A month of a year; ordered by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// The month `month`, from 1 to 12, of `year`.
    pub fn new(year: i32, month: u32) -> Option<Self> {
        ((1..=12).contains(&month) && (1..=9999).contains(&year)).then_some(Self { year, month })
    }

    /// Reads `YYYY-MM` and no other form.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let is_shaped = year.len() == 4
            && month.len() == 2
            && text.bytes().filter(u8::is_ascii_digit).count() == 6;
        is_shaped.then(|| Self::new(year.parse().ok()?, month.parse().ok()?)).flatten()
    }

    /// The only month that a loosely written text can mean, for example "June 2024" or "2024-6".
    pub fn guess(text: &str) -> Option<Self> {
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let (month, year) = match words[..] {
            [first, second] if first.len() == 4 && first.bytes().all(|b| b.is_ascii_digit()) => {
                (second, first)
            }
            [first, second] => (first, second),
            [_, _, _] => return guess_date(text).or_else(|| parse_date(text).ok()).map(Self::of),
            _ => return None,
        };
        let month = month_by_name(month).or_else(|| month.parse().ok())?;
        (year.len() == 4).then(|| Self::new(year.parse().ok()?, month)).flatten()
    }

    /// The month of `date`.
    pub fn of(date: NaiveDate) -> Self {
        Self { year: date.year(), month: date.month() }
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month of the year, from 1.
    pub const fn month(self) -> u32 {
        self.month
    }

    /// The first day.
    pub fn first_day(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month, 1)
    }

    /// The last day.
    pub fn last_day(self) -> Option<NaiveDate> {
        self.first_day()?.checked_add_months(Months::new(1))?.checked_sub_days(Days::new(1))
    }

    /// The month as printed: "June 2024", without a comma (GPO Style Manual, 12.9).
    pub fn printed(self) -> String {
        format!("{} {}", month_name(self.month), self.year)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// A person who is responsible for a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name as printed.
    pub name: String,
    /// The office, if there is one.
    pub office: Option<String>,
}

impl Person {
    /// Reads the printed line: "Name, Office". Everything after the first comma is the office.
    pub fn parse(line: &str) -> Self {
        match line.split_once(',') {
            Some((name, office)) if !office.trim().is_empty() => {
                Self { name: name.trim().to_owned(), office: Some(office.trim().to_owned()) }
            }
            _ => Self { name: line.trim().trim_end_matches(',').to_owned(), office: None },
        }
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.office {
            Some(office) => write!(f, "{}, {office}", self.name),
            None => f.write_str(&self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may_21() -> NaiveDate {
        NaiveDate::from_ymd_opt(2024, 5, 21).unwrap_or_default()
    }

    #[test]
    fn only_iso_days_are_read() {
        assert_eq!(parse_date("2024-05-21"), Ok(may_21()));
        assert_eq!(parse_date("2024-02-30"), Err(DateProblem::NoSuchDay));
        assert_eq!(parse_date("1900-02-29"), Err(DateProblem::NoSuchDay));
        assert!(parse_date("2000-02-29").is_ok());
    }

    #[test]
    fn other_spellings_are_returned_with_the_day_they_mean() {
        for text in [
            "May 21, 2024",
            "21-May-2024",
            "2024-5-21",
            "2024/05/21",
            "21.05.2024",
            "5/21/2024",
            "2024-05-21T23:30:00-05:00",
            "2024-05-21 00:15:00",
            "May 21st, 2024",
        ] {
            assert_eq!(parse_date(text), Err(DateProblem::OtherForm(may_21())), "{text}");
        }
        for text in
            ["Tuesday", "2024-05", "2024", "05/06/2024", "May 2024", "21.05.24", "２０２４-05-21"]
        {
            assert_eq!(parse_date(text), Err(DateProblem::Unreadable), "{text}");
        }
    }

    #[test]
    fn months_are_strict_and_print_without_a_comma() {
        let june = Month::parse("2024-06");
        assert_eq!(june.map(Month::printed).as_deref(), Some("June 2024"));
        assert_eq!(june.and_then(Month::last_day), NaiveDate::from_ymd_opt(2024, 6, 30));
        for text in ["2024-13", "2024-6", "June 2024", "24-06", "2024-06-01"] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
        for text in ["June 2024", "2024-6", "06/2024", "2024-06-18"] {
            assert_eq!(Month::guess(text), june, "{text}");
        }
    }

    #[test]
    fn a_person_is_name_and_office() {
        let person = Person::parse("Alex Doe, Office of Trade, Policy");
        assert_eq!(person.office.as_deref(), Some("Office of Trade, Policy"));
        assert_eq!(Person::parse("Alex Doe").to_string(), "Alex Doe");
    }
}
