//! Changes to papers since a base. Without `--base` these rules find nothing.

mod changed_number;
mod changed_published_paper;
mod deleted_published_paper;
mod illegal_stage_move;
mod number_taken_on_base;
mod rewritten_record;

use crate::check::PaperContext;
use crate::check::RuleFamily;
use crate::check::rule::Rule;
use crate::paper::Paper;
use crate::series::Role;
use crate::series::{Series, Values};
use crate::text::source::Span;

const FAMILY: RuleFamily = RuleFamily::History;

pub(super) const RULES: &[&Rule] = &[
    &changed_number::RULE,
    &changed_published_paper::RULE,
    &deleted_published_paper::RULE,
    &illegal_stage_move::RULE,
    &number_taken_on_base::RULE,
    &rewritten_record::RULE,
];

/// The stage of a paper as it was, as an index.
fn stage(paper: &Paper, series: &Series) -> usize {
    Values::new(paper, series).stage
}

/// Like [`stage`], but none if the paper does not name its stage. Such a paper is judged as finished, so
/// that nothing is excused, but nobody declared it finished.
fn named_stage(paper: &Paper, series: &Series) -> Option<usize> {
    series.text(paper, Role::Stage).map(|_| stage(paper, series))
}

/// Where the stage of the paper is, or would be.
fn stage_place(cx: &PaperContext<'_>) -> Span {
    cx.place_of(Role::Stage).unwrap_or(Span::at(cx.paper.front().end.start))
}
