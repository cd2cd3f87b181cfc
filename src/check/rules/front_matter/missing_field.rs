use super::suggested::is_misspelled;
use crate::check::rule::rule;
use crate::check::{PaperContext, Report, Sink};
use crate::paper::front_matter::{Entry, quoting};
use crate::series::values::{FieldValue, InvalidValue};
use crate::series::{Field, Role};
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A field that the series requires at the paper's stage must be there and have a value.
    ///
    /// ## Why
    ///
    /// The cover, the masthead and the closing lines are made from the front matter. Without a field
    /// they would be published with a gap. The `required_from` of a field in the series says from
    /// which stage on it is needed. A missing publication number has a rule of its own,
    /// `missing-number`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// office:
    /// ```
    ///
    /// ## How to fix
    ///
    /// Add the field with its value. If the value is a word that YAML reads as no value, such as
    /// `null` or `~`, or begins with `#`, put it in quotes.
    "missing-field", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if !cx.is_own_series() {
        return;
    }
    for (field, field_value) in cx.values.iter() {
        let need = cx.need(field.required, &field.when);
        let Some(why) = need else { continue };
        let report = match field_value {
            FieldValue::Absent if is_lacking(cx, field) => report_absent(cx, field, &why, out),
            FieldValue::Empty(entry) => {
                let (place, help) = empty(cx, field, entry);
                out.at(place, format!("the field `{}` is empty{why}", field.id)).help(help)
            }
            _ => continue,
        };
        told(cx, field, report);
    }
    for fault in cx.values.faults() {
        if let InvalidValue::NoKey(key) = &fault.why {
            let message = format!("{} has no `{key}`", fault.place);
            out.at(fault.span, message).help(format!("add the key `{key}` with its value"));
        }
    }
}

/// Leaves the finding to the rule that looks for a number that the series wants, or for misspelled fields.
fn told(cx: &PaperContext<'_>, field: &Field, mut report: Report<'_>) {
    let name = cx.paper.file.name();
    if field.role == Some(Role::Number) && cx.wants_number() {
        report = report.told_by("missing-number", name);
    }
    if is_misspelled(cx, &field.id) {
        report.told_by("unknown-field", name);
    }
}

/// Whether a field that was not read is not there.
fn is_lacking(cx: &PaperContext<'_>, field: &Field) -> bool {
    let front = cx.paper.front();
    !front.unread || cx.series.is_in_text(field) && front.is_absent
}

/// A field that is not there, though it should be.
fn report_absent<'s>(
    cx: &PaperContext<'_>,
    field: &Field,
    why: &str,
    out: &'s mut Sink<'_>,
) -> Report<'s> {
    let start = Span::at(cx.paper.body_span().start);
    if let Some(place) = &field.in_text {
        return out
            .at(start, format!("`{}` is missing{why}", field.id))
            .help(format!("write {} {place}", field.description()));
    }
    if cx.series.is_in_text(field) {
        return out
            .at(start, format!("the title is missing{why}"))
            .help("begin the text with it as a heading: `# Title`");
    }
    out.at(cx.paper.front().end, format!("the field `{}` is missing{why}", field.id)).help(format!(
        "add `{}:` with {}",
        field.id,
        described(cx, field)
    ))
}

/// What a value of the field is, for a message.
fn described(cx: &PaperContext<'_>, field: &Field) -> String {
    if field.role == Some(Role::Stage) {
        let stages = cx.series.stages.order.iter().map(String::as_str);
        return format!("one of {}", suggest::listed(stages));
    }
    field.description()
}

/// Where an empty value is, and what to do about it.
fn empty(cx: &PaperContext<'_>, field: &Field, entry: &Entry) -> (Span, String) {
    let word = cx.source(entry.value.span);
    if let Some(comment) = cx.paper.comment_after(entry.key.span.end) {
        let text = cx.source(comment);
        let help = format!(
            "`#` begins a comment; write {} if the text is the value",
            suggest::shown(&quoting::quoted(text))
        );
        return (comment, help);
    }
    let help = if word.is_empty() || word.starts_with(['"', '\'', '|', '>']) {
        format!("give it {}", described(cx, field))
    } else {
        format!("YAML reads `{word}` as no value; write `\"{word}\"` if you mean the word")
    };
    (entry.place(), help)
}
