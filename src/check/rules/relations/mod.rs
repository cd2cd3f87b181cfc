//! References between papers, in fields and in the text.

mod dangling_relation;
mod date_before_previous;
mod link_to_earlier_stage;
mod mention_in_code;
mod one_sided_relation;
mod outdated_reference;
mod relation_cycle;
mod relation_to_later_paper;
mod relation_to_withdrawn_paper;
mod unchanged_section;
mod unlinked_mention;
mod unlisted_mention;
mod wrong_label;
mod wrong_reference;

use chrono::NaiveDate;

use crate::check::PaperContext;
use crate::check::RuleFamily;
use crate::check::relations::{Kind, Relation};
use crate::check::rule::Rule;
use crate::paper::fields::Month;
use crate::project::PaperFile;
use crate::project::reference::Form;
use crate::series::values::Value;
use crate::series::{Role, Series, Values};
use crate::text::source::Span;
use crate::text::suggest;

const FAMILY: RuleFamily = RuleFamily::Relations;

pub(super) const RULES: &[&Rule] = &[
    &dangling_relation::RULE,
    &date_before_previous::RULE,
    &link_to_earlier_stage::RULE,
    &mention_in_code::RULE,
    &one_sided_relation::RULE,
    &outdated_reference::RULE,
    &relation_cycle::RULE,
    &relation_to_later_paper::RULE,
    &relation_to_withdrawn_paper::RULE,
    &unchanged_section::RULE,
    &unlinked_mention::RULE,
    &unlisted_mention::RULE,
    &wrong_label::RULE,
    &wrong_reference::RULE,
];

/// A paper that another one names, and what is known about it.
struct Other<'p> {
    file: &'p PaperFile,
    at: usize,
    series: &'p Series,
    stage: usize,
    /// The month it is for, or that of its date.
    month: Option<Month>,
    /// Its date, and where that is.
    date: Option<(NaiveDate, Span)>,
}

impl Other<'_> {
    fn name(&self) -> &str {
        self.file.paper.file.name()
    }
}

/// The references of the paper to papers that exist.
fn others<'p>(cx: &PaperContext<'p>) -> Vec<(Relation, Other<'p>)> {
    let relations = cx.relations();
    let found = relations.of(cx.index);
    let other = |relation: &Relation| {
        let at = relation.to?;
        let file = &cx.project.papers[at];
        let series = cx.project.series_of(&file.paper)?;
        // What is read of it is not kept: any paper may be named.
        let paper = file.paper.unread();
        let values = Values::new(&paper, series);
        let (stage, month) = (values.stage, values.period_or_date_month(series));
        let date = match values.value(Role::Date) {
            Some((entry, Value::Date(date))) => Some((*date, entry.value.span)),
            _ => None,
        };
        Some((*relation, Other { file, at, series, stage, month, date }))
    };
    found.iter().filter_map(other).collect()
}

/// Whether the other paper is of a later meeting than one that comes before this one can be, or the other way round.
fn is_out_of_order(cx: &PaperContext<'_>, relation: &Relation, other: &Other<'_>) -> bool {
    let months = cx.values.period_or_date_month(cx.series).zip(other.month);
    months.is_some_and(|(own, theirs)| match relation.kind {
        Kind::Previous | Kind::Supersedes => theirs > own,
        Kind::SupersededBy => theirs < own,
        Kind::Related => false,
    })
}

/// The most papers of a circle that a finding names.
const NAMED: usize = 20;

/// The papers on the way back to the first of them, in words.
fn circle(cx: &PaperContext<'_>, way: &[usize]) -> String {
    let name = |at: &usize| format!("`{}`", cx.project.papers[*at].paper.file.name());
    let mut names: Vec<String> = way.iter().take(NAMED).map(name).collect();
    if way.len() > NAMED {
        names.push(format!("{} more", way.len() - NAMED));
    }
    names.extend(way.first().map(name));
    names.join(", ")
}

/// The other paper as the reference has it; a number with the file that it leads to.
fn written(cx: &PaperContext<'_>, relation: &Relation, other: &Other<'_>) -> String {
    let written = suggest::shown(cx.source(relation.span).trim_matches(['"', '\'']));
    if relation.form == Form::Number { format!("{written} (`{}`)", other.name()) } else { written }
}

/// The kind in a message on a paper of `series`: the field in backticks.
fn shown(series: &Series, kind: Kind) -> String {
    format!("`{}`", series.key_or_usual(kind.field()))
}
