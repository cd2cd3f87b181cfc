use super::differences::{self, SHOWN};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::project::register::Event;
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
    /// lines at the end. The marks beside the seal show which places changed, and git shows what was there,
    /// if a commit has the sealed text.
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
    /// Restore the old text. If the change is intended, `issuepaper revise PAPER --why TEXT` makes it a
    /// revision, which the page and the register show; `issuepaper withdraw` withdraws the paper.
    "broken-seal", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(register) = &cx.project.register else { return };
    let path = &cx.path;
    let Some(event) = register.record(path).last() else { return };
    let Some(broken) = cx.shared.broken_seals.of(path) else { return };
    let text = cx.paper.file.text();
    let places = match &broken.sealed {
        Some(sealed) => differences::between(sealed, text),
        None => differences::by_marks(&event.marks, text),
    };
    let fallback = cx.place_of(Role::Stage).unwrap_or(Span::at(cx.paper.front().end.start));
    let place = places.first().map_or(fallback, |place| place.span);
    let message =
        format!("the paper was changed since it was {} on {}", event.described(), event.on);
    let report = differences::label(out.at(place, message), &places);
    report.label_in(&register.file, event.paper.span, "sealed here").help(help(
        event,
        &cx.argument(),
        places.len(),
    ));
}

fn help(event: &Event, argument: &str, changes: usize) -> String {
    let more = if changes > SHOWN {
        format!("{} in all; ", suggest::counted(changes, "change"))
    } else {
        String::new()
    };
    match event.step {
        crate::project::register::Step::Withdrawn { .. } => {
            format!("{more}restore the old text: it was withdrawn")
        }
        _ => format!(
            "{more}restore the old text, or make a revision: `issuepaper revise {argument} --why TEXT`"
        ),
    }
}
