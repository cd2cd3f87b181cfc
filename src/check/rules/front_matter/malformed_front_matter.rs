use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::source::Span;

rule! {
    /// The block of fields at the top of a paper must be readable.
    ///
    /// ## Why
    ///
    /// The fields are between two `---` lines and written in YAML 1.2, a plain format of `key: value`
    /// lines. Some characters have a special meaning in YAML: a colon followed by a space, a `[` or
    /// `*` at the start of a value, a tab. A value that is read as something else, or not at all,
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
    /// The finding says what is wrong. Usually, double quotes around the value are enough:
    /// `title: "Cargo fees: a second look"`.
    "malformed-front-matter", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.paper.front().is_absent && !cx.series.needs_front_matter() {
        return;
    }
    if let Some(name) = cx.series.front_matter_file.as_ref().filter(|_| cx.paper.front().is_absent)
    {
        let start = Span::at(cx.paper.front().span.start);
        let message = format!("there is no `{name}` with the front matter beside the paper");
        out.at(start, message).help(format!("write `{name}` with `key: value` lines"));
        return;
    }
    for problem in &cx.paper.front().problems {
        out.at(problem.span, &problem.message).help(&problem.help);
    }
}
