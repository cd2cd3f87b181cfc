//! What is read of a file, whatever its format.

use super::kind::{Kind, kind};
use super::piece::{Piece, Place};
use super::remark::Remark;
use super::{ImportError, ImportOptions, encoding, markdown, plain, word};
use crate::document::Block;
use crate::word::{Anchor, BUILDING_BLOCKS, Comment, LeftOut, View, WordFile};

/// What was read of a file, whatever its format.
#[derive(Debug, Default)]
pub(super) struct Material {
    pub(super) pieces: Vec<Piece>,
    /// The keys of a front matter and their values.
    pub(super) entries: Vec<(String, String, Place)>,
    /// The lines of a front matter that can't be read as a whole.
    pub(super) broken: Vec<(Place, String)>,
    pub(super) notes: Vec<Vec<Block>>,
    pub(super) pictures: Vec<(String, Vec<u8>)>,
    /// The comments that are taken over.
    pub(super) comments: Vec<(Comment, Anchor)>,
    pub(super) remarks: Vec<Remark>,
}

/// Reads the file `name`.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    options: &ImportOptions,
) -> Result<Material, ImportError> {
    let kind = kind(name, bytes).map_err(ImportError)?;
    if kind == Kind::Word {
        let file = WordFile::read(bytes).map_err(|error| ImportError(error.to_string()))?;
        return Ok(from_word(file, name, options));
    }
    let mut remarks = Vec::new();
    let text = encoding::text(bytes, &mut remarks).map_err(ImportError)?;
    let text = if kind == Kind::Plain { plain::markdown(&text) } else { text };
    let markdown::Text { pieces, entries, broken, remarks: mut own } = markdown::read(&text);
    remarks.append(&mut own);
    Ok(Material { pieces, entries, broken, remarks, ..Material::default() })
}

fn from_word(file: WordFile, name: &str, options: &ImportOptions) -> Material {
    let mut remarks = Vec::new();
    if file.has_changes() {
        let done = if options.rejects { "rejected" } else { "accepted" };
        let message = format!("it has tracked changes, which were {done}");
        remarks.push(Remark::open(Place::File, message));
    }
    let mut comments = Vec::new();
    for (comment, anchor) in file.placed_comments() {
        let place = match anchor.paragraph {
            0 => Place::File,
            paragraph => Place::Paragraph(paragraph),
        };
        let author = if comment.author.is_empty() { "somebody" } else { &comment.author };
        if options.comments && !comment.is_done {
            let message = format!("a comment by {author} is in the source, below what it is on");
            remarks.push(Remark::note(place, message));
            comments.push((comment, anchor));
        } else {
            let text = &comment.text;
            let done = if comment.is_done { "resolved " } else { "" };
            let message = format!("a {done}comment by {author} is not taken over: {text}");
            remarks.push(Remark { is_open: !comment.is_done, ..Remark::open(place, message) });
        }
    }
    remarks.extend(file.left_out.iter().map(|left| left_out(left, &file)));
    let view = if options.rejects { View::Rejected } else { View::Accepted };
    let file = file.settled(view);
    let stem = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let stem = crate::project::paths::safe_file_name(stem);
    let word::Text { pieces, notes, pictures, remarks: mut own } = word::read(&file, &stem);
    remarks.append(&mut own);
    Material { pieces, notes, pictures, comments, remarks, ..Material::default() }
}

fn left_out(left: &LeftOut, file: &WordFile) -> Remark {
    let place = match left.paragraph {
        0 => Place::File,
        paragraph => Place::Paragraph(paragraph),
    };
    let words = if left.text.is_empty() { String::new() } else { format!(": {}", left.text) };
    let message = format!("{} is left out{words}", left.what);
    // What every page repeats is made anew.
    let is_running = left.what.ends_with("header") || left.what.ends_with("footer");
    if is_running && file.properties.is_own() || left.what == BUILDING_BLOCKS {
        return Remark::note(place, message);
    }
    Remark::open(place, message)
}
