//! The names of a project's units, to be found in running text.

use std::collections::{HashMap, HashSet};

use crate::project::units::Registry;

/// Every name in the registry, prepared once for all papers.
#[derive(Debug, Default)]
pub struct UnitNames {
    names: Vec<String>,
    /// The indexes of official names, by what is before the kind of the unit in the name or an alias, [reduced], and that
    /// kind.
    official: HashMap<(String, &'static str), usize>,
    /// How many words the longest of these has.
    most_words: usize,
    words: HashSet<String>,
}

/// An official name that is written in another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Respelled<'n> {
    /// Where it begins in the text.
    pub(super) start: usize,
    /// The official name.
    pub(super) name: &'n str,
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
        let mut all = Self { names, words, ..Self::default() };
        all.read_official(registry);
        all
    }

    fn read_official(&mut self, registry: &Registry) {
        let mut at = 0;
        for unit in &registry.units {
            for name in std::iter::once(&unit.name).chain(&unit.aliases).map(|name| name.trim()) {
                let split =
                    KINDS.iter().find_map(|(kind, _)| Some((name.strip_suffix(kind)?, *kind)));
                // A group of no name is any group.
                if let Some((own, kind)) = split.filter(|(own, _)| !own.trim().is_empty()) {
                    self.most_words = self.most_words.max(own.split_whitespace().count());
                    self.official.entry((reduced(own), kind)).or_insert(at);
                }
            }
            let all = std::iter::once(&unit.name).chain(&unit.short).chain(&unit.aliases);
            at += all.filter(|name| !name.trim().is_empty()).count();
        }
    }

    /// What to look for in a text: all names, official ones, short forms and aliases, and then the other words for kinds of
    /// units, which a name that is written in another way ends with.
    pub fn phrases(&self) -> impl Iterator<Item = &str> {
        let kinds = KINDS.iter().flat_map(|(kind, others)| std::iter::once(kind).chain(*others));
        let kinds = kinds.filter(|_| !self.official.is_empty());
        self.names.iter().map(String::as_str).chain(kinds.copied())
    }

    /// The name with the index `at` among the phrases; none for a word for a kind of unit.
    pub fn name(&self, at: usize) -> Option<&str> {
        self.names.get(at).map(String::as_str)
    }

    /// The official name that the end of `text` is, or an alias of it, written in another way: with another word for the kind of unit, with
    /// words in the singular or plural, or with `&`.
    pub(super) fn respelled(&self, text: &str) -> Option<Respelled<'_>> {
        let is_end = |word: &&&str| {
            let at = text.len().checked_sub(word.len()).filter(|at| text.is_char_boundary(*at));
            at.is_some_and(|at| text[at..].eq_ignore_ascii_case(word))
        };
        let ending = |(kind, others): &(&'static str, &[&str])| {
            let word =
                std::iter::once(kind).chain(*others).filter(is_end).max_by_key(|it| it.len())?;
            Some((*kind, text.len() - word.len()))
        };
        let mut endings = KINDS.iter().filter_map(ending);
        endings.find_map(|(kind, end)| {
            let before = text[..end].trim_end();
            let starts =
                before.rmatch_indices(char::is_whitespace).map(|(at, space)| at + space.len());
            let starts: Vec<usize> = starts.chain([0]).take(self.most_words).collect();
            // The longest is found, also where it is the official name itself: nothing is left to say then.
            let found = |start: &usize| {
                let at = self.official.get(&(reduced(&before[*start..]), kind))?;
                let name = self.names.get(*at)?;
                let is_other =
                    text[*start..] != **name && text[*start..].starts_with(char::is_uppercase);
                Some(is_other.then_some(Respelled { start: *start, name }))
            };
            starts.iter().rev().find_map(found).flatten()
        })
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

/// A name in small letters, with its words in the singular and `and` for `&`: equal for all ways to write it.
fn reduced(name: &str) -> String {
    let word = |word: &str| {
        let word = word.to_lowercase();
        let stem = word.strip_suffix('s').filter(|stem| stem.len() > 2);
        match stem.filter(|stem| !stem.ends_with(['s', 'u', 'i'])) {
            _ if word == "&" => "and".to_owned(),
            Some(stem) => stem.to_owned(),
            None => word,
        }
    };
    name.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::source::SourceFile;

    #[test]
    fn an_official_name_is_written_in_other_ways_that_are_no_names() {
        let text = "units:\n  - { name: Regional Desks Working Group, kind: group, aliases: [Desk Working Group] }\n  - \
                    { name: Trade and Data Committee, kind: group }\n";
        let registry = Registry::read(SourceFile::new("units.yaml", text));
        let Ok(registry) = registry else { unreachable!("{registry:?}") };
        let names = UnitNames::new(&registry);
        let found = |text: &str| names.respelled(text).map(|found| (found.start, found.name));
        for text in ["Regional Desk Working Group", "Regional Desks WG", "Regional Desk Workgroup"]
        {
            assert_eq!(found(text), Some((0, "Regional Desks Working Group")), "{text}");
        }
        assert_eq!(found("of the Trade & Data Committee"), Some((7, "Trade and Data Committee")));
        for text in ["Desks Working Group", "Desk WG"] {
            assert_eq!(found(text), Some((0, "Regional Desks Working Group")), "{text}");
        }
        for text in ["WG", "Regional Desks Working Group", "Trade and Data Committees"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
