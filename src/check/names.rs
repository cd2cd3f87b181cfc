//! The names of a project's units, to be found in running text.

use std::collections::HashSet;

use crate::project::units::Registry;

/// Every name in the registry, prepared once for all papers.
#[derive(Debug, Default)]
pub struct UnitNames {
    names: Vec<String>,
    /// Other ways to write an official name, each with the index of that name.
    variants: Vec<(String, usize)>,
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
        let official = registry.units.iter().map(|unit| unit.name.as_str());
        let variants = variants(official, &names);
        let words = registry
            .names()
            .flat_map(|name| {
                let inner = name.split(|c: char| !c.is_alphanumeric());
                name.split_whitespace().chain(inner)
            })
            .map(str::to_owned)
            .collect();
        Self { names, variants, words }
    }

    /// All names: official ones, short forms, aliases and other ways to write the official ones.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let variants = self.variants.iter().map(|(variant, _)| variant);
        self.names.iter().chain(variants).map(String::as_str)
    }

    /// The name with the index `at` among all; for another way to write one, that which it is meant to be.
    pub fn name(&self, at: usize) -> &str {
        let of = at.checked_sub(self.names.len()).and_then(|at| self.variants.get(at));
        let at = of.map_or(at, |(_, name)| *name);
        self.names.get(at).map(String::as_str).unwrap_or_default()
    }

    /// Whether the name with the index `at` among all is another way to write an official one.
    pub fn is_variant(&self, at: usize) -> bool {
        at >= self.names.len()
    }

    /// Whether `text` ends with another way to write an official name, as in `the Data WG`.
    pub fn end_in_variant(&self, text: &str) -> bool {
        self.variants.iter().any(|(variant, _)| text.ends_with(variant.as_str()))
    }

    /// Whether `word` is part of an official name or a short form.
    pub fn has_word(&self, word: &str) -> bool {
        self.words.contains(word)
    }
}

/// What units are, and how else people write it.
const KINDS: [(&str, &[&str]); 4] = [
    (
        "Working Group",
        &["Workgroup", "Work Group", "WG", "Working Grp.", "Working Grp", "Wkg. Grp.", "Wkg Grp"],
    ),
    ("Subcommittee", &["Sub-committee", "Sub Committee", "Subcomm.", "Subcmte.", "Subcmte"]),
    ("Task Force", &["Taskforce", "Task-Force", "TF"]),
    ("Committee", &["Cmte.", "Cmte", "Cttee.", "Cttee"]),
];

/// Other ways to write official names that are none of `names`: with another word for the kind of unit, with a word in
/// the singular or plural, or with `&`.
fn variants<'n>(official: impl Iterator<Item = &'n str>, names: &[String]) -> Vec<(String, usize)> {
    let mut seen: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    let mut variants = Vec::new();
    for name in official {
        let Some(at) = names.iter().position(|known| known == name) else { continue };
        let kind = KINDS.iter().find(|(kind, _)| name.ends_with(kind));
        let Some((own, (kind, others))) =
            kind.and_then(|kind| Some((name.strip_suffix(kind.0)?.trim_end(), kind)))
        else {
            continue;
        };
        // A group of no name is any group.
        if own.is_empty() {
            continue;
        }
        for own in [own.to_owned()].into_iter().chain(respelled(own)) {
            for kind in std::iter::once(kind).chain(*others) {
                let variant = format!("{own} {kind}");
                if seen.insert(variant.to_lowercase()) {
                    variants.push((variant, at));
                }
            }
        }
    }
    variants
}

/// `name` with one word in the other number, and with `&` for `and`.
fn respelled(name: &str) -> Vec<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let mut names = vec![name.replace(" and ", " & ")];
    for (at, word) in words.iter().enumerate() {
        if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            continue;
        }
        let other = match word.strip_suffix('s') {
            Some(stem) if !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
            Some(_) => continue,
            None => format!("{word}s"),
        };
        let mut words = words.clone();
        words[at] = &other;
        names.push(words.join(" "));
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_official_name_is_written_in_other_ways_that_are_no_names() {
        let names =
            ["Regional Desks Working Group", "Desk Working Group", "Trade and Data Committee"];
        let names = names.map(str::to_owned);
        let official = [names[0].as_str(), names[2].as_str()].into_iter();
        let variants = variants(official, &names);
        let of = |text: &str| variants.iter().find(|(known, _)| known == text).map(|(_, at)| *at);
        for text in ["Regional Desk Working Group", "Regional Desks WG", "Regional Desk Workgroup"]
        {
            assert_eq!(of(text), Some(0), "{text}");
        }
        assert_eq!(of("Trade & Data Committee"), Some(2));
        for text in ["Desk WG", "WG", "Regional Desks Working Group", "Trade and Data Committees"] {
            assert_eq!(of(text), None, "{text}");
        }
    }
}
