//! Where a text names a paper of a series by label and number.

use std::cmp::Reverse;
use std::ops::Range;

use regex::Regex;

use crate::series::NumberRule;
use crate::series::number::LABEL_JOINS;
use crate::text::characters::is_dash;

/// A place that names a number of a series behind one of its labels. Both are in bytes of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabeledNumber {
    /// The label, for example `EIP-`.
    pub label: Range<usize>,
    /// The number.
    pub number: Range<usize>,
}

/// The pattern for any of `labels`, the longest first.
pub(in crate::series) fn any_of<'l>(labels: impl Iterator<Item = &'l str>) -> Option<Regex> {
    let mut labels: Vec<&str> =
        labels.filter(|label| label.contains(char::is_alphanumeric)).collect();
    labels.sort_by_key(|label| Reverse(label.len()));
    let any: Vec<String> = labels.into_iter().map(regex::escape).collect();
    (!any.is_empty()).then(|| Regex::new(&format!("(?i:{})", any.join("|"))).ok()).flatten()
}

impl NumberRule {
    /// The places where `text` names a number of the series behind a label, in order. A path or an address does not.
    pub fn labeled(&self, text: &str) -> Vec<LabeledNumber> {
        self.labeled_between(text, |_| false)
    }

    /// The same for a text that is in several parts: no number goes on over a place that `is_end` of a part.
    pub fn labeled_between(
        &self,
        text: &str,
        is_end: impl Fn(usize) -> bool,
    ) -> Vec<LabeledNumber> {
        let labels = self.any_label.iter().flat_map(|labels| labels.find_iter(text));
        let labeled = labels.filter_map(|label| {
            let before = &text[..label.start()];
            let is_word = !before.ends_with(char::is_alphanumeric) && !is_in_address(before);
            let rest = &text[label.end()..];
            let joins = label.as_str().ends_with(LABEL_JOINS);
            let blank = if joins { 0 } else { rest.len() - rest.trim_start().len() };
            let start = label.end() + blank;
            let length =
                is_word.then(|| self.number_at(&text[start..], |at| is_end(start + at)))??;
            Some(LabeledNumber { label: label.range(), number: start..start + length })
        });
        labeled.collect()
    }

    /// The length of the number that `text` begins with, alone or before what is joined to it: `20` in `20-style`.
    fn number_at(&self, text: &str, is_end: impl Fn(usize) -> bool) -> Option<usize> {
        let is_part = |c: char| c.is_alphanumeric() || is_dash(c) || matches!(c, '/' | '.' | '_');
        let is_over = |(at, c): &(usize, char)| !is_part(*c) || *at > 0 && is_end(*at);
        let length = text.char_indices().find(is_over).map_or(text.len(), |(at, _)| at);
        let mut word = text[..length].trim_end_matches(|c: char| !c.is_alphanumeric());
        loop {
            let number = self.normalized(word);
            let rest = if is_end(word.len()) { "" } else { &text[word.len()..] };
            if self.is_match(&number) && !goes_on(&number, rest) {
                return Some(word.len());
            }
            word = &word[..word.rfind(|c: char| is_dash(c) || c == '/')?];
        }
    }
}

/// Whether `rest`, which follows a number with a dash, makes it one of another kind: `3733-0624-77`.
fn goes_on(number: &str, rest: &str) -> bool {
    let next = rest.strip_prefix(is_dash).and_then(|rest| rest.chars().next());
    number.contains('-') && next.is_some_and(|next| next.is_ascii_digit())
}

/// How far before a label the start of a word is looked for, in bytes.
const MAX_WORD: usize = 256;

/// Whether a text ends inside a path, a web address or a mailbox.
fn is_in_address(text: &str) -> bool {
    let near = &text[text.ceil_char_boundary(text.len().saturating_sub(MAX_WORD))..];
    let is_gap = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '<' | '"' | '`');
    let word = near.rsplit(is_gap).next().unwrap_or_default();
    word.contains('@') || word.contains('/') && word.contains(['.', ':'])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::series::Library;

    fn rule_of(series: &str) -> NumberRule {
        let library = Library::new(BTreeMap::new());
        let series = library.series(series).and_then(Result::ok);
        let Some(rule) = series.and_then(|series| series.number) else { unreachable!() };
        rule
    }

    /// The numbers behind labels in a text of the series `eip`.
    fn labeled(text: &str) -> Vec<&str> {
        let found = rule_of("eip").labeled(text).into_iter();
        found.map(|it| &text[it.label.start..it.number.end]).collect()
    }

    #[test]
    fn no_number_goes_on_over_the_end_of_a_part() {
        let found = |text: &'static str, end| {
            let found = rule_of("eip").labeled_between(text, |at| at == end).into_iter();
            found.map(|it| &text[it.number]).collect::<Vec<&str>>()
        };
        assert_eq!(found("EIP-202", 6), ["20"]);
        assert_eq!(found("EIP-20-style", 6), ["20"]);
        // The label may be bold.
        assert_eq!(found("EIP-202", 4), ["202"]);
    }

    #[test]
    fn what_is_joined_to_a_number_is_none_of_it() {
        for (text, expected) in [
            ("EIP-20-style and ERC-721\u{2013}compatible", vec!["EIP-20", "ERC-721"]),
            (
                "EIP-20-165, EIP-20/165 or EIP-20/EIP-165.",
                vec!["EIP-20", "EIP-20", "EIP-20", "EIP-165"],
            ),
            ("EIP-20.md EIP-20_a EIP-20a pre-EIP-150", vec!["EIP-150"]),
        ] {
            assert_eq!(labeled(text), expected, "{text}");
        }
        let rule = rule_of("issue-paper");
        for text in ["Pub# 3733-0624-77", "Pub# 3733-0624-0724"] {
            assert_eq!(rule.labeled(text), [], "{text}");
        }
        for text in ["Pub# 3733-0624-rev", "Pub# 3733-0624/3734-0624", "Pub# 3733-0624."] {
            assert_eq!(rule.labeled(text).first().map(|it| it.number.clone()), Some(5..14));
        }
    }

    #[test]
    fn a_path_an_address_or_a_mailbox_names_no_paper() {
        for text in [
            "https://example.org/topic-eip-20",
            "<https://example.org/topic-EIP-20>",
            "(www.example.org/eip-20)",
            "a@eip-20",
            "../EIPS/eip-20",
            "see example.org/a?b=EIP-20",
        ] {
            assert_eq!(labeled(text), [""; 0], "{text}");
        }
        assert_eq!(labeled("https://example.org and/or EIP-20"), ["EIP-20"]);
        assert_eq!(labeled("ERC/EIP-20"), ["EIP-20"]);
    }
}
