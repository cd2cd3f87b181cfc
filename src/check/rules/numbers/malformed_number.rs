use std::borrow::Cow;

use super::{has_empty_serial, later_stage};
use crate::check::facts::placeholder::{self, Place};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::Entry;
use crate::paper::front_matter::quoting;
use crate::series::NumberRule;
use crate::text::digits;
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;
use crate::yaml::Style;

rule! {
    /// A publication number must have the form that its series declares.
    ///
    /// ## Why
    ///
    /// Papers are cited, sorted and found by their number. The label, such as `Pub#`, is printed by
    /// the template and is not part of it. The form is the `pattern` of the series' `number`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// publication_number: "3733-624"
    /// ```
    ///
    /// ```yaml
    /// publication_number: "Pub# 3733-0624"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the number as the central desk assigned it, with nothing before it and plain hyphens
    /// inside.
    "malformed-number", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(rule), Some((entry, text))) = (&cx.series.number, cx.number()) else { return };
    let broken = entry.value.scalar().filter(|scalar| scalar.style != Style::Block);
    let broken = broken.is_some_and(|scalar| scalar.text.contains(['\n', '\r', '\t']));
    if rule.is_match(text) && !broken {
        return check_serial(cx, out, (entry.value.span, text));
    }
    let shown = suggest::shown(text);
    let found = rule.repaired(text);
    let has_label = found.as_ref().is_some_and(|(_, has_label)| *has_label);
    let month = if broken { None } else { wrong_month(rule, text) };
    let message = if has_label {
        format!("the number {shown} begins with a label, which the template prints")
    } else if let Some(month) = month {
        format!("the number {shown} names a month that does not exist: {month}")
    } else {
        let odd = odd_character(entry, text);
        format!("the number {shown} does not have the form `{}`{odd}", rule.form)
    };
    let help = match &found {
        Some((number, _)) => format!("write `{number}`"),
        None => match known(cx) {
            Some(known) => format!("write `{known}` again"),
            None => format!("write it like `{}`", rule.example),
        },
    };
    // A paper that may not have a number yet is not told to write a better one.
    let early = later_stage(cx);
    let help = match early {
        Some(stage) => {
            format!("remove the number until the paper is at the stage `{stage}`; then {help}")
        }
        None => help,
    };
    let mut report = out.at(entry.value.span, message).help(help);
    // What stands for a number to come is reported as that.
    if placeholder::find(text, Place::Field).is_some() {
        report = report.told_by("placeholder-text", cx.paper.file.name());
    }
    if early.is_none()
        && let Some((number, _)) = found
        && entry.value.scalar().is_some_and(|scalar| scalar.style != Style::Block)
    {
        let title = format!("write `{number}`");
        let old = cx.source(entry.value.span);
        let text = if old.starts_with('\'') {
            quoting::like(old, &number)
        } else {
            quoting::quoted(&number)
        };
        report.fix(Fix::safe(title, entry.value.span, text));
    }
}

/// The number that the paper had at the base, or has in the register.
fn known<'p>(cx: &PaperContext<'p>) -> Option<Cow<'p, str>> {
    let registered = || {
        let register = cx.project.register.as_ref()?;
        let mut own = register.assigned_to(&cx.series.id, &cx.path);
        let rule = cx.series.number.as_ref()?;
        // One that is wrong there, too, is reported there.
        let own = own.find(|own| rule.is_match(&own.number.value))?;
        Some(Cow::Borrowed(own.number.value.as_str()))
    };
    cx.earlier_number().or_else(registered)
}

fn check_serial(cx: &PaperContext<'_>, out: &mut Sink<'_>, (place, text): (Span, &str)) {
    if has_empty_serial(cx, text) {
        out.at(place, format!("the number `{text}` has the serial zero, which no desk issues")).help(
            "write the number that was assigned to the paper; if this is it, add the block it is from with \
             `issuepaper number receive FIRST..LAST --from WHOM`",
        );
    }
}

/// The first character that no number has, by its name, because its looks may deceive.
fn odd_character(entry: &Entry, text: &str) -> String {
    let raw = entry.value.scalar().map_or(text, |scalar| scalar.text.as_str());
    let is_odd = |c: &char| !c.is_ascii() || c.is_control();
    raw.chars().find(is_odd).map_or_else(String::new, |c| format!(": it has {}", digits::named(c)))
}

/// The two digits that alone keep `text` from being a number, because no month has them.
fn wrong_month<'t>(rule: &NumberRule, text: &'t str) -> Option<&'t str> {
    // Longer than any number, so not worth trying at every place.
    if text.len() > 64 {
        return None;
    }
    (0..text.len().saturating_sub(1)).find_map(|at| {
        let digits = text.get(at..at + 2)?;
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let repaired = format!("{}01{}", &text[..at], &text[at + 2..]);
        let month = rule.pattern.captures(&repaired)?.name("month")?;
        (rule.is_match(&repaired) && month.start() == at).then_some(digits)
    })
}
