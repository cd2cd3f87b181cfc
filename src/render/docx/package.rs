//! A file of parts that refer to each other:
//! [Open Packaging Conventions](https://ecma-international.org/publications-and-standards/standards/ecma-376/),
//! ECMA-376 part 2.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::xml::Xml;
use crate::word::archive::{Archive, Reference, relationships_name};

/// The start of the names of relationships, ECMA-376 part 1.
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
/// The start of the names of the package's own relationships.
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships/";

/// A part of a package.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    /// Its path in the package, without a leading slash.
    pub(super) name: String,
    /// Its media type.
    pub(super) content_type: String,
    /// What is in it.
    pub(super) bytes: Vec<u8>,
    /// What it refers to.
    pub(super) relationships: Relationships,
}

/// What a part refers to.
#[derive(Debug, Clone, Default)]
pub(super) struct Relationships(Vec<Relationship>);

#[derive(Debug, Clone)]
struct Relationship {
    id: String,
    kind: String,
    target: String,
    is_external: bool,
}

impl Relationships {
    /// Adds a reference to another part, with its path relative to this one; returns its id. `kind`
    /// is the last word of the relationship's name, for example `styles`.
    pub(super) fn add(&mut self, kind: &str, target: &str) -> String {
        let known = self.0.iter().find(|known| !known.is_external && known.target == target);
        match known {
            Some(known) => known.id.clone(),
            None => self.push(format!("{OFFICE}{kind}"), target, false),
        }
    }

    /// Adds a reference to an external address; returns its id.
    pub(super) fn add_link(&mut self, url: &str) -> String {
        self.push(format!("{OFFICE}hyperlink"), url, true)
    }

    /// Adds a reference that another file has, under the id that it has there.
    pub(super) fn keep(&mut self, id: &str, kind: &str, target: &str, is_external: bool) {
        let (id, kind, target) = (id.to_owned(), kind.to_owned(), target.to_owned());
        self.0.push(Relationship { id, kind, target, is_external });
    }

    /// All of them: id, name, target, and whether that is an external address.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str, &str, bool)> {
        self.0
            .iter()
            .map(|it| (it.id.as_str(), it.kind.as_str(), it.target.as_str(), it.is_external))
    }

    fn push(&mut self, kind: String, target: &str, is_external: bool) -> String {
        let id = format!("rId{}", self.0.len() + 1);
        self.0.push(Relationship { id: id.clone(), kind, target: target.to_owned(), is_external });
        id
    }

    fn xml(&self) -> String {
        let mut xml = Xml::document();
        let namespace = PACKAGE.trim_end_matches('/');
        xml.element("Relationships", &[("xmlns", namespace)], |xml| {
            for Relationship { id, kind, target, is_external } in &self.0 {
                let mut attributes = vec![("Id", id.as_str()), ("Type", kind), ("Target", target)];
                if *is_external {
                    attributes.push(("TargetMode", "External"));
                }
                xml.empty("Relationship", &attributes);
            }
        });
        xml.finish()
    }
}

/// A package that is being made.
#[derive(Debug, Default)]
pub(super) struct Package {
    parts: BTreeMap<String, Part>,
    roots: Relationships,
}

impl Package {
    /// The package of these parts.
    pub(super) const fn of(roots: Relationships, parts: BTreeMap<String, Part>) -> Self {
        Self { parts, roots }
    }

    /// Adds a part.
    pub(super) fn add(&mut self, part: Part) {
        self.parts.insert(part.name.clone(), part);
    }

    /// Adds a part that the package itself refers to.
    pub(super) fn add_root(&mut self, kind: &str, part: Part) {
        self.roots.add(kind, &part.name);
        self.add(part);
    }

    /// Adds the part that holds the core properties.
    pub(super) fn add_core_properties(&mut self, part: Part) {
        self.roots.push(format!("{PACKAGE}metadata/core-properties"), &part.name, false);
        self.add(part);
    }

    /// The file: the same parts produce the same bytes.
    ///
    /// # Errors
    ///
    /// There is more in it than the format can hold.
    pub(super) fn write(&self) -> Result<Vec<u8>, String> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut file = |name: &str, bytes: &[u8]| -> Result<(), String> {
            let options = SimpleFileOptions::default()
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(DateTime::default());
            zip.start_file(name, options).map_err(|error| error.to_string())?;
            zip.write_all(bytes).map_err(|error| error.to_string())
        };
        file("[Content_Types].xml", self.content_types().as_bytes())?;
        file("_rels/.rels", self.roots.xml().as_bytes())?;
        for part in self.parts.values() {
            file(&part.name, &part.bytes)?;
            if !part.relationships.0.is_empty() {
                file(&relationships_name(&part.name), part.relationships.xml().as_bytes())?;
            }
        }
        let file = zip.finish().map_err(|error| error.to_string())?;
        Ok(file.into_inner())
    }

    /// The media type of each part: by extension for pictures and the like, one by one for XML.
    fn content_types(&self) -> String {
        let mut defaults = BTreeMap::from([
            ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
            ("xml", "application/xml"),
        ]);
        let mut overrides = BTreeSet::new();
        for part in self.parts.values() {
            let extension = part.name.rsplit_once('.').map_or("", |(_, extension)| extension);
            let by_ending = (!extension.is_empty())
                .then(|| defaults.entry(extension).or_insert(&part.content_type));
            if by_ending.is_none_or(|known| *known != part.content_type) {
                overrides.insert((&part.name, &part.content_type));
            }
        }
        let mut xml = Xml::document();
        let namespace = "http://schemas.openxmlformats.org/package/2006/content-types";
        xml.element("Types", &[("xmlns", namespace)], |xml| {
            for (extension, content_type) in defaults {
                let attributes = [("Extension", extension), ("ContentType", content_type)];
                xml.empty("Default", &attributes);
            }
            for (name, content_type) in overrides {
                let name = format!("/{name}");
                xml.empty("Override", &[("PartName", &name), ("ContentType", content_type)]);
            }
        });
        xml.finish()
    }
}

/// The part `name` of a file that others made with all that it refers to, added to `parts`.
///
/// # Errors
///
/// One of them is missing, or has no type.
pub(super) fn take(
    archive: &Archive,
    name: &str,
    parts: &mut BTreeMap<String, Part>,
) -> Result<(), String> {
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        if parts.contains_key(&name) {
            continue;
        }
        let bytes = archive.bytes(&name).ok_or_else(|| format!("has no part {name}"))?.to_vec();
        let content_type = archive.content_type(&name)?;
        let mut part = Part { name: name.clone(), content_type, bytes, ..Part::default() };
        for reference in archive.references(&name)? {
            let Reference { id, kind, target, part: other } = reference;
            part.relationships.keep(&id, &kind, &target, other.is_none());
            open.extend(other);
        }
        parts.insert(name, part);
    }
    Ok(())
}
