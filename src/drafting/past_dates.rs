//! The times in a text that are past, which were ahead when the text was written.

use std::ops::Range;
use std::sync::LazyLock;

use chrono::{Months, NaiveDate};
use regex::{Captures, Regex};

use crate::paper::fields::{MONTHS, Month};
use crate::text::source::Span;

/// Spaces between words, over one line's end.
const SPACE: &str = r"(?:\s|&nbsp;|&#160;){1,3}";

/// A year, of which the first two digits may be left out behind an apostrophe.
const YEAR: &str = r"(?:(?<year>(?:19|20)[0-9]{2})|['’](?<short>[0-9]{2}))";

/// A day, or the last one of several: `3–5`.
const DAY: &str = r"(?:[0-9]{1,2}(?:st|nd|rd|th)?(?:SPACE)?(?:[-–—]|&ndash;|to|and|through)(?:SPACE)?)?(?<day>[0-9]{1,2})(?:st|nd|rd|th)?";

/// The forms of times, made of the names above.
const FORMS: [&str; 13] = [
    r"MONTHSPACEDAY,?SPACEYEAR",
    r"DAY(?:SPACE|-)MONTH,?(?:SPACE|-)YEAR",
    r"MONTH,?SPACE(?:ofSPACE)?YEAR",
    r"(?<year>(?:19|20)[0-9]{2})[-/.](?<number>[0-9]{1,2})[-/.](?<day>[0-9]{1,2})",
    r"(?<number>[0-9]{1,2})[-/.](?<day>[0-9]{1,2})[-/.](?<year>(?:19|20)[0-9]{2})",
    r"(?<number>[0-9]{1,2})/(?<day>[0-9]{1,2})/(?<short>[0-9]{2})",
    r"(?<year>(?:19|20)[0-9]{2})-(?<number>0[1-9]|1[0-2])",
    r"(?<number>0?[1-9]|1[0-2])/(?<year>(?:19|20)[0-9]{2})",
    r"(?:Q(?<quarter>[1-4])|(?<nth>first|second|third|fourth|last|final|1st|2nd|3rd|4th)SPACEquarter),?SPACE(?:ofSPACE)?(?:(?<fiscal>FY|fiscal(?:SPACEyear)?)(?:SPACE)?)?YEAR",
    r"(?<year>(?:19|20)[0-9]{2})(?:SPACE|-)?Q(?<quarter>[1-4])",
    r"(?<part>early|mid|middle|late|spring|summer|fall|autumn|winter|end|close|beginning|start|year-end|CY|calendarSPACEyear|H1|H2|(?:first|second)SPACEhalf)(?:SPACE|-)(?:ofSPACE)?(?:calendarSPACEyearSPACE)?YEAR",
    r"(?<fiscal>FYs?|fiscalSPACEyears?)(?:SPACE|-)?YEAR",
    r"(?<fiscal>FY)(?:SPACE)?(?<short>[0-9]{2})",
];

/// Phrases that count from a day which the next paper does not share.
const PHRASES: [&str; 4] = [
    r"inSPACEtheSPACE(?:coming|next|following)SPACE(?:few|several)?(?:SPACE)?(?:days|weeks|months|quarters?|years?)",
    r"bySPACE(?:theSPACE)?(?:year(?:SPACE|-)end|endSPACEofSPACE(?:the|this)SPACE(?:(?:calendar|fiscal)SPACE)?year)",
    r"(?:at|before|by|since|until|after|from)SPACE(?:the|our|its)SPACE(?:last|next|previous|coming|upcoming)SPACEmeeting",
    r"inSPACEtheSPACEnewSPACE(?:(?:calendar|fiscal)SPACE)?year",
];

static FORM_PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| patterns(&FORMS));

static PHRASE_PATTERNS: LazyLock<Vec<Regex>> = LazyLock::new(|| patterns(&PHRASES));

/// The patterns for these texts, each for whole words.
fn patterns(forms: &[&str]) -> Vec<Regex> {
    let pattern = |form: &&str| {
        let form = form.replace("MONTH", &month_names()).replace("YEAR", YEAR);
        let form = form.replace("DAY", DAY).replace("SPACE", SPACE);
        Regex::new(&format!(r"(?i)\b(?:{form})\b")).ok()
    };
    forms.iter().filter_map(pattern).collect()
}

/// A pattern for the names of months, with the capital that tells `May` from `may`.
fn month_names() -> String {
    let names = MONTHS.iter().map(|name| {
        let (start, rest) = name.split_at(3);
        format!("{start}(?:{rest})?|{}", name.to_uppercase())
    });
    format!(r"(?<month>(?-i:{}|Sept))\.?", names.collect::<Vec<_>>().join("|"))
}

/// The places of the days, months, quarters and other times in `text` that are before `today`, however they are written.
pub fn past_dates(text: &str, today: NaiveDate) -> Vec<Span> {
    let forms = FORM_PATTERNS.iter().flat_map(|form| form.captures_iter(text));
    let mut times: Vec<(Range<usize>, NaiveDate)> =
        forms.filter_map(|found| Some((found.get(0)?.range(), last_day(&found)?))).collect();
    // `May 3–5, 2024` is one, though `5, 2024` might be, too.
    times.sort_by_key(|(place, _)| (place.start, usize::MAX - place.end));
    let mut end = 0;
    times.retain(|(place, _)| {
        let is_apart = place.start >= end;
        end = end.max(place.end);
        is_apart
    });
    let past = times.into_iter().filter(|(place, day)| *day < today && !is_in_path(text, place));
    past.map(|(place, _)| Span::from(place)).collect()
}

/// The places of the phrases in `text` that count from another day than that of its next edition, such as `at the last
/// meeting`.
pub fn aging_phrases(text: &str) -> Vec<Span> {
    let phrases = PHRASE_PATTERNS.iter().flat_map(|phrase| phrase.find_iter(text));
    let mut places: Vec<Span> = phrases.map(|found| Span::from(found.range())).collect();
    places.sort_unstable();
    places
}

/// The last day of a time.
fn last_day(found: &Captures<'_>) -> Option<NaiveDate> {
    let number = |name: &str| found.name(name)?.as_str().parse::<u32>().ok();
    let word = |name: &str| Some(found.name(name)?.as_str().to_lowercase());
    let short = || number("short").map(|year| if year < 70 { 2000 + year } else { 1900 + year });
    let year = i32::try_from(number("year").or_else(short)?).ok()?;
    let is_fiscal = found.name("fiscal").is_some();
    if let Some(quarter) = number("quarter").or_else(|| word("nth").map(|nth| quarter(&nth))) {
        let last = Month::new(year, quarter * 3)?.last_day()?;
        // The fiscal year of the government begins in October.
        return if is_fiscal { last.checked_sub_months(Months::new(3)) } else { Some(last) };
    }
    let named = word("month").and_then(|name| month(&name));
    let Some(month) = named.or_else(|| number("number")) else {
        let month = word("part").map_or(if is_fiscal { 9 } else { 12 }, |part| last_month(&part));
        return Month::new(year, month)?.last_day();
    };
    let Some(day) = number("day") else { return Month::new(year, month)?.last_day() };
    // `5/4/2024` is the fourth of May or the fifth of April.
    let either = [(month, day), (day, month)].into_iter().take(if named.is_some() { 1 } else { 2 });
    either.filter_map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day)).max()
}

fn quarter(nth: &str) -> u32 {
    match nth {
        "first" | "1st" => 1,
        "second" | "2nd" => 2,
        "third" | "3rd" => 3,
        _ => 4,
    }
}

fn month(name: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|month| month.to_lowercase().starts_with(name))?;
    u32::try_from(at + 1).ok()
}

/// The last month of a part of a year.
fn last_month(part: &str) -> u32 {
    match part {
        "early" | "beginning" | "start" => 4,
        "spring" | "h1" => 6,
        "mid" | "middle" => 8,
        "summer" => 9,
        part if part.starts_with("first") => 6,
        _ => 12,
    }
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

    fn past(text: &str) -> Vec<String> {
        let today = NaiveDate::from_ymd_opt(2024, 6, 15).unwrap_or_default();
        let places = past_dates(text, today);
        places.iter().map(|it| text[it.range()].to_owned()).collect()
    }

    #[test]
    fn days_and_months_of_every_form_are_found() {
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
        for text in [
            "May 3–5, 2024",
            "3 to 5 May 2024",
            "June 3 and 4, 2024",
            "MAY 14, 2024",
            "May&nbsp;14,&nbsp;2024",
            "21-May-2024",
            "May 14th, 2024",
            "May of 2024",
            "May ’24",
            "5/14/24",
            "5/4/2024",
            "21.05.2024",
            "2024/5/21",
            "2024-05",
            "05/2024",
        ] {
            assert_eq!(past(&format!("On {text}, it was.")), [text], "{text}");
        }
        assert_eq!(past("By July 1, 2024, in June 2024, on 2024-06-15, in 2024-09."), [""; 0]);
        assert_eq!(past("From June 10–20, 2024, by 06/24/24, 5/7/2024 (in Europe)."), [""; 0]);
        assert_eq!(
            past("See ../2024-05-21/a.md, 3733-0624, 19 U.S.C. 1484, section 2.3.2020x."),
            [""; 0]
        );
        assert_eq!(past("It may 2 be. In 2023 the 12 ports and 30 of 2022 met."), [""; 0]);
        assert_eq!(past("may 2024 or HTS-2024-05 or 2024-05_a, 2024-13"), [""; 0]);
        assert_eq!(past("due: 2024-01-31\r\n"), ["2024-01-31"]);
    }

    #[test]
    fn quarters_seasons_and_parts_of_a_year_are_found() {
        for text in [
            "Q1 2024",
            "2024 Q1",
            "first quarter of 2024",
            "Q2 FY 2024",
            "fourth quarter of fiscal year 2023",
            "spring of 2023",
            "winter 2023",
            "early 2024",
            "mid-2023",
            "late 2023",
            "end of 2023",
            "second half of 2023",
            "year-end 2023",
            "FY 2023",
            "FY23",
            "FY2023",
            "fiscal year 2023",
            "calendar year 2023",
        ] {
            assert_eq!(past(&format!("In {text}, it was.")), [text], "{text}");
        }
        for text in ["Q2 2024", "FY 2024", "the spring of 2024", "mid-2024", "end of 2024"] {
            assert_eq!(past(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn phrases_that_count_from_another_meeting_are_found() {
        let text = "At the last meeting it was said that in the\ncoming weeks, by year-end, in the new fiscal year or \
                    before the next meeting it would be so. The next meeting of the year is in the new building.";
        let found: Vec<_> =
            aging_phrases(text).iter().map(|it| text[it.range()].to_owned()).collect();
        assert_eq!(
            found,
            [
                "At the last meeting",
                "in the\ncoming weeks",
                "by year-end",
                "in the new fiscal year",
                "before the next meeting"
            ]
        );
    }
}
