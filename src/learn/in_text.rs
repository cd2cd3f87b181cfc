//! Values in the text of papers that have no front matter: `Date: 2024-05-21` above the sections, or what is below the
//! heading `Status`.

use std::collections::{BTreeMap, BTreeSet};

use super::stages;
use crate::paper::{InText, Paper};

/// The names of values that half of `papers` have in their text, if most have no front matter.
pub(super) fn places(papers: &[&Paper]) -> Vec<(String, InText)> {
    let bare = papers.iter().filter(|paper| paper.front().entries.is_empty()).count();
    if bare * 2 <= papers.len() {
        return Vec::new();
    }
    let mut counts: BTreeMap<String, (usize, &InText)> = BTreeMap::new();
    for paper in papers {
        let mut seen = BTreeSet::new();
        for (place, entry) in paper.entries_in_text() {
            let name = match place {
                InText::Line(name) => name,
                InText::Heading(name) if stages::is_key(name) => name,
                InText::Heading(_) => continue,
            };
            if !entry.value.is_null() && seen.insert(name.to_lowercase()) {
                counts.entry(name.clone()).or_insert((0, place)).0 += 1;
            }
        }
    }
    let mut found: Vec<(String, InText)> = Vec::new();
    for (name, (count, place)) in counts {
        let is_new = found.iter().all(|(known, _)| known.to_lowercase() != name.to_lowercase());
        if count * 2 >= papers.len() && is_new {
            found.push((name, place.clone()));
        }
    }
    found
}
