//! The names of a project's units, to be found in running text in one pass.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use crate::project::units::Registry;

/// Every name in the registry, made ready once for all papers.
#[derive(Debug, Default)]
pub struct UnitNames {
    finder: Option<AhoCorasick>,
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
        // Of two names that begin at one place the longer wins, so that an alias is not found inside
        // an official name.
        let finder = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .prefilter(false)
            .build(&names);
        let words = registry
            .names()
            .flat_map(|name| {
                let inner = name.split(|c: char| !c.is_alphanumeric());
                name.split_whitespace().chain(inner)
            })
            .map(str::to_owned)
            .collect();
        Self { finder: finder.ok().filter(|_| !names.is_empty()), names, words }
    }

    /// Finds the names in a text; none where the project has no units.
    pub fn finder(&self) -> Option<&AhoCorasick> {
        self.finder.as_ref()
    }

    /// The name that is the finder's pattern of this index.
    pub fn name(&self, pattern: usize) -> &str {
        self.names.get(pattern).map(String::as_str).unwrap_or_default()
    }

    /// Whether `word` stands in an official name or a short form.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}
