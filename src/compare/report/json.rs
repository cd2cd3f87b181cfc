//! Comparisons for programs: one JSON document, described by `compare.schema.json` beside this file.
//!
//! The shape has a version of its own and its own types here, so that the program's inner types can
//! change without notice. Within a version keys are only added.

use serde::Serialize;

use super::super::{
    BlockChange, BlockKind, Content, Counts, FieldChange, PARAGRAPH, Piece, PieceKind, Remark,
    RowChange, SectionChange, State,
};
use super::Compared;
use crate::schema::Tool;

/// The version of the shape.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    tool: Tool,
    comparisons: Vec<JsonComparison<'a>>,
}

#[derive(Serialize)]
struct JsonComparison<'a> {
    old: &'a str,
    new: &'a str,
    title: &'a str,
    same: bool,
    summary: JsonCounts,
    fields: Vec<JsonField<'a>>,
    sections: Vec<JsonSection<'a>>,
}

#[derive(Serialize)]
struct JsonCounts {
    blocks: usize,
    changed: usize,
    moved: usize,
    formatted: usize,
    words_inserted: usize,
    words_deleted: usize,
}

#[derive(Serialize)]
struct JsonField<'a> {
    key: &'a str,
    label: &'a str,
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonSection<'a> {
    id: &'a str,
    state: &'static str,
    old_heading: Option<&'a str>,
    new_heading: Option<&'a str>,
    renamed: bool,
    moved: bool,
    summary: JsonCounts,
    blocks: Vec<JsonBlock<'a>>,
}

#[derive(Serialize)]
struct JsonBlock<'a> {
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<u8>,
    depth: usize,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<JsonMove<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<JsonParts>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    links: Vec<JsonLink<'a>>,
    formatting: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<&'static str>,
    #[serde(flatten)]
    content: JsonContent,
}

#[derive(Serialize)]
struct JsonMove<'a> {
    number: usize,
    section: Option<&'a str>,
}

#[derive(Serialize)]
struct JsonParts {
    old: usize,
    new: usize,
}

#[derive(Serialize)]
struct JsonLink<'a> {
    old: Option<&'a str>,
    new: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum JsonContent {
    Text { text: Vec<JsonPiece> },
    Table { table: JsonTable },
}

#[derive(Serialize)]
struct JsonTable {
    caption: Vec<JsonPiece>,
    note: Vec<JsonPiece>,
    columns: Vec<&'static str>,
    rows: Vec<JsonRow>,
}

#[derive(Serialize)]
struct JsonRow {
    state: &'static str,
    cells: Vec<Vec<JsonPiece>>,
}

#[derive(Serialize)]
struct JsonPiece {
    kind: &'static str,
    text: String,
}

/// The comparisons as a value to be written.
pub fn json(all: &[Compared]) -> impl Serialize + use<'_> {
    let tool = Tool::THIS;
    Document { version: VERSION, tool, comparisons: all.iter().map(comparison).collect() }
}

fn comparison(compared: &Compared) -> JsonComparison<'_> {
    let comparison = &compared.comparison;
    JsonComparison {
        old: &compared.old,
        new: &compared.new,
        title: &compared.title,
        same: comparison.is_same(),
        summary: Counts::of_all(&comparison.sections).into(),
        fields: comparison.fields.iter().map(JsonField::from).collect(),
        sections: comparison.sections.iter().map(section).collect(),
    }
}

impl From<Counts> for JsonCounts {
    fn from(counts: Counts) -> Self {
        Self {
            blocks: counts.blocks,
            changed: counts.changed,
            moved: counts.moved,
            formatted: counts.formatted,
            words_inserted: counts.inserted,
            words_deleted: counts.deleted,
        }
    }
}

impl<'a> From<&'a FieldChange> for JsonField<'a> {
    fn from(field: &'a FieldChange) -> Self {
        let FieldChange { id, label, old, new } = field;
        Self { key: id, label, old: old.as_deref(), new: new.as_deref() }
    }
}

fn section(section: &SectionChange) -> JsonSection<'_> {
    JsonSection {
        id: &section.id,
        state: state(section.state),
        old_heading: section.old_heading.as_deref(),
        new_heading: section.new_heading.as_deref(),
        renamed: section.is_renamed(),
        moved: section.has_moved,
        summary: Counts::of(section).into(),
        blocks: section.blocks.iter().map(block).collect(),
    }
}

fn block(block: &BlockChange) -> JsonBlock<'_> {
    let mut links = Vec::new();
    let mut was = None;
    for remark in &block.remarks {
        match remark {
            Remark::Target { old, new } => {
                links.push(JsonLink { old: old.as_deref(), new: new.as_deref() });
            }
            Remark::Kind(old) => was = Some(kind(*old)),
            Remark::Formatting => {}
        }
    }
    let moved = block.moved.as_ref();
    JsonBlock {
        kind: kind(block.kind),
        level: if let BlockKind::Heading(level) = block.kind { Some(level) } else { None },
        depth: block.depth,
        state: state(block.state),
        moved: moved.map(|it| JsonMove { number: it.number, section: it.section.as_deref() }),
        parts: block.parts.map(|(old, new)| JsonParts { old, new }),
        links,
        formatting: block.remarks.contains(&Remark::Formatting),
        was,
        content: content(&block.content),
    }
}

fn content(content: &Content) -> JsonContent {
    match content {
        Content::Text(text) => JsonContent::Text { text: pieces(text) },
        Content::Table(table) => JsonContent::Table {
            table: JsonTable {
                caption: pieces(&table.caption),
                note: pieces(&table.note),
                columns: table.columns.iter().map(|column| state(*column)).collect(),
                rows: table.rows.iter().map(row).collect(),
            },
        },
    }
}

fn row(row: &RowChange) -> JsonRow {
    let cells = row.cells.iter().map(|cell| pieces(cell)).collect();
    JsonRow { state: state(row.state), cells }
}

fn pieces(pieces: &[Piece]) -> Vec<JsonPiece> {
    let piece = |piece: &Piece| JsonPiece {
        kind: match piece.kind {
            PieceKind::Same => "same",
            PieceKind::Deleted => "deleted",
            PieceKind::Inserted => "inserted",
        },
        text: piece.text.replace(PARAGRAPH, "\n\n"),
    };
    pieces.iter().map(piece).collect()
}

const fn state(state: State) -> &'static str {
    match state {
        State::Same => "same",
        State::Changed => "changed",
        State::Inserted => "inserted",
        State::Deleted => "deleted",
        State::MovedHere => "moved-here",
        State::MovedAway => "moved-away",
    }
}

const fn kind(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Paragraph => "paragraph",
        BlockKind::Heading(_) => "heading",
        BlockKind::Bullet => "bullet",
        BlockKind::Number => "number",
        BlockKind::Quote => "quote",
        BlockKind::Code => "code",
        BlockKind::Table => "table",
        BlockKind::Rule => "rule",
    }
}
