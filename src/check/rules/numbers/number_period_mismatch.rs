use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::fields::Month;
use crate::series::{Disagreement, Part, Role};
use crate::text::source::Span;

rule! {
    /// The parts of a number that repeat a field must agree with it.
    ///
    /// ## Why
    ///
    /// In a number such as `3733-0624` the last four digits are the month of the meeting, here June
    /// 2024. A paper that was copied forward often keeps the old ones. The `binds` in the series say
    /// which part repeats which field. If the series has no period, the number's month must not be
    /// before the paper's date (`not_before`).
    ///
    /// ## Example
    ///
    /// ```yaml
    /// publication_number: "3733-0624"
    /// period: 2024-09
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the number or the field, whichever is wrong. If the number was assigned like this, say
    /// why in the field `number_note`, and the rule accepts it.
    "number-period-mismatch", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(rule), Some((entry, text))) = (&cx.series.number, cx.number()) else { return };
    let span = entry.value.span;
    for disagreement in rule.disagreements(text, &cx.values) {
        let field = disagreement.field();
        let month = cx.values.month(field).map(Month::printed).unwrap_or_default();
        let label = match disagreement {
            Disagreement::Bind(bind) if bind.part != Part::Whole && rule.month(text).is_some() => {
                format!("this is {month}")
            }
            Disagreement::Bind(bind) => format!("the number repeats this as its `{}`", bind.group),
            Disagreement::Before(_) => format!("this is in {month}"),
        };
        let place = cx.place_of(field).unwrap_or(Span::at(span.end));
        let message = disagreement.described(rule, text, &cx.values);
        let note = cx.series.key(Role::NumberNote).map_or_else(String::new, |note| {
            format!("; if the number was assigned like this, say why in `{note}`")
        });
        let help = format!("correct the number or `{field}`{note}");
        out.at(span, message).label(place, label).help(help);
    }
}
