use super::is_dropped;
use crate::check::published::told_as_change;
use crate::check::rule::rule;
use crate::check::rules::front_matter::is_misspelled;
use crate::check::{PaperContext, Sink};
use crate::series::Role;
use crate::series::values::FieldValue;
use crate::text::source::Span;

rule! {
    /// A paper must have a publication number from the stage on at which its series requires one.
    ///
    /// ## Why
    ///
    /// A published paper is cited by its number. Drafts have none yet; the `required_from` of the
    /// series' `number` is the stage from which it is needed.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// publication_number:
    /// stage: published
    /// ```
    ///
    /// ## How to fix
    ///
    /// Add the number that the central desk assigned, in quotes. If the paper is not that far yet,
    /// correct its `stage`.
    "missing-number", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(rule), Some(key)) = (&cx.series.number, cx.series.key(Role::Number)) else { return };
    if !cx.wants_number() || !cx.is_own_series() {
        return;
    }
    let Some(place) = place(cx, key) else { return };
    let stage = cx.stage_name();
    let (message, first) = if cx.place_of(Role::Stage).is_some() {
        (format!("a paper at the stage `{stage}` needs a publication number"), String::new())
    } else {
        let unfinished = cx.series.stages.name(0);
        let stage_key = cx.series.key_or_usual(Role::Stage);
        let message = format!(
            "a paper without a stage is checked as `{stage}`, and needs a publication number"
        );
        (message, format!("add `{stage_key}: {unfinished}` if it is not finished; otherwise "))
    };
    let number = if cx.project.register.is_some() {
        format!("assign one with {}", cx.number_command("assign", ""))
    } else {
        let verb = if cx.paper.has_field(key) { "write" } else { "add" };
        let example = cx.series.number_as_yaml(&rule.example);
        format!("{verb} `{key}: {example}` with the paper's own number")
    };
    let name = cx.paper.file.name();
    let mut report = out.at(place, message).help(format!("{first}{number}"));
    if is_misspelled(cx, key) {
        report = report.told_by("unknown-field", name);
    }
    if is_dropped(cx) {
        told_as_change(cx, report)
            .told_by("register-mismatch", name)
            .told_by("changed-number", name);
    }
}

/// Where the number is missing; none if it is there, or may be.
fn place(cx: &PaperContext<'_>, key: &str) -> Option<Span> {
    match cx.values.get(key)? {
        FieldValue::Absent if !cx.paper.front().unread => Some(cx.paper.front().end),
        FieldValue::Empty(entry) => Some(entry.place()),
        _ => None,
    }
}
