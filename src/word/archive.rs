//! A Word file that somebody else made, read with care: it may contain anything.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::assets::xml::{self, XmlFault};

/// The most bytes that a file may unpack to.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// The most bytes of a part that is read as XML. The styles of an office have some hundred thousand.
const MAX_XML: usize = 16 * 1024 * 1024;
/// The most parts it may have.
const MAX_PARTS: usize = 2_000;

/// The parts of a Word file by name, without a leading slash.
#[derive(Debug)]
pub(crate) struct Archive {
    parts: BTreeMap<String, Vec<u8>>,
    types: OnceCell<Result<Types, String>>,
}

/// What a file says its parts are.
#[derive(Debug, Default)]
struct Types {
    /// By name.
    parts: BTreeMap<String, String>,
    /// By the ending of their names, in small letters.
    endings: BTreeMap<String, String>,
}

/// Something that a part refers to.
#[derive(Debug)]
pub(crate) struct Reference {
    /// The id that it is referred to by.
    pub(crate) id: String,
    /// The name of the relationship.
    pub(crate) kind: String,
    /// The target as written.
    pub(crate) target: String,
    /// The part that it is; none for an external address.
    pub(crate) part: Option<String>,
}

impl Archive {
    /// Unpacks a file.
    ///
    /// # Errors
    ///
    /// It is not a zip file, or unpacks to more than a Word file should.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        if let Some(reason) = old_format(bytes) {
            return Err(reason.to_owned());
        }
        let no_file = |_| "is not a Word document (.docx)".to_owned();
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(no_file)?;
        if zip.len() > MAX_PARTS {
            return Err(format!("has {} parts, where {MAX_PARTS} are allowed", zip.len()));
        }
        let mut parts = BTreeMap::new();
        let mut left = MAX_BYTES;
        for at in 0..zip.len() {
            let file = zip.by_index(at).map_err(|error| format!("can't be unpacked: {error}"))?;
            let name = file.name().map_err(|error| format!("can't be unpacked: {error}"))?;
            let name = name.trim_start_matches('/').to_owned();
            let mut bytes = Vec::new();
            // What the file says about its sizes may be wrong, so what is unpacked is counted.
            let read = file.take(left + 1).read_to_end(&mut bytes);
            let read = read.map_err(|error| format!("can't be unpacked: {error}"))?;
            left = left
                .checked_sub(read as u64)
                .ok_or_else(|| format!("unpacks to more than {} MB", MAX_BYTES / 1024 / 1024))?;
            if parts.insert(name.clone(), bytes).is_some() {
                return Err(format!("has two parts of the name {name}"));
            }
        }
        Ok(Self { parts, types: OnceCell::new() })
    }

    /// The names of its parts.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// The text of an XML part.
    ///
    /// # Errors
    ///
    /// There is no such part, or it is not in UTF-8.
    pub(crate) fn text(&self, name: &str) -> Result<&str, String> {
        let bytes = self.parts.get(name).ok_or_else(|| format!("has no part {name}"))?;
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        std::str::from_utf8(bytes)
            .map_err(|_| format!("has {name} in an encoding other than UTF-8"))
    }

    /// What the part `name` refers to.
    ///
    /// # Errors
    ///
    /// Its relationships can't be read.
    pub(crate) fn references(&self, name: &str) -> Result<Vec<Reference>, String> {
        let own = relationships_name(name);
        if !self.parts.contains_key(&own) {
            return Ok(Vec::new());
        }
        let xml = parse(&own, self.text(&own)?)?;
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        let reference = |node: roxmltree::Node<'_, '_>| {
            let target = node.attribute("Target")?;
            let is_external = node.attribute("TargetMode") == Some("External");
            Some(Reference {
                id: node.attribute("Id")?.to_owned(),
                kind: node.attribute("Type")?.to_owned(),
                target: target.to_owned(),
                part: (!is_external).then(|| resolved(folder, target)),
            })
        };
        Ok(xml.root_element().children().filter_map(reference).collect())
    }

    /// What is in the part `name`.
    pub(crate) fn bytes(&self, name: &str) -> Option<&[u8]> {
        self.parts.get(name).map(Vec::as_slice)
    }

    /// The media type of the part `name`.
    ///
    /// # Errors
    ///
    /// The file does not say.
    pub(crate) fn content_type(&self, name: &str) -> Result<String, String> {
        let types = self.types.get_or_init(|| self.read_types()).as_ref().map_err(String::clone)?;
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        let known = types.parts.get(name).or_else(|| types.endings.get(&ending));
        known.cloned().ok_or_else(|| format!("does not say what {name} is"))
    }

    fn read_types(&self) -> Result<Types, String> {
        let name = "[Content_Types].xml";
        let xml = parse(name, self.text(name)?)?;
        let mut types = Types::default();
        for node in xml.root_element().children().filter(roxmltree::Node::is_element) {
            let Some(kind) = node.attribute("ContentType").map(str::to_owned) else { continue };
            if let Some(part) = node.attribute("PartName") {
                types.parts.entry(part.trim_start_matches('/').to_owned()).or_insert(kind);
            } else if let Some(ending) = node.attribute("Extension") {
                types.endings.entry(ending.to_ascii_lowercase()).or_insert(kind);
            }
        }
        Ok(types)
    }
}

/// Why a file in the form that came before zip files, OLE, is not read: it is an old document, or an encrypted new one.
fn old_format(bytes: &[u8]) -> Option<&'static str> {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]).then(|| {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if memchr::memmem::find(bytes, &name).is_some() {
            "is encrypted; open it in Word with its password and save it without one"
        } else {
            "is in the old .doc format; open it in Word and save it as Word Document (.docx)"
        }
    })
}

/// Parses the part `name`.
pub(crate) fn parse<'a>(name: &str, text: &'a str) -> Result<roxmltree::Document<'a>, String> {
    if memchr::memmem::find(text.as_bytes(), b"<!DOCTYPE").is_some() {
        return Err(format!(
            "has a document type declaration in its part {name}, which no Word document may have"
        ));
    }
    if text.len() > MAX_XML {
        return Err(format!("has a part {name} of more than {} MB", MAX_XML / 1024 / 1024));
    }
    xml::parse(text, false).map_err(|fault| match fault {
        XmlFault::TooManyParts => {
            format!("has a part {name} with more elements than can be read; save an empty document with the same styles")
        }
        XmlFault::Broken(reason) => format!("has a broken part {name}: {reason}"),
    })
}

/// The name of the part that holds the relationships of the part `name`.
pub(crate) fn relationships_name(name: &str) -> String {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    format!("{folder}/_rels/{file}.rels").trim_start_matches('/').to_owned()
}

/// The part that `target` means in `folder`.
fn resolved(folder: &str, target: &str) -> String {
    let (folder, target) = match target.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder, target),
    };
    let mut path: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    path.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_found_from_its_folder() {
        assert_eq!(resolved("word", "media/a.png"), "word/media/a.png");
        assert_eq!(resolved("word/theme", "../media/./a.png"), "word/media/a.png");
        assert_eq!(resolved("word", "/docProps/core.xml"), "docProps/core.xml");
    }

    #[test]
    fn a_file_that_is_not_word_is_reported() {
        let fault = |bytes: &[u8]| Archive::read(bytes).err().unwrap_or_default();
        assert!(fault(b"PK no").contains("not a Word document"));
        assert!(fault(b"").contains("not a Word document"));
    }
}
