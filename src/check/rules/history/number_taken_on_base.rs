use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::CoreField;
use crate::paper::Paper;
use crate::project::base::BaseSnapshot;
use crate::series::NumberRule;

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
    /// Give the paper that is not yet merged another number: `issuepaper number renumber PAPER NUMBER`. Numbers
    /// that are claimed with `issuepaper number reserve` can't collide.
    "number-taken-on-base", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(base), Some(rule)) = (cx.project.base(), &cx.series.number) else { return };
    let Some((entry, number)) = cx.number().filter(|(_, number)| rule.is_match(number)) else {
        return;
    };
    let path = &cx.path;
    let is_same = |other: &str| is_same_number(rule, number, other);
    let origin = cx.earlier().map(|earlier| earlier.path.as_str());
    for theirs in &base.upstream {
        let Some(other) = theirs.paper.as_ref().and_then(|paper| own_number(cx, paper)) else {
            continue;
        };
        // The same paper, here or there under another name.
        let is_own = theirs.path == *path || Some(theirs.path.as_str()) == origin;
        if is_own || !is_same(other) || was_renamed_there(base, path, origin) {
            continue;
        }
        let message = format!(
            "`{}` took the number `{other}` on the base, in {}",
            theirs.path, theirs.commit
        );
        out.at(entry.value.span, message).help(format!(
            "give one of the two another number: `issuepaper number renumber {path} NUMBER`"
        ));
        return;
    }
}

fn is_same_number(rule: &NumberRule, number: &str, other: &str) -> bool {
    let serials = rule.group(number, "serial").zip(rule.group(other, "serial"));
    !rule.allows_sharing() && (number == other || serials.is_some_and(|(own, other)| own == other))
}

/// The number of a paper of the same series.
fn own_number<'t>(cx: &PaperContext<'_>, paper: &'t Paper) -> Option<&'t str> {
    let series = cx.project.series_of(paper)?;
    paper.text_field(CoreField::PublicationNumber).filter(|_| series.id == cx.series.id)
}

/// Whether the paper at `path` has another name on the base, where its own is gone.
fn was_renamed_there(base: &BaseSnapshot, path: &str, origin: Option<&str>) -> bool {
    let is_gone = |name: &str| {
        base.upstream.iter().any(|theirs| theirs.path == name && theirs.paper.is_none())
    };
    is_gone(origin.unwrap_or(path))
}
