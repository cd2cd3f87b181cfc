//! Pictures of a published paper that are not those that were sealed with it.

use super::differences::Place;
use crate::check::{PaperContext, Sink};
use crate::project::register::{Event, Register, Step};
use crate::text::suggest;

/// Reports them. Those at `changes` to the text, by which its seal is broken, belong to these.
pub(super) fn report(
    cx: &PaperContext<'_>,
    register: &Register,
    event: &Event,
    changes: Option<&[Place]>,
    out: &mut Sink<'_>,
) {
    let Some(sealed) = &event.sealed.pictures else { return };
    let now = cx.project.picture_seals(cx.file);
    let others = match changes {
        None => now.changed_since(sealed),
        Some(_) => now.unknown_to(sealed),
    };
    let is_told = |at: &usize| {
        let span = cx.paper.body().images.get(*at).map(|image| image.span);
        let meets = |change: &Place| {
            span.is_some_and(|it| change.span.start <= it.end && it.start <= change.span.end)
        };
        changes.into_iter().flatten().any(meets)
    };
    for at in others.into_iter().filter(|at| !is_told(at)) {
        let Some(image) = cx.paper.body().images.get(at) else { continue };
        let place = if image.url_span.is_empty() { image.span } else { image.url_span };
        let picture = suggest::shown(&image.url);
        let message = format!(
            "the picture {picture} was changed since the paper was {} on {}",
            event.described(),
            event.on
        );
        let restore = "restore the old file";
        let help = match event.step {
            Step::Withdrawn { .. } => restore.to_owned(),
            _ => format!(
                "{restore}, or make a revision: `issuepaper revise {} --why TEXT`",
                cx.argument()
            ),
        };
        let report = out.at(place, message).help(help);
        let report = report.label_in(&register.file, event.paper.span, "sealed here");
        // One that is missing has to come back first.
        if now.get(at).is_none() {
            let name = cx.paper.file.name();
            report.told_by("broken-link", name).told_by("unusable-picture", name);
        }
    }
}
