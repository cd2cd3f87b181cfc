//! Which papers may refer to others by numbers that changed.

use std::collections::{BTreeMap, BTreeSet};

use crate::project::Project;

/// Numbers that papers may be referred to by, for a first look at what refers to them: all papers are looked at for each
/// that changed.
pub(super) struct Wanted {
    /// The longest part of each that nobody writes in another way, in lower case.
    parts: Vec<String>,
}

impl Wanted {
    /// Those of `numbers`, and those that lead to one of them.
    pub(super) fn new(project: &Project, numbers: &[String]) -> Self {
        let register = project.register.as_ref().filter(|register| register.has_aliases());
        let aliases =
            register.iter().flat_map(|it| project.used_series().map(|of| it.aliases_of(&of.id)));
        let mut earlier: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for alias in aliases.flatten() {
            earlier.entry(&alias.to).or_default().push(&alias.number.value);
        }
        let mut open: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let mut numbers: BTreeSet<&str> = open.iter().copied().collect();
        while let Some(to) = open.pop() {
            let new = earlier.get(to).into_iter().flatten().filter(|from| numbers.insert(from));
            open.extend(new);
        }
        let part = |number: &&str| {
            let parts = number.split(|c: char| !c.is_alphanumeric());
            parts.max_by_key(|part| part.len()).map(str::to_lowercase)
        };
        Self { parts: numbers.iter().filter_map(part).collect() }
    }

    /// Whether `text`, which refers to a paper, may be one of them, however it is written.
    pub(super) fn may_be(&self, text: &str) -> bool {
        if text.is_ascii() {
            return self.parts.iter().any(|part| has_ignoring_case(text, part));
        }
        let text = text.to_lowercase();
        self.parts.iter().any(|part| text.contains(part))
    }
}

/// Whether an ASCII text contains `part`, in any case.
fn has_ignoring_case(text: &str, part: &str) -> bool {
    let windows = text.as_bytes().windows(part.len().max(1));
    part.is_empty() || windows.into_iter().any(|it| it.eq_ignore_ascii_case(part.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_however_it_is_written() {
        let wanted = Wanted { parts: vec!["b733".to_owned()] };
        for text in ["B733-0624", "no. b733", "B733\u{2013}0624"] {
            assert!(wanted.may_be(text), "{text}");
        }
        assert!(!wanted.may_be("B734-0624") && !wanted.may_be(""));
    }
}
