use super::differences::{self, SHOWN};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::CoreField;
use crate::project::register::Event;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A paper must stay as it was sealed when it was published, revised or withdrawn.
    ///
    /// ## Why
    ///
    /// A published paper is what the committee was told. Whoever cites it must find the same words again. The
    /// register keeps a hash of its text, the seal, which any change breaks; line ends and blank lines at
    /// the end are no change. The places that changed are told by the marks beside the seal, and what stood
    /// there by git, where a commit has the sealed text.
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
    /// Put the old text back. If the change is meant, `issuepaper revise PAPER --why TEXT` makes a revision
    /// of it, which the page and the register tell of; `issuepaper withdraw` takes the paper back.
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
    let fallback = cx.place_of(CoreField::Stage).unwrap_or(Span::at(cx.paper.front.end.start));
    let place = places.first().map_or(fallback, |place| place.span);
    let message =
        format!("the paper was changed since it was {} on {}", event.described(), event.on);
    let report = differences::label(out.at(place, message), &places);
    report.label_in(&register.file, event.paper.span, "sealed here").help(help(
        event,
        path,
        places.len(),
    ));
}

fn help(event: &Event, path: &str, changes: usize) -> String {
    let more = if changes > SHOWN {
        format!("{} in all; ", suggest::counted(changes, "change"))
    } else {
        String::new()
    };
    match event.step {
        crate::project::register::Step::Withdrawn { .. } => {
            format!("{more}put the old text back: it was withdrawn")
        }
        _ => format!(
            "{more}put the old text back, or make a revision: `issuepaper revise {path} --why …`"
        ),
    }
}
