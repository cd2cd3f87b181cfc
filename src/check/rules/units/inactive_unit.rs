use super::membership::named;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::fields::Month;
use crate::project::units::UnitStatus;
use crate::text::suggest;

rule! {
    /// A unit should exist, and meet, in the month that the paper is for.
    ///
    /// ## Why
    ///
    /// A paper for a group that has been closed, is paused or was not yet set up goes to nobody. Most
    /// often the period is wrong, or the paper was copied from an older one.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// working_group: Bond Working Group
    /// ```
    ///
    /// ```yaml
    /// working_group: In-Bond Working Group
    /// ```
    ///
    /// ## How to fix
    ///
    /// Check the name and the period. If both are right, the entry in `units.yaml` is not.
    "inactive-unit", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for name in named(cx) {
        let Some((unit, status, period)) = name.status() else { continue };
        let Some((what, since)) = words(status) else { continue };
        let shown = suggest::shown(name.text);
        let message = format!("{shown} {what} in {}, the paper's month", period.printed());
        let earlier = Some(&name.registry.at(unit, period).name).filter(|name| **name != unit.name);
        let help = earlier.map_or_else(
            || format!("check the name and the period, or correct `{}`", name.registry.file.name()),
            |old| format!("the unit was called `{old}` then; check the period or write that name"),
        );
        out.at(name.entry.value.span, message)
            .label_in(&name.registry.file, unit.span, since)
            .help(help);
    }
}

/// What is wrong with a unit, and what the registry says about it.
fn words(status: UnitStatus<'_>) -> Option<(&'static str, String)> {
    let words = match status {
        UnitStatus::Active | UnitStatus::Renamed(..) => return None,
        UnitStatus::NotYet(first) => {
            ("does not yet exist", format!("valid from {}", first.printed()))
        }
        UnitStatus::Closed(last) => ("no longer exists", format!("valid to {}", last.printed())),
        UnitStatus::Paused(from, to) => ("does not meet", paused(from, to)),
    };
    Some(words)
}

fn paused(from: Option<Month>, to: Option<Month>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("paused from {} to {}", from.printed(), to.printed()),
        (Some(from), None) => format!("paused since {}", from.printed()),
        (None, Some(to)) => format!("paused until {}", to.printed()),
        (None, None) => "paused".to_owned(),
    }
}
