//! Footnotes in the order in which the text refers to them. Old versions of `LibreOffice` give the first reference the
//! first note of the file whatever its id is, and newer ones count from the first id.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use roxmltree::Node;

use super::super::notes;
use super::parts::{id_of, is_note};
use crate::word::archive::parse;

static REFERENCE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(<w:footnoteReference [^>]*w:id=")([0-9]+)""#).ok());

/// The text with its references numbered from 1 on, and the notes in that order.
pub(super) fn in_order(text: &str, notes: &str) -> Result<(String, String), String> {
    let Some(pattern) = REFERENCE.as_ref() else { return Ok((text.to_owned(), notes.to_owned())) };
    let mut ids: HashMap<String, usize> = HashMap::new();
    let text = pattern.replace_all(text, |found: &Captures<'_>| {
        let next = ids.len() + 1;
        let id = *ids.entry(found[2].to_owned()).or_insert(next);
        format!("{}{id}\"", &found[1])
    });
    let xml = parse(notes::PART, notes)?;
    let children = || xml.root_element().children().filter(Node::is_element);
    let mut ordered: Vec<(usize, Node<'_, '_>)> = children()
        .filter(|child| is_note(*child))
        .filter_map(|note| Some((*ids.get(id_of(note))?, note)))
        .collect();
    ordered.sort_by_key(|(id, _)| *id);
    let start = xml.root_element().first_child().map_or(notes.len(), |it| it.range().start);
    let mut written = notes[..start].to_owned();
    // The lines between text and notes are no notes.
    for line in children().filter(|child| !is_note(*child)) {
        written.push_str(&notes[line.range()]);
    }
    for (id, note) in ordered {
        let own = notes[note.range()].replacen(
            &format!("w:id=\"{}\"", id_of(note)),
            &format!("w:id=\"{id}\""),
            1,
        );
        written.push_str(&own);
    }
    written.push_str("</w:footnotes>");
    Ok((text.into_owned(), written))
}
