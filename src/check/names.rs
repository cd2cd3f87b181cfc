//! The names of a project's units, to be found in running text.

use std::collections::HashSet;

use crate::project::units::Registry;

/// Every name in the registry, prepared once for all papers.
#[derive(Debug, Default)]
pub struct UnitNames {
    names: Vec<String>,
    words: HashSet<String>,
}

impl UnitNames {
    pub(super) fn new(registry: &Registry) -> Self {
        let names: Vec<String> = registry
            .units
            .iter()
            .flat_map(|unit| {
                let others = unit.short.iter().chain(&unit.aliases).map(String::as_str);
                std::iter::once(unit.name.as_str()).chain(others)
            })
            .filter(|name| !name.trim().is_empty())
            .map(str::to_owned)
            .collect();
        let words = registry
            .names()
            .flat_map(|name| {
                let inner = name.split(|c: char| !c.is_alphanumeric());
                name.split_whitespace().chain(inner)
            })
            .map(str::to_owned)
            .collect();
        Self { names, words }
    }

    /// All names: official ones, short forms and aliases.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The name with the index `at` among all.
    pub fn name(&self, at: usize) -> &str {
        self.names.get(at).map(String::as_str).unwrap_or_default()
    }

    /// Whether `word` is part of an official name or a short form.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}
