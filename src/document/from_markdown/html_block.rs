//! A block of raw HTML.
//!
//! Markdown takes a line that begins with a tag, such as `<br>` alone, for a block of HTML. When all
//! its tags are harmless it reads as a paragraph; otherwise all of it is shown as text.

use pulldown_cmark::Event;

use super::inlines::Inlines;
use crate::paper::html::{self, Tag};
use crate::paper::markdown;

/// The longest character reference that HTML knows, `&CounterClockwiseContourIntegral;`.
const LONGEST_REFERENCE: usize = 33;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece<'a> {
    Text(&'a str),
    Tag(&'a str),
}

/// Adds what `block` says to `inlines`. Comments say nothing.
pub(super) fn read(block: &str, inlines: &mut Inlines) {
    let pieces: Vec<_> = pieces(block).collect();
    let harmless = pieces.iter().all(|piece| match piece {
        Piece::Text(_) => true,
        Piece::Tag(tag) => html::parse(tag) != Tag::Refused,
    });
    for piece in pieces {
        match piece {
            Piece::Text(text) if harmless => lines(&decoded(text), inlines),
            Piece::Tag(tag) if harmless || html::parse(tag) == Tag::Comment => inlines.html(tag),
            Piece::Text(text) | Piece::Tag(text) => lines(text, inlines),
        }
    }
}

fn lines(text: &str, inlines: &mut Inlines) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            inlines.soft_break();
        }
        inlines.text(line);
    }
}

/// The block cut into tags, comments among them, and the text between.
fn pieces(block: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = block;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let is_tag = rest.starts_with('<');
        let length = if is_tag { tag_length(rest) } else { rest.find('<') };
        let (piece, after) = rest.split_at(length.unwrap_or(rest.len()));
        rest = after;
        Some(if is_tag { Piece::Tag(piece) } else { Piece::Text(piece) })
    })
}

/// The length of the tag that `rest` begins with; an unclosed one takes all.
fn tag_length(rest: &str) -> Option<usize> {
    if rest.starts_with("<!--") {
        return rest.find("-->").map(|at| at + "-->".len());
    }
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// `text` with its character references resolved, as a browser would.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let reference = &rest[at..];
        let end = reference.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';');
        let length = end.map_or(1, |end| end + 1);
        let (candidate, after) = reference.split_at(length);
        out.push_str(&resolved(candidate));
        rest = after;
    }
    out.push_str(rest);
    out
}

fn resolved(candidate: &str) -> String {
    let is_reference = candidate.len() > 1
        && candidate[1..candidate.len() - 1]
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'#');
    if !is_reference {
        return candidate.to_owned();
    }
    markdown::events(candidate)
        .filter_map(|(event, _)| if let Event::Text(text) = event { Some(text) } else { None })
        .fold(String::new(), |all, text| all + &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_bracket_ends_no_tag() {
        let all: Vec<_> = pieces("a<i title=\">\">b</i><!-- > -->").collect();
        let expected = [
            Piece::Text("a"),
            Piece::Tag("<i title=\">\">"),
            Piece::Text("b"),
            Piece::Tag("</i>"),
            Piece::Tag("<!-- > -->"),
        ];
        assert_eq!(all, expected);
    }

    #[test]
    fn character_references_are_resolved_and_stray_ampersands_kept() {
        assert_eq!(decoded("A &amp; B &#233; & C &x; AT&T;é"), "A & B é & C &x; AT&T;é");
    }
}
