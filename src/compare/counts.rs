//! How much differs, in numbers.

use super::change::{BlockChange, PieceKind, SectionChange, State};
use super::tokens::tokens;

/// How much differs in a section, or in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Blocks of the new paper, and those of the old one that it lacks; one that moved is one.
    pub blocks: usize,
    /// Those of them that differ in any way.
    pub changed: usize,
    /// Those of them that stand elsewhere now.
    pub moved: usize,
    /// Words that only the new paper has.
    pub inserted: usize,
    /// Words that only the old paper has.
    pub deleted: usize,
    /// Blocks that differ in nothing but formatting, links or kind.
    pub formatted: usize,
}

impl Counts {
    /// Of a section.
    pub fn of(section: &SectionChange) -> Self {
        section
            .blocks
            .iter()
            .fold(Self::default(), |counts, block| counts.plus(Self::of_block(block)))
    }

    /// Of all sections.
    pub fn of_all(sections: &[SectionChange]) -> Self {
        sections.iter().fold(Self::default(), |counts, section| counts.plus(Self::of(section)))
    }

    fn of_block(block: &BlockChange) -> Self {
        // It is counted where it stands now.
        if block.state == State::MovedAway {
            return Self::default();
        }
        let count = |kind: PieceKind| {
            let pieces = block.pieces().into_iter().filter(|piece| piece.kind == kind);
            let words =
                pieces.map(|piece| tokens(&piece.text).iter().filter(|it| it.is_word).count());
            words.sum()
        };
        let is_formatted = block.state == State::Same && !block.is_same();
        Self {
            blocks: 1,
            changed: usize::from(!block.is_same()),
            moved: usize::from(block.state == State::MovedHere),
            inserted: count(PieceKind::Inserted),
            deleted: count(PieceKind::Deleted),
            formatted: usize::from(is_formatted),
        }
    }

    const fn plus(self, other: Self) -> Self {
        Self {
            blocks: self.blocks + other.blocks,
            changed: self.changed + other.changed,
            moved: self.moved + other.moved,
            inserted: self.inserted + other.inserted,
            deleted: self.deleted + other.deleted,
            formatted: self.formatted + other.formatted,
        }
    }
}
