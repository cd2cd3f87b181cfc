//! The dates in a text that are past, which were ahead when the text was written.

use std::ops::Range;

use chrono::NaiveDate;

use crate::paper::fields::{self, DateProblem, Month};
use crate::text::source::Span;

/// The places of the days and months in `text` that are before `today`, however they are written.
pub fn past_dates(text: &str, today: NaiveDate) -> Vec<Span> {
    let words: Vec<Range<usize>> = words(text).collect();
    let mut dates = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let found = [3, 2].into_iter().find_map(|count| {
            let span = words[at].start..words.get(at + count - 1)?.end;
            let is_joined = words[at..at + count]
                .windows(2)
                .all(|pair| text.get(pair[0].end..pair[1].start).is_some_and(is_separator));
            let date = is_joined.then(|| last_day(text.get(span.clone())?)).flatten()?;
            Some((count, span, date))
        });
        match found {
            Some((count, span, date)) => {
                if date < today && !is_in_path(text, &span) {
                    dates.push(Span::from(span));
                }
                at += count;
            }
            None => at += 1,
        }
    }
    dates
}

/// The words of a text: runs of letters and digits.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + text.get(from..)?.find(char::is_alphanumeric)?;
        let rest = text.get(start..)?;
        from = rest.find(|c: char| !c.is_alphanumeric()).map_or(text.len(), |end| start + end);
        Some(start..from)
    })
}

/// Whether a date can go on after these characters.
fn is_separator(between: &str) -> bool {
    matches!(between, "-" | "/" | ".")
        || between.chars().count() <= 2
            && between.chars().all(|c| c.is_whitespace() || matches!(c, ',' | '.'))
}

/// The day that a text is, or the last day of the month that it is.
fn last_day(text: &str) -> Option<NaiveDate> {
    let has_name = text.chars().any(char::is_alphabetic);
    let day = || match fields::parse_date(text) {
        Ok(day) | Err(DateProblem::OtherForm(day)) => Some(day),
        Err(_) => None,
    };
    if !has_name {
        return day().filter(|_| !text.contains(char::is_whitespace));
    }
    day().or_else(|| Month::guess(text)?.last_day())
}

/// Whether a date is a part of a path or an address.
fn is_in_path(text: &str, span: &Range<usize>) -> bool {
    let before = text.get(..span.start).unwrap_or_default();
    let after = text.get(span.end..).unwrap_or_default();
    before.ends_with(['/', '_', '-']) || after.starts_with(['/', '_', '-'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_of_every_form_are_found() {
        let today = NaiveDate::from_ymd_opt(2024, 6, 15).unwrap_or_default();
        let past = |text: &str| {
            let places = past_dates(text, today);
            places.iter().map(|it| text[it.range()].to_owned()).collect::<Vec<_>>()
        };
        let text = "By May 21, 2024, or 21 May 2024, or 2024-05-21, or 5/21/2024 or Sept. 3, 2023; in\nMay\n2024.";
        assert_eq!(
            past(text),
            [
                "May 21, 2024",
                "21 May 2024",
                "2024-05-21",
                "5/21/2024",
                "Sept. 3, 2023",
                "May\n2024"
            ]
        );
        assert_eq!(past("By July 1, 2024, in June 2024, on 2024-06-15, in 2024-09."), [""; 0]);
        assert_eq!(
            past("See ../2024-05-21/a.md, 3733-0624, 19 U.S.C. 1484, section 2.3.2020x."),
            [""; 0]
        );
        assert_eq!(past("It may 2 be. In 2023 the 12 ports and 30 of 2022 met."), [""; 0]);
        assert_eq!(past("due: 2024-01-31\r\n"), ["2024-01-31"]);
    }
}
