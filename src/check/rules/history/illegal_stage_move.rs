use super::{stage, stage_place};
use crate::check::published::named_stage;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::Role;
use crate::text::suggest;

rule! {
    /// A paper's stage must move as its series allows, step by step.
    ///
    /// ## Why
    ///
    /// Each stage stands for somebody's decision: that a paper was reviewed, that it was cleared. A paper that
    /// skips one never had that decision, and one that moves back loses a decision that was made. The moves are
    /// the `moves` of the series' `stages`. This rule looks at changes since the `--base`, commit by commit. A
    /// paper without a stage at the base may move to any.
    ///
    /// ## Example
    ///
    /// ```yaml base
    /// stage: draft
    /// ```
    ///
    /// ```yaml
    /// stage: cleared
    /// ```
    ///
    /// ## How to fix
    ///
    /// Set the stage to the next one, or back to what it was. A move in an earlier commit of the branch has to go
    /// from its history: `git rebase -i REV` joins or changes commits. If the move should be allowed, add it to
    /// the series.
    "illegal-stage-move", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(earlier) = cx.earlier() else { return };
    let is_same_series =
        cx.project.series_of(&earlier.paper).is_some_and(|series| series.id == cx.series.id);
    if !is_same_series || !cx.is_stage_certain() {
        return;
    }
    let stages = &cx.series.stages;
    let of_version = |version: &crate::project::base::Version| {
        Some((stage(version.paper.as_ref()?, cx.series), Some(version.commit.clone())))
    };
    let steps = earlier.versions.iter().filter_map(of_version);
    let Some(mut from) = named_stage(&earlier.paper, cx.series) else { return };
    for (to, commit) in steps.chain([(cx.values.stage, None)]) {
        if !stages.is_legal(from, to) {
            let how = if to < from { "moved back" } else { "jumped" };
            let (was, is) = (stages.name(from), stages.name(to));
            let is_past = commit.is_some();
            let when = commit.map(|commit| format!(" in {commit}")).unwrap_or_default();
            let message = format!("the stage {how} from `{was}` to `{is}`{when}");
            let next = suggest::listed(stages.next(from));
            out.at(stage_place(cx), message).help(help(cx, was, &next, is_past));
            return;
        }
        from = to;
    }
}

fn help(cx: &PaperContext<'_>, was: &str, next: &str, is_past: bool) -> String {
    let allowed = match next {
        "" => format!("a paper stays at the stage `{was}`"),
        next => format!("from `{was}` a paper goes to {next}"),
    };
    let key = cx.series.key_or_usual(Role::Stage);
    match (is_past, next) {
        (true, _) => format!(
            "change that commit, or join it with others by `git rebase -i`, so that the history of the branch does not \
             show the move; {allowed}"
        ),
        (false, "") => format!("{allowed}; write `{key}: {was}` again"),
        (false, _) => format!("{allowed}; write that, or `{key}: {was}` again"),
    }
}
