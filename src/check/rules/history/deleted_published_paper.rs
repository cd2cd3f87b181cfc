use super::named_stage;
use crate::check::Sink;
use crate::check::rule::rule;
use crate::project::Project;
use crate::series::Role;
use crate::text::suggest;

rule! {
    /// A published paper must not be deleted.
    ///
    /// ## Why
    ///
    /// Others cite it, and records law requires that it be kept. A paper that no longer applies is withdrawn:
    /// it stays where it is and says so. This rule looks at changes since the `--base` when all papers of the
    /// project are checked; its findings show the paper as it was.
    ///
    /// ## Example
    ///
    /// ```yaml base
    /// publication_number: "3740-0624"
    /// stage: published
    /// ```
    ///
    /// ## How to fix
    ///
    /// Restore it with `git restore --source REV PATH`, and withdraw it with `issuepaper withdraw` if it no
    /// longer applies.
    "deleted-published-paper", Error => Project(check)
}

fn check(project: &Project, out: &mut Sink<'_>) {
    let Some(base) = project.base() else { return };
    for earlier in base.deleted() {
        let paper = &earlier.paper;
        let Some(series) = project.series_of(paper) else { continue };
        let then = named_stage(paper, series);
        if !then.is_some_and(|then| series.stages.is_frozen(then)) {
            continue;
        }
        let mut entry = [Role::Number, Role::Stage].into_iter();
        let entry = entry.find_map(|role| series.entry(paper, role));
        let place = entry.map_or(paper.front().span, |entry| entry.value.span);
        let path = &earlier.path;
        out.in_file(&paper.file, place, format!("the published paper `{path}` was deleted"))
            .help(format!(
                "restore it with `git restore --source REV {}`, REV being the base; `issuepaper withdraw` withdraws a \
                 paper that no longer applies",
                suggest::argument(path)
            ));
    }
}
