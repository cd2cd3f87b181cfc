//! Levels of headings.

use super::Block;

/// Gives the headings in `blocks` their level in a section whose own heading is of `section_level`.
///
/// A heading that stands below no other becomes level 1, one below it level 2 and so on, so that no
/// level is skipped, however the source jumps. A heading of the section's own level or above counts
/// as one just below it: what stands in a section is a part of it.
pub fn nest(blocks: &mut [Block], section_level: u8) {
    renumber(blocks, section_level, &mut Vec::new());
}

fn renumber(blocks: &mut [Block], section_level: u8, above: &mut Vec<u8>) {
    for block in blocks {
        match block {
            Block::Heading { level, .. } => {
                let raw = (*level).max(section_level.saturating_add(1));
                while above.last().is_some_and(|&last| last >= raw) {
                    above.pop();
                }
                above.push(raw);
                *level = u8::try_from(above.len()).unwrap_or(u8::MAX);
            }
            Block::Quote(inner) => renumber(inner, section_level, above),
            Block::List(list) => {
                for item in &mut list.items {
                    renumber(&mut item.blocks, section_level, above);
                }
            }
            Block::Paragraph(_) | Block::Code { .. } | Block::Table(_) | Block::Rule => {}
        }
    }
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
