use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::suggest;

rule! {
    /// A number in `previous`, `supersedes`, `superseded_by` or `related` should be that of a paper.
    ///
    /// ## Why
    ///
    /// A reference by number holds when files are moved, and is as easily mistyped as any number. The numbers of
    /// all series of the project are looked up, and those that gave way to others. A path that leads nowhere is
    /// found by `broken-link`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// supersedes: [3699-0324]
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the number. A paper that is older than the project has no file; name its page on the web.
    "dangling-relation", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    // A lone paper has no others to name.
    if cx.project.root.is_none() {
        return;
    }
    let Some(at) = cx.index() else { return };
    for relation in cx.relations().of(at) {
        if relation.to.is_none() && relation.is_number {
            let number = cx.source(relation.span);
            let number = number.trim_matches(['"', '\'']);
            out.at(relation.span, format!("no paper has the number {}", suggest::shown(number)))
                .help("correct the number, or name the paper's page on the web");
        }
    }
}
