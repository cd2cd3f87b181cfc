//! What authors and templates put in the place of a text to come.

mod brackets;
mod defined;
mod numbers;
mod texts;
mod whole;
mod words;

use std::ops::Range;

use super::phrases::apart;
use crate::paper::body::Prose;
use crate::text::characters::has_byte;
use crate::text::signs::Signs;
use brackets::{bracketed, in_braces};
pub(in crate::check) use defined::defined;
use numbers::{lost, to_fill_in};
use whole::whole;
use words::{AFTER, LONGEST, LOUD};

/// Where a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::check) enum Place {
    /// The value of a field.
    Field,
    /// A heading.
    Heading,
    /// A cell of a table.
    Cell,
    /// All the text of a section.
    Section,
    /// Any other block of text.
    Block,
}

/// The longest whole text that is looked at, in bytes.
pub(in crate::check) const MAX_WHOLE: usize = 60;

/// The placeholder in a text: all there is of it, a word with a colon at its start or end, or a
/// word, a name or an instruction in brackets.
pub(in crate::check) fn find(text: &str, place: Place) -> Option<Range<usize>> {
    first(text, place, || may_hold_mark(text))
}

/// The placeholder in a block of running text, found as [`find`] does.
pub(in crate::check) fn find_in(prose: &Prose, place: Place) -> Option<Range<usize>> {
    const MARKS: Signs = Signs::new(b"[(<{_$%?!#");
    let text = prose.text.as_str();
    first(text, place, || prose.has(MARKS) || memchr::memchr(b'X', text.as_bytes()).is_some())
}

/// The first placeholder, looked for inside the text only where `may_hold_mark` says that one may be there.
fn first(text: &str, place: Place, may_hold_mark: impl FnOnce() -> bool) -> Option<Range<usize>> {
    let found = whole(text, place).or_else(|| beside_mark(text, place));
    if found.is_some() || !may_hold_mark() {
        return found;
    }
    bracketed(text).or_else(|| in_braces(text)).or_else(|| to_fill_in(text)).or_else(|| lost(text))
}

/// Whether there is any sign that a placeholder inside a text has.
fn may_hold_mark(text: &str) -> bool {
    let is_mark = |b: u8| {
        matches!(b, b'[' | b'(' | b'<' | b'{' | b'_' | b'$' | b'%' | b'X' | b'?' | b'!' | b'#')
    };
    has_byte(text, is_mark)
}

/// How much of a long text is searched at a time, and how much of it around: each kind of placeholder is looked for in
/// all that is left, which may have thousands of another kind.
const PIECE: usize = 1024;

/// How many placeholders are looked for; half of them are more than a rule reports.
const MAX_FOUND: usize = 2_000;

/// The placeholders in a text that has one, in order.
pub(in crate::check) fn find_all(text: &str, place: Place) -> Vec<Range<usize>> {
    if let Some(whole) = whole(text, place) {
        return vec![whole];
    }
    let mut found: Vec<Range<usize>> = beside_mark(text, place).into_iter().collect();
    let mut start = 0;
    while start < text.len() && found.len() < MAX_FOUND {
        // What begins in the piece may be known by what is around it.
        let piece = start..text.floor_char_boundary(start + PIECE).max(start + 1);
        let around = text.floor_char_boundary(start.saturating_sub(PIECE))
            ..text.floor_char_boundary(piece.end + PIECE);
        let ranges = all_in(&text[around.clone()]).into_iter();
        let ranges = ranges.map(|it| around.start + it.start..around.start + it.end);
        found.extend(ranges.filter(|it| piece.contains(&it.start)));
        start = piece.end;
    }
    apart(found)
}

/// What is found by its marks inside a text.
fn all_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for find in [bracketed, in_braces, to_fill_in, lost] {
        // One kind is found before another, so that there may be more on both sides.
        let mut rest = vec![(0, text)];
        while let Some((at, part)) = rest.pop() {
            let Some(next) = find(part) else { continue };
            rest.extend([(at, &part[..next.start]), (at + next.end, &part[next.end..])]);
            found.push(at + next.start..at + next.end);
        }
    }
    found
}

/// Whether a text says that there is no value, as `N/A` does.
pub(in crate::check) fn is_no_value(text: &str, place: Place) -> bool {
    let text = text.trim().trim_end_matches('.').to_lowercase();
    let short = ["n/a", "n.a", "na", "-", "--", "\u{2013}", "\u{2014}"];
    let spoken = ["none", "nil", "unknown", "not applicable", "not available"];
    short.contains(&text.as_str()) || place == Place::Field && spoken.contains(&text.as_str())
}

/// `text` in lower case. Most is in ASCII, where that is little work.
fn lowercase(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.to_lowercase() }
}

/// A word at the start of a text with a colon or the like after it, or at its end after a colon; in a field at
/// its end anyway.
fn beside_mark(text: &str, place: Place) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let length = text[start..].bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = &text[start..start + length];
    let is_loud = |word: &str| word.len() <= LONGEST && LOUD.contains(&word);
    let is_word = is_loud(word) || word.eq_ignore_ascii_case("todo");
    let rest = &text[start + length..];
    if is_word && AFTER.iter().any(|mark| rest.starts_with(mark)) {
        return Some(start..start + length);
    }
    let end = text.trim_end().trim_end_matches('.').len();
    let length = text[..end].bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    let (before, word) = (&text[..end - length], end - length..end);
    let is_last = before.ends_with(char::is_whitespace)
        && is_loud(&text[word.clone()])
        && (place == Place::Field || before.trim_end().ends_with(':'));
    is_last.then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, place: Place) -> Option<&str> {
        find(text, place).map(|range| &text[range])
    }

    #[test]
    fn what_stands_for_a_text_to_come_is_found_everywhere() {
        for text in [
            "TBD",
            "tbd",
            "T.B.D.",
            "Tbc.",
            "to be determined",
            "To be added.",
            "[TBD]",
            "<Title>",
            "[Title]",
            "{{ issue }}",
            "Untitled",
            "???",
            "Text goes here",
            "Your text here.",
            "xxx",
            "Lorem ipsum dolor sit amet",
            "Click or tap here to enter text.",
            "(TBD)",
            "(to be completed)",
            "____",
            "TK",
            "[Your Name]",
            "[insert date]",
            "[Describe the issue]",
            "To come",
        ] {
            for place in [Place::Field, Place::Heading, Place::Cell, Place::Section, Place::Block] {
                assert!(found(text, place).is_some(), "{text:?} in {place:?}");
            }
        }
        for text in ["...", "\u{2026}", "...."] {
            assert_eq!(found(text, Place::Section), Some(text));
            assert_eq!(found(text, Place::Cell), None);
        }
        assert_eq!(found("XX", Place::Field), Some("XX"));
        for text in ["[Any Words]", "Title", "Name", "Insert title", "Fees (TBD)", "Fees TBD"] {
            assert!(found(text, Place::Field).is_some(), "{text:?}");
        }
    }

    #[test]
    fn one_inside_a_text_is_found_by_its_marks() {
        for (text, expected) in [
            ("TODO: ask the desk", "TODO"),
            ("TBD - waiting for the desk", "TBD"),
            ("Cost: TBD.", "TBD"),
            ("It opens on (TBC).", "(TBC)"),
            ("TBD, see below", "TBD"),
            ("Name: ______", "______"),
            ("It costs $XX million", "$XX"),
            ("It fell by XX percent.", "XX"),
            ("They reply within XX days", "XX"),
            ("We need XX desks.", "XX"),
            ("It opens on June XX, 2024.", "XX"),
            ("It opens on XX June 2024.", "XX"),
            ("See HR XXXX.", "XXXX"),
            ("It opens [to be determined] there", "[to be determined]"),
            ("It opens [date to come] there", "[date to come]"),
            ("It opens [date TBD] there", "[date TBD]"),
            ("It has [XX] desks", "[XX]"),
            ("It is #N/A there", "#N/A"),
            ("Signed by [name] at the port", "[name]"),
            ("Dear {{ first_name }},", "{{ first_name }}"),
        ] {
            assert_eq!(found(text, Place::Block), Some(expected), "{text}");
        }
    }

    #[test]
    fn each_of_several_is_found() {
        let all = |text| {
            let ranges = find_all(text, Place::Block).into_iter();
            ranges.map(|range: Range<usize>| &text[range]).collect::<Vec<_>>()
        };
        assert_eq!(all("Signed by [name] on [date]."), ["[name]", "[date]"]);
        assert_eq!(
            all("TBD: ask {{ desk }} (TBC), $XX of ____"),
            ["TBD", "{{ desk }}", "(TBC)", "$XX", "____"]
        );
        assert_eq!(all("It fell by XX percent in XX days."), ["XX", "XX"]);
        assert_eq!(all("TBD"), ["TBD"]);
        assert_eq!(all("[Describe the cost, TBD]"), ["[Describe the cost, TBD]"]);
    }

    #[test]
    fn a_long_text_is_searched_in_pieces() {
        let marks = ["{{ desk }}", "[name]", "XX percent", "____", "(TBC)"];
        for (at, mark) in marks.iter().enumerate() {
            let text =
                format!("{}{mark} and so on. ", "It opens there. ".repeat(61 + at)).repeat(9);
            assert_eq!(find_all(&text, Place::Block).len(), 9, "{mark}");
        }
        let long = marks[0].repeat(500_000);
        assert!((1_000..4_000).contains(&find_all(&long, Place::Block).len()));
    }

    #[test]
    fn good_text_is_left_alone() {
        for text in [
            "The word TBD was retired in 2019.",
            "The TBD program office",
            "[the] office [sic] [1] [added later] [Reserved]",
            "Read docs/TODO.md",
            "A set {a, b}, f(x) and (see below)",
            "Title XX of the act",
            "Class XX carriers and class XX carriers",
            "and so is XX of them",
            "the XX requires it",
            "[the road to be] and [welcome]",
            "two X chromosomes (XX) and SuperXX days",
            "What now?",
            "The title",
            "Untitled works are rare",
            "We wait here",
            "It is to be determined by the court.",
            "a < b and c > d",
            "N/A",
            "",
        ] {
            assert_eq!(found(text, Place::Block), None, "{text}");
        }
        assert_eq!(found("XX", Place::Cell), None);
        assert_eq!(found("-", Place::Cell), None);
        assert_eq!(found("?", Place::Cell), None);
    }

    #[test]
    fn a_defined_acronym_is_no_placeholder() {
        let defined = |text| defined(text).collect::<Vec<_>>();
        assert_eq!(defined("the temporal key (TK) and a (TBD)"), ["TK"]);
        assert_eq!(defined("TBD (Trade Business Data) is"), ["TBD"]);
        assert_eq!(defined("the desk (TK)"), [] as [&str; 0]);
    }

    #[test]
    fn no_value_is_one_only_in_a_field_when_spoken() {
        assert!(is_no_value("N/A", Place::Section) && is_no_value("n.a.", Place::Field));
        assert!(is_no_value("None", Place::Field) && !is_no_value("None.", Place::Section));
    }
}
