//! Word files as packages of parts, and the faults in them.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};

use roxmltree::{Document, Node};

/// The texts of the parts by their names.
pub type Parts = BTreeMap<String, String>;

/// The parts of a file; pictures as empty texts.
pub fn parts(file: &[u8]) -> Parts {
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = Parts::new();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let name = part.name().unwrap().into_owned();
        assert!(!name.starts_with('/') && !name.contains('\\'), "{name}");
        let text = String::from_utf8(bytes).unwrap_or_default();
        assert!(parts.insert(name, text).is_none(), "a part is in the file twice");
    }
    parts
}

/// A file of `parts`.
pub fn file(parts: &Parts) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The values of an attribute on all elements of a name.
pub fn values<'a>(xml: &'a Document<'_>, element: &str, attribute: &str) -> Vec<&'a str> {
    let nodes = xml.descendants().filter(|node| node.tag_name().name() == element);
    nodes.filter_map(|node| value(node, attribute)).collect()
}

/// The value of an attribute.
pub fn value<'a>(node: Node<'a, '_>, attribute: &str) -> Option<&'a str> {
    node.attributes().find(|known| known.name() == attribute).map(|known| known.value())
}

/// Faults in a package: Open Packaging Conventions, and what Word makes of names.
pub fn faults(parts: &Parts) -> Vec<String> {
    let mut faults = Vec::new();
    let types = Document::parse(&parts["[Content_Types].xml"]).unwrap();
    let endings: BTreeSet<_> = values(&types, "Default", "Extension").into_iter().collect();
    let named: BTreeSet<_> = values(&types, "Override", "PartName").into_iter().collect();
    for name in parts.keys().filter(|name| *name != "[Content_Types].xml") {
        let ending = name.rsplit_once('.').unwrap().1;
        if !named.contains(format!("/{name}").as_str()) && !endings.contains(ending) {
            faults.push(format!("{name} has no type"));
        }
    }
    for name in named {
        if !parts.contains_key(&name[1..]) {
            faults.push(format!("{name} is not there"));
        }
    }
    for (name, text) in parts.iter().filter(|(name, _)| name.ends_with(".rels")) {
        let relationships = Document::parse(text).unwrap();
        let mut ids = BTreeSet::new();
        for node in relationships.root_element().children() {
            let target = value(node, "Target").unwrap();
            let folder = if name.starts_with("word") { "word/" } else { "" };
            let is_there = parts.contains_key(&format!("{folder}{target}"));
            if value(node, "TargetMode").is_none() && !is_there {
                faults.push(format!("{name}: {target} is not there"));
            }
            if !ids.insert(value(node, "Id").unwrap().to_owned()) {
                faults.push(format!("{name}: an id is there twice"));
            }
        }
    }
    faults.extend(dangling(parts));
    faults
}

/// Styles, lists and notes that are used and not defined, and ids that are not unique.
fn dangling(parts: &Parts) -> Vec<String> {
    let [styles, numbering, notes] = ["styles", "numbering", "footnotes"]
        .map(|name| Document::parse(&parts[&format!("word/{name}.xml")]).unwrap());
    let document = Document::parse(&parts["word/document.xml"]).unwrap();
    let mut faults = Vec::new();
    let names = [
        ("pStyle", "val", values(&styles, "style", "styleId")),
        ("rStyle", "val", values(&styles, "style", "styleId")),
        ("tblStyle", "val", values(&styles, "style", "styleId")),
        ("numId", "val", values(&numbering, "num", "numId")),
        ("footnoteReference", "id", values(&notes, "footnote", "id")),
        ("hyperlink", "anchor", values(&document, "bookmarkStart", "name")),
    ];
    for (element, attribute, defined) in names {
        let used = values(&document, element, attribute);
        faults.extend(
            used.iter()
                .filter(|value| !defined.contains(value))
                .map(|value| format!("{element} {value} is not defined")),
        );
    }
    for (element, attribute) in
        [("bookmarkStart", "id"), ("bookmarkStart", "name"), ("docPr", "id")]
    {
        let all = values(&document, element, attribute);
        if all.iter().collect::<BTreeSet<_>>().len() != all.len() {
            faults.push(format!("two of {element} have one {attribute}"));
        }
    }
    for cell in document.descendants().filter(|node| node.tag_name().name() == "tc") {
        if cell.last_element_child().is_none_or(|last| last.tag_name().name() != "p") {
            faults.push("a cell ends in no paragraph".to_owned());
        }
    }
    faults
}
