//! `units.yaml` as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Unit, Validity};
use crate::paper::fields::Month;
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{SourceFile, Spanned};
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
    short: Vec<String>,
    /// Names that people use instead of the official one, and that should be corrected.
    #[serde(default)]
    aliases: Vec<String>,
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

    pub(super) fn check(self, file: &SourceFile, findings: &mut Vec<Finding>) -> Unit {
        let mut month = |text: Option<Spanned<String>>| {
            let text = text?;
            let month = Month::parse(&text.value);
            if month.is_none() {
                let message = format!("`{}` is not a month", text.value);
                findings.push(
                    Finding::error(INVALID_SETTINGS, file, text.span, message)
                        .help("write it as `YYYY-MM`"),
                );
            }
            month
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
            short: self.short,
            aliases: self.aliases,
            valid,
        }
    }
}
