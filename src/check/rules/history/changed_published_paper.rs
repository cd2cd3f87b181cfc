use super::super::record::differences;
use super::{named_stage, stage, stage_place};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::Paper;
use crate::paper::seal::canonical;
use crate::project::base::BasePaper;
use crate::project::register::Record;
use crate::text::suggest;

rule! {
    /// A published paper must not be changed or renamed, not even temporarily.
    ///
    /// ## Why
    ///
    /// What was published is what the committee read, and nobody notices a change that was not declared. Where
    /// the register has the paper's seal, `broken-seal` finds the change. This rule finds it without a
    /// register, and it finds what no seal shows: that a paper was renamed, or was changed in one commit and
    /// changed back in another. It looks at changes since the `--base`. Line endings and blank lines at the end
    /// don't count. The stage from which papers must not change is the series' `frozen_from`. A paper that
    /// names no stage does not count as published.
    ///
    /// ## Example
    ///
    /// ```yaml base
    /// stage: published
    /// date: 2024-05-21
    /// ```
    ///
    /// ```yaml
    /// stage: published
    /// date: 2024-05-22
    /// ```
    ///
    /// ## How to fix
    ///
    /// Restore the old text and the old name. Make an intended change with `issuepaper revise` or
    /// `issuepaper withdraw`. To get rid of a commit that was reverted on the branch, rebase the branch.
    "changed-published-paper", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(earlier) = cx.earlier() else { return };
    let Some(series) = cx.project.series_of(&earlier.paper) else { return };
    let then = named_stage(&earlier.paper, series);
    if !then.is_some_and(|then| series.stages.is_frozen(then)) {
        return;
    }
    let path = &cx.path;
    let record = cx.project.register.as_ref().map(|register| register.record(path));
    let record = record.unwrap_or_default();
    let Some((message, help)) = problem(cx, earlier, record, path) else { return };
    let is_renamed = earlier.path != *path;
    let places = match (is_renamed, earlier.paper.file.text(), cx.paper.file.text()) {
        (false, was, now) if was != now => differences::between(was, now),
        _ => Vec::new(),
    };
    let place = places.first().map_or(stage_place(cx), |place| place.span);
    differences::label(out.at(place, message), &places).help(help);
}

fn problem(
    cx: &PaperContext<'_>,
    earlier: &BasePaper,
    record: Record<'_>,
    path: &str,
) -> Option<(String, String)> {
    let (was, now) = (earlier.paper.file.text(), cx.paper.file.text());
    if earlier.path != *path && record.last().is_none() {
        let name = &earlier.path;
        let message = format!("the published paper `{name}` was renamed to `{path}`");
        if canonical(was) == canonical(now) {
            return Some((message, format!("restore its name: `{name}`")));
        }
        let help = format!(
            "restore its name and its text: `git restore --source REV {}` has both, REV being the base",
            suggest::argument(name)
        );
        return Some((format!("{message} and changed"), help));
    }
    if canonical(was) != canonical(now) {
        let is_declared = record.last().is_some() || is_withdrawal(cx, earlier);
        return (!is_declared).then(|| {
            (
                "the published paper was changed".to_owned(),
                format!(
                    "restore its text, or make a revision: `issuepaper revise {} --why TEXT`",
                    cx.argument()
                ),
            )
        });
    }
    let is_other = |paper: &Paper| {
        let text = paper.file.text();
        canonical(text) != canonical(was) && !record.has_sealed(text)
    };
    let version =
        earlier.versions.iter().find(|version| version.paper.as_ref().is_none_or(is_other))?;
    let what = if version.paper.is_some() { "changed in" } else { "deleted by" };
    Some((
        format!("the published paper was {what} {} and changed back later", version.commit),
        "remove both commits from the branch, so that its history does not show the change"
            .to_owned(),
    ))
}

/// Whether the paper was withdrawn without a register: nothing but its front matter changed.
fn is_withdrawal(cx: &PaperContext<'_>, earlier: &BasePaper) -> bool {
    let then = stage(&earlier.paper, cx.series);
    let body = |paper: &Paper| canonical(paper.file.slice(paper.body_span())).into_owned();
    cx.values.stage > then
        && cx.series.stages.is_legal(then, cx.values.stage)
        && body(cx.paper) == body(&earlier.paper)
}
