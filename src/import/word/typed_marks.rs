//! Lists whose marks are typed: a bullet, a dash or a number, and a tab or a space.

use super::super::piece::StyleHint;
use super::item::{Item, Mark};
use crate::document::{Block, Inline};

/// Signs that are nothing but the mark of an item.
const BULLETS: [char; 9] = [
    '\u{2022}', '\u{b7}', '\u{25aa}', '\u{25cf}', '\u{25cb}', '\u{25e6}', '\u{2023}', '\u{2043}',
    '\u{f0b7}',
];
/// Signs that may be something else.
const DASHES: [char; 4] = ['-', '*', '\u{2013}', '\u{2014}'];

/// What a typed mark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typed {
    Bullet,
    Dash(char),
    Number(u64),
}

/// Makes items of paragraphs with typed marks. One dash or one number alone may be anything.
pub(super) fn take(items: &mut [Item]) {
    let marks: Vec<Option<Typed>> = items.iter().map(|item| Some(mark(text(item)?)?.0)).collect();
    let mut at = 0;
    while let Some(mark) = marks.get(at).copied() {
        let Some(first) = mark else {
            at += 1;
            continue;
        };
        let next = |(count, typed): (usize, &Option<Typed>)| follows(first, *typed, count);
        let length = marks[at..].iter().enumerate().take_while(|it| next((it.0, it.1))).count();
        let end = at + length.max(1);
        if length > 1 || first == Typed::Bullet {
            for (count, item) in items.iter_mut().skip(at).take(length).enumerate() {
                become_item(item, count == 0);
            }
        }
        at = end;
    }
}

/// Whether `typed` is the mark of the item after `count` others, of which the `first` has that mark.
fn follows(first: Typed, typed: Option<Typed>, count: usize) -> bool {
    match first {
        Typed::Number(start) => typed == Some(Typed::Number(start.saturating_add(count as u64))),
        first => typed == Some(first),
    }
}

/// The text that a paragraph without a mark begins with.
fn text(item: &Item) -> Option<&str> {
    match &item.block {
        Block::Paragraph(content) if item.mark.is_none() && item.hint == StyleHint::None => {
            match content.first() {
                Some(Inline::Text(text)) => Some(text),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The mark that `text` begins with, and what follows it.
fn mark(text: &str) -> Option<(Typed, &str)> {
    let is_space = |c: char| c.is_whitespace();
    let after = |rest: &'_ str| rest.len() > rest.trim_start_matches(is_space).len();
    let first = text.chars().next()?;
    let rest = &text[first.len_utf8()..];
    if BULLETS.contains(&first) {
        return Some((Typed::Bullet, rest.trim_start()));
    }
    if DASHES.contains(&first) && after(rest) {
        return Some((Typed::Dash(first), rest.trim_start()));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let number = text.get(..digits).filter(|digits| digits.len() < 3)?.parse().ok()?;
    let rest = text[digits..].strip_prefix(['.', ')'])?;
    after(rest).then(|| (Typed::Number(number), rest.trim_start()))
}

fn become_item(item: &mut Item, is_first: bool) {
    let Block::Paragraph(content) = &mut item.block else { return };
    let Some(Inline::Text(text)) = content.first_mut() else { return };
    let Some((typed, rest)) = mark(text) else { return };
    let number = match typed {
        Typed::Number(number) => Some(number),
        Typed::Bullet | Typed::Dash(_) => None,
    };
    *text = rest.to_owned();
    if text.is_empty() {
        content.remove(0);
    }
    item.mark = Some(Mark { level: 0, number, is_first, done: None });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_a_sign_or_a_number_with_space_after_it() {
        for (text, expected) in [
            ("\u{2022}\tfirst", Some((Typed::Bullet, "first"))),
            ("\u{b7} first", Some((Typed::Bullet, "first"))),
            ("\u{2022}first", Some((Typed::Bullet, "first"))),
            ("- d1", Some((Typed::Dash('-'), "d1"))),
            ("\u{2013}\u{a0}e1", Some((Typed::Dash('\u{2013}'), "e1"))),
            ("1.\tone", Some((Typed::Number(1), "one"))),
            ("12) two", Some((Typed::Number(12), "two"))),
            ("-5 degrees", None),
            ("1.5 meters", None),
            ("2024. A year", None),
            ("first", None),
        ] {
            assert_eq!(mark(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_follow_each_other() {
        assert!(follows(Typed::Number(1), Some(Typed::Number(2)), 1));
        assert!(!follows(Typed::Number(1), Some(Typed::Number(1)), 1));
        assert!(!follows(Typed::Dash('-'), Some(Typed::Bullet), 1));
    }
}
