//! Reads the parts of a file in their order: what is needed to understand the text, the text, the notes.

use std::collections::HashMap;

use roxmltree::Node;

use super::archive::{Archive, Reference, parse};
use super::elements::{descendant_named, local};
use super::fields::Fields;
use super::lists::Lists;
use super::marks::Change;
use super::notes::NoteId;
use super::properties::Properties;
use super::styles::Styles;
use super::{LeftOut, WordFile, comments, notes};

/// How deep elements may be inside each other. The reader calls itself for each.
const MAX_DEPTH: usize = 200;

/// A file being read.
pub(super) struct Reader<'a> {
    pub(super) archive: &'a Archive,
    pub(super) styles: Styles,
    pub(super) lists: Lists,
    /// What the part being read refers to, by id.
    pub(super) references: HashMap<String, Reference>,
    /// The notes that bookmarks are at.
    pub(super) bookmarks: HashMap<String, NoteId>,
    /// The notes that the text refers to, in order.
    pub(super) notes: Vec<NoteId>,
    pub(super) fields: Fields,
    pub(super) out: WordFile,
    /// How many paragraphs were read.
    pub(super) number: usize,
}

/// Reads a file.
///
/// # Errors
///
/// Why it can't be read, as the end of a sentence that begins with its name.
pub(super) fn read(bytes: &[u8]) -> Result<WordFile, String> {
    let archive = Archive::read(bytes)?;
    let main = main_part(&archive)?;
    let text = archive.text(&main)?;
    let xml = parse(&main, text)?;
    let root = xml.root_element();
    check_depth(root)?;
    let body = descendant_named(root, "body")
        .filter(|_| local(&root) == "document")
        .ok_or("is not a Word document (.docx)")?;
    let references = references(&archive, &main)?;
    let of_kind = |kind: &str| {
        let found = references.values().find(|it| it.kind.ends_with(kind));
        found.and_then(|reference| reference.part.as_deref()).map(str::to_owned)
    };
    let (mut styles, mut lists) = (Styles::default(), Lists::default());
    if let Some(part) = of_kind("/styles") {
        styles = Styles::read(parse(&part, archive.text(&part)?)?.root_element());
    }
    if let Some(part) = of_kind("/numbering") {
        lists = Lists::read(parse(&part, archive.text(&part)?)?.root_element());
    }
    let comment_parts = (of_kind("/comments"), of_kind("/commentsExtended"));
    let note_parts = [of_kind("/footnotes"), of_kind("/endnotes")];
    let mut running: Vec<String> = references
        .values()
        .filter(|it| it.kind.ends_with("/header") || it.kind.ends_with("/footer"))
        .filter_map(|it| it.part.clone())
        .collect();
    running.sort();
    let mut reader = Reader {
        archive: &archive,
        styles,
        lists,
        bookmarks: notes::bookmarks(root),
        references,
        notes: Vec::new(),
        fields: Fields::default(),
        out: WordFile { properties: Properties::read(&archive), ..WordFile::default() },
        number: 0,
    };
    if let (Some(part), extended) = comment_parts {
        reader.out.comments = comments::read(&archive, &part, extended.as_deref())?;
    }
    let mut blocks = Vec::new();
    reader.blocks(body, &Change::default(), &mut blocks);
    reader.out.blocks = blocks;
    reader.read_notes(&note_parts)?;
    reader.name_running(&running);
    reader.name_programs();
    Ok(reader.out)
}

impl Reader<'_> {
    /// Notes that something is not read.
    pub(super) fn leave_out(&mut self, what: &str, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let left = LeftOut { what: what.to_owned(), text, paragraph: self.number };
        // What goes over several runs is one thing.
        if let Some(last) = self.out.left_out.last_mut()
            && last.what == left.what
            && self.number > 0
            && self.number - last.paragraph <= 1
        {
            last.paragraph = self.number;
            [last.text.as_str(), &left.text].join(" ").trim().clone_into(&mut last.text);
            return;
        }
        // What is repeated, as a header of each section is, is named once.
        if !self.out.left_out.contains(&left) {
            self.out.left_out.push(left);
        }
    }

    /// Headers and footers: what a page repeats is not text.
    fn name_running(&mut self, parts: &[String]) {
        self.number = 0;
        for part in parts {
            let text = self.archive.text(part).and_then(|text| {
                let xml = parse(part, text)?;
                let texts = xml.descendants().filter(|node| local(node) == "t");
                Ok(texts.filter_map(|node| node.text()).collect::<Vec<_>>().join(" "))
            });
            if let Some(text) = text.ok().filter(|text| !text.trim().is_empty()) {
                let what = if part.contains("footer") { "a footer" } else { "a header" };
                self.leave_out(what, &text);
            }
        }
    }

    /// Programs in the file, which are never run.
    fn name_programs(&mut self) {
        self.number = 0;
        if self.archive.names().any(|name| name.ends_with("vbaProject.bin")) {
            self.leave_out("a macro", "");
        }
    }
}

/// The name of the part with the text.
fn main_part(archive: &Archive) -> Result<String, String> {
    let root = archive.references("")?;
    let main = root.into_iter().find(|it| it.kind.ends_with("/officeDocument"));
    let main = main.and_then(|it| it.part).unwrap_or_else(|| "word/document.xml".to_owned());
    if archive.bytes(&main).is_none() {
        return Err("is not a Word document (.docx): it has no part with text".to_owned());
    }
    Ok(main)
}

/// What the part `name` refers to, by id.
pub(super) fn references(
    archive: &Archive,
    name: &str,
) -> Result<HashMap<String, Reference>, String> {
    let references = archive.references(name)?;
    Ok(references.into_iter().map(|reference| (reference.id.clone(), reference)).collect())
}

/// Refuses what would take the reader deeper than any text is.
pub(super) fn check_depth(root: Node<'_, '_>) -> Result<(), String> {
    let (mut depth, mut node) = (0_usize, Some(root));
    while let Some(at) = node {
        if let Some(first) = at.first_child() {
            depth += 1;
            node = Some(first);
        } else {
            let mut up = at;
            while up.next_sibling().is_none() && depth > 0 {
                let Some(parent) = up.parent() else { return Ok(()) };
                depth -= 1;
                up = parent;
            }
            node = if depth == 0 { None } else { up.next_sibling() };
        }
        if depth > MAX_DEPTH {
            return Err(format!("has elements more than {MAX_DEPTH} deep inside each other"));
        }
    }
    Ok(())
}
