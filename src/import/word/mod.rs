//! The tree of a Word file's text.

mod inlines;
mod item;
mod items;
mod links;
mod tables;
mod typed_marks;

use super::piece::{Piece, Place};
use super::remark::Remark;
use crate::document::{Block, Document};
use crate::word::WordFile;

use self::item::Item;
use self::items::tree;
use self::links::Links;

/// What is read of a file.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) pieces: Vec<Piece>,
    /// The footnotes, in the order of their references.
    pub(super) notes: Vec<Vec<Block>>,
    /// The pictures, with the addresses that they have in the text.
    pub(super) pictures: Vec<(String, Vec<u8>)>,
    pub(super) remarks: Vec<Remark>,
}

/// What the parts of the conversion share.
struct Context<'a> {
    links: Links,
    /// Whether this program was the last to write the file, so that its runs mean what it means by them.
    is_untouched: bool,
    /// The names of the pictures' parts in the order of their first use, and the start of their new names.
    pictures: Vec<String>,
    stem: &'a str,
    file: &'a WordFile,
    remarks: Vec<Remark>,
    /// The paragraph being read, from 1.
    paragraph: usize,
}

impl Context<'_> {
    fn remark(&mut self, message: impl Into<String>) {
        self.remarks.push(Remark::open(Place::Paragraph(self.paragraph), message));
    }

    fn note(&mut self, message: impl Into<String>) {
        self.remarks.push(Remark::note(Place::Paragraph(self.paragraph), message));
    }
}

/// Reads `file`, whose changes are settled. The names of its pictures begin with `stem`.
pub(super) fn read(file: &WordFile, stem: &str) -> Text {
    let mut context = Context {
        links: Links::new(file),
        is_untouched: file.properties.is_untouched(),
        pictures: Vec::new(),
        stem,
        file,
        remarks: Vec::new(),
        paragraph: 0,
    };
    let mut items = items::items(&file.blocks, &mut context);
    if !file.properties.is_own() {
        typed_marks::take(&mut items);
    }
    let mut pieces = pieces(items);
    let notes = file.notes.iter().map(|note| {
        let items = items::items(note, &mut context);
        tree(items).into_iter().map(|(_, block)| block).collect()
    });
    let mut notes: Vec<Vec<Block>> = notes.collect();
    if context.is_untouched {
        as_typed(&mut pieces, &mut notes);
    }
    let pictures = context.pictures.iter().map(|part| {
        let bytes = file.pictures.get(part).cloned().unwrap_or_default();
        (context.address(part), bytes)
    });
    let pictures = pictures.collect();
    Text { pieces, notes, pictures, remarks: context.remarks }
}

fn pieces(items: Vec<Item>) -> Vec<Piece> {
    // What is headed by Word's styles is not part of a list or a quotation.
    tree(items)
        .into_iter()
        .map(|((paragraph, style), block)| {
            Piece::of_block(Place::Paragraph(paragraph), style, block)
        })
        .collect()
}

/// Puts back what is typed for what print makes of it.
pub(super) fn as_typed(pieces: &mut [Piece], notes: &mut [Vec<Block>]) {
    for piece in pieces {
        if let Some(block) = piece.block_mut() {
            Document::as_typed(std::slice::from_mut(block));
        }
    }
    for note in notes {
        Document::as_typed(note);
    }
}
