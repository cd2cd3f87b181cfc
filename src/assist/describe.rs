//! What is said of the thing at a place.

use super::Spot;
use super::spot::FieldAt;
use crate::check;
use crate::paper::fields::Month;
use crate::project::register::{Entry, EntryKind, Serial};
use crate::project::units::{UnitStatus, Validity};
use crate::series::{Field, FieldType, Requirement, Role};
use crate::text::source::Span;

/// What is said of a place, as Markdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// The place, in the file of the spot.
    pub span: Span,
    /// The text.
    pub text: String,
}

/// The page of the rule called `name`, as `explain` shows it.
pub fn rule(name: &str) -> Option<String> {
    let rule = check::rule(name)?;
    let lines = rule.documentation.trim_end().lines();
    let page: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
    Some(format!("# {}\n\nLevel: {}\n\n{}", rule.name, rule.level, page.join("\n")))
}

/// What is at the place: a field and its value, a number, a unit, an acronym; `forms` are acronyms with their long forms.
pub fn describe(spot: &Spot<'_>, forms: &[(String, String)]) -> Option<Description> {
    if spot.is_in_front() {
        let at = spot.field()?;
        let text = of_field(spot, &at);
        return (!text.is_empty()).then(|| Description { span: spot.own(at.span), text });
    }
    of_word(spot, forms)
}

fn of_field(spot: &Spot<'_>, at: &FieldAt<'_>) -> String {
    let mut parts = Vec::new();
    if at.is_value {
        let value = spot.paper.file.slice(at.span).trim_matches(['"', '\'']).trim();
        match at.field.map(|field| (field.field_type, field.role)) {
            Some((FieldType::Unit, _)) => parts.extend(unit(spot, value)),
            Some((FieldType::Number, _) | (_, Some(Role::Number))) => {
                parts.extend(number(spot, value));
            }
            Some((FieldType::Stage, _)) => parts.extend(stage(spot, value)),
            _ => parts.extend(super::lead::title_of(spot, value)),
        }
    }
    parts.extend(at.field.map(|field| meaning(spot, field)));
    parts.join("\n\n")
}

/// What a field of the series is, and when it has to be there.
pub fn meaning(spot: &Spot<'_>, field: &Field) -> String {
    let label = if field.label.is_empty() { &field.id } else { &field.label };
    let mut text = format!("**{label}** (`{}`): {}.", field.id, field.description());
    if let Requirement::From(stage) = field.required {
        match stage {
            0 => text.push_str(" Every paper has it."),
            stage => {
                let name = spot.series.stages.name(stage);
                text.push_str(&format!(" Required from the stage `{name}` on."));
            }
        }
    }
    if let Some(when) = &field.when.required {
        text.push_str(&format!(" Required when {}.", when.described(spot.series)));
    }
    if let Some(when) = &field.when.allowed {
        text.push_str(&format!(" Allowed only when {}.", when.described(spot.series)));
    }
    if let Some(when) = &field.when.forbidden {
        text.push_str(&format!(" Not allowed when {}.", when.described(spot.series)));
    }
    if field.field_type == FieldType::Stage {
        let names: Vec<String> =
            spot.series.stages.order.iter().map(|name| format!("`{name}`")).collect();
        text.push_str(&format!(" The stages are {}.", names.join(", ")));
    }
    text
}

fn stage(spot: &Spot<'_>, name: &str) -> Option<String> {
    let at = spot.series.stages.index(name)?;
    let next: Vec<String> = spot.series.stages.next(at).map(|name| format!("`{name}`")).collect();
    let next = if next.is_empty() { "no other stage".to_owned() } else { next.join(", ") };
    Some(format!("From `{name}` a paper moves to {next}."))
}

/// The names that a unit has had, and when.
pub fn unit(spot: &Spot<'_>, name: &str) -> Option<String> {
    let registry = spot.project.registry.as_ref()?;
    let month = spot.month();
    let (unit, _) = registry.find(name, month)?;
    let mut lines = vec![format!("**{}**", unit.name)];
    if let Some(kind) = &unit.kind {
        let of = unit.parent.as_ref().map(|parent| format!(" of {parent}")).unwrap_or_default();
        lines.push(format!("{kind}{of}"));
    }
    if let Some(month) = month {
        let status = match unit.valid.status(month) {
            UnitStatus::Active => format!("active in {month}"),
            UnitStatus::NotYet(from) => format!("not yet there in {month}: from {from} on"),
            UnitStatus::Paused(..) => format!("paused in {month}"),
            UnitStatus::Closed(to) => format!("closed in {month}: up to {to}"),
            UnitStatus::Renamed(next, to) => format!("{next} since {to}"),
        };
        lines.push(status);
    }
    let latest = registry.latest(unit);
    let same = registry.units.iter().filter(|other| std::ptr::eq(registry.latest(other), latest));
    let history: Vec<String> =
        same.map(|other| format!("- {}{}", other.name, period(&other.valid))).collect();
    if history.len() > 1 || !period(&unit.valid).is_empty() {
        lines.push(format!("Names over time:\n{}", history.join("\n")));
    }
    if !unit.short.is_empty() {
        lines.push(format!("Short: {}", unit.short.join(", ")));
    }
    Some(lines.join("\n\n"))
}

fn period(valid: &Validity) -> String {
    let mut text = match (valid.from, valid.to) {
        (None, None) => String::new(),
        (Some(from), None) => format!(", from {from}"),
        (None, Some(to)) => format!(", until {to}"),
        (Some(from), Some(to)) => format!(", {from} to {to}"),
    };
    for (from, to) in &valid.paused {
        let month =
            |month: &Option<Month>| month.map(|month| month.to_string()).unwrap_or_default();
        text.push_str(&format!(", paused {}–{}", month(from), month(to)));
    }
    text
}

/// What the register and the papers say of a number.
pub fn number(spot: &Spot<'_>, written: &str) -> Option<String> {
    let series = spot.series;
    let rule = series.number.as_ref()?;
    let number = rule.normalized(written);
    if !rule.is_match(&number) {
        return Some(format!(
            "A number of the series looks like `{}`: {}.",
            rule.form, rule.example
        ));
    }
    let mut lines = vec![format!("**{} {number}**", rule.label)];
    if let Some(month) = rule.month(&number) {
        lines.push(format!("of {}", month.printed()));
    }
    if let Some(register) = &spot.project.register {
        let serial = Serial::of(Some(rule), &number);
        let block = register
            .blocks_of(&series.id)
            .find(|block| serial.as_ref().is_some_and(|serial| block.has(serial)));
        if let Some(block) = block {
            let (from, to) = (block.from.as_str(), block.to.as_str());
            lines.push(format!(
                "In the block {from}–{to}, received on {} from {}",
                block.received, block.source
            ));
        }
        match register.entry(&series.id, &number) {
            Some(entry) => lines.push(story(entry)),
            None => lines.push("The register has no entry for it.".to_owned()),
        }
        if let Some(new) = register.alias(&series.id, &number) {
            lines.push(format!("Renumbered to {new}"));
        }
    }
    let papers = super::lead::papers_with(spot.project, &series.id, &number);
    for (file, title) in papers {
        lines.push(format!("On `{}`{title}", file.paper.file.name()));
    }
    Some(lines.join("\n\n"))
}

fn story(entry: &Entry) -> String {
    match &entry.kind {
        EntryKind::Reserved { by } => format!("Reserved on {} by {by}", entry.on),
        EntryKind::Assigned { paper, by } => {
            let by = by.as_ref().map(|by| format!(" for {by}")).unwrap_or_default();
            format!("Assigned on {} to `{paper}`{by}", entry.on)
        }
        EntryKind::Void { why } => format!("Void since {}: {why}", entry.on),
    }
}

/// An acronym, a unit or a number in the text.
fn of_word(spot: &Spot<'_>, forms: &[(String, String)]) -> Option<Description> {
    if let Some(link) = super::lead::link_at(spot) {
        let title = super::lead::title_of(spot, &link.url)?;
        return Some(Description { span: spot.own(link.span), text: title });
    }
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '&';
    let word = spot.word(is_part)?;
    let text = spot.paper.file.slice(word);
    if let Some(rule) = &spot.series.number
        && rule.is_match(&rule.normalized(text))
        && text.chars().any(|c| c.is_ascii_digit())
    {
        return Some(Description { span: spot.own(word), text: number(spot, text)? });
    }
    let name = text.trim_end_matches('s');
    let is_acronym = name.chars().filter(|c| c.is_uppercase()).count() > 1;
    if !is_acronym {
        return None;
    }
    let long = long_form(spot, forms, name)?;
    Some(Description { span: spot.own(word), text: format!("**{name}**: {long}") })
}

/// The long form of an acronym: the first of `forms`, or that of the settings or the registry.
pub fn long_form(spot: &Spot<'_>, forms: &[(String, String)], name: &str) -> Option<String> {
    let written = forms.iter().find(|(known, _)| known == name).map(|(_, long)| long.clone());
    let known = || spot.project.settings.acronyms.get(name).filter(|it| !it.is_empty()).cloned();
    let registry = || {
        let unit = spot.project.registry.as_ref()?.find(name, spot.month())?.0;
        (unit.name != name).then(|| unit.name.clone())
    };
    written.or_else(known).or_else(registry)
}
