use super::super::numbers::later_stage;
use crate::check::published::told_as_change;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::project::register::EntryKind;
use crate::series::Role;
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
    /// stage: cleared
    /// ```
    ///
    /// ```yaml
    /// publication_number: "3734-0624"
    /// stage: cleared
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
    let (Some(was), Some(_)) = (cx.earlier_number(), &cx.series.number) else { return };
    let was = was.as_ref();
    let now = cx.project.carried_number(cx.series, cx.paper);
    let is_same = now.as_ref().is_some_and(|now| now.number == was);
    if is_same || is_void(cx, was) {
        return;
    }
    let is_valid = now.as_ref().is_none_or(|now| now.is_valid);
    let now = now.as_ref().map(|now| now.number.as_ref());
    let written = cx.number().filter(|(_, written)| !written.is_empty());
    let (place, message) = match (written, now) {
        (Some(_), Some(now)) if is_declared(cx, was, now) => return,
        (Some((entry, written)), _) => {
            (entry.value.span, format!("the number `{was}` was changed to `{written}`"))
        }
        // A paper that may not have a number yet is told to remove it.
        (None, _) if later_stage(cx).is_some() => return,
        (None, _) => {
            let open = cx.place_of(Role::Number);
            let place = open.unwrap_or(Span::at(cx.paper.front().end.start));
            (place, format!("the number `{was}` was dropped"))
        }
    };
    let mut report = told_as_change(cx, out.at(place, message).help(help(cx, was, now)));
    let name = cx.paper.file.name();
    // The rules on numbers report one that is no number, and one that the register has otherwise.
    if !is_valid {
        report = report.told_by("malformed-number", name).told_by("placeholder-text", name);
    }
    if is_registered(cx, was) {
        report.told_by("register-mismatch", name);
    }
}

fn help(cx: &PaperContext<'_>, was: &str, now: Option<&str>) -> String {
    match now {
        _ if cx.project.register.is_none() => format!("restore `{was}`"),
        Some(now) => format!(
            "restore `{was}`; if it has to change, then run {}",
            cx.number_command("renumber", now)
        ),
        None => format!(
            "restore `{was}`; if it has to go, then run {} and {}",
            cx.number_command("assign", ""),
            cx.number_command("unassign", "--why TEXT")
        ),
    }
}

/// Whether the register has the number for the paper, which `register-mismatch` compares with the paper.
fn is_registered(cx: &PaperContext<'_>, was: &str) -> bool {
    let register = cx.project.register.as_ref();
    register.is_some_and(|register| {
        register.assigned_to(&cx.series.id, &cx.path).any(|own| own.number.value == was)
    })
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
