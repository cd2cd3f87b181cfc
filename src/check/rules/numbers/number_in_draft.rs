use super::later_stage;
use crate::check::published::{PublishedChange, told_as_change};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::Role;
use crate::text::suggest;

rule! {
    /// A paper should not have a publication number before the stage at which it gets one.
    ///
    /// ## Why
    ///
    /// Numbers are assigned when a paper leaves its drafter. One on a draft is usually left over from
    /// the paper it was copied from, or was made up as a placeholder. The stage is the `allowed_from`
    /// of the series' `number`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// publication_number: "3733-0624"
    /// stage: draft
    /// ```
    ///
    /// ## How to fix
    ///
    /// Remove the number until the paper has reached that stage, or correct the stage.
    "number-in-draft", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(stage) = later_stage(cx) else { return };
    let Some((entry, number)) = cx.number().filter(|(_, text)| !text.is_empty()) else { return };
    let message = format!(
        "the paper has the number {} at the stage `{}`",
        suggest::shown(number),
        cx.stage_name()
    );
    let report = out.at(entry.value.span, message).help(help(cx, stage));
    let mut report = told_as_change(cx, report);
    // One that is malformed is reported as such, with the same advice.
    if !cx.series.number.as_ref().is_some_and(|rule| rule.is_match(number)) {
        let name = cx.paper.file.name();
        report = report.told_by("malformed-number", name).told_by("placeholder-text", name);
    }
    if let Some(place) = cx.place_of(Role::Stage) {
        report.label(place, "the stage");
    }
}

/// What to do about a number at a stage before `stage`.
fn help(cx: &PaperContext<'_>, stage: &str) -> String {
    let register = cx.project.register.as_ref();
    let is_sealed = register.is_some_and(|register| register.record(&cx.path).last().is_some());
    let published = cx.series.stages.published();
    if let Some(published) = published.filter(|_| is_sealed || PublishedChange::of(cx).is_some()) {
        let key = cx.series.key_or_usual(Role::Stage);
        return format!("write `{key}: {published}` again: a published paper keeps its number");
    }
    let mut assigned = register.into_iter().flat_map(|it| it.assigned_to(&cx.series.id, &cx.path));
    let way = if assigned.next().is_some() {
        format!("take the number back with {}", cx.number_command("unassign", ""))
    } else {
        format!("remove the number until the paper is at the stage `{stage}`")
    };
    format!("{way}, or correct the stage")
}
