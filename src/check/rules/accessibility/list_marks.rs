//! The marks that lines of a list begin with where Markdown knows none.

use crate::paper::markdown::reference;
use crate::text::characters::is_dash;

/// Signs that are nothing but bullets.
const BULLETS: [char; 42] = [
    '•', '●', '▪', '■', '◦', '○', '‣', '⁃', '∙', '·', '►', '➢', '❖', '➤', '▸', '▶', '▫', '◆', '➔',
    '➣', '◇', '⋅', '⬤', '⦁', '⦿', '⚫', '⚬', '◉', '▹', '▻', '➧', '➨', '➲', '⮚', '☞', '✦', '✧', '❏',
    '❑', '❒', '🔹', '🔸',
];

/// Signs that also mean something, so that they stay in the text of the item.
const SIGNS: [char; 17] =
    ['→', '⇒', '➜', '»', '›', '§', '✓', '✔', '✗', '✘', '☐', '☑', '☒', '□', '◊', '♦', '★'];

/// What a line begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Bullet,
    /// A dash, a sign, or the letter `o` of a word processor's second level.
    Dash,
    /// The number of an item, with what it is written as.
    Number(u32, Style),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `a.` or `ii)`
    Letter,
    /// `A.` or `II)`, which may also be somebody's initial.
    Capital,
    /// `(1)`
    Bracketed,
    /// `[1]`
    Square,
    /// `1.1`
    Outline,
    /// `1 -` and `1:`
    Parted,
    /// `1.One`, or `1.` with a space that Markdown takes for a letter
    Joined,
    /// `1\.` and `1\)`
    Escaped,
    /// `**1.**` and `**1**.`
    Bold,
    /// `①`
    Circled,
}

/// The mark that a line begins with, and its length with the spaces after it; none for a sign that stays.
pub(super) fn mark(line: &str) -> Option<(Mark, usize)> {
    let (mark, rest) = sign(line)?;
    let text = rest.trim_start();
    if text.is_empty() {
        return None;
    }
    let is_apart = text.len() < rest.len();
    // Markdown takes other spaces for letters.
    let is_wide = is_apart && !rest.starts_with([' ', '\t']);
    // A dash before a number may be a minus sign.
    let is_amount = mark == Mark::Dash
        && line.starts_with(|c| is_dash(c) || matches!(c, '+' | '\\' | '&'))
        && text.starts_with(|c: char| c.is_numeric() || matches!(c, '$' | '€' | '£' | '.'));
    let stays = line.starts_with('[') || line.starts_with(SIGNS) || is_amount || is_unknown(line);
    let is_mark = match mark {
        Mark::Bullet => is_apart || text.starts_with(char::is_alphanumeric),
        Mark::Number(_, Style::Joined) => {
            is_wide || !is_apart && text.starts_with(char::is_alphabetic)
        }
        Mark::Dash if line.starts_with(['-', '*', '+']) && !line.starts_with("--") => {
            is_wide || line.starts_with('-') && !is_apart && text.starts_with(char::is_alphabetic)
        }
        _ => is_apart,
    };
    let is_number = matches!(mark, Mark::Number(..));
    let is_bullet = is_wide && line.starts_with('-') && !is_amount;
    let mark = if is_bullet { Mark::Bullet } else { mark };
    is_mark.then_some((mark, if stays && !is_number { 0 } else { line.len() - text.len() }))
}

/// Whether a line begins with a sign that is no known mark, and a tab that parts it from the text.
fn is_unknown(line: &str) -> bool {
    let mut chars = line.chars();
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_ascii() && !c.is_whitespace();
    chars.next().is_some_and(is_sign)
        && chars.next() == Some('\t')
        && !chars.any(|c| c == '\t')
        && sign_of(line).is_none()
}

fn sign(line: &str) -> Option<(Mark, &str)> {
    let unknown = || is_unknown(line).then(|| line.trim_start_matches(|c| c != '\t'));
    sign_of(line).or_else(|| Some((Mark::Dash, unknown()?)))
}

/// A known sign at the start of a line, and what is after it.
fn sign_of(line: &str) -> Option<(Mark, &str)> {
    let first = line.chars().next()?;
    let rest = &line[first.len_utf8()..];
    match first {
        // A dot in the middle also parts words, and a line can begin with one.
        '·' if rest.contains(" · ") => None,
        // A word processor's own font of signs.
        '\u{f020}'..='\u{f0ff}' => Some((Mark::Bullet, rest)),
        _ if BULLETS.contains(&first) => Some((Mark::Bullet, rest)),
        _ if SIGNS.contains(&first) => Some((Mark::Dash, rest)),
        _ if is_dash(first) && first != '-' => Some((Mark::Dash, rest)),
        '*' if rest.starts_with('*') => bold_number(line),
        '*' | '+' => Some((Mark::Dash, rest)),
        '-' => Some((Mark::Dash, rest.strip_prefix('-').unwrap_or(rest))),
        '\\' => {
            let rest = rest.strip_prefix(['-', '*', '+', '•'])?;
            Some((Mark::Dash, rest))
        }
        '&' => {
            let (length, resolved) = reference(line)?;
            let (mark, _) = sign_of(&format!("{resolved} "))?;
            Some((mark, &line[length..]))
        }
        'o' if rest.starts_with(['\t', ' ', '\u{a0}']) => Some((Mark::Dash, rest)),
        '(' => {
            let (inner, rest) = rest.split_once(')')?;
            Some((Mark::Number(number(inner)?, Style::Bracketed), rest))
        }
        '[' => {
            let (inner, rest) = rest.split_once(']')?;
            if matches!(inner, " " | "x" | "X") {
                return Some((Mark::Dash, rest));
            }
            let number = inner.parse().ok().filter(|_| inner.len() < 3)?;
            Some((Mark::Number(number, Style::Square), rest))
        }
        '①'..='⑳' => {
            Some((Mark::Number(u32::from(first) - u32::from('①') + 1, Style::Circled), rest))
        }
        '❶'..='❿' => {
            Some((Mark::Number(u32::from(first) - u32::from('❶') + 1, Style::Circled), rest))
        }
        c if c.is_ascii_alphanumeric() => numbered(line),
        _ => None,
    }
}

/// A line that begins with a number without brackets, except those that Markdown knows.
fn numbered(line: &str) -> Option<(Mark, &str)> {
    let length = line.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (text, rest) = line.split_at(length.min(5));
    let first = number(text)?;
    if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let is_capital = text.starts_with(|c: char| c.is_ascii_uppercase());
        let style = if is_capital { Style::Capital } else { Style::Letter };
        return Some((Mark::Number(first, style), rest.strip_prefix(['.', ')'])?));
    }
    let after = rest.trim_start_matches(' ').strip_prefix(['-', '–', ':']);
    if let Some(after) = after {
        return Some((Mark::Number(first, Style::Parted), after));
    }
    if let Some(rest) = rest.strip_prefix('\\') {
        return Some((Mark::Number(first, Style::Escaped), rest.strip_prefix(['.', ')'])?));
    }
    let rest = rest.strip_prefix(['.', ')'])?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return Some((Mark::Number(first, Style::Joined), rest));
    }
    let (second, rest) = rest.split_at(length);
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    Some((Mark::Number(number(second)?, Style::Outline), rest))
}

/// A number in bold type: `**1.**` or `**1**.`
fn bold_number(line: &str) -> Option<(Mark, &str)> {
    let inner = line.strip_prefix("**")?;
    let (inner, rest) = inner.split_once("**")?;
    let (text, rest) = match inner.strip_suffix(['.', ')']) {
        Some(text) => (text, rest),
        None => (inner, rest.strip_prefix(['.', ')'])?),
    };
    Some((Mark::Number(number(text)?, Style::Bold), rest))
}

/// The Roman numbers from 2 on that have more than one letter, or none where it is one.
const ROMAN: [&str; 8] = ["ii", "iii", "iv", "", "vi", "vii", "viii", "ix"];

/// The number of an item: `1`, `a`, `A` or `ii`.
pub(super) fn number(text: &str) -> Option<u32> {
    let mut chars = text.chars();
    match (chars.next()?, chars.next()) {
        (c @ 'a'..='z', None) => Some(u32::from(c) - u32::from('a') + 1),
        (c @ 'A'..='Z', None) => Some(u32::from(c) - u32::from('A') + 1),
        _ => {
            let roman = ROMAN.iter().zip(2..).find(|(roman, _)| text.eq_ignore_ascii_case(roman));
            roman.map(|(_, number)| number).or_else(|| text.parse().ok().filter(|_| text.len() < 3))
        }
    }
}
