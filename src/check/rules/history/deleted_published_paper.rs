use super::named_stage;
use crate::check::Sink;
use crate::check::rule::rule;
use crate::project::Project;

rule! {
    /// A published paper must not be deleted.
    ///
    /// ## Why
    ///
    /// Others cite it, and the law on records asks for it. A paper that holds no longer is withdrawn: it stays
    /// where it is and says so. This rule looks at what was done since the base of `--base` when all papers
    /// of the project are checked; what is found stands in the paper as it was.
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
    /// Put it back by `git restore --source REV PATH`, and withdraw it by `issuepaper withdraw` if it holds no
    /// longer.
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
        let entry = ["publication_number", "stage"].iter().find_map(|key| paper.front.get(key));
        let place = entry.map_or(paper.front.span, |entry| entry.value.span);
        let path = &earlier.path;
        out.in_file(&paper.file, place, format!("the published paper `{path}` was deleted"))
            .help("put it back; `issuepaper withdraw` takes back a paper that holds no longer");
    }
}
