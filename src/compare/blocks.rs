//! The blocks of two versions of a section.

use super::align::{Match, MatchKind, align_in_order};
use super::change::{BlockChange, BlockKind, Content, State};
use super::pieces::{lines, pieces, whole};
use super::remarks::remarks;
use super::table;
use super::tokens::PARAGRAPH;
use super::units::Unit;

/// A block of the result, with what it is made of.
#[derive(Debug)]
pub(super) struct Draft<'d> {
    pub(super) change: BlockChange,
    /// The block, if only one paper has it.
    pub(super) unit: Option<Unit<'d>>,
}

/// Compares the blocks of two sections.
pub(super) fn compare<'d>(old: Vec<Unit<'d>>, new: Vec<Unit<'d>>) -> Vec<Draft<'d>> {
    let texts = |units: &[Unit<'_>]| units.iter().map(Unit::compared).collect::<Vec<_>>();
    let (old_texts, new_texts) = (texts(&old), texts(&new));
    let refs: [Vec<&str>; 2] =
        [&old_texts, &new_texts].map(|texts| texts.iter().map(String::as_str).collect());
    let matches = align_in_order(&refs[0], &refs[1]);
    let (mut old, mut new) = (old.into_iter(), new.into_iter());
    let mut drafts = Vec::new();
    for it in matches {
        let old: Vec<_> = old.by_ref().take(it.old.len()).collect();
        let new: Vec<_> = new.by_ref().take(it.new.len()).collect();
        add(&it, old, new, &mut drafts);
    }
    drafts
}

/// Adds what became of blocks that belong together.
fn add<'d>(it: &Match, old: Vec<Unit<'d>>, new: Vec<Unit<'d>>, drafts: &mut Vec<Draft<'d>>) {
    let both = matches!(it.kind, MatchKind::Same | MatchKind::Changed);
    if both && let Some(change) = paired(&old, &new) {
        drafts.push(Draft { change, unit: None });
        return;
    }
    drafts.extend(old.into_iter().map(|unit| alone(unit, State::Deleted)));
    drafts.extend(new.into_iter().map(|unit| alone(unit, State::Inserted)));
}

/// Blocks of both papers that are one; none if they can't be, since one is a table and the other is not, for example.
pub(super) fn paired(old: &[Unit<'_>], new: &[Unit<'_>]) -> Option<BlockChange> {
    let (first_old, first) = (old.first()?, new.first()?);
    let (kind, depth) = (first.kind, first.depth);
    if let ([one], [other]) = (old, new)
        && let (Some(a), Some(b)) = (one.table, other.table)
    {
        let table = table::compare(a, b);
        let state = if table.is_same() { State::Same } else { State::Changed };
        let content = Content::Table(table);
        let remarks = remarks(one, other);
        return Some(BlockChange {
            kind,
            depth,
            state,
            content,
            moved: None,
            parts: None,
            remarks,
        });
    }
    let class = class(kind);
    if old.iter().chain(new).any(|unit| self::class(unit.kind) != class || unit.table.is_some()) {
        return None;
    }
    let joined = |units: &[Unit<'_>]| {
        let texts: Vec<&str> = units.iter().map(|unit| unit.text.as_str()).collect();
        texts.join(&PARAGRAPH.to_string())
    };
    let (old_text, new_text) = (joined(old), joined(new));
    let by_line = kind == BlockKind::Code;
    let pieces = if by_line { lines(&old_text, &new_text) } else { pieces(&old_text, &new_text) };
    let is_same = pieces.iter().all(|piece| piece.kind == super::change::PieceKind::Same);
    let parts = (old.len() != new.len()).then_some((old.len(), new.len()));
    Some(BlockChange {
        kind,
        depth,
        state: if is_same { State::Same } else { State::Changed },
        content: Content::Text(pieces),
        moved: None,
        parts,
        remarks: if parts.is_some() { Vec::new() } else { remarks(first_old, first) },
    })
}

/// A block that only one paper has.
fn alone(unit: Unit<'_>, state: State) -> Draft<'_> {
    let content = content(&unit, state);
    let (kind, depth) = (unit.kind, unit.depth);
    let (moved, parts, remarks) = (None, None, Vec::new());
    let change = BlockChange { kind, depth, state, content, moved, parts, remarks };
    Draft { change, unit: Some(unit) }
}

fn content(unit: &Unit<'_>, state: State) -> Content {
    match unit.table {
        Some(table) => Content::Table(table::alone(table, state)),
        None => Content::Text(whole(&unit.text, state)),
    }
}

/// Blocks of one class can be versions of each other.
const fn class(kind: BlockKind) -> u8 {
    match kind {
        BlockKind::Table => 1,
        BlockKind::Code => 2,
        BlockKind::Rule => 3,
        _ => 0,
    }
}
