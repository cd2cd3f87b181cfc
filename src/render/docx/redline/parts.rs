//! The parts of the two documents that text refers to: footnotes, lists, pictures, links.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::super::notes;
use super::super::package::{Package, Part, Relationships, take};
use super::super::reference::NUMBERING;
use super::side::{renamed_id, shifted};
use crate::word::archive::{Archive, parse};
use crate::word::elements::{NAMESPACE, attribute};

/// What is put before the names of the old document's pictures.
const OLD: &str = "old-";

/// All parts of a document.
pub(super) struct Parts {
    roots: Relationships,
    pub(super) parts: BTreeMap<String, Part>,
}

impl Parts {
    /// Unpacks a document.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let archive = Archive::read(bytes)?;
        let mut roots = Relationships::default();
        let mut parts = BTreeMap::new();
        for root in archive.references("")? {
            roots.keep(&root.id, &root.kind, &root.target, root.part.is_none());
            if let Some(name) = root.part {
                take(&archive, &name, &mut parts)?;
            }
        }
        Ok(Self { roots, parts })
    }

    pub(super) fn write(self) -> Result<Vec<u8>, String> {
        Package::of(self.roots, self.parts).write()
    }

    /// Replaces the text of a part, and adds what the text refers to of the old document.
    pub(super) fn replace(&mut self, name: &str, text: String, old: &Self) {
        let mut added = Vec::new();
        if let (Some(part), Some(before)) = (self.parts.get_mut(name), old.parts.get(name)) {
            for (id, kind, target, is_external) in before.relationships.all() {
                let id = renamed_id(id);
                if !text.contains(&format!("\"{id}\"")) {
                    continue;
                }
                let file = old.parts.get(&format!("word/{target}")).filter(|_| !is_external);
                let target = match file.zip(target.rsplit_once('/')) {
                    Some((file, (folder, name))) => {
                        let target = format!("{folder}/{OLD}{name}");
                        added.push(Part { name: format!("word/{target}"), ..file.clone() });
                        target
                    }
                    None => target.to_owned(),
                };
                part.relationships.keep(&id, kind, &target, is_external);
            }
            part.set(text);
        }
        self.parts.extend(added.into_iter().map(|part| (part.name.clone(), part)));
    }
}

/// The id of a footnote.
pub(super) fn id_of<'x>(note: Node<'x, 'x>) -> &'x str {
    attribute(&note, "id").unwrap_or_default()
}

/// Whether it is a footnote, and not a line between the text and the notes.
pub(super) fn is_note(node: Node<'_, '_>) -> bool {
    node.has_tag_name((NAMESPACE, "footnote")) && attribute(&node, "type").is_none()
}

/// The texts of the footnotes by their ids, which `id` maps.
pub(super) fn notes_of(
    parts: &BTreeMap<String, Part>,
    id: impl Fn(usize) -> usize,
) -> Result<BTreeMap<String, String>, String> {
    let Some(part) = parts.get(notes::PART) else { return Ok(BTreeMap::new()) };
    let text = String::from_utf8_lossy(&part.bytes);
    let xml = parse(notes::PART, &text)?;
    let texts = xml.root_element().children().filter(|note| is_note(*note)).filter_map(|note| {
        let words: String =
            note.descendants().filter_map(|it| it.text().filter(|_| it.is_text())).collect();
        let number = attribute(&note, "id")?.parse::<usize>().ok()?;
        Some((id(number).to_string(), words))
    });
    Ok(texts.collect())
}

/// Adds the lists of the old document that the text uses.
pub(super) fn add_lists(old: &Parts, new: &mut Parts) -> Result<(), String> {
    let uses = |id: usize, parts: &BTreeMap<String, Part>| {
        let mark = format!("<w:numId w:val=\"{id}\"/>");
        parts.values().any(|part| {
            part.name.ends_with(".xml") && String::from_utf8_lossy(&part.bytes).contains(&mark)
        })
    };
    let Some(before) = old.parts.get(NUMBERING) else { return Ok(()) };
    let text = String::from_utf8_lossy(&before.bytes).into_owned();
    let xml = parse(NUMBERING, &text)?;
    let Some(after) = new.parts.get(NUMBERING) else { return Ok(()) };
    let mut merged = String::from_utf8_lossy(&after.bytes).into_owned();
    let of = |name: &'static str| {
        let children = xml.root_element().children();
        children.filter(move |it| it.has_tag_name((NAMESPACE, name)))
    };
    for list in of("num") {
        let id = attribute(&list, "numId").and_then(|id| id.parse::<usize>().ok());
        let Some(id) = id.filter(|id| uses(shifted(*id), &new.parts)) else { continue };
        let own = text[list.range()].replacen(
            &format!("w:numId=\"{id}\""),
            &format!("w:numId=\"{}\"", shifted(id)),
            1,
        );
        let number = list.children().find(|it| it.has_tag_name((NAMESPACE, "abstractNumId")));
        let number = number.and_then(|it| attribute(&it, "val")?.parse::<usize>().ok());
        let Some(number) = number else { continue };
        let kind = of("abstractNum")
            .find(|it| attribute(it, "abstractNumId") == Some(&number.to_string()));
        let Some(kind) = kind else { continue };
        let kind = &text[kind.range()];
        let mut own = own;
        if !merged.contains(kind) {
            let other = shifted(number);
            own = own.replace(
                &format!("<w:abstractNumId w:val=\"{number}\"/>"),
                &format!("<w:abstractNumId w:val=\"{other}\"/>"),
            );
            let kind = kind.replacen(
                &format!("w:abstractNumId=\"{number}\""),
                &format!("w:abstractNumId=\"{other}\""),
                1,
            );
            if !merged.contains(&kind) {
                let place = merged.find("<w:num ").or_else(|| merged.find("</w:numbering>"));
                merged.insert_str(place.unwrap_or(merged.len()), &kind);
            }
        }
        let end = merged.find("</w:numbering>").unwrap_or(merged.len());
        merged.insert_str(end, &own);
    }
    if let Some(part) = new.parts.get_mut(NUMBERING) {
        part.set(merged);
    }
    Ok(())
}
