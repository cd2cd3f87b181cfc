//! How papers name and link to each other, as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Placed, RawCondition, RawPattern};

/// How papers name each other in their text, and where their links may lead.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::series) struct RawLinks {
    /// The addresses on the web that links may lead to, each a regular expression for the whole address; without this, any.
    pub(in crate::series) allowed: Option<Vec<Placed<String>>>,
    /// Whether the text must link another paper where it names it first, by label and number.
    pub(in crate::series) first_mention_linked: Option<bool>,
    /// Names of other documents, each a regular expression, that must be links where the text has them first.
    pub(in crate::series) linked_names: Option<Vec<RawPattern>>,
    /// Whether code in a line may name papers by label and number; without this, it may.
    pub(in crate::series) mentions_in_code: Option<bool>,
    /// Stages, in groups from the earliest to the latest: the text may not link to a paper of an earlier group than its own.
    pub(in crate::series) tiers: Option<Vec<Vec<Placed<String>>>>,
}

/// The label of some papers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::series) struct RawLabel {
    /// The label.
    pub(in crate::series) label: String,
    /// What papers have it.
    pub(in crate::series) when: Placed<RawCondition>,
}

impl RawLinks {
    /// These with what they leave out taken from `parent`.
    pub(super) fn over(self, parent: Self) -> Self {
        Self {
            allowed: self.allowed.or(parent.allowed),
            first_mention_linked: self.first_mention_linked.or(parent.first_mention_linked),
            linked_names: self.linked_names.or(parent.linked_names),
            mentions_in_code: self.mentions_in_code.or(parent.mentions_in_code),
            tiers: self.tiers.or(parent.tiers),
        }
    }
}
