//! How a document looks: its styles, its page, its header and footer. They come from an office's
//! `reference.docx` where there is one, else from the program.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::archive::{Archive, parse};
use super::package::Part;
use super::running::{Applies, Running, RunningKind};
use super::styles::{self, NAMESPACE, StyleSheet, attribute, descendant, is_word};
use crate::series::PaperSize;

/// The main part.
pub(super) const DOCUMENT: &str = "word/document.xml";
/// The part that holds the numbering of lists.
pub(super) const NUMBERING: &str = "word/numbering.xml";
const SETTINGS: &str = "word/settings.xml";
/// The parts that the program makes itself, whatever a reference brings.
const OWN_PARTS: [&str; 5] = [DOCUMENT, styles::PART, NUMBERING, SETTINGS, "word/footnotes.xml"];
/// The margin on each side of a built-in page, in twentieths of a point.
const MARGIN: u32 = 1440;
/// The smallest width of a column of text that a page can be laid out in, in twentieths of a point.
const LEAST_WIDTH: u32 = 1440;

/// What a document takes its styles, page, headers and footers from.
#[derive(Debug)]
pub(in crate::render) struct ReferenceDocument {
    pub(super) styles: StyleSheet,
    /// An office's own numbering, which its styles may use.
    pub(super) numbering: Option<String>,
    pub(super) page: Page,
    /// Headers and footers, headers first.
    pub(super) running: Vec<Running>,
    /// Other parts that are copied, and the relationships by which the document refers to them.
    pub(super) carried: Vec<(Part, Option<String>)>,
    /// Whether pages with even numbers have a header of their own.
    pub(super) has_even_pages: bool,
}

/// The page.
#[derive(Debug)]
pub(super) struct Page {
    /// Size, margins and columns of a section, as XML.
    pub(super) size: String,
    /// Whether the first page has a header of its own.
    pub(super) is_first_other: bool,
    /// The properties of a section that come after that one.
    pub(super) rest: String,
    /// The width of the text, in twentieths of a point.
    pub(super) width: u32,
    /// The height of the text, in twentieths of a point.
    pub(super) height: u32,
}

impl ReferenceDocument {
    /// The program's own.
    ///
    /// # Errors
    ///
    /// None; the type is that of [`read`](Self::read).
    pub(super) fn built_in(size: PaperSize) -> Result<Self, String> {
        let styles = StyleSheet::built_in()?;
        let page = Page::built_in(size);
        let running = Running::built_in(&styles, page.width)?;
        Ok(Self {
            styles,
            numbering: None,
            page,
            running,
            carried: Vec::new(),
            has_even_pages: false,
        })
    }

    /// An office's own.
    ///
    /// # Errors
    ///
    /// The fault in the file, as the end of a sentence that begins with its name.
    pub(in crate::render) fn read(bytes: &[u8]) -> Result<Self, String> {
        let archive = Archive::read(bytes)?;
        let document = parse(DOCUMENT, archive.text(DOCUMENT)?)?;
        is_word(&document.root_element(), "document", DOCUMENT)?;
        let body = descendant(document.root_element(), "body");
        let section = body
            .and_then(|body| body.last_element_child())
            .filter(|node| node.has_tag_name((NAMESPACE, "sectPr")))
            .ok_or("has no page setup at its end")?;
        let styles = StyleSheet::over(archive.text(styles::PART)?)?;
        let has_even_pages = has_even_pages(&archive)?;
        let page = Page::read(archive.text(DOCUMENT)?, &section)?;
        let mut parts = BTreeMap::new();
        let mut running = read_running(&archive, &section, &styles, &mut parts)?;
        Running::complete(&mut running, &styles, page.is_first_other, has_even_pages);
        let numbering = archive.text(NUMBERING).ok().map(str::to_owned);
        if let Some(numbering) = &numbering {
            is_word(&parse(NUMBERING, numbering)?.root_element(), "numbering", NUMBERING)?;
        }
        let carried = carried(&archive, &running, parts)?;
        Ok(Self { styles, numbering, page, running, carried, has_even_pages })
    }
}

/// The headers and footers of a section, with their parts and what these refer to.
fn read_running(
    archive: &Archive,
    section: &Node<'_, '_>,
    styles: &StyleSheet,
    parts: &mut BTreeMap<String, Part>,
) -> Result<Vec<Running>, String> {
    let references = archive.references(DOCUMENT)?;
    let mut running = Vec::new();
    for node in section.children().filter(Node::is_element) {
        let kind = match node.tag_name().name() {
            "headerReference" => RunningKind::Header,
            "footerReference" => RunningKind::Footer,
            _ => continue,
        };
        let id = node.attributes().find(|attribute| attribute.name() == "id");
        let id = id.map_or("", |id| id.value());
        let part =
            references.iter().find(|known| known.id == id).and_then(|known| known.part.clone());
        let name = part.ok_or_else(|| format!("has no part for its {}", kind.name()))?;
        archive.take(&name, parts)?;
        let part = parts.remove(&name).unwrap_or_default();
        let applies = Applies::read(attribute(&node, "type"));
        running.push(Running::read(kind, applies, part, styles)?);
    }
    Ok(running)
}

/// The theme and the fonts, which styles use, and what headers and footers refer to.
fn carried(
    archive: &Archive,
    running: &[Running],
    mut parts: BTreeMap<String, Part>,
) -> Result<Vec<(Part, Option<String>)>, String> {
    let mut kinds = BTreeMap::new();
    for reference in archive.references(DOCUMENT)? {
        let kind = reference.kind.rsplit('/').next().unwrap_or_default().to_owned();
        if let ("theme" | "fontTable", Some(part)) = (kind.as_str(), reference.part) {
            archive.take(&part, &mut parts)?;
            kinds.insert(part, kind);
        }
    }
    let taken: BTreeSet<&str> = running.iter().map(Running::part_name).collect();
    let is_own = |name: &str| OWN_PARTS.contains(&name) || taken.contains(name);
    if let Some(name) = parts.keys().find(|name| is_own(name)) {
        return Err(format!("has a header or footer that refers to {name}"));
    }
    Ok(parts.into_iter().map(|(name, part)| (part, kinds.remove(&name))).collect())
}

fn has_even_pages(archive: &Archive) -> Result<bool, String> {
    let Ok(text) = archive.text(SETTINGS) else { return Ok(false) };
    let settings = parse(SETTINGS, text)?;
    let setting = descendant(settings.root_element(), "evenAndOddHeaders");
    Ok(setting.is_some_and(|node| is_on(&node)))
}

/// Whether a property that is there is on, ECMA-376 part 1, `CT_OnOff`.
fn is_on(node: &Node<'_, '_>) -> bool {
    !matches!(attribute(node, "val"), Some("0" | "false" | "off"))
}

impl Page {
    fn built_in(size: PaperSize) -> Self {
        let (width, height) = match size {
            PaperSize::Letter => (12_240, 15_840),
            PaperSize::A4 => (11_906, 16_838),
        };
        Self {
            size: format!(
                "<w:pgSz w:w=\"{width}\" w:h=\"{height}\"/><w:pgMar w:top=\"{MARGIN}\" w:right=\"{MARGIN}\" \
                 w:bottom=\"{MARGIN}\" w:left=\"{MARGIN}\" w:header=\"720\" w:footer=\"720\" w:gutter=\"0\"/>"
            ),
            is_first_other: false,
            rest: String::new(),
            width: width - 2 * MARGIN,
            height: height - 2 * MARGIN,
        }
    }

    fn read(text: &str, section: &Node<'_, '_>) -> Result<Self, String> {
        let child =
            |name: &str| section.children().find(|node| node.has_tag_name((NAMESPACE, name)));
        // In the order of the schema.
        let kept = |names: &[&str]| -> String {
            names.iter().filter_map(|name| child(name)).map(|node| &text[node.range()]).collect()
        };
        let (Some(size), Some(margins)) = (child("pgSz"), child("pgMar")) else {
            return Err("has a last section without page size or margins".to_owned());
        };
        let length = |node: &Node<'_, '_>, name: &str| -> u32 {
            attribute(node, name)
                .and_then(|value| value.parse::<i32>().ok())
                .map_or(0, i32::unsigned_abs)
        };
        let across =
            length(&margins, "left") + length(&margins, "right") + length(&margins, "gutter");
        let down = length(&margins, "top") + length(&margins, "bottom");
        let width = length(&size, "w").saturating_sub(across);
        let height = length(&size, "h").saturating_sub(down);
        if width < LEAST_WIDTH || height < LEAST_WIDTH {
            return Err("has margins that leave less than an inch for the text".to_owned());
        }
        Ok(Self {
            size: kept(&["pgSz", "pgMar", "pgBorders", "lnNumType", "cols"]),
            is_first_other: child("titlePg").is_some_and(|node| is_on(&node)),
            rest: kept(&["textDirection", "docGrid"]),
            width,
            height,
        })
    }
}
