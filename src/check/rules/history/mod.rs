//! What was done to papers since a base. Without `--base` none of these rules has anything to look at.

mod changed_number;
mod changed_published_paper;
mod deleted_published_paper;
mod illegal_stage_move;
mod number_taken_on_base;
mod rewritten_record;

use crate::check::PaperContext;
use crate::check::rule::Rule;
use crate::paper::Paper;
use crate::series::{Series, Values};
use crate::source::Span;

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

/// Where a paper tells its stage, or could.
fn stage_place(cx: &PaperContext<'_>) -> Span {
    cx.place_of("stage").unwrap_or(Span::at(cx.paper.front.end.start))
}
