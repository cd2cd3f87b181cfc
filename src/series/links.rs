//! How papers of a series name each other in their text, and where their links may lead.

use regex::RegexSet;

use super::{Condition, NumberRule, Pattern, Series, Values};

/// What a series asks of the links in its papers.
#[derive(Debug, Clone, Default)]
pub struct LinkRule {
    /// The addresses on the web that links may lead to, each a pattern for the whole; none where any will do.
    pub allowed: Option<RegexSet>,
    /// Whether the first mention of another paper must be a link.
    pub first_is_linked: bool,
    /// The names of other documents that must be links where the text has them first.
    pub linked_names: Vec<Pattern>,
    /// Whether code in a line may not name a paper.
    pub forbids_code: bool,
    /// Stages by index, in groups from the earliest to the latest: a text may not link to a paper of an earlier group.
    pub tiers: Vec<Vec<usize>>,
}

impl LinkRule {
    /// Whether links may lead to `url`: to a file of the project, or to an address that is allowed.
    pub fn allows(&self, url: &str) -> bool {
        let Some(allowed) = &self.allowed else { return true };
        let has_www = url.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("www."));
        let is_on_the_web = has_www || url.contains("://") || url.starts_with("//");
        // Pages make links of addresses without a scheme.
        let scheme = if has_www { "https://" } else { "" };
        !is_on_the_web || allowed.is_match(&format!("{scheme}{url}"))
    }
}

/// The label of the papers for which a condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelWhen {
    /// The label.
    pub label: String,
    /// The condition.
    pub when: Condition,
}

impl Series {
    /// The label of the number of a paper with these values; none in a series without numbers.
    pub fn label_of(&self, values: &Values<'_>) -> Option<&str> {
        let NumberRule { label, labels_when, .. } = self.number.as_ref()?;
        let own = labels_when.iter().find(|it| it.when.holds(self, values));
        Some(own.map_or(label, |own| &own.label))
    }
}
