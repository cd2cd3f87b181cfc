//! Footnotes without a text, and texts of footnotes that nobody is led to.

use std::collections::HashSet;

use crate::check::{PaperContext, Sink};
use crate::paper::markdown::label_key;
use crate::text::source::{Span, Spanned};
use crate::text::suggest;

/// The longest name of a footnote that is looked for, in bytes.
const MAX_NAME: usize = 120;

/// Reports footnotes without a definition, and definitions that nothing refers to.
pub(super) fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let body = cx.paper.body();
    let used: HashSet<String> = body.note_refs.iter().map(|name| label_key(&name.value)).collect();
    let reached = if body.notes.is_empty() { HashSet::new() } else { reached(cx) };
    for note in &body.notes {
        let key = label_key(&note.value);
        if reached.contains(&key) {
            check_text(cx, note, out);
            continue;
        }
        // Notes may refer to each other and nothing to any of them.
        let what = if used.contains(&key) { "nothing in the text" } else { "nothing" };
        let length = note.value.len() + "[^]".len();
        let mark = Span::new(note.span.start, (note.span.start + length).min(note.span.end));
        let shown = suggest::shown(&note.value);
        out.at(mark, format!("{what} refers to the footnote {shown}"))
            .help(format!("write `[^{}]` where it belongs, or delete it", shown.trim_matches('`')));
    }
    check_names(cx, out);
}

/// The footnotes that the text leads to, by itself or by other footnotes.
fn reached(cx: &PaperContext<'_>) -> HashSet<String> {
    let body = cx.paper.body();
    let (inside, outside): (Vec<_>, Vec<_>) =
        body.note_refs.iter().partition(|name| body.is_in_note(name.span));
    let mut next: Vec<String> = outside.iter().map(|name| label_key(&name.value)).collect();
    let mut reached = HashSet::new();
    while let Some(key) = next.pop() {
        if !reached.insert(key.clone()) {
            continue;
        }
        let Some(note) = body.notes.iter().find(|note| label_key(&note.value) == key) else {
            continue;
        };
        let first = inside.partition_point(|name| name.span.start < note.span.start);
        let of_note = inside[first..].iter().take_while(|name| note.span.contains(name.span));
        next.extend(of_note.map(|name| label_key(&name.value)));
    }
    reached
}

fn check_text(cx: &PaperContext<'_>, note: &Spanned<String>, out: &mut Sink<'_>) {
    let source = cx.source(note.span);
    let is_empty = source.split_once("]:").is_some_and(|(_, text)| text.trim().is_empty());
    if is_empty {
        let mark = Span::new(note.span.start, note.span.start + source.trim_end().len());
        out.at(mark, format!("the footnote {} has no text", suggest::shown(&note.value)))
            .help("write its text after the colon, or delete it and what refers to it");
    }
}

/// Reports what is written as a reference to a footnote, but is text.
fn check_names(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let body = cx.paper.body();
    for prose in &body.prose {
        for at in prose.places_of(b'[').filter(|at| prose.text[at + 1..].starts_with('^')) {
            let rest = &prose.text[at..];
            let rest = &rest[..rest.floor_char_boundary(MAX_NAME)];
            let Some(length) = rest.find(']') else { continue };
            let name = &prose.text[at + 2..at + length];
            if name.contains(char::is_whitespace) {
                let is_name = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
                if name.contains(char::is_alphanumeric) && name.chars().all(is_name) {
                    out.at(
                        prose.span_of(at, at + length + 1),
                        format!(
                            "{} is no footnote: its name has a space",
                            suggest::shown(&rest[..=length])
                        ),
                    )
                    .help(format!(
                        "write {}, here and where its text is",
                        suggest::shown(&format!(
                            "[^{}]",
                            name.split_whitespace().collect::<Vec<_>>().join("-")
                        ))
                    ));
                }
            } else if !name.is_empty() {
                out.at(
                    prose.span_of(at, at + length + 1),
                    format!("there is no footnote {}", suggest::shown(name)),
                )
                .help(format!(
                    "add a line for it at the end, {}, or remove it",
                    suggest::shown(&format!("[^{name}]: the note"))
                ));
            }
        }
    }
}
