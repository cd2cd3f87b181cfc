//! `units.yaml` as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Unit, Validity};
use crate::paper::fields::Month;
use crate::paper::written_days::{NoDay, read_month};
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{SourceFile, Span, Spanned};
use crate::text::suggest;
use crate::yaml::MonthText;

/// The units of a committee.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRegistry {
    /// The units, one entry for each name of a unit, with its validity.
    pub(super) units: Vec<RawUnit>,
}

/// A unit under one name.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RawUnit {
    /// The official name.
    name: Spanned<String>,
    /// What it is, for example "working group".
    kind: Option<String>,
    /// The name of the unit that it belongs to.
    parent: Option<Spanned<String>>,
    /// Short forms that may be used for the name.
    #[serde(default)]
    short: Vec<Spanned<String>>,
    /// Names that people use instead of the official one, and that should be corrected.
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    /// When the unit goes by this name; by default always.
    #[serde(default)]
    valid: RawValidity,
}

/// When a unit goes by a name; a missing end is open.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
struct RawValidity {
    /// The first month.
    #[schemars(with = "Option<MonthText>")]
    from: Option<Spanned<String>>,
    /// The last month.
    #[schemars(with = "Option<MonthText>")]
    to: Option<Spanned<String>>,
    /// Periods in which it does not meet.
    paused: Vec<RawSpell>,
    /// The name it goes by afterwards.
    renamed_to: Option<Spanned<String>>,
}

/// The name of another unit in an entry.
pub(super) struct Reference {
    /// The unit whose entry it is.
    pub(super) from: String,
    /// The name.
    pub(super) to: Spanned<String>,
}

/// Months in which a unit does not meet.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RawSpell {
    /// The first month.
    #[schemars(with = "Option<MonthText>")]
    from: Option<Spanned<String>>,
    /// The last month.
    #[schemars(with = "Option<MonthText>")]
    to: Option<Spanned<String>>,
}

impl RawUnit {
    /// The names of other units that the entry refers to.
    pub(super) fn references(&self) -> impl Iterator<Item = Reference> {
        let others = self.parent.iter().chain(&self.valid.renamed_to);
        others.map(|to| Reference { from: self.name.value.clone(), to: to.clone() })
    }

    /// Its short forms and aliases.
    pub(super) fn other_names(&self) -> impl Iterator<Item = &Spanned<String>> {
        self.short.iter().chain(&self.aliases)
    }

    /// Reports names with spaces beside them, which no other name can match, and a unit that refers to itself.
    fn check_names(&self, file: &SourceFile, findings: &mut Vec<Finding>) {
        let mut report = |span: Span, message: String, help: String| {
            findings.push(Finding::error(INVALID_SETTINGS, file, span, message).help(help));
        };
        for name in [Some(&self.name), self.parent.as_ref(), self.valid.renamed_to.as_ref()] {
            let Some(Spanned { value, span }) = name else { continue };
            let trimmed = value.trim();
            if trimmed.is_empty() {
                report(*span, "the name is empty".to_owned(), "write the name".to_owned());
            } else if trimmed != value {
                let message = format!("there are spaces beside the name `{trimmed}`");
                report(*span, message, format!("write `{trimmed}` alone"));
            }
        }
        let own = |name: &&Spanned<String>| name.value == self.name.value;
        if let Some(parent) = self.parent.as_ref().filter(own) {
            let message = format!("the unit `{}` is its own parent", parent.value);
            report(parent.span, message, "name the unit that it belongs to".to_owned());
        }
        if let Some(next) = self.valid.renamed_to.as_ref().filter(own) {
            let message = format!("the unit `{}` is renamed to its own name", next.value);
            report(next.span, message, "write the name that it goes by afterwards".to_owned());
        }
    }

    pub(super) fn check(self, file: &SourceFile, findings: &mut Vec<Finding>) -> Unit {
        self.check_names(file, findings);
        let ends = std::iter::once((&self.valid.from, &self.valid.to))
            .chain(self.valid.paused.iter().map(|spell| (&spell.from, &spell.to)));
        findings
            .extend(ends.filter_map(|(from, to)| wrong_order(file, from.as_ref()?, to.as_ref()?)));
        let mut month = |text: Option<Spanned<String>>| {
            let text = text?;
            let month = read_month(&text.value);
            if let Err(NoDay { message, help }) = &month {
                let finding = Finding::error(INVALID_SETTINGS, file, text.span, message);
                findings.push(finding.help(help));
            }
            month.ok()
        };
        let valid = Validity {
            from: month(self.valid.from),
            to: month(self.valid.to),
            paused: self
                .valid
                .paused
                .into_iter()
                .map(|spell| (month(spell.from), month(spell.to)))
                .collect(),
            renamed_to: self.valid.renamed_to.map(|name| name.value),
        };
        Unit {
            name: self.name.value,
            span: self.name.span,
            kind: self.kind,
            parent: self.parent.map(|name| name.value),
            short: self.short.into_iter().map(|name| name.value).collect(),
            aliases: self.aliases.into_iter().map(|name| name.value).collect(),
            valid,
        }
    }
}

/// The finding that a time ends before it begins.
fn wrong_order(file: &SourceFile, from: &Spanned<String>, to: &Spanned<String>) -> Option<Finding> {
    let (first, last) = (Month::parse(&from.value)?, Month::parse(&to.value)?);
    let message = format!("it ends with {}, before it begins", last.printed());
    let finding = Finding::error(INVALID_SETTINGS, file, to.span, message);
    (last < first)
        .then(|| finding.help(format!("write {} or a later month", suggest::shown(&from.value))))
}
