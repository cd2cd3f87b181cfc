//! How a document looks: its styles, its page, its header and footer. They come from an office's
//! `reference.docx` where there is one, else from the program.

use crate::word::archive::{Archive, parse};
use crate::word::elements::{NAMESPACE, attribute, descendant, is_on, is_word};
use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::ids::Ids;
use super::package::{Part, take};
use super::page::Page;
use super::running::{Applies, Running, RunningKind};
use super::styles::{self, StyleSheet};

/// The main part.
pub(super) const DOCUMENT: &str = "word/document.xml";
/// The part that holds the numbering of lists.
pub(super) const NUMBERING: &str = "word/numbering.xml";
const SETTINGS: &str = "word/settings.xml";
/// The parts that the program makes itself, whatever a reference brings.
const OWN_PARTS: [&str; 5] = [DOCUMENT, styles::PART, NUMBERING, SETTINGS, "word/footnotes.xml"];

/// What a document takes its styles, page, headers and footers from.
#[derive(Debug)]
pub(in crate::render) struct ReferenceDocument {
    pub(super) styles: StyleSheet,
    /// An office's own numbering, which its styles may use.
    pub(super) numbering: Option<String>,
    /// The page; none if it is the program's own.
    pub(super) page: Option<Page>,
    /// Headers and footers, headers first.
    pub(super) running: Vec<Running>,
    /// Other parts that are copied, and the relationships by which the document refers to them.
    pub(super) carried: Vec<(Part, Option<String>)>,
    /// Whether pages with even numbers have a header of their own.
    pub(super) has_even_pages: bool,
    /// The first id that no bookmark or drawing of the parts has.
    pub(super) first_id: usize,
}

impl ReferenceDocument {
    /// The program's own.
    ///
    /// # Errors
    ///
    /// None; the type is that of [`read`](Self::read).
    pub(super) fn built_in() -> Result<Self, String> {
        let styles = StyleSheet::built_in()?;
        let running = Running::built_in(&styles)?;
        Ok(Self {
            styles,
            numbering: None,
            page: None,
            running,
            carried: Vec::new(),
            has_even_pages: false,
            first_id: 1,
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
            .filter(|node| node.has_tag_name((NAMESPACE, "sectPr")));
        let styles = StyleSheet::over(archive.text(styles::PART)?)?;
        let has_even_pages = has_even_pages(&archive)?;
        let mut parts = BTreeMap::new();
        let mut ids = Ids::default();
        let (page, running) = match section {
            Some(section) => {
                let page = Page::read(archive.text(DOCUMENT)?, &section)?;
                let mut running = read_running(&archive, &section, &styles, &mut parts, &mut ids)?;
                let has_first_page = page.as_ref().is_some_and(|page| page.is_first_other);
                Running::complete(&mut running, &styles, has_first_page, has_even_pages);
                (page, running)
            }
            // It is made for its styles alone.
            None => (None, Running::built_in(&styles)?),
        };
        let numbering = archive.text(NUMBERING).ok().map(str::to_owned);
        if let Some(numbering) = &numbering {
            is_word(&parse(NUMBERING, numbering)?.root_element(), "numbering", NUMBERING)?;
        }
        let carried = carried(&archive, &running, parts)?;
        let first_id = ids.next;
        Ok(Self { styles, numbering, page, running, carried, has_even_pages, first_id })
    }
}

/// The headers and footers of a section, with their parts and what these refer to.
fn read_running(
    archive: &Archive,
    section: &Node<'_, '_>,
    styles: &StyleSheet,
    parts: &mut BTreeMap<String, Part>,
    ids: &mut Ids,
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
        take(archive, &name, parts)?;
        let mut part = parts.remove(&name).unwrap_or_default();
        ids.renumber(&mut part)?;
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
            take(archive, &part, &mut parts)?;
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
