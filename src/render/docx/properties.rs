//! What the file says about itself: core properties (ECMA-376 part 2, 8), application, settings.

use crate::word::elements::NAMESPACE;
use std::io::{Cursor, Read};

use chrono::{DateTime, SecondsFormat, Utc};

use super::package::{Package, Part};
use super::xml::Xml;
use crate::document::{Document, Provenance};

/// The part that custom properties are in.
const CUSTOM: &str = "docProps/custom.xml";

/// A [BCP 47](https://www.rfc-editor.org/info/bcp47) tag; American English for anything else.
pub(super) fn language(tag: &str) -> String {
    let is_part = |part: &str| {
        (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    let tag = tag.replace('_', "-");
    let is_language = |part: &str| matches!(part.len(), 2 | 3);
    let is_tag = tag.split('-').all(is_part) && tag.split('-').next().is_some_and(is_language);
    if is_tag { tag } else { "en-US".to_owned() }
}

/// The settings of a document.
pub(super) fn settings(lang: &str, has_even_pages: bool, tracks_changes: bool) -> String {
    let mut xml = Xml::document();
    xml.element("w:settings", &[("xmlns:w", NAMESPACE)], |xml| {
        if tracks_changes {
            xml.empty("w:trackRevisions", &[]);
        }
        xml.empty("w:defaultTabStop", &[("w:val", "720")]);
        if has_even_pages {
            xml.empty("w:evenAndOddHeaders", &[]);
        }
        xml.element("w:footnotePr", &[], |xml| {
            xml.empty("w:footnote", &[("w:id", "-1")]);
            xml.empty("w:footnote", &[("w:id", "0")]);
        });
        xml.element("w:compat", &[], |xml| {
            // Word 2013 and later; without it Word opens the file in compatibility mode.
            let mode = [
                ("w:name", "compatibilityMode"),
                ("w:uri", "http://schemas.microsoft.com/office/word"),
                ("w:val", "15"),
            ];
            xml.empty("w:compatSetting", &mode);
        });
        xml.empty("w:themeFontLang", &[("w:val", lang)]);
    });
    xml.finish()
}

/// Adds the properties of `document` to `package`.
pub(super) fn add(
    package: &mut Package,
    document: &Document,
    created: Option<DateTime<Utc>>,
    lang: &str,
) {
    package.add_core_properties(Part {
        name: "docProps/core.xml".to_owned(),
        content_type: "application/vnd.openxmlformats-package.core-properties+xml".to_owned(),
        bytes: core(document, created, lang).into_bytes(),
        ..Part::default()
    });
    package.add_root(
        "extended-properties",
        Part {
            name: "docProps/app.xml".to_owned(),
            content_type: "application/vnd.openxmlformats-officedocument.extended-properties+xml"
                .to_owned(),
            bytes: application(document).into_bytes(),
            ..Part::default()
        },
    );
    if let Some(provenance) = &document.provenance {
        package.add_root(
            "custom-properties",
            Part {
                name: CUSTOM.to_owned(),
                content_type: "application/vnd.openxmlformats-officedocument.custom-properties+xml"
                    .to_owned(),
                bytes: custom(&provenance.to_string()).into_bytes(),
                ..Part::default()
            },
        );
    }
}

/// Where a Word file says that it comes from.
pub(super) fn provenance(bytes: &[u8]) -> Option<Provenance> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut text = String::new();
    // A file of a kilobyte may claim that it unpacks to terabytes.
    archive.by_name(CUSTOM).ok()?.take(1 << 20).read_to_string(&mut text).ok()?;
    let document = roxmltree::Document::parse(&text).ok()?;
    let texts: Vec<&str> = document.descendants().filter_map(|node| node.text()).collect();
    Provenance::find(&texts.join("\n"))
}

/// What the program itself reads from the file: custom properties (ECMA-376 part 1, 22.3).
fn custom(provenance: &str) -> String {
    let mut xml = Xml::document();
    let namespaces = [
        ("xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"),
        ("xmlns:vt", "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"),
    ];
    // The one set of properties that the standard names; its numbers begin with 2.
    let property =
        [("fmtid", "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"), ("pid", "2"), ("name", "issuepaper")];
    xml.element("Properties", &namespaces, |xml| {
        xml.element("property", &property, |xml| xml.leaf("vt:lpwstr", &[], provenance));
    });
    xml.finish()
}

fn core(document: &Document, created: Option<DateTime<Utc>>, lang: &str) -> String {
    let meta = &document.meta;
    let subject = [&meta.kind, &document.number].into_iter().flatten().cloned().collect::<Vec<_>>();
    let identifier = meta.identifier.clone();
    let keywords: Vec<String> =
        identifier.iter().chain(&meta.subjects).chain(&meta.period).cloned().collect();
    let mut xml = Xml::document();
    let namespaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.element("cp:coreProperties", &namespaces, |xml| {
        let mut property = |name: &str, value: &str| {
            if !value.is_empty() {
                xml.leaf(name, &[], value);
            }
        };
        property("dc:title", &meta.title);
        property("dc:subject", &subject.join(", "));
        property("dc:creator", meta.author.as_deref().unwrap_or_default());
        property("cp:keywords", &keywords.join("; "));
        property("dc:identifier", meta.identifier.as_deref().unwrap_or_default());
        property("dc:language", lang);
        property("cp:category", meta.kind.as_deref().unwrap_or_default());
        property("cp:contentStatus", meta.stage.as_deref().unwrap_or_default());
        if let Some(created) = created {
            let time = created.to_rfc3339_opts(SecondsFormat::Secs, true);
            for name in ["dcterms:created", "dcterms:modified"] {
                xml.leaf(name, &[("xsi:type", "dcterms:W3CDTF")], &time);
            }
        }
    });
    xml.finish()
}

fn application(document: &Document) -> String {
    let mut xml = Xml::document();
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    xml.element("Properties", &[("xmlns", namespace)], |xml| {
        xml.leaf("Application", &[], concat!("issuepaper ", env!("CARGO_PKG_VERSION")));
        if let Some(publisher) = &document.meta.publisher {
            xml.leaf("Company", &[], publisher);
        }
    });
    xml.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_a_tag() {
        assert_eq!(language("zh_Hans-CN"), "zh-Hans-CN");
        assert_eq!(language("English!"), "en-US");
        assert_eq!(language("a\" b"), "en-US");
    }
}
