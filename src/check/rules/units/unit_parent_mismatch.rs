use super::membership::{Named, named};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::suggest;

rule! {
    /// A unit must be named below the unit that it belongs to in the registry.
    ///
    /// ## Why
    ///
    /// The cover prints a working group below its subcommittee. Groups move from one to another, and a
    /// paper that was copied forward may still show the old place. The registry is read as of the
    /// paper's period.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// subcommittee: Next Generation Facilitation Subcommittee
    /// working_group: Centers of Excellence and Expertise Working Group
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the field that is wrong, or the `parent` in `units.yaml` if the group has moved.
    "unit-parent-mismatch", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let names = named(cx);
    for name in &names {
        let within = name.field.within.as_deref();
        if let Some(above) = names.iter().find(|other| Some(other.field.id.as_str()) == within) {
            check_parent(out, name, above);
        }
    }
}

fn check_parent(out: &mut Sink<'_>, name: &Named<'_>, above: &Named<'_>) {
    let (Some((unit, _)), Some((other, _)), Some(period)) =
        (name.unit(), above.unit(), name.period)
    else {
        return;
    };
    let Some(entered) = &unit.parent else { return };
    // Either of the two may have a new name by now.
    let named = name.registry.find(entered, Some(period));
    let now = |unit| &name.registry.at(unit, period).name;
    if *entered == other.name || named.is_some_and(|(named, _)| now(named) == now(other)) {
        return;
    }
    // The registry may have the parent under an older name than the paper has to use.
    let parent = named.map_or(entered, |(named, _)| now(named));
    let message = format!(
        "{} belongs to `{parent}`, not to {}",
        suggest::shown(name.text),
        suggest::shown(above.text)
    );
    out.at(name.entry.value.span, message)
        .label(above.entry.value.span, "the paper puts it here")
        .label_in(&name.registry.file, unit.span, format!("entered with the parent {entered}"))
        .help(format!("write `{parent}` in `{}`, or correct `{}`", above.field.id, name.field.id));
}
