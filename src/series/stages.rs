//! The stages of a paper's life.

use std::collections::BTreeMap;

use regex::Regex;

use super::Marking;

/// The stages of a paper's life.
#[derive(Debug, Clone)]
pub struct Stages {
    /// Their names, from the first to the last.
    pub order: Vec<String>,
    /// The stage of a paper that names none, as an index into `order`.
    pub default: usize,
    /// The marking on the page at a stage.
    pub markings: BTreeMap<String, Marking>,
    /// The stages that each may move to, as indexes, by index.
    pub moves: Vec<Vec<usize>>,
    /// What may follow the name of a stage.
    pub suffix: Option<Regex>,
    /// The stage from which on a paper may not change, as an index; `publish` moves papers there.
    pub frozen_from: Option<usize>,
    /// The stage of withdrawn papers, as an index, if the series names it.
    pub withdrawn: Option<usize>,
}

impl Stages {
    /// The index of the stage that a field names, alone or with what may follow the name.
    pub fn index(&self, written: &str) -> Option<usize> {
        let is_followed = |stage: &String| {
            let rest = written.strip_prefix(stage.as_str()).and_then(|rest| rest.strip_prefix(' '));
            rest.zip(self.suffix.as_ref())
                .is_some_and(|(rest, suffix)| suffix.is_match(rest.trim()))
        };
        let exact = self.order.iter().position(|stage| stage == written);
        exact.or_else(|| {
            let all = self.order.iter().enumerate().filter(|(_, stage)| is_followed(stage));
            // The longest name, if one begins with another.
            all.max_by_key(|(_, stage)| stage.len()).map(|(at, _)| at)
        })
    }

    /// The pattern for what may follow a stage, as the series has it.
    pub fn written(suffix: &Regex) -> &str {
        let whole = suffix.as_str();
        whole.strip_prefix("^(?:").and_then(|rest| rest.strip_suffix(")$")).unwrap_or(whole)
    }

    /// Whether a paper may move from one stage to another, both as indexes; it may always stay.
    pub fn is_legal(&self, from: usize, to: usize) -> bool {
        from == to || self.moves.get(from).is_some_and(|moves| moves.contains(&to))
    }

    /// The names of the stages that a paper may move to from the one of index `from`.
    pub fn next(&self, from: usize) -> impl Iterator<Item = &str> {
        let moves = self.moves.get(from).map_or(&[][..], Vec::as_slice);
        moves.iter().map(|to| self.name(*to))
    }

    /// The name of the stage of that index.
    pub fn name(&self, index: usize) -> &str {
        self.order.get(index).map_or("", String::as_str)
    }

    /// Whether a paper at the stage of index `stage` may not change.
    pub fn is_frozen(&self, stage: usize) -> bool {
        self.frozen_from.is_some_and(|frozen| stage >= frozen)
    }

    /// The stage of published papers.
    pub fn published(&self) -> Option<&str> {
        self.frozen_from.map(|frozen| self.name(frozen))
    }

    /// The stage of withdrawn papers: the one that the series names, or that has that name in any case, or else the last
    /// one. None where no papers are published, or if they are published at it.
    pub fn withdrawn(&self) -> Option<&str> {
        let frozen = self.frozen_from?;
        let named = self.withdrawn.or_else(|| self.index_of_any_case("withdrawn"));
        let stage = named.or_else(|| self.order.len().checked_sub(1))?;
        (stage > frozen || (named.is_some() && stage != frozen)).then(|| self.name(stage))
    }

    /// Like [`Stages::index`], ignoring case.
    pub fn index_of_any_case(&self, name: &str) -> Option<usize> {
        self.order.iter().position(|stage| stage.to_lowercase() == name.to_lowercase())
    }
}
