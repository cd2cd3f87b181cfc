//! Inserting entries, in the way in which the others of their list are written.

use std::collections::BTreeMap;

use super::{List, after, child, is_flow, line_start, next_line};
use crate::text::finding::Edit;
use crate::text::fixes;
use crate::text::source::{Span, line_end};
use crate::yaml::{self, Kind, Node};

/// `text`, a register, with entries added to `list`, each before the first one with a greater key.
///
/// None if the list, or the whole register, is written in a way that leaves no place for them.
pub(in crate::project::register) fn insert_all(
    text: &str,
    list: List,
    mut added: Entries,
) -> Option<String> {
    if added.is_empty() {
        return Some(text.to_owned());
    }
    added.sort_by(|(a, _), (b, _)| list.order(a, b));
    let root = yaml::parse(text, 0).ok()?;
    if root.as_ref().is_some_and(|root| is_flow(text, root)) {
        return None;
    }
    let Some(value) = root.as_ref().and_then(|root| child(root, list.key())) else {
        let end = line_end(text);
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { end };
        return Some(format!("{text}{gap}{}:{end}{}", list.key(), lines("  ", &added, end)));
    };
    let edits = match &value.kind {
        Kind::Sequence(items) if is_flow(text, value) && items.is_empty() => {
            vec![replace_empty(text, value, &added)]
        }
        Kind::Sequence(items) if is_flow(text, value) => {
            insert_in_flow(items, places(items, list, added))?
        }
        Kind::Sequence(items) => insert_lines(text, items, places(items, list, added))?,
        _ if value.is_null() => replace_null(text, value, &added),
        _ => return None,
    };
    Some(fixes::edited(text, &edits))
}

/// Entries, each with its key.
type Entries = Vec<(String, String)>;

/// Each entry on a line of its own.
fn lines(indent: &str, entries: &[(String, String)], end: &str) -> String {
    entries.iter().map(|(_, entry)| format!("{indent}- {entry}{end}")).collect()
}

/// Puts entries below a key that has nothing below it, or is followed by a null.
fn replace_null(text: &str, value: &Node, added: &[(String, String)]) -> Vec<Edit> {
    let end = line_end(text);
    let at = next_line(text, value.span.end);
    let gap = if text[..at].ends_with('\n') { "" } else { end };
    let added = Edit { span: Span::at(at), text: format!("{gap}{}", lines("  ", added, end)) };
    if value.span.is_empty() {
        return vec![added];
    }
    vec![Edit { span: value.span, text: String::new() }, added]
}

/// Puts entries in the place of `[]`.
fn replace_empty(text: &str, value: &Node, added: &[(String, String)]) -> Edit {
    let end = line_end(text);
    let start = text[..value.span.start].trim_end_matches(' ').len();
    let span = Span::new(start, value.span.end);
    Edit { span, text: format!("{end}{}", lines("  ", added, end).trim_end()) }
}

/// Puts entries between those in brackets.
fn insert_in_flow(items: &[Node], by_place: BTreeMap<usize, Entries>) -> Option<Vec<Edit>> {
    let edit = |(at, entries): (usize, Entries)| {
        let entries: Vec<_> = entries.into_iter().map(|(_, entry)| entry).collect();
        let entries = entries.join(", ");
        Some(match items.get(at) {
            Some(next) => Edit { span: Span::at(next.span.start), text: format!("{entries}, ") },
            None => Edit { span: Span::at(items.last()?.span.end), text: format!(", {entries}") },
        })
    };
    by_place.into_iter().map(edit).collect()
}

/// Puts entries on lines between those of the others.
fn insert_lines(
    text: &str,
    items: &[Node],
    by_place: BTreeMap<usize, Entries>,
) -> Option<Vec<Edit>> {
    let end = line_end(text);
    let dash = |item: &Node| text[..item.span.start].rfind('-');
    let first = dash(items.first()?)?;
    let indent = &text[line_start(text, first)..first];
    let edit = |(at, entries): (usize, Entries)| {
        let at = match items.get(at) {
            Some(next) => line_start(text, dash(next)?),
            None => after(text, items.last()?),
        };
        let gap = if text[..at].ends_with('\n') { "" } else { end };
        let text = format!("{gap}{}", lines(indent, &entries, end));
        Some(Edit { span: Span::at(at), text })
    };
    by_place.into_iter().map(edit).collect()
}

/// The entries, sorted by their keys, by the index of the item that each is inserted before.
fn places(items: &[Node], list: List, added: Entries) -> BTreeMap<usize, Entries> {
    let mut by_place: BTreeMap<usize, Entries> = BTreeMap::new();
    let mut at = 0;
    for (key, entry) in added {
        let is_greater = |item: &Node| {
            let own = child(item, list.sorted_by()).and_then(Node::scalar);
            own.is_some_and(|own| list.order(&own.text, &key).is_gt())
        };
        // Entries are sorted, so the next one belongs here or later.
        while items.get(at).is_some_and(|item| !is_greater(item)) {
            at += 1;
        }
        by_place.entry(at).or_default().push((key, entry));
    }
    by_place
}
