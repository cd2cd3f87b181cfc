//! Anchors of headings.

use std::collections::HashMap;

/// The anchor that GitHub generates for a heading: lowercase, spaces as hyphens, no punctuation.
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

/// Anchors in use, so that no two are the same.
#[derive(Debug, Default)]
pub struct Anchors {
    /// The number to try next for each anchor that is taken.
    taken: HashMap<String, usize>,
}

impl Anchors {
    /// The anchor of `heading`, with `-1`, `-2` and so on after it if it is taken.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slug_is_the_same_as_on_github() {
        assert_eq!(slug("Current Status"), "current-status");
        assert_eq!(slug("What's next? (2024) "), "whats-next-2024");
        assert_eq!(slug("Être & co"), "être--co");
    }

    #[test]
    fn anchors_are_unique_even_against_numbered_ones() {
        let mut anchors = Anchors::default();
        let found: Vec<_> =
            ["a", "a-1", "a", "a", "?", "a"].map(|heading| anchors.of_heading(heading)).into();
        assert_eq!(found, ["a", "a-1", "a-2", "a-3", "section", "a-4"]);
    }
}
