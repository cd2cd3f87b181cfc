use super::membership::{Named, is_of_kind, named};
use crate::check::facts::placeholder::{self, Place};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::quoting;
use crate::project::units::{Registry, Unit};
use crate::text::finding::Fix;
use crate::text::suggest;
use crate::yaml::Style;

rule! {
    /// A unit must be in the registry, and be of a kind that its field accepts.
    ///
    /// ## Why
    ///
    /// The cover prints the name of the subcommittee or working group. A name that is not in the
    /// registry (`units.yaml`) is a typo, or belongs to a group that nobody has added yet.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// working_group: Center of Excellence and Expertise Working Group
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the name. If the group is new, add it to `units.yaml`.
    "unknown-unit", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for name in named(cx) {
        match name.found {
            None => unknown(cx, out, &name),
            Some((unit, _)) if !is_of_kind(unit, name.field) => wrong_kind(out, &name, unit),
            Some(_) => {}
        }
    }
}

fn unknown(cx: &PaperContext<'_>, out: &mut Sink<'_>, name: &Named<'_>) {
    let message = format!("{} is not a unit in the registry", suggest::shown(name.text));
    let old = out.source(name.entry.value.span).to_owned();
    let mut report = out.at(name.entry.value.span, message);
    // What stands for a name to come is reported as that.
    if placeholder::find(name.text, Place::Field).is_some() {
        report = report.told_by("placeholder-text", cx.paper.file.name());
    }
    let Some(near) = nearest(name) else {
        report
            .help(format!("correct the name, or add the unit to `{}`", name.registry.file.name()));
        return;
    };
    let report = report.help(format!("did you mean `{near}`?"));
    if name.entry.value.scalar().is_some_and(|scalar| scalar.style != Style::Block) {
        let title = format!("write `{near}`");
        let text = quoting::like(&old, near);
        report.fix(Fix::risky(title, name.entry.value.span, text));
    }
}

fn wrong_kind(out: &mut Sink<'_>, name: &Named<'_>, unit: &Unit) {
    let kind = unit.kind.as_deref().unwrap_or("unit");
    let message = format!(
        "{} is a {kind}, but `{}` takes a {}",
        suggest::shown(name.text),
        name.field.id,
        name.field.kinds.join(" or a ")
    );
    let help = match suggest::nearest(kind, name.field.kinds.iter().map(String::as_str)) {
        // The paper is right.
        Some(near) => format!("write `kind: {near}` in `{}`", name.registry.file.name()),
        None => format!("give `{}` a {}", name.field.id, name.field.kinds.join(" or a ")),
    };
    out.at(name.entry.value.span, message)
        .label_in(&name.registry.file, unit.span, format!("entered as a {kind}"))
        .help(help);
}

/// The unit that was most likely meant: a typo away, or the only one whose name contains the text. By the name that it
/// has in the paper's month.
fn nearest<'a>(name: &Named<'a>) -> Option<&'a str> {
    let registry: &'a Registry = name.registry;
    let units = || registry.units.iter().filter(|unit| is_of_kind(unit, name.field));
    let names = units().flat_map(|unit| {
        let others = unit.short.iter().chain(&unit.aliases);
        std::iter::once(&unit.name).chain(others).map(move |known| (known.as_str(), unit))
    });
    let names: Vec<(&str, &'a Unit)> = names.collect();
    let near = suggest::nearest(name.text, names.iter().map(|(known, _)| *known));
    let now =
        |unit: &'a Unit| name.period.map_or(unit, |period| registry.at(unit, period)).name.as_str();
    if let Some((_, unit)) = names.iter().find(|(known, _)| Some(*known) == near) {
        return Some(now(unit));
    }
    let text = name.text.to_lowercase();
    let is_part = |unit: &&Unit| {
        unit.name.to_lowercase().contains(&text) || text.contains(&unit.name.to_lowercase())
    };
    let mut parts = units().filter(is_part).map(now);
    let first = parts.next().filter(|_| text.chars().count() >= SHORTEST_PART)?;
    parts.all(|other| other == first).then_some(first)
}

/// The shortest text that is looked for inside the names.
const SHORTEST_PART: usize = 4;
