use super::differences::{self, Place, SHOWN};
use super::pictures;
use crate::check::rule::rule;
use crate::check::sealed::BrokenSeal;
use crate::check::{PaperContext, Sink};
use crate::project::register::{Entry, Event, Register, Step};
use crate::series::Role;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A paper must stay as it was sealed when it was published, revised or withdrawn.
    ///
    /// ## Why
    ///
    /// A published paper is what the committee read. Whoever cites it must find the same words again. The
    /// register has a hash of its text, the seal, which any change breaks, except to line endings and blank
    /// lines at the end, and one of each picture that it shows. The marks beside the seal show which places changed,
    /// and git shows what was there, if a commit has the sealed text.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// stage: published
    /// ```
    ///
    /// ```yaml numbers.yaml
    /// published:
    ///   - { paper: paper-0.md, on: 2024-06-12, seal: 87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7 }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Restore the old text, or the old picture. If the change is intended, `issuepaper revise PAPER --why TEXT` makes it a
    /// revision, which the page and the register show; `issuepaper withdraw` withdraws the paper.
    "broken-seal", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(register) = &cx.project.register else { return };
    let path = &cx.path;
    let Some(event) = register.record(path).last() else { return };
    let broken = cx.shared.broken_seals.of(path);
    let places = broken.map(|broken| report_text(cx, register, (event, broken), out));
    pictures::report(cx, register, event, places.as_deref(), out);
}

/// Reports that the text was changed; returns where.
fn report_text(
    cx: &PaperContext<'_>,
    register: &Register,
    (event, broken): (&Event, &BrokenSeal),
    out: &mut Sink<'_>,
) -> Vec<Place> {
    let text = cx.paper.file.text();
    let places = match &broken.sealed {
        Some(sealed) => differences::between(sealed, text),
        None => differences::by_marks(&event.sealed.marks, text),
    };
    let fallback = cx.place_of(Role::Stage).unwrap_or(Span::at(cx.paper.front().end.start));
    let place = places.first().map_or(fallback, |place| place.span);
    let message =
        format!("the paper was changed since it was {} on {}", event.described(), event.on);
    let report = differences::label(out.at(place, message), &places);
    report.label_in(&register.file, event.paper.span, "sealed here").help(format!(
        "{}{}",
        more(places.len()),
        help(cx, register, event, broken)
    ));
    places
}

/// That there are more changes than are shown.
fn more(changes: usize) -> String {
    match changes {
        0..=SHOWN => String::new(),
        _ => format!("{} in all; ", suggest::counted(changes, "change")),
    }
}

fn help(cx: &PaperContext<'_>, register: &Register, event: &Event, broken: &BrokenSeal) -> String {
    let (stages, argument) = (&cx.series.stages, cx.argument());
    if let Some(stage) = event.sealed_stage(cx.series, cx.paper) {
        let restore = format!("write `{}` again", written_stage(cx, stage));
        let is_typed = stages.withdrawn() == Some(cx.stage_name());
        return match event.step {
            Step::Withdrawn { .. } => format!("{restore}: the paper was withdrawn"),
            _ if is_typed => format!(
                "withdraw it with `issuepaper withdraw {argument} --why TEXT`, or {restore}"
            ),
            _ => format!("{restore}: nothing else was changed"),
        };
    }
    if matches!(event.step, Step::Withdrawn { .. }) {
        return "restore the old text: it was withdrawn".to_owned();
    }
    let stage = late_stage(cx).map(|stage| format!("set `{}` and ", written_stage(cx, stage)));
    let revise = format!(
        "restore the old text, or {}make a revision: `issuepaper revise {argument} --why TEXT`",
        stage.unwrap_or_default()
    );
    // The register may be wrong, if it does not have the number of the sealed text.
    let was_there = |number: &&str| broken.sealed.as_ref().is_none_or(|it| it.contains(*number));
    let Some(number) = changed_number(cx, register).filter(was_there) else { return revise };
    let again = format!("write `{number}` again: a published paper keeps its number");
    let restored = cx.series.rewritten(cx.paper, &[(Role::Number, number)]);
    if event.sealed.is_of(&restored) { again } else { format!("{again}; then {revise}") }
}

/// A stage as the front matter names it.
fn written_stage(cx: &PaperContext<'_>, stage: &str) -> String {
    format!("{}: {stage}", cx.series.key(Role::Stage).unwrap_or_default())
}

/// The number that the register has for the paper, if the paper has another or none.
fn changed_number<'r>(cx: &PaperContext<'_>, register: &'r Register) -> Option<&'r str> {
    let carried = cx.project.carried_number(cx.series, cx.paper);
    let carried = carried.as_ref().map(|carried| carried.number.as_ref());
    let mut own = register.assigned_to(&cx.series.id, &cx.path);
    let first = own.next()?.number.value.as_str();
    let is_same = |own: &Entry| carried == Some(own.number.value.as_str());
    (carried != Some(first) && !own.any(is_same)).then_some(first)
}

/// The stage of published papers, if the paper was set to a later one by hand.
fn late_stage<'p>(cx: &PaperContext<'p>) -> Option<&'p str> {
    let stages = &cx.series.stages;
    let is_late = stages.frozen_from.is_some_and(|frozen| cx.values.stage > frozen);
    stages.published().filter(|_| is_late && cx.is_stage_certain())
}
