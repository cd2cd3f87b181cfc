//! What two papers have in common and what not: data only.

/// Two papers, compared.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// The fields of the front matter that differ, in the order of the series.
    pub fields: Vec<FieldChange>,
    /// The sections in the order of the new paper, those that it lacks where they stood; the footnotes last.
    pub sections: Vec<SectionChange>,
}

/// A field of the front matter that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The key.
    pub id: String,
    /// The label as printed.
    pub label: String,
    /// The old value as printed; none if the old paper lacks the field.
    pub old: Option<String>,
    /// The new value as printed; none if the new paper lacks the field.
    pub new: Option<String>,
}

/// What became of a section or a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The words are the same.
    Same,
    /// The words differ.
    Changed,
    /// Only the new paper has it.
    Inserted,
    /// Only the old paper has it.
    Deleted,
    /// It stands here now, and stood elsewhere; its words may differ.
    MovedHere,
    /// It stood here, and stands elsewhere now.
    MovedAway,
}

/// A section of either paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SectionChange {
    /// The id in the series, or a slug of the heading; that of the new paper where they differ.
    pub id: String,
    /// The heading in the old paper; none for text before the first heading.
    pub old_heading: Option<String>,
    /// The heading in the new paper.
    pub new_heading: Option<String>,
    /// What became of it.
    pub state: State,
    /// Whether it stands at another place among the sections.
    pub has_moved: bool,
    /// The blocks of both, in reading order.
    pub blocks: Vec<BlockChange>,
}

/// A paragraph, an item of a list, a heading, a table or another part of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockChange {
    /// What it is.
    pub kind: BlockKind,
    /// How many lists and quotations it is in.
    pub depth: usize,
    /// What became of it.
    pub state: State,
    /// Its text, or its rows.
    pub content: Content,
    /// Which move it is a part of, by a number that is the same at both places, and the heading of the other place.
    pub moved: Option<Moved>,
    /// How many paragraphs it was and is now, where that differs.
    pub parts: Option<(usize, usize)>,
    /// What else differs: formatting, the targets of links.
    pub remarks: Vec<Remark>,
}

/// Where a block moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The number of the move, from 1.
    pub number: usize,
    /// The heading of the section of the other place.
    pub section: Option<String>,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// A paragraph.
    Paragraph,
    /// A heading in a section, of level 1 and deeper.
    Heading(u8),
    /// The first paragraph of an item of a list that is not numbered.
    Bullet,
    /// The first paragraph of an item of a numbered list.
    Number,
    /// A paragraph of a quotation.
    Quote,
    /// Code.
    Code,
    /// A table.
    Table,
    /// A thematic break.
    Rule,
}

/// The content of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Text, with paragraphs that were split or joined separated by [`PARAGRAPH`](super::PARAGRAPH).
    Text(Vec<Piece>),
    /// The cells of a table.
    Table(TableChange),
}

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Which paper has it.
    pub kind: PieceKind,
    /// The text; of what both have, as the new paper writes it.
    pub text: String,
}

/// Which paper has a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// Both.
    Same,
    /// The old one alone.
    Deleted,
    /// The new one alone.
    Inserted,
}

/// A table of either paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableChange {
    /// What it shows.
    pub caption: Vec<Piece>,
    /// What is printed below it.
    pub note: Vec<Piece>,
    /// The columns of both.
    pub columns: Vec<State>,
    /// The rows of both, the header first.
    pub rows: Vec<RowChange>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowChange {
    /// What became of it.
    pub state: State,
    /// Its cells, as many as there are columns.
    pub cells: Vec<Vec<Piece>>,
}

/// What differs besides words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The target of a link, or the file of a picture.
    Target {
        /// The old one; none for a new link.
        old: Option<String>,
        /// The new one; none for a link that is gone.
        new: Option<String>,
    },
    /// It was something else, for example a paragraph that is an item of a list now.
    Kind(BlockKind),
    /// Bold, italics, line breaks and the like.
    Formatting,
}

impl Piece {
    /// A stretch of text of that kind.
    pub(super) fn new(kind: PieceKind, text: impl Into<String>) -> Self {
        Self { kind, text: text.into() }
    }
}

impl Comparison {
    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.fields.is_empty() && self.sections.iter().all(SectionChange::is_same)
    }
}

impl SectionChange {
    /// The heading to name it by: the new one, or that of a section that is gone.
    pub fn heading(&self) -> Option<&str> {
        match self.state {
            State::Deleted | State::MovedAway => self.old_heading.as_deref(),
            _ => self.new_heading.as_deref(),
        }
    }

    /// Whether both papers have the section with another heading.
    pub fn is_renamed(&self) -> bool {
        self.state != State::Inserted
            && self.state != State::Deleted
            && self.old_heading != self.new_heading
    }

    /// Whether nothing in it differs.
    pub fn is_same(&self) -> bool {
        self.state == State::Same
            && !self.has_moved
            && !self.is_renamed()
            && self.blocks.iter().all(BlockChange::is_same)
    }
}

impl TableChange {
    /// Whether all of its words are the same.
    pub fn is_same(&self) -> bool {
        let is_same = |pieces: &[Piece]| pieces.iter().all(|piece| piece.kind == PieceKind::Same);
        self.columns.iter().all(|column| *column == State::Same)
            && self.rows.iter().all(|row| row.state == State::Same)
            && is_same(&self.caption)
            && is_same(&self.note)
    }

    /// All of its texts: caption, cells, note.
    pub fn texts(&self) -> impl Iterator<Item = &Vec<Piece>> {
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        std::iter::once(&self.caption).chain(cells).chain(std::iter::once(&self.note))
    }
}

impl BlockChange {
    /// All stretches of its text, or of its cells.
    pub fn pieces(&self) -> Vec<&Piece> {
        match &self.content {
            Content::Text(pieces) => pieces.iter().collect(),
            Content::Table(table) => table.texts().flatten().collect(),
        }
    }

    /// Whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.state == State::Same && self.remarks.is_empty() && self.parts.is_none()
    }
}
