//! Where a text names a publication number.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::NumberRule;
use crate::text::characters::is_dash;
use crate::text::source::Span;

/// A place that names a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// The number, without a label.
    pub span: Span,
    /// Whether it has a label, as in `Pub# 3733-0624`.
    pub is_labeled: bool,
}

/// Numbers that a text is searched for, all in one pass.
#[derive(Debug, Clone, Default)]
pub struct NumberSet {
    /// Each number, by its text with plain hyphens.
    numbers: BTreeMap<String, String>,
}

impl<T: Into<String>> FromIterator<T> for NumberSet {
    fn from_iter<I: IntoIterator<Item = T>>(numbers: I) -> Self {
        // Nobody would recognize a number that begins with a dash.
        let numbers = numbers.into_iter().map(Into::into);
        let numbers = numbers.filter(|it| !it.is_empty() && !it.starts_with(is_dash));
        Self { numbers: numbers.map(|number| (number.replace(is_dash, "-"), number)).collect() }
    }
}

impl NumberSet {
    /// The numbers that `text` begins with, each with its length there. Any dash, also an escaped one, is a hyphen.
    fn at_start_of<'n>(&'n self, text: &str) -> Vec<(&'n str, usize)> {
        let (mut found, mut read) = (Vec::new(), String::new());
        let mut chars = text.char_indices().peekable();
        while let Some((_, mut c)) = chars.next() {
            let dash = chars.next_if(|(_, next)| c == '\\' && is_dash(*next));
            c = dash.map_or(c, |(_, dash)| dash);
            read.push(if is_dash(c) { '-' } else { c });
            let mut longer =
                self.numbers.range::<str, _>((Bound::Included(read.as_str()), Bound::Unbounded));
            let Some((form, number)) = longer.next().filter(|(it, _)| it.starts_with(&read)) else {
                break;
            };
            if *form == read {
                let end = chars.peek().map_or(text.len(), |(at, _)| *at);
                found.push((number.as_str(), end));
            }
        }
        found
    }
}

/// How far before a number its label may begin, in bytes: the longest label with marks and spaces around it.
const BEFORE: usize = 64;

impl NumberRule {
    /// the number does not, nor does a path or an address.
    pub fn mentions(&self, text: &str, number: &str) -> Vec<Mention> {
        let numbers = NumberSet::from_iter([number]);
        self.mentions_of(text, &numbers).into_iter().map(|(_, mention)| mention).collect()
    }

    /// The same for any of `numbers`, each place with the number that it names, in order.
    pub fn mentions_of<'n>(&self, text: &str, numbers: &'n NumberSet) -> Vec<(&'n str, Mention)> {
        if numbers.numbers.is_empty() {
            return Vec::new();
        }
        let mut before = Before::default();
        let starts = text.char_indices().filter(|(_, c)| before.is_start(*c));
        let places = starts.flat_map(|(start, _)| {
            let found = numbers.at_start_of(&text[start..]).into_iter();
            let found = found.filter(move |(_, length)| is_end(&text[start + length..]));
            found.map(move |(number, length)| {
                let span = Span::new(start, start + length);
                (number, Mention { span, is_labeled: self.has_label(&text[..start]) })
            })
        });
        places.collect()
    }

    /// Whether `before`, the text before a number, ends with one of the labels: in any case, with any marks and
    /// spaces, over one line's end.
    fn has_label(&self, before: &str) -> bool {
        let start = before.len().saturating_sub(BEFORE);
        let start = (start..before.len()).find(|at| before.is_char_boundary(*at));
        let near = &before[start.unwrap_or(before.len())..];
        let near = near.replace("&nbsp;", " ").replace("&#160;", " ");
        self.labels().flat_map(|label| [label, first_word(label)]).any(|label| {
            let letters = letters(label);
            if letters.is_empty() {
                return near.trim_end().ends_with(label.trim());
            }
            ends_with(&near, &letters) || ends_with(&near, &format!("{letters}s"))
        })
    }
}

/// The last two characters before a place.
#[derive(Debug, Clone, Copy, Default)]
struct Before([Option<char>; 2]);

impl Before {
    /// Whether nothing before a number that begins with `c` makes it the end of something longer. Then it stands
    /// after `c`.
    fn is_start(&mut self, c: char) -> bool {
        let Self([far, near]) = *self;
        self.0 = [near, Some(c)];
        match near {
            Some('-' | '_' | '.') => !far.is_some_and(char::is_alphanumeric),
            Some('/' | '=' | '%') => false,
            Some(c) => !c.is_alphanumeric(),
            None => true,
        }
    }
}

/// Whether nothing after a number makes it the start of something longer.
fn is_end(after: &str) -> bool {
    // A hyphen may be escaped.
    let mut after = after.strip_prefix('\\').unwrap_or(after).chars();
    match after.next() {
        Some('-' | '_' | '.' | '/') => !after.next().is_some_and(char::is_alphanumeric),
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

/// Whether `text` ends with `letters`, the letters and digits of a label, and begins a word with them.
fn ends_with(text: &str, letters: &str) -> bool {
    let mut wanted = letters.chars().rev().peekable();
    let mut lines = 0;
    for c in text.chars().rev() {
        if wanted.peek().is_none() {
            return !c.is_alphanumeric();
        }
        if c.is_alphanumeric() {
            if !c.to_lowercase().eq(wanted.next()) {
                return false;
            }
        } else {
            lines += usize::from(c == '\n');
            let is_mark = c.is_whitespace() || "#.:*_[(\\~>\u{2116}".contains(c);
            if !is_mark || lines > 1 {
                return false;
            }
        }
    }
    wanted.peek().is_none()
}

fn letters(label: &str) -> String {
    label.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

fn first_word(label: &str) -> &str {
    label.split_whitespace().next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::Library;

    fn rule() -> NumberRule {
        let library = Library::new(BTreeMap::new());
        let series = library.series("issue-paper").and_then(Result::ok);
        let Some(rule) = series.and_then(|series| series.number) else { unreachable!() };
        rule
    }

    /// The mentions of 0412-0624, with the labeled ones in brackets.
    fn marked(text: &str) -> String {
        let rule = rule();
        let mut text = text.to_owned();
        for mention in rule.mentions(&text.clone(), "0412-0624").into_iter().rev() {
            let [open, close] = if mention.is_labeled { ["[", "]"] } else { ["<", ">"] };
            text.insert_str(mention.span.end, close);
            text.insert_str(mention.span.start, open);
        }
        text
    }

    #[test]
    fn labels_are_known_however_they_are_written() {
        for label in [
            "Pub# ",
            "Pub #",
            "pub. no. ",
            "Publication No.\u{a0}",
            "Publication Number: ",
            "**Pub#** ",
            "Pub\\# ",
            "Pub#\n",
            "Publication ",
            "PUBS. ",
            "Pub#&nbsp;",
            "(Pub# ",
        ] {
            assert_eq!(
                marked(&format!("See {label}0412-0624.")),
                format!("See {label}[0412-0624].")
            );
        }
        for other in ["See ", "Republic ", "Pub#\n\n", "Pub# 0411-0624 and "] {
            assert_eq!(marked(&format!("{other}0412-0624")), format!("{other}<0412-0624>"));
        }
        assert_eq!(marked("Pub# 0412–0624"), "Pub# [0412–0624]");
        assert_eq!(marked("Pub# 0412\\-0624"), "Pub# [0412\\-0624]");
    }

    #[test]
    fn many_numbers_are_found_in_one_pass() {
        let rule = rule();
        let numbers: NumberSet =
            ["0412-0624", "0412", "-7", "", "0413\u{2013}0624"].into_iter().collect();
        let text = "Pub# 0412\\-0624, 0412 and Pub# 0413-0624, but 0412-0625 and -7";
        let found = rule.mentions_of(text, &numbers);
        let found: Vec<_> = found
            .into_iter()
            .map(|(number, it)| (number, &text[it.span.range()], it.is_labeled))
            .collect();
        let expected = [
            ("0412-0624", "0412\\-0624", true),
            ("0412", "0412", false),
            ("0413\u{2013}0624", "0413-0624", true),
        ];
        assert_eq!(found, expected);
        assert!(rule.mentions(text, "").is_empty());
    }

    #[test]
    fn a_longer_or_other_figure_is_no_mention() {
        for text in [
            "0412-0624-77",
            "10412-0624",
            "0412-06245",
            "A-0412-0624",
            "2024/0412-0624.md",
            "0412-0624.md",
            "https://example.org/0412-0624",
            "0412-0624_a",
            "?id=0412-0624",
            "0412x0624",
            "0412-06–4",
        ] {
            assert_eq!(marked(text), text);
        }
        assert_eq!(
            marked("0412-0624, 0412-0624. – 0412-0624"),
            "<0412-0624>, <0412-0624>. – <0412-0624>"
        );
    }
}
