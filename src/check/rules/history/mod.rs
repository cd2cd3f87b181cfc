//! Changes to papers since a base. Without `--base` these rules find nothing.

mod changed_number;
mod changed_published_paper;
mod deleted_published_paper;
mod illegal_stage_move;
mod number_taken_on_base;
mod rewritten_record;

use std::path::Path;

use crate::check::PaperContext;
use crate::check::RuleFamily;
use crate::check::rule::Rule;
use crate::paper::Paper;
use crate::project::base::{BasePaper, BaseSnapshot};
use crate::project::{Project, paths};
use crate::series::Role;
use crate::series::{Series, Values};
use crate::text::source::Span;
use crate::text::suggest;

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

/// Where the stage of the paper is, or would be.
fn stage_place(cx: &PaperContext<'_>) -> Span {
    cx.place_of(Role::Stage).unwrap_or(Span::at(cx.paper.front().end.start))
}

/// The command that brings back a file of the base that is at `inner` in the project, and is called `path` by the user.
fn restore_file(base: &BaseSnapshot, inner: &str, path: &str) -> String {
    let path = suggest::argument(path);
    match &base.folder {
        Some(folder) => {
            let then = paths::display(&Path::new(folder).join(inner));
            let then = suggest::argument(&format!("{}:{then}", base.revision));
            format!("`git show {then} > {path}`")
        }
        None => format!("`git restore --source {} {path}`", suggest::argument(&base.revision)),
    }
}

/// The command that brings a paper of the base back, with its text of then.
fn restore_command(project: &Project, earlier: &BasePaper) -> String {
    let path = paths::display(&project.path_of(&earlier.path));
    if let Some(elsewhere) = &earlier.elsewhere {
        let then = suggest::argument(&format!("{}:{elsewhere}", earlier.revision));
        return format!("`git show {then} > {}`", suggest::argument(&path));
    }
    let [revision, path] = [&earlier.revision, &path].map(|part| suggest::argument(part));
    format!("`git restore --source {revision} {path}`")
}
