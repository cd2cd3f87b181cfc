use super::later_stage;
use crate::check::published::PublishedChange;
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
    // One that is malformed is reported as such, with the same advice.
    let is_number = |text: &str| cx.series.number.as_ref().is_some_and(|it| it.is_match(text));
    let Some((entry, number)) = cx.number().filter(|(_, text)| is_number(text)) else { return };
    let message = format!(
        "the paper has the number {} at the stage `{}`",
        suggest::shown(number),
        cx.stage_name()
    );
    let register = cx.project.register.as_ref();
    // What was published keeps its number and its stage, which other rules tell.
    let is_sealed = register.is_some_and(|register| register.record(&cx.path).last().is_some());
    if is_sealed || PublishedChange::of(cx).is_some() {
        return;
    }
    let mut assigned = register.into_iter().flat_map(|it| it.assigned_to(&cx.series.id, &cx.path));
    let way = if assigned.next().is_some() {
        format!("take the number back with {}", cx.number_command("unassign", ""))
    } else {
        format!("remove the number until the paper is at the stage `{stage}`")
    };
    let report = out.at(entry.value.span, message).help(format!("{way}, or correct the stage"));
    if let Some(place) = cx.place_of(Role::Stage) {
        report.label(place, "the stage");
    }
}
