//! What a line looks like, whatever it means.

use crate::paper::fields::Month;
use crate::series::Series;

/// What begins a line about somebody, in small letters.
const ABOUT_PEOPLE: [&str; 12] = [
    "prepared by",
    "written by",
    "drafted by",
    "presented by",
    "submitted by",
    "author",
    "authors",
    "contact",
    "point of contact",
    "from",
    "to",
    "by",
];

/// Whether a line is a date, or part of one, however it is written: "June 5, 24", "5.6.24", "Wed., 5th of June".
pub(super) fn is_date(line: &str) -> bool {
    let words: Vec<&str> = line
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "of" | "the" | "and" | "to"))
        .collect();
    let has_month = words.iter().any(|word| is_month(word));
    let is_number = |word: &&&str| number(word);
    let numbers = words.iter().filter(is_number).count();
    let is_part = |word: &&str| number(word) || is_month(word) || is_weekday(word);
    let is_signs =
        |c: char| c.is_alphanumeric() || c.is_whitespace() || ",./-\u{2013}'’".contains(c);
    let is_plain = line.chars().all(is_signs);
    // Three numbers are a date only with signs between them.
    let has_signs = line.matches(['/', '.', '-']).count() == 2 && !line.contains(' ');
    let is_short = (2..=6).contains(&words.len());
    is_short
        && is_plain
        && words.iter().all(is_part)
        && (has_month && numbers > 0 || numbers == 3 && words.len() == 3 && has_signs)
}

/// Whether a line with a day in it has words that are no part of the day: "May 21, 2024 (revised)".
pub(super) fn says_more(line: &str) -> bool {
    let is_other = |word: &str| {
        word.len() > 3
            && word.chars().all(char::is_alphabetic)
            && !is_month(word)
            && !is_weekday(word)
    };
    line.split(|c: char| !c.is_alphanumeric()).any(is_other)
}

fn is_month(word: &str) -> bool {
    word.len() >= 3
        && word.chars().all(char::is_alphabetic)
        && Month::guess(&format!("{word} 2000")).is_some()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let word = word.to_lowercase();
    let is_whole = word.len() <= 4 || word.ends_with("day");
    is_whole && DAYS.iter().any(|day| word.starts_with(day))
}

/// Digits, or those of a day in order, such as 5th.
fn number(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = word.len() - rest.len();
    (1..=4).contains(&digits)
        && matches!(rest.to_ascii_lowercase().as_str(), "" | "st" | "nd" | "rd" | "th")
}

/// Whether a line begins as a number of `series` does.
pub(super) fn is_number(series: &Series, line: &str) -> bool {
    series.number.as_ref().is_some_and(|rule| rule.without_label(line).is_some())
}

/// Whether a line says who did something: "Prepared by: Alex Doe", "By Robin Roe".
pub(super) fn is_about_people(line: &str) -> bool {
    let (label, rest) = line.split_once(':').unwrap_or((line, ""));
    let label = label.trim().to_lowercase();
    if line.contains(':') {
        return !rest.trim().is_empty() && ABOUT_PEOPLE.contains(&label.as_str());
    }
    let names = ["By ", "Prepared by ", "Written by ", "Submitted by ", "Presented by "];
    let Some(name) = names.iter().find_map(|start| line.strip_prefix(start)) else { return false };
    let is_name = |word: &str| word.starts_with(char::is_uppercase) || word == "and";
    let words: Vec<&str> = name.split_whitespace().collect();
    (2..=8).contains(&words.len()) && words.iter().take(2).all(|word| is_name(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_known_by_their_words() {
        for line in [
            "June 5, 24",
            "5 June",
            "Wed., 5th of June '24",
            "June 5\u{2013}7, 2024",
            "5.6.24",
            "2024/31/31",
            "Sept. 31, 2024",
        ] {
            assert!(is_date(line), "{line}");
        }
        for line in [
            "June",
            "May we ask for 5 desks",
            "Desks in 2014",
            "2024",
            "12 34 56",
            "The 5 desks",
            "March on 2024",
            "0412-0624",
        ] {
            assert!(!is_date(line), "{line}");
        }
    }

    #[test]
    fn a_day_may_have_more_around_it() {
        for line in ["May 21, 2024 (revised)", "Submitted May 21, 2024"] {
            assert!(says_more(line), "{line}");
        }
        for line in ["Tuesday, May 21st, 2024", "2024-05-21T23:30:00Z", "21 September 2024"] {
            assert!(!says_more(line), "{line}");
        }
    }

    #[test]
    fn people_are_known_by_what_is_before_their_names() {
        for line in ["By Alex Doe", "Prepared by: Alex Doe", "Submitted by Robin Roe, Office"] {
            assert!(is_about_people(line), "{line}");
        }
        for line in ["By sea and by land", "From paper to data", "Desks: a look", "To:"] {
            assert!(!is_about_people(line), "{line}");
        }
    }
}
