//! The families of rules: what a rule looks at.

/// A family of rules, one folder of `rules/` each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RuleFamily {
    /// The project's own files.
    Settings,
    /// The fields at the top of a paper.
    FrontMatter,
    /// Publication numbers.
    Numbers,
    /// Published papers.
    Record,
    /// Changes to papers since a base.
    History,
    /// References between papers.
    Relations,
    /// Units of the registry.
    Units,
    /// Sections and their headings.
    Sections,
    /// Plain language.
    Language,
    /// Pictures, links and tables that every reader can use.
    Accessibility,
    /// What must not reach a page.
    Safety,
    /// Waivers themselves.
    Waivers,
}

impl RuleFamily {
    /// All families, in the order of a paper.
    pub const ALL: [Self; 12] = [
        Self::Settings,
        Self::FrontMatter,
        Self::Numbers,
        Self::Record,
        Self::History,
        Self::Relations,
        Self::Units,
        Self::Sections,
        Self::Language,
        Self::Accessibility,
        Self::Safety,
        Self::Waivers,
    ];

    /// The name of the family and of its folder.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::FrontMatter => "front_matter",
            Self::Numbers => "numbers",
            Self::Record => "record",
            Self::History => "history",
            Self::Relations => "relations",
            Self::Units => "units",
            Self::Sections => "sections",
            Self::Language => "language",
            Self::Accessibility => "accessibility",
            Self::Safety => "safety",
            Self::Waivers => "waivers",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;

    #[test]
    fn a_rule_is_in_the_folder_of_its_family() {
        for rule in check::rules() {
            let folder = rule.source.rsplit(['/', '\\']).nth(1);
            assert_eq!(folder, Some(rule.family.name()), "{}", rule.name);
        }
        for family in RuleFamily::ALL {
            assert!(check::rules().iter().any(|rule| rule.family == family), "{family:?}");
        }
    }
}
