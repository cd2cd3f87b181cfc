use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::CoreField;
use crate::text::source::Span;

rule! {
    /// A paper must keep the number that it was given.
    ///
    /// ## Why
    ///
    /// A number is on agendas and in letters before it is printed. When it changes, they all point to the
    /// wrong place, and when it is dropped, the next paper gets it. This rule looks at changes since the
    /// `--base`.
    ///
    /// ## Example
    ///
    /// ```yaml base
    /// publication_number: "3733-0624"
    /// ```
    ///
    /// ```yaml
    /// publication_number: "3734-0624"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Restore the old number. If it has to change, run `issuepaper number renumber PAPER NUMBER`: the
    /// register then leads from the old number to the new one.
    "changed-number", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(earlier), Some(rule)) = (cx.earlier(), &cx.series.number) else { return };
    let was = earlier.paper.text_field(CoreField::PublicationNumber).unwrap_or_default();
    let is_same_series =
        cx.project.series_of(&earlier.paper).is_some_and(|series| series.id == cx.series.id);
    if !rule.is_match(was) || !is_same_series || cx.number().is_some_and(|(_, now)| now == was) {
        return;
    }
    let (place, message) = match cx.number().filter(|(_, now)| !now.is_empty()) {
        Some((_, now)) if is_declared(cx, was, now) => return,
        Some((entry, now)) => {
            (entry.value.span, format!("the number `{was}` was changed to `{now}`"))
        }
        None => {
            let open = cx.place_of(CoreField::PublicationNumber);
            let place = open.unwrap_or(Span::at(cx.paper.front.end.start));
            (place, format!("the number `{was}` was dropped"))
        }
    };
    out.at(place, message)
        .help(format!("restore `{was}`, or change it with `issuepaper number renumber`"));
}

/// Whether the register leads from the old number to the new one.
fn is_declared(cx: &PaperContext<'_>, was: &str, now: &str) -> bool {
    let register = cx.project.register.as_ref();
    register.is_some_and(|register| register.alias(&cx.series.id, was) == Some(now))
}
