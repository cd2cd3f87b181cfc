//! `series.yaml` as it is written, and how one series extends another.
//!
//! Every key may be left out: a series that extends another states only what differs.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::text::finding::Finding;
use crate::text::source::{SourceFile, Spanned};
use crate::yaml;

use super::{Policy, RuleSetting};

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawSeries {
    pub(super) extends: Option<Spanned<String>>,
    pub(super) name: Option<String>,
    pub(super) agency: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) paper_size: Option<super::PaperSize>,
    pub(super) title: Option<Spanned<String>>,
    pub(super) stages: RawStages,
    pub(super) number: RawNumber,
    pub(super) revisions: Option<Vec<RawRevision>>,
    pub(super) headings: RawHeadings,
    pub(super) fields: Vec<RawField>,
    pub(super) foot: Option<Vec<Spanned<String>>>,
    pub(super) cover: Option<Vec<RawCoverLine>>,
    pub(super) masthead: Option<Vec<Spanned<String>>>,
    pub(super) sections: Vec<RawSection>,
    pub(super) limits: RawLimits,
    pub(super) acronyms: Vec<String>,
    pub(super) rules: BTreeMap<String, Spanned<RuleSetting>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawStages {
    pub(super) order: Option<Vec<String>>,
    pub(super) default: Option<Spanned<String>>,
    pub(super) markings: BTreeMap<String, Spanned<String>>,
    pub(super) moves: Option<Vec<RawMove>>,
    pub(super) frozen_from: Option<Spanned<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMove {
    pub(super) from: Spanned<String>,
    pub(super) to: Vec<Spanned<String>>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawNumber {
    pub(super) label: Option<String>,
    pub(super) other_labels: Option<Vec<String>>,
    pub(super) pattern: Option<Spanned<String>>,
    pub(super) form: Option<String>,
    pub(super) example: Option<Spanned<String>>,
    pub(super) uniqueness: Option<super::Uniqueness>,
    pub(super) required_from: Option<Spanned<String>>,
    pub(super) allowed_from: Option<Spanned<String>>,
    pub(super) not_before: Option<Spanned<String>>,
    pub(super) binds: Option<Vec<RawBind>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawBind {
    pub(super) group: Spanned<String>,
    pub(super) field: Spanned<String>,
    #[serde(default)]
    pub(super) part: super::Part,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRevision {
    pub(super) kind: String,
    pub(super) label: Option<String>,
    pub(super) form: Spanned<String>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawHeadings {
    pub(super) level: Option<u8>,
    pub(super) trailing_colon: Option<Policy>,
    pub(super) bold_labels: Option<Policy>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    pub(super) id: Spanned<String>,
    pub(super) label: Option<String>,
    #[serde(rename = "type")]
    pub(super) field_type: Option<super::FieldType>,
    pub(super) required_from: Option<Spanned<String>>,
    pub(super) place: Option<super::Place>,
    pub(super) choices: Option<Vec<String>>,
    pub(super) no_action: Option<Vec<String>>,
    pub(super) kinds: Option<Vec<String>>,
    pub(super) within: Option<Spanned<String>>,
    pub(super) not_after: Option<Vec<Spanned<String>>>,
    pub(super) office: Option<super::OfficeNeed>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCoverLine {
    pub(super) role: String,
    pub(super) text: Spanned<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSection {
    pub(super) id: Spanned<String>,
    pub(super) heading: Option<String>,
    pub(super) aliases: Option<Vec<String>>,
    pub(super) required_from: Option<Spanned<String>>,
    pub(super) min_words: Option<usize>,
    pub(super) max_words: Option<usize>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct RawLimits {
    pub(super) sentence_words: Option<usize>,
    pub(super) paragraph_words: Option<usize>,
}

impl RawSeries {
    pub(super) fn read(file: &SourceFile) -> Result<Self, Vec<Finding>> {
        yaml::read(file).map_err(|problem| vec![problem.finding(file)])
    }

    /// This series with what it leaves out taken from `parent`.
    pub(super) fn over(mut self, mut parent: Self) -> Self {
        parent.acronyms.append(&mut self.acronyms);
        parent.rules.append(&mut self.rules);
        Self {
            extends: None,
            name: self.name.or(parent.name),
            agency: self.agency.or(parent.agency),
            lang: self.lang.or(parent.lang),
            paper_size: self.paper_size.or(parent.paper_size),
            title: self.title.or(parent.title),
            stages: self.stages.over(parent.stages),
            number: self.number.over(parent.number),
            revisions: self.revisions.or(parent.revisions),
            headings: RawHeadings {
                level: self.headings.level.or(parent.headings.level),
                trailing_colon: self.headings.trailing_colon.or(parent.headings.trailing_colon),
                bold_labels: self.headings.bold_labels.or(parent.headings.bold_labels),
            },
            fields: merge(parent.fields, self.fields, |field| &field.id.value, RawField::over),
            foot: self.foot.or(parent.foot),
            cover: self.cover.or(parent.cover),
            masthead: self.masthead.or(parent.masthead),
            sections: merge(
                parent.sections,
                self.sections,
                |section| &section.id.value,
                RawSection::over,
            ),
            limits: RawLimits {
                sentence_words: self.limits.sentence_words.or(parent.limits.sentence_words),
                paragraph_words: self.limits.paragraph_words.or(parent.limits.paragraph_words),
            },
            acronyms: parent.acronyms,
            rules: parent.rules,
        }
    }
}

impl RawStages {
    fn over(mut self, mut parent: Self) -> Self {
        parent.markings.append(&mut self.markings);
        // What is said of other stages says nothing of these.
        let is_own = self.order.is_some();
        let inherited = |of_parent| if is_own { None } else { of_parent };
        Self {
            moves: self.moves.or_else(|| parent.moves.filter(|_| !is_own)),
            frozen_from: self.frozen_from.or_else(|| inherited(parent.frozen_from)),
            order: self.order.or(parent.order),
            default: self.default.or(parent.default),
            markings: parent.markings,
        }
    }
}

impl RawNumber {
    fn over(self, parent: Self) -> Self {
        Self {
            label: self.label.or(parent.label),
            other_labels: self.other_labels.or(parent.other_labels),
            pattern: self.pattern.or(parent.pattern),
            form: self.form.or(parent.form),
            example: self.example.or(parent.example),
            uniqueness: self.uniqueness.or(parent.uniqueness),
            required_from: self.required_from.or(parent.required_from),
            allowed_from: self.allowed_from.or(parent.allowed_from),
            not_before: self.not_before.or(parent.not_before),
            binds: self.binds.or(parent.binds),
        }
    }
}

impl RawField {
    fn over(self, parent: Self) -> Self {
        Self {
            id: self.id,
            label: self.label.or(parent.label),
            field_type: self.field_type.or(parent.field_type),
            required_from: self.required_from.or(parent.required_from),
            place: self.place.or(parent.place),
            choices: self.choices.or(parent.choices),
            no_action: self.no_action.or(parent.no_action),
            kinds: self.kinds.or(parent.kinds),
            within: self.within.or(parent.within),
            not_after: self.not_after.or(parent.not_after),
            office: self.office.or(parent.office),
        }
    }
}

impl RawSection {
    fn over(self, parent: Self) -> Self {
        Self {
            id: self.id,
            heading: self.heading.or(parent.heading),
            aliases: self.aliases.or(parent.aliases),
            required_from: self.required_from.or(parent.required_from),
            min_words: self.min_words.or(parent.min_words),
            max_words: self.max_words.or(parent.max_words),
        }
    }
}

/// Lays `own` over `inherited`: an item with a known id replaces it in its place, others follow.
fn merge<T>(
    mut inherited: Vec<T>,
    own: Vec<T>,
    id: impl Fn(&T) -> &str,
    over: impl Fn(T, T) -> T,
) -> Vec<T> {
    for item in own {
        match inherited.iter().position(|known| id(known) == id(&item)) {
            Some(at) => {
                let parent = inherited.remove(at);
                inherited.insert(at, over(item, parent));
            }
            None => inherited.push(item),
        }
    }
    inherited
}
