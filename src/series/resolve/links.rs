//! How papers name and link to each other.

use super::Resolver;
use super::constraints::Known;
use crate::series::raw::{Placed, RawLabel, RawLinks};
use crate::series::{LabelWhen, LinkRule};

impl Resolver {
    pub(super) fn links(&mut self, raw: RawLinks) -> LinkRule {
        LinkRule {
            allowed: raw.allowed.map(|allowed| self.compile_set(&allowed)),
            first_is_linked: raw.first_mention_linked == Some(true),
            linked_names: self.patterns(raw.linked_names.as_deref()),
            forbids_code: raw.mentions_in_code == Some(false),
            tiers: self.tiers(raw.tiers.as_deref().unwrap_or_default()),
        }
    }

    /// Groups of stages, none of which is in two.
    pub(super) fn tiers(&mut self, raw: &[Vec<Placed<String>>]) -> Vec<Vec<usize>> {
        let stages: Vec<&Placed<String>> = raw.iter().flatten().collect();
        for (at, stage) in stages.iter().enumerate() {
            if stages[..at].iter().any(|before| before.value == stage.value) {
                let message = format!("the stage `{}` is in the tiers twice", stage.value);
                self.report(stage, message, "leave it where it belongs");
            }
        }
        let tier = |stages: &Vec<Placed<String>>| {
            stages.iter().filter_map(|stage| self.stage(stage)).collect()
        };
        raw.iter().map(tier).collect()
    }

    pub(super) fn labels_when(
        &mut self,
        raw: Option<Vec<RawLabel>>,
        known: &Known<'_>,
    ) -> Vec<LabelWhen> {
        let labels = raw.unwrap_or_default().into_iter();
        labels
            .map(|RawLabel { label, when }| LabelWhen { label, when: self.condition(&when, known) })
            .collect()
    }
}
