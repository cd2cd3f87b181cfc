use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::project::base::BaseSnapshot;

rule! {
    /// A number must not have gone to another paper on the base meanwhile.
    ///
    /// ## Why
    ///
    /// Two branches that each took the next number are both right until they are merged. This rule looks at
    /// what was added to the `--base` since the branch began, and finds the number, or its serial, on
    /// another paper there before the merge does.
    ///
    /// ## Example
    ///
    /// ```yaml base
    /// stage: draft
    /// ```
    ///
    /// ```yaml theirs
    /// publication_number: "3734-0624"
    /// ```
    ///
    /// ```yaml
    /// publication_number: "3734-0624"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Give the paper that is not yet merged another number: `issuepaper number renumber PAPER NUMBER`, or without a
    /// register by hand. Numbers that are claimed with `issuepaper number reserve` can't collide.
    "number-taken-on-base", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(base), Some((entry, _))) = (cx.project.base(), cx.number()) else { return };
    let own = cx.project.carried_number(cx.series, cx.paper);
    let Some(own) = own.filter(|own| own.is_valid && own.is_exclusive()) else { return };
    let path = &cx.path;
    let origin = cx.earlier().map(|earlier| earlier.path.as_str());
    for theirs in &base.upstream {
        let paper = theirs.paper.as_ref();
        let other = paper.and_then(|paper| cx.project.carried_number(cx.series, paper));
        let Some(other) = other.filter(|other| other.key() == own.key()) else { continue };
        // The same paper, here or there under another name.
        let is_own = theirs.path == *path || Some(theirs.path.as_str()) == origin;
        if is_own || was_renamed_there(base, path, origin) {
            continue;
        }
        let message = format!(
            "`{}` took the number `{}` on the base, in {}",
            theirs.path, other.number, theirs.commit
        );
        let report = out.at(entry.value.span, message);
        match cx.project.register {
            Some(_) => report.help(format!(
                "give this paper another number: {}; `issuepaper number next{}` names a free serial",
                cx.number_command("renumber", "NUMBER"),
        cx.series_option()
            )),
            None => report.help("give this paper another number, from whoever assigns them"),
        };
        return;
    }
}

/// Whether the paper at `path` has another name on the base, where its own is gone.
fn was_renamed_there(base: &BaseSnapshot, path: &str, origin: Option<&str>) -> bool {
    let is_gone = |name: &str| {
        base.upstream.iter().any(|theirs| theirs.path == name && theirs.paper.is_none())
    };
    is_gone(origin.unwrap_or(path))
}
