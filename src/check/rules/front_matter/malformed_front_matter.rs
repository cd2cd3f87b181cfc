use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};

rule! {
    /// The block of fields at the head of a paper must be readable.
    ///
    /// ## Why
    ///
    /// The fields stand between two lines `---` and are written in YAML 1.2, a plain format of
    /// `key: value` lines. YAML gives some characters a meaning of their own: a colon with a space
    /// behind it, a `[` or `*` in front, a tab. A value that is read as something else, or not at all,
    /// would leave a gap on the printed cover.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// title: Cargo fees: a second look
    /// ```
    ///
    /// ## How to fix
    ///
    /// The finding says what stands in the way. Most often double quotes around the value are enough:
    /// `title: "Cargo fees: a second look"`.
    "malformed-front-matter", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for problem in &cx.paper.front.problems {
        out.at(problem.span, &problem.message).help(&problem.help);
    }
}
