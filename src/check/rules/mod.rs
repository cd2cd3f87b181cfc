//! The rules: a folder for each family and a file for each rule.

mod accessibility;
mod front_matter;
mod history;
mod language;
mod numbers;
mod record;
mod relations;
mod safety;
mod sections;
mod settings;
mod units;
pub(super) mod waivers;

use super::rule::Rule;

/// The families in the order of a paper: head, body, words, safety.
const FAMILIES: [&[&Rule]; 12] = [
    settings::RULES,
    front_matter::RULES,
    numbers::RULES,
    record::RULES,
    history::RULES,
    relations::RULES,
    units::RULES,
    sections::RULES,
    language::RULES,
    accessibility::RULES,
    safety::RULES,
    waivers::RULES,
];

/// Every rule there is.
pub(super) fn all() -> impl Iterator<Item = &'static Rule> {
    FAMILIES.into_iter().flatten().copied()
}
