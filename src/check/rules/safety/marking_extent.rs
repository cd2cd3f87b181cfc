//! All words that belong to a marking, so that the text reads on without them.

use std::ops::Range;

use crate::check::PaperContext;
use crate::paper::fields::MONTHS;
use crate::text::source::Span;

/// Dashes between a marking and what is beside it.
const DASHES: [&str; 4] = [" – ", " — ", " - ", "—"];

/// What is between a marking in capitals and its date.
const DATE_JOINTS: [&str; 8] = [" of ", " as of ", " dated ", ", ", ": ", " – ", " ", " ("];

/// The marking at `found` with the words that belong to it: its number, its date, what it orders, the brackets that have
/// nothing else in them, and the dash to other text.
pub(super) fn whole(text: &str, found: Range<usize>) -> Range<usize> {
    let Range { mut start, mut end } = found;
    end += tail(&text[..start], &text[end..]);
    let (before, after) = (&text[..start], &text[end..]);
    let is_last = after.trim_matches(['.', ' ']).is_empty() || after.starts_with('\n');
    let dash = |is_there: &dyn Fn(&str) -> bool| {
        DASHES.iter().find(|dash| is_there(dash)).map_or(0, |dash| dash.len())
    };
    if is_last && !before.is_empty() {
        start -= dash(&|dash| before.ends_with(dash));
    } else if before.is_empty() || before.ends_with('\n') {
        end += dash(&|dash| after.starts_with(dash));
    }
    let closer = match text[..start].chars().next_back() {
        Some('(') => ')',
        Some('[') => ']',
        _ => return start..end,
    };
    if text[end..].starts_with(closer) {
        start = text[..start - 1].trim_end_matches(' ').len();
        end += 1;
    }
    start..end
}

/// The place of a marking with the signs that make it bold or italic, where they enclose nothing else.
pub(super) fn with_emphasis(cx: &PaperContext<'_>, span: Span) -> Span {
    let text = cx.paper.file.text();
    let mut span = span;
    while let (Some(before), Some(after)) = (text.get(..span.start), text.get(span.end..))
        && ['*', '_', '~'].iter().any(|sign| before.ends_with(*sign) && after.starts_with(*sign))
    {
        span = Span::new(span.start - 1, span.end + 1);
    }
    span
}

/// A marking without the signs between it and other text.
pub(super) fn shown(words: &str) -> &str {
    let words = words.trim_matches([' ', '–', '—', '-']);
    let inner = words.strip_prefix(['(', '[']).and_then(|words| words.strip_suffix([')', ']']));
    inner.unwrap_or(words)
}

/// The length of what belongs to a marking in capitals after it: `ORDER`, `4 – do not use`, `, June 3, 2024`.
fn tail(before: &str, rest: &str) -> usize {
    let before = before.trim_end_matches(' ');
    let openers = ['.', '!', '?', '\n', '(', '[', ':', '–', '—', '-', '|'];
    let is_opening = before.is_empty() || before.ends_with(openers);
    let run = run(rest, is_opening);
    let after = &rest[run..];
    let end = after.trim_start_matches(' ');
    let is_end = end.is_empty()
        || after.starts_with(['.', ')', ']', ':', ';', '!', '\n', ','])
        || DASHES.iter().any(|dash| after.starts_with(dash));
    let more = |rest: &str| rest_of_marking(rest).or_else(|| dated(rest, &DATE_JOINTS));
    let whole = more(after).map(|length| run + length).or(is_end.then_some(run));
    let length = whole.or_else(|| more(rest)).unwrap_or(0);
    // What a bracket closes that was opened before the marking stays.
    let length = closed(&rest[..length]);
    length + usize::from(rest[length..].starts_with(": "))
}

/// The length of the numbers after a marking and, at the start of a text, of the words in capitals.
fn run(rest: &str, takes_words: bool) -> usize {
    let mut length = 0;
    loop {
        let next = &rest[length..];
        let joint = [" – ", " — ", " - ", ", ", " & ", " / ", " ", "/"];
        let Some(after) = joint.iter().find_map(|joint| next.strip_prefix(joint)) else { break };
        let is_end = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | ',' | ';' | ':');
        let word = after.split(is_end).next().unwrap_or_default();
        let bare = word.trim_end_matches(['.', '!']);
        let is_number = {
            let digits = bare.trim_start_matches(['v', 'V', '#']);
            digits.starts_with(|c: char| c.is_ascii_digit())
                && digits.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'/' | b'-'))
        };
        let is_loud = bare.contains(char::is_alphanumeric) && !bare.contains(char::is_lowercase);
        let is_label = matches!(word, "No." | "no." | "Version" | "version" | "Rev.")
            && after[word.len()..].starts_with(' ')
            && after[word.len() + 1..].starts_with(|c: char| c.is_ascii_digit());
        if !(is_number || is_label || (is_loud && takes_words)) {
            break;
        }
        let taken = if is_label { word } else { bare };
        length += next.len() - after.len() + taken.len();
        if taken.len() < word.len() {
            break;
        }
    }
    length
}

/// The length of the start of `text` without a bracket that it closes and did not open.
fn closed(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' if depth == 0 => return at,
            ')' | ']' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a date after one of `joints`, with what belongs to it.
fn dated(rest: &str, joints: &[&str]) -> Option<usize> {
    joints.iter().find_map(|joint| {
        let date = rest.strip_prefix(joint)?;
        let mut words = date.split(' ');
        let month = words.next().filter(|word| MONTHS.contains(word))?;
        let day = words.next().unwrap_or_default();
        let digits = day.bytes().take_while(u8::is_ascii_digit).count();
        let length = joint.len() + month.len() + 1 + digits;
        let length = (digits > 0).then_some(length + rest_of_date(&rest[length..])?)?;
        Some(length + usize::from(joint.ends_with('(') && rest[length..].starts_with(')')))
    })
}

/// The length of what belongs to the marking `Draft` after it: its date, as in ` of June 3`, or an order, as in
/// ` – not for release`. None for any other text.
pub(super) fn rest_of_marking(rest: &str) -> Option<usize> {
    let order = || {
        [" – ", " — ", " - ", "—"].iter().find_map(|dash| {
            let order = rest.strip_prefix(dash)?;
            let begins = |start: &&str| {
                order.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
            };
            ORDERS.iter().any(begins).then(|| dash.len() + sentence_length(order))
        })
    };
    dated(rest, &[" of "]).or_else(order)
}

/// What an order about a draft begins with.
const ORDERS: [&str; 5] = ["not for", "do not", "for review", "for comment", "for internal"];

/// The length of what belongs to the marking after the day of its date: the year, and who it is for. None in a sentence
/// about a draft, as in `Draft of June 3 was discussed`.
fn rest_of_date(text: &str) -> Option<usize> {
    let year = text.strip_prefix(", ").map_or(0, |rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 4 { ", ".len() + digits } else { 0 }
    });
    let rest = &text[year..];
    let orders = [", for ", ", not ", " for ", " \u{2013} ", " \u{2014} ", " - ", "; not "];
    let is_order = orders.iter().any(|order| rest.starts_with(order));
    if is_order {
        return Some(year + sentence_length(rest));
    }
    let is_end = rest.is_empty() || rest.starts_with(['.', '!', ';', ':', '\n', ')', ']']);
    is_end.then_some(year)
}

/// The length of a text to the end of its first sentence, with the sign that ends it.
fn sentence_length(text: &str) -> usize {
    let is_end = |(at, _): &(usize, char)| {
        let after = &text[at + 1..];
        after.is_empty() || after.starts_with([' ', '\n'])
    };
    let mut ends = text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?'));
    ends.find(is_end).map_or(text.len(), |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marking(text: &str) -> &str {
        let start = text.find("DRAFT").unwrap_or_default();
        &text[whole(text, start..start + "DRAFT".len())]
    }

    #[test]
    fn the_words_of_a_marking_are_taken_as_one() {
        for text in [
            "DRAFT ORDER",
            "DRAFT 4",
            "DRAFT v2.1",
            "DRAFT No. 4",
            "DRAFT – JUNE 2024",
            "DRAFT, June 3, 2024",
            "DRAFT (June 3, 2024)",
            "DRAFT as of June 3, 2024",
            "DRAFT ORDER of June 3, 2024",
            "DRAFT 4 – do not use for tests",
        ] {
            assert_eq!(marking(text), text);
        }
    }

    #[test]
    fn what_is_left_reads_on() {
        for (text, found) in [
            ("DRAFT ISF desks opened.", "DRAFT"),
            ("We read the DRAFT ISF.", "DRAFT"),
            ("We read DRAFT 4 in May.", "DRAFT"),
            ("It is DRAFT 4.", "DRAFT 4"),
            ("DRAFT ORDER. It says more.", "DRAFT ORDER"),
            ("Desks (DRAFT 4)", " (DRAFT 4)"),
            ("Version 0.9 – DRAFT – do not use", " – DRAFT – do not use"),
            ("DRAFT – desks in May", "DRAFT – "),
            ("DRAFT: it will", "DRAFT:"),
            ("(For comment. DRAFT 4 – do not use)", "DRAFT 4 – do not use"),
        ] {
            assert_eq!(marking(text), found, "{text}");
        }
    }
}
