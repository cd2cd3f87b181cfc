use super::super::numbers::another_number;
use crate::check::published::told_as_change;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::project::Original;
use crate::series::Role;

rule! {
    /// A published paper should be sealed in the register.
    ///
    /// ## Why
    ///
    /// Without its seal nobody notices when a published paper changes. A paper whose stage was set to
    /// `published` by hand was also never checked for markings, placeholders and open comments. A project
    /// without `numbers.yaml` has no register, and the rule does not apply.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// stage: published
    /// ```
    ///
    /// ```yaml numbers.yaml
    /// assigned:
    ///   - { number: 3733-0624, paper: paper-0.md, on: 2024-05-02 }
    /// ```
    ///
    /// ## How to fix
    ///
    /// Run `issuepaper publish PAPER`; `--on` sets the day of a paper that was published before.
    "unsealed-paper", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(register) = &cx.project.register else { return };
    let Some(place) = cx.place_of(Role::Stage) else { return };
    if !cx.series.stages.is_frozen(cx.values.stage) || !cx.is_stage_certain() {
        return;
    }
    if register.record(&cx.path).last().is_some() {
        return;
    }
    let original = cx.project.original_of(cx.file);
    let (message, help) = match original {
        Some(Original { path, number: Some(number), is_gone: false }) => (
            format!("the paper is {} with the number of `{path}`", cx.stage_name()),
            format!("`{number}` stays with `{path}`; {}", another_number(cx)),
        ),
        Some(Original { path, .. }) => (
            format!("the paper was published as `{path}`, where it is no more"),
            format!("move it back to `{path}`: a published paper keeps its name"),
        ),
        None => {
            let seals = format!(
                "`issuepaper publish {}` seals it; `--on` sets the day it was published",
                cx.argument()
            );
            // A sealed paper gets no number.
            let is_numbered = !cx.wants_number() || cx.number().is_some();
            let help =
                if is_numbered { seals } else { format!("give it its number first; then {seals}") };
            (format!("the paper is {} but not sealed", cx.stage_name()), help)
        }
    };
    let report = told_as_change(cx, out.at(place, message).help(help));
    // Whose number it is.
    if original.is_some_and(|original| original.number.is_some()) {
        report.told_by("register-mismatch", cx.paper.file.name());
    }
}
