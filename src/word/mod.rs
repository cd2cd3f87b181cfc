//! Word files that somebody else made, read with care: their text with its formatting, tracked changes, comments,
//! footnotes and pictures, and what of them is not read.
//!
//! The format is [ECMA-376](https://ecma-international.org/publications-and-standards/standards/ecma-376/), part 1,
//! in its transitional and its strict form. Nothing that a file refers to is fetched, and nothing in it is run.

mod anchors;
pub(crate) mod archive;
mod body;
mod comments;
pub(crate) mod elements;
mod fields;
mod lists;
mod looks;
mod marks;
mod note_id;
mod notes;
mod objects;
mod open;
mod properties;
mod reader;
mod runs;
mod styles;
mod symbols;
mod tables;
mod view;
mod words;

use std::collections::{BTreeMap, HashSet};

pub use anchors::Anchor;
pub use comments::Comment;
pub use lists::ListMark;
pub use looks::{Look, Spacing};
pub use marks::{Change, Revision};
pub(crate) use open::BUILDING_BLOCKS;
pub use properties::Properties;
pub use styles::StyleInfo;
pub(crate) use styles::is_code;
pub use view::View;

/// Why a file is not read: the end of a sentence that begins with its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WordError(pub(crate) String);

/// A Word file.
#[derive(Debug, Clone, Default)]
pub struct WordFile {
    /// Its text, with all that is inserted or deleted.
    pub blocks: Vec<Block>,
    /// Its footnotes and endnotes, in the order in which the text refers to them.
    pub notes: Vec<Vec<Block>>,
    /// What reviewers said of it, in the order of the file.
    pub comments: Vec<Comment>,
    /// What is in it and not in the text.
    pub left_out: Vec<LeftOut>,
    /// The pictures by the names of their parts.
    pub pictures: BTreeMap<String, Vec<u8>>,
    /// What it says of itself.
    pub properties: Properties,
    /// How many paragraphs with text were read.
    pub paragraphs: usize,
    /// The fonts, sizes and colors that its styles have.
    pub styled: HashSet<String>,
}

/// Something in a file that is not in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// What it is, for example "hidden text".
    pub what: String,
    /// Its words; empty if it has none.
    pub text: String,
    /// The paragraph that it is in or after, from 1; 0 for what is in no text.
    pub paragraph: usize,
}

/// A block of text.
#[derive(Debug, Clone, PartialEq)]
#[expect(clippy::large_enum_variant, reason = "nearly all blocks are paragraphs")]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paragraph {
    /// Its place in the file among all paragraphs, from 1.
    pub number: usize,
    /// Its style.
    pub style: StyleInfo,
    /// The level of its heading, from 1; none for ordinary text.
    pub level: Option<u8>,
    /// What it is an item of.
    pub list: Option<ListMark>,
    /// How far it is indented, in twentieths of a point.
    pub indent: u32,
    /// The space below it where it says so itself, in twentieths of a point.
    pub space_below: Option<u32>,
    /// The space around its lines, by itself or by its style.
    pub spacing: Spacing,
    /// How its lines are aligned, in the words of the format, for example `center`.
    pub alignment: Option<String>,
    /// Its text.
    pub runs: Vec<Run>,
    /// The change of its end: where it is deleted, the next paragraph is joined to this one.
    pub mark: Change,
    /// The names of the bookmarks that begin in it.
    pub bookmarks: Vec<String>,
}

/// A piece of a paragraph with one formatting.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// What it is.
    pub content: Content,
    /// How it looks, as far as that means something.
    pub format: Format,
    /// How else it looks.
    pub look: Look,
    /// Where it leads; `#name` is a bookmark.
    pub link: Option<String>,
    /// What is shown where it leads somewhere and somebody points at it.
    pub tip: Option<String>,
    /// Whether it was inserted or deleted, and by whom.
    pub change: Change,
}

/// What a run is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Characters; a tab is one.
    Text(String),
    /// The end of a line.
    Break,
    /// A reference to a note, from 0 into [`WordFile::notes`].
    Note(usize),
    /// A picture.
    Picture(Picture),
    /// The start of what the comment of this id is on.
    CommentStart(String),
    /// The end of it.
    CommentEnd(String),
}

/// A picture in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The name of its part; none for one that is elsewhere or missing.
    pub part: Option<String>,
    /// Its alternative text.
    pub alt: String,
}

/// How a run looks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of a run that can be on or off"
)]
pub struct Format {
    /// Bold.
    pub is_strong: bool,
    /// Italic.
    pub is_emphasis: bool,
    /// Struck out.
    pub is_struck: bool,
    /// Underlined.
    pub is_underlined: bool,
    /// Raised (`Some(true)`) or lowered.
    pub raised: Option<bool>,
    /// In the style of code.
    pub is_code: bool,
    /// In the style of keys.
    pub is_key: bool,
    /// In the style of small print.
    pub is_small: bool,
    /// Its language as a BCP 47 tag, if it names one.
    pub language: Option<String>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The name of its style.
    pub style: String,
    /// Whether the style sets off its first column.
    pub has_row_heads: bool,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Whether it is repeated on each page.
    pub is_header: bool,
    /// Whether it was inserted or deleted, and by whom.
    pub change: Change,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// What is in it.
    pub blocks: Vec<Block>,
    /// How many columns it takes.
    pub columns: usize,
    /// Whether it goes on with the cell above.
    pub is_continued: bool,
    /// Whether it was inserted or deleted, and by whom.
    pub change: Change,
}

impl WordFile {
    /// Reads a file.
    ///
    /// # Errors
    ///
    /// It is not a Word file, encrypted, damaged, larger than a text can be, or declares a document type.
    pub fn read(bytes: &[u8]) -> Result<Self, WordError> {
        open::read(bytes).map_err(WordError)
    }

    /// Whether any change in it is neither accepted nor rejected.
    pub fn has_changes(&self) -> bool {
        view::has_changes(&self.blocks) || self.notes.iter().any(|note| view::has_changes(note))
    }

    /// Who made changes, each once, with the day of the first.
    pub fn authors(&self) -> Vec<Revision> {
        let mut authors = Vec::new();
        view::add_authors(&self.blocks, &mut authors);
        self.notes.iter().for_each(|note| view::add_authors(note, &mut authors));
        authors
    }

    /// The file with all changes accepted or rejected.
    pub fn settled(mut self, view: View<'_>) -> Self {
        self.blocks = view::settled(std::mem::take(&mut self.blocks), view);
        for note in &mut self.notes {
            *note = view::settled(std::mem::take(note), view);
        }
        self
    }
}

impl Run {
    /// Whether it only marks where a comment begins or ends.
    pub const fn is_mark(&self) -> bool {
        matches!(self.content, Content::CommentStart(_) | Content::CommentEnd(_))
    }
}

impl Paragraph {
    /// Its characters; a picture and a note are nothing.
    pub fn text(&self) -> String {
        self.runs
            .iter()
            .map(|run| match &run.content {
                Content::Text(text) => text.as_str(),
                Content::Break => "\n",
                _ => "",
            })
            .collect()
    }
}

impl Block {
    /// Its characters, one paragraph a line.
    pub fn text(&self) -> String {
        match self {
            Self::Paragraph(paragraph) => paragraph.text(),
            Self::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| &row.cells);
                let texts = cells.flat_map(|cell| &cell.blocks).map(Self::text);
                texts.collect::<Vec<_>>().join("\n")
            }
        }
    }
}
