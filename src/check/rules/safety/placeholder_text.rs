use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::facts::lists::{is_listed, is_one_of};
use crate::check::facts::placeholder::{self, Place};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::{Prose, ProseKind};
use crate::paper::front_matter::Entry;
use crate::series::values::{FieldValue, Value};
use crate::series::{Field, Role};
use crate::text::source::{Span, any_within};
use crate::text::suggest;

rule! {
    /// A placeholder for text still to be written must not be left in a paper.
    ///
    /// ## Why
    ///
    /// `TBD`, `[Title]` and `{{ issue }}` are an author's notes to self, or what a template had. They
    /// are easily overlooked on the way to the web page. A word such as `TBD` in the middle of a sentence
    /// counts as a mention and is left alone, and so is an acronym that the paper defines, such as
    /// "temporal key (TK)". `N/A` is a placeholder where a value or a section is required.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// TBD
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the text, or remove the placeholder.
    "placeholder-text", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (field, field_value) in cx.values.iter() {
        let FieldValue::Value(entry, value) = field_value else { continue };
        match value {
            Value::Text(text) => check_field(cx, field, entry, text, out),
            Value::Person(person) => {
                check_field(cx, field, entry, &person.name, out);
                if let Some(office) = &person.office {
                    check_field(cx, field, entry, office, out);
                }
            }
            Value::List(items) => {
                for item in items {
                    if let Some(found) = placeholder::find(&item.value, Place::Field) {
                        report_field(cx, field, item.span, &item.value[found], out);
                    }
                }
            }
            Value::Mapping(values) => {
                for (_, text) in values {
                    check_field(cx, field, entry, text, out);
                }
            }
            Value::Date(_) | Value::Month(_) => {}
        }
    }
    let body = cx.paper.body();
    let mut defined: Option<BTreeSet<&str>> = None;
    for prose in &body.prose {
        let place = place(cx, prose);
        // In a quotation it says that something was left out.
        if prose.is_quoted && matches!(prose.text.trim(), "[...]" | "[\u{2026}]") {
            continue;
        }
        if placeholder::find_in(prose, place).is_none() {
            if place == Place::Section && placeholder::is_no_value(&prose.text, place) {
                report_section(cx, prose, out);
            }
            continue;
        }
        let defined = defined.get_or_insert_with(|| {
            body.prose.iter().flat_map(|prose| placeholder::defined(&prose.text)).collect()
        });
        for found in placeholder::find_all(&prose.text, place) {
            let shown = &prose.text[found.clone()];
            let word = shown.trim_matches(|c: char| !c.is_alphanumeric());
            if defined.contains(&word) || is_cited(&prose.text, &found) {
                continue;
            }
            let message = format!("the placeholder {} was left in the text", suggest::shown(shown));
            out.at(prose.span_of(found.start, found.end), message)
                .help("write the text, or remove the placeholder");
        }
    }
}

/// Whether the text speaks of the placeholder of another document: `the field "[insert date]" is empty`, `the form has
/// the fields [Name] and [Address]`.
fn is_cited(text: &str, found: &Range<usize>) -> bool {
    let (before, after) = (&text[..found.start], &text[found.end..]);
    if text[found.clone()].starts_with('[') && names_part_of_form(before) {
        return true;
    }
    let is_in_marks = [('"', '"'), ('“', '”'), ('‘', '’')].iter().any(|(open, close)| {
        before.ends_with(*open) && after.trim_start_matches(['.', ',']).starts_with(*close)
    });
    is_in_marks && text.len() > found.len() + placeholder::MAX_WHOLE / 2
}

/// Whether a text ends with what a form is made of, and maybe some of their names: `the fields [Name], [Date of birth],
/// and `.
fn names_part_of_form(text: &str) -> bool {
    const PARTS: &str =
        "blank blanks boxes button buttons columns field fields placeholder placeholders";
    let mut rest = text.trim_end_matches([' ', ',', ':']);
    loop {
        let word = rest.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let length = match rest.strip_suffix(']').and_then(|inner| inner.rfind('[')) {
            Some(open) => open,
            None if is_listed(word, "and called labeled named or") => rest.len() - word.len(),
            None => return is_one_of(word, PARTS),
        };
        rest = rest[..length].trim_end_matches([' ', ',', ':']);
    }
}

fn check_field(
    cx: &PaperContext<'_>,
    field: &Field,
    entry: &Entry,
    text: &str,
    out: &mut Sink<'_>,
) {
    let is_required = field.required.holds_at(cx.values.stage);
    if let Some(found) = placeholder::find(text, Place::Field)
        && !placeholder::defined(text).any(|name| text[found.clone()].contains(name))
    {
        report_field(cx, field, entry.place(), &text[found], out);
    } else if is_required && placeholder::is_no_value(text, Place::Field) {
        let message =
            format!("the field `{}` is required, and has only {}", field.id, suggest::shown(text));
        out.at(entry.place(), message).help(format!("give it {}", field.description()));
    }
}

fn report_field(
    cx: &PaperContext<'_>,
    field: &Field,
    span: Span,
    placeholder: &str,
    out: &mut Sink<'_>,
) {
    let message = format!(
        "the field `{}` still holds the placeholder {}",
        field.id,
        suggest::shown(placeholder)
    );
    let is_number = field.role == Some(Role::Number) && cx.wants_number();
    // One that is empty would be the next finding.
    let is_needed = is_number || cx.need(field.required, &field.when).is_some();
    out.at(span, message).help(if is_needed {
        "write the value in its place"
    } else {
        "write the value in its place, or leave the field empty"
    });
}

/// A required section that has nothing but a word for nothing.
fn report_section(cx: &PaperContext<'_>, prose: &Prose, out: &mut Sink<'_>) {
    let section = cx.outline.section_of(prose.span);
    let rule = section.and_then(|section| cx.series.sections.get(section.rule?));
    if rule.is_some_and(|rule| rule.required.holds_at(cx.values.stage)) {
        let message = format!("a required section has only {}", suggest::shown(&prose.text));
        out.at(prose.span_of(0, prose.text.len()), message)
            .help("write its text; if there is nothing to report, say so in a sentence");
    }
}

/// What kind of place a block of text is in.
fn place(cx: &PaperContext<'_>, prose: &Prose) -> Place {
    match prose.kind {
        ProseKind::Heading => Place::Heading,
        ProseKind::Cell => Place::Cell,
        _ if prose.is_quoted => Place::Block,
        ProseKind::Paragraph | ProseKind::Item => {
            // Only a short text can be nothing.
            if prose.text.len() > placeholder::MAX_WHOLE {
                return Place::Block;
            }
            let body = cx.paper.body();
            let is_alone = cx.outline.section_of(prose.span).is_some_and(|section| {
                let mut others = section
                    .prose(cx.paper)
                    .filter(|(it, _)| it.span != prose.span && section.content.contains(it.span));
                others.next().is_none()
                    && !any_within(&body.code, |code| code.span, section.content)
                    && !any_within(&body.images, |image| image.span, section.content)
            });
            if is_alone { Place::Section } else { Place::Block }
        }
    }
}
