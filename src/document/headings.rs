//! Levels of headings.

use super::Block;
use super::walk::{NodeMut, walk_mut};

/// Sets the level of the headings in `blocks`, in a section whose own heading is of
/// `section_level`.
///
/// A heading that is below no other becomes level 1, one below it level 2 and so on, so that no
/// level is skipped, however the source jumps. A heading of the section's own level or above counts
/// as one just below it: what is in a section is a part of it.
pub fn nest(blocks: &mut [Block], section_level: u8) {
    let mut above: Vec<u8> = Vec::new();
    walk_mut(blocks, &mut |node| {
        let NodeMut::Block(Block::Heading { level, .. }) = node else { return };
        let raw = (*level).max(section_level.saturating_add(1));
        while above.last().is_some_and(|&last| last >= raw) {
            above.pop();
        }
        above.push(raw);
        *level = u8::try_from(above.len()).unwrap_or(u8::MAX);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(raw: &[u8], section_level: u8) -> Vec<u8> {
        let mut blocks: Vec<_> = raw
            .iter()
            .map(|&level| Block::Heading { level, id: String::new(), content: Vec::new() })
            .collect();
        nest(&mut blocks, section_level);
        blocks
            .iter()
            .map(|block| if let Block::Heading { level, .. } = block { *level } else { 0 })
            .collect()
    }

    #[test]
    fn no_level_is_skipped() {
        assert_eq!(levels(&[4, 6, 3, 4, 2], 2), [1, 2, 1, 2, 1]);
        assert_eq!(levels(&[1, 3, 5], 2), [1, 1, 2]);
        assert_eq!(levels(&[2, 6, 4], 1), [1, 2, 2]);
    }
}
