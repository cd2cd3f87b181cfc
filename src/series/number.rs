//! Publication numbers: how a series writes them and what their parts must agree with.

use std::borrow::Cow;
use std::ops::Range;

use regex::Regex;
use schemars::JsonSchema;
use serde::Deserialize;

use super::{LabelWhen, Requirement};
use crate::paper::fields::Month;
use crate::text::characters::is_dash;

/// What a publication number of a series looks like.
#[derive(Debug, Clone)]
pub struct NumberRule {
    /// The label as printed, for example `Pub#`.
    pub label: String,
    /// Other spellings of the label that authors use.
    pub other_labels: Vec<String>,
    /// The labels of papers on some conditions; the first condition that holds counts.
    pub labels_when: Vec<LabelWhen>,
    /// Any of the labels, in any case; none if no label has a letter or digit.
    pub(super) any_label: Option<Regex>,
    /// The whole number, with named groups.
    pub pattern: Regex,
    /// The pattern for human readers, for example `NNNN-MMYY`.
    pub form: String,
    /// A number that matches.
    pub example: String,
    /// Whether two papers may carry the same number.
    pub uniqueness: Uniqueness,
    /// When a paper must carry one.
    pub required: Requirement,
    /// The first stage, as an index, at which a paper may carry one.
    pub allowed_from: usize,
    /// A date field whose month the number's month may not precede.
    pub not_before: Option<String>,
    /// What its groups must agree with.
    pub binds: Vec<Bind>,
    /// Whether the only digits that the pattern leaves open are the serial, though no group says so.
    pub(super) counts_all_digits: bool,
}

/// Whether several papers may have one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Uniqueness {
    /// A number is on one paper only.
    #[default]
    Strict,
    /// A family of papers may share a number.
    Family,
    /// A number is on one paper of its folder: numbers begin anew in each.
    Folder,
}

/// A group of the number that repeats a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bind {
    /// The named group of the pattern.
    pub group: String,
    /// The field it repeats.
    pub field: String,
    /// Which part of the field.
    pub part: Part,
}

/// The part of a field that a group repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The value as written.
    #[default]
    Whole,
    /// The month of a date or month, in two digits.
    Month,
    /// The year of a date or month, in as many digits as the group has.
    Year,
}

/// What the field of the number is called where a series does not say.
pub const NUMBER_LABEL: &str = "Publication number";

/// What ends a label that the number follows without a space.
pub(super) const LABEL_JOINS: [char; 2] = ['-', '/'];

/// The group of the pattern that is counted.
const SERIAL: &str = "serial";

/// Two-digit years from here on are of the last century.
const CENTURY_PIVOT: i32 = 70;

impl NumberRule {
    /// Whether `text` is a number of the series, whole and without a label.
    pub fn is_match(&self, text: &str) -> bool {
        self.pattern.find(text).is_some_and(|found| found.range() == (0..text.len()))
    }

    /// The text of a named group.
    pub fn group<'t>(&self, text: &'t str, group: &str) -> Option<&'t str> {
        Some(self.pattern.captures(text)?.name(group)?.as_str())
    }

    /// Where the serial is in `number`: the group of that name, or the only digits that the pattern leaves open. What is
    /// digits alone is one as a whole.
    pub fn serial_range(&self, number: &str) -> Option<Range<usize>> {
        let group = self.pattern.captures(number).and_then(|found| {
            let group = found.name(SERIAL).map(|group| group.range());
            group.or_else(|| self.counts_all_digits.then(|| digits(number))?)
        });
        group
            .or_else(|| number.bytes().all(|byte| byte.is_ascii_digit()).then_some(0..number.len()))
    }

    /// Whether numbers of the series have a serial, so that there is a next one.
    pub fn has_serial(&self) -> bool {
        self.counts_all_digits || self.pattern.capture_names().flatten().any(|name| name == SERIAL)
    }

    /// Whether several papers may carry one number.
    pub fn allows_sharing(&self) -> bool {
        self.uniqueness != Uniqueness::Strict
    }

    /// The month that the groups `month` and `year` name, if the pattern has them.
    pub fn month(&self, text: &str) -> Option<Month> {
        let month = self.group(text, "month")?.parse().ok()?;
        let digits = self.group(text, "year")?;
        let year: i32 = digits.parse().ok()?;
        let year = match digits.len() {
            2 if year >= CENTURY_PIVOT => 1900 + year,
            2 => 2000 + year,
            _ => year,
        };
        Month::new(year, month)
    }

    /// A number of the series with this serial: its example, with what `part` returns for each other group
    /// of the pattern, from the group's name and how many characters it has. None if there is nothing for
    /// a group, or the whole would be no number.
    pub fn compose(
        &self,
        serial: &str,
        part: impl Fn(&str, usize) -> Option<String>,
    ) -> Option<String> {
        let captures = self.pattern.captures(&self.example)?;
        let of_serial = self.has_serial().then(|| self.serial_range(&self.example))??;
        let names = self.pattern.capture_names().flatten();
        let mut groups: Vec<_> = names
            .filter_map(|name| Some((captures.name(name)?.range(), name)))
            .filter(|(group, _)| group.end <= of_serial.start || of_serial.end <= group.start)
            .collect();
        groups.push((of_serial, SERIAL));
        groups.sort_by_key(|(group, _)| group.start);
        let (mut number, mut at) = (String::new(), 0);
        for (group, name) in groups {
            number.push_str(self.example.get(at..group.start)?);
            match name {
                SERIAL => number.push_str(serial),
                name => number.push_str(&part(name, group.len())?),
            }
            at = group.end;
        }
        number.push_str(self.example.get(at..)?);
        self.is_match(&number).then_some(number)
    }

    /// `text` without a leading label, for example `3733-0624` of `Pub. No. 3733-0624`.
    pub fn without_label<'t>(&self, text: &'t str) -> Option<&'t str> {
        self.labels()
            .filter_map(|label| {
                let start = text.get(..label.len())?;
                start
                    .eq_ignore_ascii_case(label)
                    .then(|| text[label.len()..].trim_start_matches([':', '#', ' ']))
            })
            .min_by_key(|rest| rest.len())
    }

    /// The only number that `text` can mean, and whether a leading label was its only fault.
    pub fn repaired(&self, text: &str) -> Option<(String, bool)> {
        // `-7` is not meant to be `7`.
        let mut chars = text.chars();
        if chars.next().is_some_and(is_dash) && chars.next().is_some_and(char::is_numeric) {
            return None;
        }
        let bare = self.without_label(text).unwrap_or(text);
        if bare.len() < text.len() && self.is_match(bare) {
            return Some((bare.to_owned(), true));
        }
        let plain: String = bare
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| if is_dash(c) { '-' } else { c })
            .collect();
        let plain = plain.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
        let capitals = plain.to_uppercase();
        let bare = without_zeros(&plain);
        [plain, capitals]
            .into_iter()
            .chain(bare)
            .find(|number| self.is_match(number))
            .map(|number| (number, false))
    }

    /// The number that `text` is, or is meant to be; `text` itself if it can't be a number.
    pub fn normalized<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.is_match(text) {
            return Cow::Borrowed(text);
        }
        self.repaired(text).map_or(Cow::Borrowed(text), |(number, _)| Cow::Owned(number))
    }

    /// All labels: the usual one first.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let of_some = self.labels_when.iter().map(|it| &it.label);
        std::iter::once(&self.label).chain(of_some).chain(&self.other_labels).map(String::as_str)
    }

    /// A number as printed, behind `label`.
    pub fn display(label: &str, number: &str) -> String {
        // `EIP-1559`, but `Pub# 3733-0624`.
        let space = if label.ends_with(LABEL_JOINS) { "" } else { " " };
        format!("{label}{space}{number}")
    }
}

/// `text` without the zeros before its first digits; none if it has none there.
fn without_zeros(text: &str) -> Option<String> {
    let Range { start, end } = digits(text)?;
    let rest = text[start..end].trim_start_matches('0');
    let is_shorter = !rest.is_empty() && rest.len() < end - start;
    is_shorter.then(|| format!("{}{rest}{}", &text[..start], &text[end..]))
}

/// The first digits of a text.
fn digits(text: &str) -> Option<Range<usize>> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = text.get(start..)?;
    Some(start..start + rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()))
}

/// Whether all that a pattern leaves open is one run of digits, with or without a group around it: `P-[0-9]+`.
pub(super) fn counts_all_digits(pattern: &str) -> bool {
    const LITERAL: &str = r"(?:[A-Za-z_/:#, -]|\\[^0-9A-Za-z]|\[[.]\])*";
    const DIGITS: &str = r"(?:(?:\[[0-9]-?[0-9]\]|\\d|0)(?:[+*?]|\{[0-9]+(?:,[0-9]*)?\})?\|?)+";
    let whole = format!(r"^\^?{LITERAL}(?:{DIGITS}|\((?:\?P?<\w+>|\?:)?{DIGITS}\)){LITERAL}\$?$");
    Regex::new(&whole).is_ok_and(|whole| whole.is_match(pattern))
}

impl Bind {
    /// What the group must be if its field holds `month`.
    pub fn expected_of_month(&self, month: Month, digits: usize) -> Option<String> {
        match self.part {
            Part::Whole => None,
            Part::Month => Some(format!("{:02}", month.month())),
            Part::Year => {
                let year = format!("{:04}", month.year());
                Some(year[year.len().saturating_sub(digits)..].to_owned())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::series::Library;

    /// The rule of the bundled series, with another pattern and example.
    fn rule(pattern: &str, example: &str) -> NumberRule {
        let library = Library::new(BTreeMap::new());
        let series = library.series("issue-paper").and_then(Result::ok);
        let rule = series.and_then(|series| series.number).zip(Regex::new(pattern).ok());
        let Some((rule, pattern)) = rule else { unreachable!() };
        let counts_all_digits = counts_all_digits(pattern.as_str());
        NumberRule { pattern, example: example.to_owned(), counts_all_digits, ..rule }
    }

    fn bundled() -> NumberRule {
        rule("^(?<serial>[0-9]{4,5})-(?<month>0[1-9]|1[0-2])(?<year>[0-9]{2})$", "3733-0624")
    }

    #[test]
    fn a_serial_is_a_part_of_a_number_or_all_digits() {
        let rule = bundled();
        assert_eq!(rule.serial_range("13733-0624"), Some(0..5));
        assert_eq!(rule.serial_range("412"), Some(0..3));
        assert_eq!(rule.serial_range("412a"), None);
        assert!(rule.is_match("3733-0624") && !rule.is_match("3733-1324"));
    }

    #[test]
    fn years_of_two_digits_are_from_1970_to_2069() {
        let rule = bundled();
        assert_eq!(rule.month("3733-0624"), Month::new(2024, 6));
        assert_eq!(rule.month("3733-1270"), Month::new(1970, 12));
        assert_eq!(rule.month("3733-1269"), Month::new(2069, 12));
        let long = self::rule("^(?<serial>[0-9])/(?<month>[0-9]{2})(?<year>[0-9]{4})$", "1/061969");
        assert_eq!(long.month("2/061969"), Month::new(1969, 6));
        assert_eq!(self::rule("^(?<serial>[0-9])$", "1").month("1"), None);
    }

    #[test]
    fn a_number_is_composed_around_its_groups() {
        let rule = rule("^No (?<year>[0-9]{2})-(?<serial>[0-9]{3})[.]$", "No 24-001.");
        let part =
            |group: &str, length| Some(format!("{}", 23 + length)).filter(|_| group == "year");
        assert_eq!(rule.compose("412", part).as_deref(), Some("No 25-412."));
        assert_eq!(rule.compose("4", part), None);
        assert_eq!(rule.compose("412", |_, _| None), None);
    }

    #[test]
    fn the_only_digits_of_a_pattern_are_the_serial() {
        for (pattern, example, serial, number) in [
            ("^[0-9]{3}$", "007", "412", "412"),
            ("[1-9][0-9]*", "1559", "3", "3"),
            ("0|[1-9][0-9]*", "12", "3", "3"),
            ("(?P<n>[0-9]{3})", "007", "008", "008"),
            ("P-[0-9]+", "P-12", "3", "P-3"),
            (r"P\.(\d{2,4})/x", "P.12/x", "345", "P.345/x"),
            ("(?<area>[A-Z])-(?<serial>[0-9]+)", "G-1", "7", "G-7"),
        ] {
            let rule = rule(pattern, example);
            assert!(rule.has_serial(), "{pattern}");
            let part = |_: &str, _| Some("G".to_owned());
            assert_eq!(rule.compose(serial, part).as_deref(), Some(number), "{pattern}");
        }
        // What is counted is unclear, or counted for each area.
        for (pattern, example) in [
            ("[A-Z]-[0-9]+", "G-1"),
            ("(?<area>[A-Z])-(?<item>[0-9]+)", "G-1"),
            ("[0-9]{4}-[0-9]{2}", "2024-01"),
            ("[A-Z]{2}", "AB"),
            ("v1-[0-9]+", "v1-1"),
        ] {
            let rule = rule(pattern, example);
            assert!(!rule.has_serial(), "{pattern}");
            assert_eq!(rule.compose("7", |_, _| Some("G".to_owned())), None, "{pattern}");
        }
    }

    #[test]
    fn the_longest_label_is_left_out() {
        let mut rule = bundled();
        rule.other_labels.push("Pub".to_owned());
        for label in ["Pub#", "pub: ", "Pub. No. ", "PUBLICATION NUMBER: # "] {
            assert_eq!(rule.without_label(&format!("{label}3733-0624")), Some("3733-0624"));
        }
        assert_eq!(rule.without_label("3733-0624"), None);
        assert_eq!(NumberRule::display(&rule.label, "3733-0624"), "Pub# 3733-0624");
    }

    #[test]
    fn a_repair_says_whether_the_label_was_all() {
        let repaired = |text: &str| bundled().repaired(text);
        let number = |is_label| Some(("3733-0624".to_owned(), is_label));
        assert_eq!(repaired("Pub# 3733-0624"), number(true));
        for text in ["Pub# 3733–0624", " 3733 - 0624.", "3733-0624"] {
            assert_eq!(repaired(text), number(false), "{text}");
        }
        assert_eq!(repaired("Pub# 3733"), None);
        let short = rule("[1-9][0-9]*", "20").repaired("0020");
        assert_eq!(short, Some(("20".to_owned(), false)));
        assert_eq!(rule("[1-9][0-9]*", "20").repaired("000"), None);
        let letters = rule("^[A-Z]-(?<serial>[0-9])$", "G-1");
        assert_eq!(letters.repaired("(g‑1)"), Some(("G-1".to_owned(), false)));
        assert_eq!(letters.normalized("g-1"), "G-1");
        assert_eq!(letters.normalized("G-1"), "G-1");
        assert_eq!(letters.normalized("1"), "1");
    }

    #[test]
    fn a_group_has_the_last_digits_of_a_year() {
        let expected = |part, digits| {
            let bind = Bind { group: "g".to_owned(), field: "date".to_owned(), part };
            Month::new(2024, 6).and_then(|month| bind.expected_of_month(month, digits))
        };
        assert_eq!(expected(Part::Whole, 2), None);
        assert_eq!(expected(Part::Month, 2).as_deref(), Some("06"));
        assert_eq!(expected(Part::Year, 2).as_deref(), Some("24"));
        assert_eq!(expected(Part::Year, 5).as_deref(), Some("2024"));
    }

    #[test]
    fn a_family_shares_a_number() {
        assert!(!bundled().allows_sharing());
        for uniqueness in [Uniqueness::Family, Uniqueness::Folder] {
            assert!(NumberRule { uniqueness, ..bundled() }.allows_sharing());
        }
    }
}
