//! Anchors and levels of headings.

use std::collections::HashMap;

use super::Block;

/// The anchor that GitHub gives a heading: lower case, blanks as hyphens, no punctuation.
///
/// Empty when the heading has no letter, digit, hyphen or underscore.
pub fn slug(heading: &str) -> String {
    let mut slug = String::with_capacity(heading.len());
    for c in heading.trim().chars() {
        if c.is_alphanumeric() || c == '-' || c == '_' {
            slug.extend(c.to_lowercase());
        } else if c.is_whitespace() {
            slug.push('-');
        }
    }
    slug
}

/// Anchors that were given out, so that no two are the same.
#[derive(Debug, Default)]
pub struct Anchors {
    /// The number to try next for each anchor that is taken.
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor of `heading`, with `-1`, `-2` and so on behind it when it is taken.
    pub fn of_heading(&mut self, heading: &str) -> String {
        let slug = slug(heading);
        self.unique(if slug.is_empty() { "section" } else { &slug })
    }

    /// `wanted`, or the first numbered form of it that is free.
    pub fn unique(&mut self, wanted: &str) -> String {
        let mut next = self.taken.get(wanted).copied().unwrap_or(0);
        let mut anchor = if next == 0 { wanted.to_owned() } else { format!("{wanted}-{next}") };
        while self.taken.contains_key(&anchor) {
            next += 1;
            anchor = format!("{wanted}-{next}");
        }
        self.taken.insert(wanted.to_owned(), next.max(1));
        self.taken.entry(anchor.clone()).or_insert(1);
        anchor
    }
}

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

    #[test]
    fn a_slug_is_that_of_github() {
        assert_eq!(slug("Current Status"), "current-status");
        assert_eq!(slug("What's next? (2024) "), "whats-next-2024");
        assert_eq!(slug("Être & co"), "être--co");
    }

    #[test]
    fn anchors_are_unique_even_against_numbered_ones() {
        let mut anchors = Anchors::default();
        let given: Vec<_> =
            ["a", "a-1", "a", "a", "?", "a"].map(|heading| anchors.of_heading(heading)).into();
        assert_eq!(given, ["a", "a-1", "a-2", "a-3", "section", "a-4"]);
    }

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
