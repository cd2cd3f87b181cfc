//! Lists whose marks are typed: a bullet, a dash or a number, and a tab or a space; one may be inside another.

use super::super::piece::StyleHint;
use super::item::{Item, Mark};
use crate::document::{Block, Inline};

/// Signs that are nothing but the mark of an item.
const BULLETS: [char; 9] = [
    '\u{2022}', '\u{b7}', '\u{25aa}', '\u{25cf}', '\u{25cb}', '\u{25e6}', '\u{2023}', '\u{2043}',
    '\u{f0b7}',
];
/// Those that programs put before the items of a list inside another.
const INNER: [char; 4] = ['\u{25aa}', '\u{25cb}', '\u{25e6}', 'o'];
/// Signs that may be something else.
const DASHES: [char; 4] = ['-', '*', '\u{2013}', '\u{2014}'];
/// Small Roman numbers in order.
const ROMAN: [&str; 12] =
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
/// How far two paragraphs may be indented otherwise and still be of one level, in twentieths of a point.
const SAME_INDENT: u32 = 100;
/// How deep typed lists may be inside each other.
const LEVELS: usize = 8;

/// What a typed mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typed<'t> {
    Sign(char),
    Number(u64),
    /// A letter or a small Roman number. Markdown has no such items, so it stays what it is, text.
    Letter(&'t str),
}

/// A paragraph with a typed mark.
#[derive(Debug, Clone, Copy)]
struct Line<'t> {
    mark: Typed<'t>,
    indent: u32,
}

/// The place of an item among those that it belongs to.
#[derive(Debug, PartialEq, Eq)]
struct Level {
    depth: usize,
    is_first: bool,
    is_letter: bool,
}

/// Makes items of paragraphs with typed marks. One dash or one number alone may be anything.
pub(super) fn take(items: &mut [Item]) {
    let mut at = 0;
    while at < items.len() {
        let lines: Vec<Line<'_>> = items[at..].iter().map_while(line).collect();
        let levels = levels(&lines);
        let is_list = levels.len() > 1
            || lines
                .first()
                .is_some_and(|it| matches!(it.mark, Typed::Sign(sign) if BULLETS.contains(&sign)));
        let end = at + levels.len().max(1);
        if is_list {
            for (item, level) in items[at..].iter_mut().zip(&levels) {
                become_item(item, level);
            }
        }
        at = end;
    }
}

/// The levels of the items that a list at the first of `lines` has.
fn levels(lines: &[Line<'_>]) -> Vec<Level> {
    let mut open: Vec<Line<'_>> = Vec::new();
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let goes_on = open.iter().rposition(|last| follows(last, line)).or_else(|| {
            let inner = open.last().filter(|_| open.len() > 1)?;
            let is_sign = |it: &Line<'_>| matches!(it.mark, Typed::Sign(_));
            // Inside an item, what stands below each other is one list whatever its signs are.
            let is_beside = is_sign(inner) && is_sign(line) && is_level(inner, line);
            is_beside.then_some(open.len() - 1)
        });
        let depth = match goes_on {
            Some(depth) => depth,
            None if open.is_empty() && !matches!(line.mark, Typed::Letter(_)) => 0,
            None if begins_inside(&open, line, &lines[at + 1..]) => open.len(),
            None => break,
        };
        open.truncate(depth);
        open.push(*line);
        let is_letter = matches!(line.mark, Typed::Letter(_));
        out.push(Level { depth, is_first: goes_on.is_none(), is_letter });
    }
    out
}

/// Whether a list inside the items `open` begins at `line`: it is indented, has the sign of such lists, or the list that
/// it would be in goes on after it.
fn begins_inside(open: &[Line<'_>], line: &Line<'_>, rest: &[Line<'_>]) -> bool {
    let is_first = match line.mark {
        Typed::Sign(_) => true,
        Typed::Number(number) => number == 1,
        Typed::Letter(letter) => matches!(letter, "a" | "A" | "i"),
    };
    let Some(last) = open.last().filter(|_| is_first && open.len() < LEVELS) else { return false };
    line.indent > last.indent + SAME_INDENT
        || matches!(line.mark, Typed::Sign(sign) if INNER.contains(&sign))
        || rest.iter().any(|next| follows(last, next))
}

/// Whether `next` is the next item of the list that `last` is the last of.
fn follows(last: &Line<'_>, next: &Line<'_>) -> bool {
    let roman = |letter: &str| ROMAN.iter().position(|it| *it == letter);
    let is_next = match (last.mark, next.mark) {
        (Typed::Sign(one), Typed::Sign(other)) => one == other,
        (Typed::Number(one), Typed::Number(other)) => one.saturating_add(1) == other,
        (Typed::Letter(one), Typed::Letter(other)) => {
            let (bytes, others) = (one.as_bytes(), other.as_bytes());
            matches!((bytes, others), ([one], [other]) if one.saturating_add(1) == *other)
                || roman(one).is_some_and(|at| roman(other) == Some(at + 1))
        }
        _ => false,
    };
    is_next && is_level(last, next)
}

const fn is_level(one: &Line<'_>, other: &Line<'_>) -> bool {
    one.indent.abs_diff(other.indent) <= SAME_INDENT
}

/// A paragraph with a typed mark, of which `item` has no other.
fn line(item: &Item) -> Option<Line<'_>> {
    match &item.block {
        Block::Paragraph(content) if item.mark.is_none() && item.hint == StyleHint::None => {
            let Some(Inline::Text(text)) = content.first() else { return None };
            Some(Line { mark: mark(text)?.0, indent: item.indent })
        }
        _ => None,
    }
}

/// The mark that `text` begins with, and what follows it.
fn mark(text: &str) -> Option<(Typed<'_>, &str)> {
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    if BULLETS.contains(&first) {
        return Some((Typed::Sign(first), rest.trim_start()));
    }
    if DASHES.contains(&first) && rest.starts_with(char::is_whitespace)
        || first == 'o' && rest.starts_with('\t')
    {
        return Some((Typed::Sign(first), rest.trim_start()));
    }
    let inner = text.strip_prefix('(').unwrap_or(text);
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric())?;
    let (number, rest) = inner.split_at(end);
    let has_parentheses = inner.len() < text.len();
    let signs: &[char] = if has_parentheses { &[')'] } else { &['.', ')'] };
    let rest = rest.strip_prefix(signs)?;
    if !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let is_letter = number.len() == 1 || ROMAN.contains(&number);
    let typed = match number.parse() {
        Ok(value) if number.len() < 3 && !has_parentheses => Typed::Number(value),
        Err(_) if is_letter => Typed::Letter(number),
        _ => return None,
    };
    Some((typed, rest.trim_start()))
}

fn become_item(item: &mut Item, level: &Level) {
    if level.is_letter {
        item.hint = StyleHint::ListContinue;
        return;
    }
    let Block::Paragraph(content) = &mut item.block else { return };
    let Some(Inline::Text(text)) = content.first_mut() else { return };
    let Some((typed, rest)) = mark(text) else { return };
    let number = match typed {
        Typed::Number(number) => Some(number),
        Typed::Sign(_) | Typed::Letter(_) => None,
    };
    *text = rest.to_owned();
    if text.is_empty() {
        content.remove(0);
    }
    let depth = u8::try_from(level.depth).unwrap_or_default();
    item.mark = Some(Mark { level: depth, number, is_first: level.is_first, done: None });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_sign_or_a_number_with_space_after_it() {
        for (text, expected) in [
            ("\u{2022}\tfirst", Some((Typed::Sign('\u{2022}'), "first"))),
            ("\u{b7} first", Some((Typed::Sign('\u{b7}'), "first"))),
            ("\u{2022}first", Some((Typed::Sign('\u{2022}'), "first"))),
            ("- d1", Some((Typed::Sign('-'), "d1"))),
            ("\u{2013}\u{a0}e1", Some((Typed::Sign('\u{2013}'), "e1"))),
            ("o\tsub", Some((Typed::Sign('o'), "sub"))),
            ("1.\tone", Some((Typed::Number(1), "one"))),
            ("12) two", Some((Typed::Number(12), "two"))),
            ("(b) two", Some((Typed::Letter("b"), "two"))),
            ("iv. four", Some((Typed::Letter("iv"), "four"))),
            ("o clock", None),
            ("-5 degrees", None),
            ("1.5 meters", None),
            ("2024. A year", None),
            ("(1) a note", None),
            ("Mr. Doe", None),
            ("first", None),
        ] {
            assert_eq!(mark(text), expected, "{text}");
        }
    }

    /// The depths of the items among `texts`, of which each `>` at the start is a step to the right.
    fn depths(texts: &[&str]) -> Vec<usize> {
        let lines = texts.iter().filter_map(|text| {
            let inner = text.trim_start_matches('>');
            let indent = 360 * u32::try_from(text.len() - inner.len()).ok()?;
            Some(Line { mark: mark(inner)?.0, indent })
        });
        let lines: Vec<Line<'_>> = lines.collect();
        levels(&lines).iter().map(|level| level.depth).collect()
    }

    #[test]
    fn typed_lists_are_inside_each_other() {
        for (texts, expected) in [
            (&["1. a", "2. b", "3. c"][..], &[0, 0, 0][..]),
            (&["1. a", "1. b"], &[0]),
            (&["- a", ">- b", ">- c", "- d"], &[0, 1, 1, 0]),
            (&["\u{2022} a", "o\tb", "o\tc"], &[0, 1, 1]),
            (&["\u{2022} a", "- b", "- c", "\u{2022} d"], &[0, 1, 1, 0]),
            (&["\u{2022} a", "- b", "- c"], &[0]),
            (&["\u{2022} a", ">o\tb", ">- c", "\u{2022} d"], &[0, 1, 1, 0]),
            (&["1. a", "a. b", "b. c", "2. d"], &[0, 1, 1, 0]),
            (&["1. a", ">(i) b", ">(ii) c", ">>- d", "2. e"], &[0, 1, 1, 2, 0]),
            (&["a) a", "b) b"], &[]),
        ] {
            assert_eq!(depths(texts), expected, "{texts:?}");
        }
    }
}
