use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::quoting;
use crate::series::Role;
use crate::text::characters::visible;
use crate::text::finding::Fix;
use crate::text::suggest;
use crate::yaml::Style;

rule! {
    /// The series that a paper names must exist.
    ///
    /// ## Why
    ///
    /// The series says which fields and sections a paper needs, what its number looks like and how it
    /// is printed. A series is built in, or a folder under `templates/` in the project.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// series: coca
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the name, or leave the field out: the paper then belongs to the project's own
    /// series.
    "unknown-series", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.is_own_series() {
        return;
    }
    let Some((entry, _)) = cx.values.value(Role::Series) else { return };
    let Some(scalar) = entry.value.scalar() else { return };
    let text = scalar.text.trim();
    let names = cx.project.library.names();
    if names.iter().any(|name| *name == visible(text)) {
        return;
    }
    let names = || names.iter().map(String::as_str);
    let near = suggest::nearest(text, names());
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("the series are {}", suggest::listed(names())),
    };
    let message = format!("there is no series {}", suggest::shown(text));
    let report = out.at(entry.value.span, message).help(help);
    if let Some(near) = near.filter(|_| scalar.style != Style::Block) {
        let fix = Fix::risky(
            format!("write `{near}`"),
            entry.value.span,
            quoting::like(cx.source(entry.value.span), near),
        );
        report.fix(Fix { safe: near == text.to_lowercase(), ..fix });
    }
}
