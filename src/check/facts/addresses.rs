//! Bare web addresses in a text.

use std::ops::Range;

use crate::paper::body::{Body, Prose};
use crate::text::source::{Span, any_contains};

const STARTS: [&str; 3] = ["http://", "https://", "www."];

/// Characters that end a sentence or a clause, but no address.
const STOPS: [char; 11] = ['.', ',', ';', ':', '!', '?', '\'', '’', ']', '*', '|'];

/// The addresses in a text, in order.
pub(in crate::check) fn find_all(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut seen = 0;
    starts(text).filter_map(move |found| {
        let end = end_of_address(text, found.start, found.end, seen)?;
        seen = end;
        Some(found.start..end)
    })
}

/// An address in the text that is in no link.
pub(in crate::check) struct BareAddress<'p> {
    /// The address.
    pub(in crate::check) text: &'p str,
    /// What is before it in its block.
    pub(in crate::check) before: &'p str,
    /// The place in the file.
    pub(in crate::check) span: Span,
}

/// The addresses in the text of a paper that are in no link, in order.
pub(in crate::check) fn bare(body: &Body) -> impl Iterator<Item = BareAddress<'_>> {
    let all = body.prose.iter().flat_map(|prose| {
        find_all(&prose.text).map(|found| BareAddress {
            span: prose.span_of(found.start, found.end),
            before: &prose.text[..found.start],
            text: &prose.text[found],
        })
    });
    all.filter(|found| !any_contains(&body.links, |link| link.span, found.span))
}

/// Whether a text is an address and nothing more.
pub(in crate::check) fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && STARTS.iter().any(|start| {
            text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
        })
}

/// The places in `text` where an address may begin, each up to its host.
fn starts(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    // Each start ends with one of these, and few other words have any.
    memchr::memchr2_iter(b'/', b'.', bytes).filter_map(|last| {
        let end = last + 1;
        STARTS.iter().find_map(|start| {
            let at = end.checked_sub(start.len())?;
            bytes[at..end].eq_ignore_ascii_case(start.as_bytes()).then_some(at..end)
        })
    })
}

/// The end of the address that begins at `start`; none if it is only a scheme, or inside a word or
/// the address that ends at `seen`.
fn end_of_address(text: &str, start: usize, head: usize, seen: usize) -> Option<usize> {
    let is_inside = text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '@');
    if start < seen || is_inside {
        return None;
    }
    let is_end = |c: char| {
        c.is_whitespace() || matches!(c, '<' | '>' | '"' | '“' | '”' | '`' | Prose::OBJECT)
    };
    let length = text[start..].find(is_end).unwrap_or(text.len() - start);
    let mut address = &text[start..start + length];
    // A period after the address belongs to the sentence, an unopened parenthesis to the text.
    let mut unopened = address.matches(')').count().saturating_sub(address.matches('(').count());
    loop {
        address = address.trim_end_matches(STOPS);
        match address.strip_suffix(')').filter(|_| unopened > 0) {
            Some(rest) => address = rest,
            None => break,
        }
        unopened -= 1;
    }
    let has_host =
        address.get(head - start..).is_some_and(|host| host.starts_with(char::is_alphanumeric));
    has_host.then_some(start + address.len())
}
