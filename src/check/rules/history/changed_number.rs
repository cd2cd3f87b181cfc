use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::CoreField;
use crate::project::register::EntryKind;
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
    /// register then leads from the old number to the new one. `issuepaper number unassign PAPER --why TEXT` takes a
    /// number back that nobody else may get.
    "changed-number", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(earlier), Some(_)) = (cx.earlier(), &cx.series.number) else { return };
    let Some(was) = cx.project.carried_number(cx.series, &earlier.paper) else { return };
    let now = cx.project.carried_number(cx.series, cx.paper);
    let now = now.as_ref().map(|now| now.number.as_ref());
    let was = was.is_valid.then_some(was.number);
    let Some(was) = was.filter(|was| now != Some(was.as_ref())) else { return };
    let was = was.as_ref();
    if is_void(cx, was) {
        return;
    }
    let written = cx.number().filter(|(_, written)| !written.is_empty());
    let (place, message) = match (written, now) {
        (Some(_), Some(now)) if is_declared(cx, was, now) => return,
        (Some((entry, written)), _) => {
            (entry.value.span, format!("the number `{was}` was changed to `{written}`"))
        }
        (None, _) => {
            let open = cx.place_of(CoreField::PublicationNumber);
            let place = open.unwrap_or(Span::at(cx.paper.front().end.start));
            (place, format!("the number `{was}` was dropped"))
        }
    };
    out.at(place, message).help(help(cx, was, now));
}

fn help(cx: &PaperContext<'_>, was: &str, now: Option<&str>) -> String {
    let path = cx.argument();
    let Some(register) = &cx.project.register else { return format!("restore `{was}`") };
    let is_assigned =
        register.assigned_to(&cx.series.id, &cx.path).any(|own| own.number.value == was);
    match now {
        Some(now) if is_assigned => format!(
            "restore `{was}`, or record the change with `issuepaper number renumber {path} {now}`"
        ),
        Some(now) => format!(
            "restore `{was}`; if it has to change, then run `issuepaper number renumber {path} {now}`"
        ),
        None if is_assigned => format!(
            "restore `{was}`, or take it back with `issuepaper number unassign {path} --why TEXT`"
        ),
        None => format!(
            "restore `{was}`, or make it void with `issuepaper number void {was} --why TEXT`"
        ),
    }
}

/// Whether the register says that the number was taken back: nobody gets it, or who had reserved it.
fn is_void(cx: &PaperContext<'_>, was: &str) -> bool {
    let entry = cx.project.register.as_ref().and_then(|it| it.entry(&cx.series.id, was));
    entry.is_some_and(|entry| !matches!(entry.kind, EntryKind::Assigned { .. }))
}

/// Whether the register leads from the old number to the new one.
fn is_declared(cx: &PaperContext<'_>, was: &str, now: &str) -> bool {
    let register = cx.project.register.as_ref();
    register.is_some_and(|register| register.leads(&cx.series.id, was, now))
}
