//! Escapes text that Markdown would take for markup.
//!
//! Escapes exactly what could be read as markup where it is: `CBP's`, `50 %`, `a_b_c`, `$5` and
//! `AT&T` stay as they are.

/// Where a piece of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(super) struct Place {
    /// The character before, `None` at the start of the block or line.
    pub(super) before: Option<char>,
    /// The next character, `None` at the end of the block or line.
    pub(super) after: Option<char>,
    /// What holds the text.
    pub(super) holder: Holder,
    /// Whether the text is part of a link or the name of a picture.
    pub(super) in_link: bool,
    /// Whether a footnote reference comes right before.
    pub(super) after_note: bool,
    /// Whether a line of the same paragraph comes before the one that it is on.
    pub(super) continues: bool,
    /// Whether its block holds no other star, so that one has nothing to pair with.
    pub(super) is_star_alone: bool,
}

/// The kind of line a text is written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holder {
    /// A line of a paragraph.
    Paragraph,
    /// A heading that begins with `#`.
    Heading,
    /// A cell of a table.
    Cell,
}

/// `text` so that it reads as itself at `place`.
pub(super) fn escape(text: &str, place: Place) -> String {
    let marks_at_start = line_start_mark(text, place);
    let closing_hash = closing_hash(text, place);
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = place.before;
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let neighbors = Neighbors { before, rest, after: place.after, is_first: at == 0 };
        if c == '[' && at == 0 && place.after_note {
            // `[^1]\[x]` is not read as a note before a bracket.
            out.push_str("&#91;");
            before = Some(c);
            continue;
        }
        if Some(at) == marks_at_start || Some(at) == closing_hash || is_special(c, neighbors, place)
        {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

#[derive(Clone, Copy)]
struct Neighbors<'a> {
    before: Option<char>,
    /// The text after the character.
    rest: &'a str,
    /// What is after the text.
    after: Option<char>,
    is_first: bool,
}

impl Neighbors<'_> {
    fn next(self) -> Option<char> {
        self.rest.chars().next().or(self.after)
    }
}

fn is_special(c: char, near: Neighbors<'_>, place: Place) -> bool {
    match c {
        '\\' => near.rest.is_empty() || near.next().is_some_and(|next| next.is_ascii_punctuation()),
        '`' => true,
        '*' => !(place.is_star_alone || (is_gap(near.before) && is_gap(near.next()))),
        '~' => !(is_gap(near.before) && is_gap(near.next())),
        '_' => {
            !((is_gap(near.before) && is_gap(near.next()))
                || (is_word(near.before) && near.rest.starts_with(char::is_alphanumeric)))
        }
        '[' => near.is_first || place.in_link || !is_plain_bracket(near.rest),
        ']' => place.in_link,
        '(' | ':' => near.is_first && place.after_note,
        '^' => near.is_first && place.in_link,
        '!' => near.next() == Some('['),
        '<' => opens_angle(near),
        '&' => is_reference(near.rest),
        '|' => place.holder == Holder::Cell,
        _ => false,
    }
}

/// The place of a character that would make the line a list item, heading, quotation, rule,
/// underline or table, if it is at the start of one.
fn line_start_mark(text: &str, place: Place) -> Option<usize> {
    if place.before.is_some() || text.is_empty() {
        return None;
    }
    let is_dashes = text.contains('-') && only(text, "-:| \t");
    match place.holder {
        Holder::Heading => None,
        Holder::Cell => is_dashes.then_some(0),
        Holder::Paragraph => {
            let is_marked = match text.as_bytes()[0] {
                b'>' | b'*' | b'_' => true,
                b'+' => followed_by_gap(text, 1),
                b'-' => is_dashes || followed_by_gap(text, 1),
                b':' | b'|' => is_dashes,
                b'=' => only(text, "= \t"),
                b'#' => {
                    let hashes = text.len() - text.trim_start_matches('#').len();
                    hashes <= 6 && followed_by_gap(text, hashes)
                }
                _ => {
                    return list_number(text).filter(|at| {
                        !place.continues || begins_list(text, *at, place.after.is_some())
                    });
                }
            };
            // A star or underscore may be escaped for its own sake; that is never done twice.
            is_marked.then_some(0)
        }
    }
}

/// The place of the dot or bracket after a number that would begin a list item.
fn list_number(text: &str) -> Option<usize> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_mark = matches!(text.as_bytes().get(digits), Some(b'.' | b')'));
    ((1..=9).contains(&digits) && is_mark && followed_by_gap(text, digits + 1)).then_some(digits)
}

/// Whether the number before `at` begins a list in the middle of a paragraph: only one that starts at 1 and has text does.
fn begins_list(text: &str, at: usize, goes_on: bool) -> bool {
    // A space that does not break is text.
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r');
    let is_empty =
        !goes_on && text.get(at + 1..).unwrap_or_default().trim_matches(is_blank).is_empty();
    text.get(..at).and_then(|digits| digits.parse().ok()) == Some(1) && !is_empty
}

/// The place of the last of the hashes that would close a heading.
fn closing_hash(text: &str, place: Place) -> Option<usize> {
    let stem = text.trim_end_matches('#');
    let is_closing = place.holder == Holder::Heading
        && place.after.is_none()
        && stem.len() < text.len()
        && (stem.is_empty() || stem.ends_with([' ', '\t']));
    is_closing.then(|| text.len() - 1)
}

/// Whether the bracket before `rest` is closed in it and begins no link, note or task.
fn is_plain_bracket(rest: &str) -> bool {
    let Some(end) = window(rest, MAX_BRACKETED).find(['[', ']']) else { return false };
    let after = rest[end + 1..].chars().next();
    rest[end..].starts_with(']')
        && !rest.starts_with('^')
        && after.is_some_and(|c| !matches!(c, '(' | '[' | ':'))
}

/// Whether the `<` before `near.rest` could begin a tag or an address in angle brackets.
fn opens_angle(near: Neighbors<'_>) -> bool {
    let Some(next) = near.next() else { return false };
    if next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?') {
        return true;
    }
    let start = window(near.rest, MAX_ADDRESS);
    let word = start.split(char::is_whitespace).next().unwrap_or_default();
    // An address may go on in code or in styled text.
    let goes_on = word.len() == near.rest.len() && !is_gap(near.after);
    word.contains('@') || goes_on
}

/// The longest mail address in bytes (RFC 5321, 4.5.3.1).
const MAX_ADDRESS: usize = 320;

/// The longest text in brackets that is recognized as plain, in bytes; a longer one is escaped.
const MAX_BRACKETED: usize = 1_000;

/// The longest character reference in HTML, in bytes.
const MAX_REFERENCE: usize = 34;

/// The start of a text: how far a mark is looked for, or a long line of marks would take forever.
fn window(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}

/// Whether the `&` before `rest` begins a character reference.
fn is_reference(rest: &str) -> bool {
    window(rest, MAX_REFERENCE).find(';').is_some_and(|end| {
        end > 0 && rest[..end].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
    })
}

fn followed_by_gap(text: &str, at: usize) -> bool {
    text.get(at..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

fn only(text: &str, allowed: &str) -> bool {
    text.chars().all(|c| allowed.contains(c))
}

fn is_gap(c: Option<char>) -> bool {
    c.is_none_or(char::is_whitespace)
}

fn is_word(c: Option<char>) -> bool {
    c.is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> String {
        let place = Place {
            before: None,
            after: None,
            holder: Holder::Paragraph,
            in_link: false,
            after_note: false,
            continues: false,
            is_star_alone: text.matches('*').count() == 1,
        };
        escape(text, place)
    }

    #[test]
    fn ordinary_prose_stays_as_it_is() {
        for text in [
            "CBP's 50 % of a_b_c, AT&T & co; x < 5 > 4 [sic] (b): 3 * 4 = 12!",
            "Fees of $5 to $10, $title$, ${body}, $$x$$ and 1.5 - 2.",
            "2024 was -5; C:\\path #1 +1 back\\slash {{ 7*7 }}",
            "e-mail a@b.c | https://example.org/a_b",
        ] {
            assert_eq!(line(text), text);
        }
    }

    #[test]
    fn what_would_be_markup_is_escaped() {
        for (text, escaped) in [
            ("*a* _b_ `c` ~d~", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~"),
            ("a [b](c) [d]", "a \\[b](c) \\[d]"),
            ("[x] task", "\\[x] task"),
            ("a [^1] ![b](c)", "a \\[^1] \\!\\[b](c)"),
            ("<b> </b> <!-- <x@y.z>", "\\<b> \\</b> \\<!-- \\<x@y.z>"),
            ("&amp; &#1; &x", "\\&amp; \\&#1; &x"),
            ("1. a", "1\\. a"),
            ("12) a", "12\\) a"),
            ("- a", "\\- a"),
            ("+ a", "\\+ a"),
            ("# a", "\\# a"),
            ("> a", "\\> a"),
            ("---", "\\---"),
            ("===", "\\==="),
            ("|---|:-:|", "\\|---|:-:|"),
            ("\\*", "\\\\*"),
            ("\\* *", "\\\\\\* *"),
        ] {
            assert_eq!(line(text), escaped);
        }
    }
}
