//! Reads the parts of a file in their order: what is needed to understand the text, the text, the notes.

use super::archive::{Archive, parse};
use super::elements::{check_depth, descendant_named, local};
use super::fields::Fields;
use super::lists::Lists;
use super::marks::Change;
use super::properties::Properties;
use super::reader::{Reader, references};
use super::styles::Styles;
use super::{WordFile, comments, notes};

/// The building blocks of a file, which an editor offers and no page shows.
pub(crate) const BUILDING_BLOCKS: &str = "the list of building blocks";

/// Reads a file.
///
/// # Errors
///
/// Why it can't be read, as the end of a sentence that begins with its name.
pub(super) fn read(bytes: &[u8]) -> Result<WordFile, String> {
    let archive = Archive::read(bytes)?;
    let main = main_part(&archive)?;
    let xml = parse(&main, archive.text(&main)?)?;
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
    let blocks = of_kind("/glossaryDocument");
    let mut reader = Reader {
        archive: &archive,
        lists,
        bookmarks: notes::bookmarks(root),
        references,
        notes: Vec::new(),
        fields: Fields::default(),
        drop_cap: Vec::new(),
        out: WordFile {
            properties: Properties::read(&archive),
            styled: std::mem::take(&mut styles.values),
            ..WordFile::default()
        },
        number: 0,
        styles,
    };
    if let (Some(part), extended) = comment_parts {
        reader.out.comments = comments::read(&archive, &part, extended.as_deref())?;
    }
    let mut text = Vec::new();
    reader.blocks(body, &Change::default(), &mut text);
    reader.out.blocks = text;
    reader.read_notes(&note_parts)?;
    reader.name_running(&running);
    reader.name_building_blocks(blocks.as_deref());
    reader.name_programs();
    Ok(reader.out)
}

impl Reader<'_> {
    /// Headers and footers: what a page repeats is not text.
    fn name_running(&mut self, parts: &[String]) {
        self.number = 0;
        for part in parts {
            let text = self.words_of_file(part);
            if !text.is_empty() {
                let what = if part.contains("footer") { "a footer" } else { "a header" };
                self.leave_out(what, &text);
            }
        }
    }

    /// What an editor offers to put into the text, among it what it shows where nothing was filled in.
    fn name_building_blocks(&mut self, part: Option<&str>) {
        let text = part.map(|part| self.words_of_file(part)).unwrap_or_default();
        if !text.is_empty() {
            self.leave_out(BUILDING_BLOCKS, &text);
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
