use std::collections::HashMap;

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::source::{Span, any_contains};
use crate::text::suggest;

rule! {
    /// A footnote, and the address of links by name, must be defined once.
    ///
    /// ## Why
    ///
    /// Of two footnotes with one name, or two addresses with one, the page has the first. The other is
    /// lost, and a reader is led to the wrong place.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks opened in 2014.[^a] See [the plan][plan].
    ///
    /// [^a]: In the north.
    ///
    /// [^a]: In the south.
    ///
    /// [plan]: https://example.org/plan
    /// [plan]: https://example.org/other-plan
    /// ```
    ///
    /// ## How to fix
    ///
    /// Delete one of the two, or rename it here and where it is meant.
    "duplicate-definition", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let body = cx.paper.body();
    let mut first: HashMap<String, Span> = HashMap::new();
    let notes = body.notes.iter().map(|note| {
        let length = note.value.len() + "[^]".len();
        Span::new(note.span.start, (note.span.start + length).min(note.span.end))
    });
    for span in notes.chain(addresses(cx)) {
        let name = cx.source(span);
        let Some(before) = first.get(&key(name)) else {
            first.insert(key(name), span);
            continue;
        };
        if !name.starts_with("[^") && address_of(cx, *before) == address_of(cx, span) {
            continue; // Whichever is read, the reader is led to the same place.
        }
        let what = if name.starts_with("[^") { "footnote" } else { "address" };
        out.at(span, format!("the {what} {} is defined twice", suggest::shown(name)))
            .label(*before, "the page has this one")
            .help("delete one of the two, or rename it here and where it is meant");
    }
}

/// The names of link reference definitions, with their brackets: those that Markdown keeps, and those
/// that it drops because an earlier one has the name.
fn addresses<'p>(cx: &'p PaperContext<'_>) -> impl Iterator<Item = Span> + 'p {
    let body = cx.paper.body();
    let text = cx.paper.file.text();
    let start = cx.paper.body_span().start;
    // Without any that Markdown keeps there is none that it drops.
    let source = if body.definitions.is_empty() { "" } else { &text[start..] };
    let ends = memchr::memmem::find_iter(source.as_bytes(), "]:").map(move |at| start + at);
    ends.filter_map(move |end| {
        let line_start = text[..end].rfind(['\n', '\r']).map_or(start, |at| (at + 1).max(start));
        let line = &text[line_start..end];
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let name = inner.strip_prefix('[')?;
        let is_name =
            !name.trim().is_empty() && !name.starts_with('^') && !name.contains(['[', ']']);
        let span = Span::new(end - inner.len(), end + 1);
        let is_text = || {
            any_contains(&body.code, |code| code.span, span)
                || any_contains(&body.comments, |comment| *comment, span)
                || any_contains(&body.prose, |prose| prose.span, span)
        };
        // `[//]: #` is an old way to write a comment.
        let address = text[end + "]:".len()..].trim_start();
        let is_comment =
            address.strip_prefix('#').is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
        (is_name && !is_comment && !is_text()).then_some(span)
    })
}

/// What comes after the name of a definition on its line.
fn address_of<'p>(cx: &PaperContext<'p>, name: Span) -> &'p str {
    let rest = &cx.paper.file.text()[name.end..];
    rest.split(['\n', '\r']).next().unwrap_or_default().trim()
}

/// What names that are the same have in common: case and spaces make no difference.
fn key(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
