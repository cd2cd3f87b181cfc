//! Publication numbers.

mod contradictory_register;
mod duplicate_number;
mod incomplete_entry;
mod malformed_number;
mod missing_number;
mod missing_registered_paper;
mod number_in_draft;
mod number_period_mismatch;
mod number_without_quotes;
mod register_mismatch;

use crate::check::PaperContext;
use crate::check::RuleFamily;
use crate::check::rule::Rule;
use crate::project::register::Serial;
use crate::series::Role;

/// The first stage at which the paper may have a number, if it is surely not that far yet.
pub(super) fn later_stage<'p>(cx: &PaperContext<'p>) -> Option<&'p str> {
    let rule = cx.series.number.as_ref()?;
    // One that is missing may be any.
    let is_missing = || {
        let field = cx.series.field(Role::Stage);
        let is_needed = field.is_some_and(|it| cx.need(it.required, &it.when).is_some());
        is_needed && cx.place_of(Role::Stage).is_none()
    };
    let is_early = cx.values.stage < rule.allowed_from && cx.is_stage_certain() && !is_missing();
    is_early.then(|| cx.series.stages.name(rule.allowed_from))
}

/// Whether the paper has lost the number that it had at the base or has in the register, which other rules say.
fn is_dropped(cx: &PaperContext<'_>) -> bool {
    let register = cx.project.register.as_ref();
    let is_assigned = register
        .is_some_and(|register| register.assigned_to(&cx.series.id, &cx.path).next().is_some());
    // One that was taken back is no loss.
    let is_lost = |was: &str| register.is_none_or(|it| it.entry(&cx.series.id, was).is_none());
    is_assigned || cx.earlier_number().is_some_and(|was| is_lost(&was))
}

/// What to do about a number that is another paper's, in a project with a register.
pub(super) fn another_number(cx: &PaperContext<'_>) -> String {
    format!(
        "give the paper another number with {}; `issuepaper number next{}` names a free serial",
        cx.number_command("renumber", "NUMBER"),
        cx.series_option()
    )
}

/// Whether the serial of `number` is zero, which no desk issues, and no block of the register has it. A number that is a
/// count and nothing else may begin with it.
fn has_empty_serial(cx: &PaperContext<'_>, number: &str) -> bool {
    let rule = cx.series.number.as_ref();
    if rule.is_none_or(|rule| rule.pattern.capture_names().flatten().next().is_none()) {
        return false;
    }
    let serial = Serial::of(cx.series.number.as_ref(), number);
    let Some(serial) = serial.filter(|serial| serial.value() == 0) else { return false };
    let register = cx.project.register.as_ref();
    let mut blocks = register.into_iter().flat_map(|it| it.blocks_of(&cx.series.id));
    !blocks.any(|block| block.has(&serial))
}

const FAMILY: RuleFamily = RuleFamily::Numbers;

pub(super) const RULES: &[&Rule] = &[
    &contradictory_register::RULE,
    &duplicate_number::RULE,
    &incomplete_entry::RULE,
    &malformed_number::RULE,
    &missing_number::RULE,
    &missing_registered_paper::RULE,
    &number_in_draft::RULE,
    &number_period_mismatch::RULE,
    &number_without_quotes::RULE,
    &register_mismatch::RULE,
];
