//! Whether the text on both sides of a character becomes a mark of Markdown or YAML without it.

use crate::check::PaperContext;
use crate::text::characters::is_suspect;
use crate::text::source::Span;
use crate::yaml::{Kind, Node};

/// How much of a line is looked at on each side, in bytes.
const WINDOW: usize = 1000;

/// The signs that emphasize what is between them.
const EMPHASIS: [char; 3] = ['*', '_', '~'];

/// The visible text of a line before and after a place.
struct Sides {
    before: String,
    after: String,
}

/// Whether the file may mean something else without the characters at `span`.
pub(super) fn makes_marks(cx: &PaperContext<'_>, span: Span) -> bool {
    let sides = Sides::of(cx.paper.file.text(), span);
    if span.start >= cx.paper.front().end.end {
        return begins_block(&sides) || joins(&sides);
    }
    let entries = &cx.paper.front().entries;
    let scalar = entries.iter().find_map(|entry| scalar(&entry.value, span));
    match scalar {
        Some(value) => changes_value(cx, value, span, &sides),
        // What is in no value is a key or a comment.
        None => !sides.before.contains('#'),
    }
}

/// Whether a space in the place of `span` ends emphasis, or joins a block to the line before it.
pub(super) fn hides_marks(cx: &PaperContext<'_>, span: Span) -> bool {
    let Sides { before, after } = Sides::of(cx.paper.file.text(), span);
    let is_beside = before.ends_with(EMPHASIS) || after.starts_with(EMPHASIS);
    is_beside || begins_block(&Sides { before: String::new(), after })
}

impl Sides {
    fn of(text: &str, span: Span) -> Self {
        let from = text.floor_char_boundary(span.start.saturating_sub(WINDOW));
        let to = text.ceil_char_boundary((span.end + WINDOW).min(text.len()));
        let ends = ['\n', '\r'];
        let before = &text[from..span.start];
        let after = &text[span.end..to];
        let before = before.rfind(ends).map_or(before, |at| &before[at + 1..]);
        let after = after.find(ends).map_or(after, |at| &after[..at]);
        let seen = |side: &str| side.chars().filter(|c| !is_suspect(*c)).collect();
        Self { before: seen(before), after: seen(after) }
    }
}

/// Whether a list, a heading, code or another block may begin where the two sides meet.
fn begins_block(Sides { before, after }: &Sides) -> bool {
    let lead = before.trim_start_matches([' ', '\t', '>']);
    if lead.contains(|c: char| c.is_alphabetic() || !c.is_ascii()) {
        return false;
    }
    let text = after.trim_start();
    let Some(first) = text.chars().next() else { return !lead.is_empty() };
    let is_apart = text.len() < after.len();
    if is_apart && (!lead.is_empty() || after.starts_with("    ") || after.contains('\t')) {
        return true;
    }
    let rest = text.trim_start_matches(first);
    match first {
        '0'..='9' => text.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['.', ')']),
        '*' | '_' => !rest.starts_with(char::is_alphanumeric),
        '[' => text.contains("]:") || ["[ ]", "[x]", "[X]"].iter().any(|it| text.starts_with(it)),
        '`' => text.starts_with("```"),
        '-' | '+' | '#' | '=' | '>' | '~' | '|' | '.' | ')' | ':' | '<' => true,
        _ => false,
    }
}

/// Whether a mark inside a line may come of what the two sides have there.
fn joins(Sides { before, after }: &Sides) -> bool {
    let (last, next) = (before.chars().next_back(), after.chars().next());
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let is_mark = |c: Option<char>| c.is_some_and(|c| EMPHASIS.contains(&c));
    // Before a word a mark opens emphasis, whatever was before it.
    let opens = || {
        let word = after.trim_start_matches(EMPHASIS);
        last.is_none_or(char::is_whitespace) && word.starts_with(char::is_alphanumeric)
    };
    let emphasizes = is_mark(last) && !is_word(next) || is_mark(next) && !is_word(last) && !opens();
    let tag = before.rfind('<').filter(|at| !before[*at..].contains('>'));
    let is_in_tag = tag.is_some() && after.contains('>');
    let name = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '#');
    let is_in_reference = name.ends_with('&');
    let is_pair = match (last, next) {
        (Some('\\'), _)
        | (Some('`'), Some('`'))
        | (Some(']'), Some('(' | '[' | ':'))
        | (Some('['), Some('^'))
        | (Some('!'), Some('['))
        | (Some('-'), Some('-' | '>'))
        | (Some('#'), None) => true,
        (Some(' '), None) => before.ends_with("  "),
        _ => false,
    };
    emphasizes || is_in_tag || is_in_reference || is_pair
}

/// The value without parts that has `span`.
fn scalar(value: &Node, span: Span) -> Option<&Node> {
    match &value.kind {
        Kind::Scalar(_) => value.span.contains(span).then_some(value),
        Kind::Sequence(items) => items.iter().find_map(|item| scalar(item, span)),
        Kind::Mapping(pairs) => pairs.iter().find_map(|(_, value)| scalar(value, span)),
    }
}

/// Whether YAML may read another value than the one that is seen.
fn changes_value(cx: &PaperContext<'_>, value: &Node, span: Span, sides: &Sides) -> bool {
    let source = cx.source(value.span);
    let (before, after) = (&sides.before, &sides.after);
    let is_first = cx.source(Span::new(value.span.start, span.start)).chars().all(is_suspect);
    match source.chars().next() {
        Some('|' | '>') if !is_first => false,
        Some('"') if !is_first => before.ends_with('\\'),
        Some('\'') if !is_first => before.ends_with('\'') && after.starts_with('\''),
        // One word may be `true`, and a digit may begin a number.
        _ if is_first => {
            !after.starts_with(char::is_alphabetic) || !after.contains(char::is_whitespace)
        }
        _ => before.ends_with([':', '#']) || after.starts_with([':', '#']),
    }
}
