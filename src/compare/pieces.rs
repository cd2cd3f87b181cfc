//! Stretches of text, from two versions of it.

use super::change::{Piece, PieceKind, State};
use super::words::words;

/// Two versions of a text.
pub(super) fn pieces(old: &str, new: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for hunk in words(old, new) {
        let (old, new) = (&old[hunk.old], &new[hunk.new]);
        if hunk.is_same {
            pieces.push(Piece::new(PieceKind::Same, new));
        } else {
            // The space that a break between paragraphs takes the place of is no text.
            let is_space = |text: &str| text.chars().all(|c| c == ' ' || c == '\n');
            if !is_space(old) || new.is_empty() {
                pieces.push(Piece::new(PieceKind::Deleted, old));
            }
            if !is_space(new) || old.is_empty() {
                pieces.push(Piece::new(PieceKind::Inserted, new));
            }
        }
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// Two versions of a text in which each line counts: code.
pub(super) fn lines(old: &str, new: &str) -> Vec<Piece> {
    let diff = similar::TextDiff::from_lines(old, new);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            similar::ChangeTag::Equal => PieceKind::Same,
            similar::ChangeTag::Delete => PieceKind::Deleted,
            similar::ChangeTag::Insert => PieceKind::Inserted,
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece::new(kind, change.value())),
        }
    }
    pieces
}

/// A text that is as a whole in both papers, or in one.
pub(super) fn whole(text: &str, state: State) -> Vec<Piece> {
    let kind = match state {
        State::Same | State::Changed | State::MovedHere | State::MovedAway => PieceKind::Same,
        State::Deleted => PieceKind::Deleted,
        State::Inserted => PieceKind::Inserted,
    };
    if text.is_empty() { Vec::new() } else { vec![Piece::new(kind, text)] }
}
