//! The stages of papers, and the keys that name one.

use std::collections::BTreeMap;

use super::Resolver;
use crate::series::marking::RawMarking;
use crate::series::raw::{Placed, RawMove, RawStages};
use crate::series::{Marking, Requirement, Stages};
use crate::text::suggest;

/// How many inherited keys a message names.
const MOST_NAMED: usize = 6;

/// A key of another series that names a stage which this one has no more.
pub(super) struct InheritedStage {
    /// The stage.
    stage: String,
    /// The key with what declares it: "`required_from` of the field `title`".
    key: String,
}

impl Resolver {
    pub(super) fn stages(&mut self, raw: &RawStages) -> Stages {
        "`stages`".clone_into(&mut self.owner);
        self.order = raw.order.as_ref().map(|order| Placed {
            value: String::new(),
            span: order.span,
            file: order.file,
        });
        let own = raw.order.as_ref().map(|order| order.value.clone());
        self.stages = own.unwrap_or_else(|| {
            ["draft", "review", "cleared", "published", "withdrawn"].map(str::to_owned).to_vec()
        });
        let default = raw.default.as_ref().and_then(|name| self.stage(name)).unwrap_or_default();
        let markings = self.markings(&raw.markings);
        let moves = self.moves(raw.moves.as_deref());
        let frozen_from = raw.frozen_from.as_ref().filter(|stage| stage.value != "never");
        let frozen_from = frozen_from.and_then(|name| self.stage(name));
        let suffix = raw.suffix.as_ref().and_then(|suffix| self.pattern(suffix));
        let withdrawn = raw.withdrawn.as_ref().and_then(|name| self.stage(name));
        Stages {
            order: self.stages.clone(),
            default,
            markings,
            moves,
            suffix,
            frozen_from,
            withdrawn,
        }
    }

    /// The markings of the stages that there are. One that another series has for a stage of its own is left out.
    fn markings(
        &mut self,
        raw: &BTreeMap<String, Placed<RawMarking>>,
    ) -> BTreeMap<String, Marking> {
        let mut markings = BTreeMap::new();
        for (stage, Placed { value, span, file }) in raw {
            let name = Placed { value: stage.clone(), span: *span, file: *file };
            if self.is_inherited(&name) || self.stage(&name).is_some() {
                markings.insert(stage.clone(), value.0.clone());
            }
        }
        markings
    }

    /// The moves by the stage that they begin at; by default each to the next stage.
    fn moves(&mut self, raw: Option<&[RawMove]>) -> Vec<Vec<usize>> {
        let count = self.stages.len();
        let Some(raw) = raw else {
            return (1..=count).map(|next| (next..count).take(1).collect()).collect();
        };
        let mut moves = vec![Vec::new(); count];
        for RawMove { from, to } in raw {
            let to: Vec<usize> = to.iter().filter_map(|name| self.stage(name)).collect();
            if let Some(from) = self.stage(from) {
                moves[from].extend(to);
            }
        }
        moves
    }

    /// Whether a key is in the file of another series that the one with the list of stages extends.
    fn is_inherited(&self, name: &Placed<String>) -> bool {
        self.order.as_ref().is_some_and(|order| name.file > order.file)
    }

    /// The index of a stage. One that doesn't exist is reported: at its name, or at the list that leaves it out.
    pub(super) fn stage(&mut self, name: &Placed<String>) -> Option<usize> {
        let found = self.stages.iter().position(|stage| *stage == name.value);
        if found.is_some() {
            return found;
        }
        if self.is_inherited(name) {
            let key = self.key_of(name);
            self.inherited.push(InheritedStage { stage: name.value.clone(), key });
            return None;
        }
        let stages = self.stages.iter().map(String::as_str);
        let help = suggest::nearest(&name.value, stages.clone()).map_or_else(
            || format!("the stages are {}", suggest::listed(stages)),
            |near| format!("did you mean `{near}`?"),
        );
        self.report(name, format!("there is no stage `{}`", name.value), help);
        None
    }

    /// The key that a value stands after, with what declares it.
    fn key_of(&self, value: &Placed<String>) -> String {
        let text = self.files[value.file].text();
        let before = text.get(..value.span.start).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        let before = before.trim_end().trim_end_matches(['"', '\'']).trim_end();
        let key = before.strip_suffix(':').unwrap_or(before);
        let key = key.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default();
        if key.is_empty() { self.owner.clone() } else { format!("`{key}` of {}", self.owner) }
    }

    /// Reports once what other keys have to be set for the stages of this series.
    pub(super) fn report_inherited(&mut self) {
        let Some(order) = self.order.clone().filter(|_| !self.inherited.is_empty()) else { return };
        let mut stages: Vec<&str> = self.inherited.iter().map(|it| it.stage.as_str()).collect();
        stages.sort_unstable();
        stages.dedup();
        let mut keys: Vec<&str> = self.inherited.iter().map(|it| it.key.as_str()).collect();
        keys.dedup();
        let more = match keys.len().saturating_sub(MOST_NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        keys.truncate(MOST_NAMED);
        let joint = if more.is_empty() { " and " } else { ", " };
        let named = match keys.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{}{joint}{last}", rest.join(", ")),
            _ => keys.concat(),
        };
        let noun = if stages.len() == 1 { "stage" } else { "stages" };
        let message = format!(
            "the series that this one extends names the {noun} {}, which this list leaves out",
            suggest::listed(stages.iter().copied())
        );
        let help = format!("set {named}{more} here as well, to stages of this list");
        self.report(&order, message, help);
    }

    pub(super) fn requirement(&mut self, stage: Option<&Placed<String>>) -> Requirement {
        match stage {
            Some(stage) if stage.value != "never" => {
                self.stage(stage).map_or(Requirement::Never, Requirement::From)
            }
            _ => Requirement::Never,
        }
    }
}
