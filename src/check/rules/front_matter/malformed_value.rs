use std::cmp::Ordering;
use std::ops::Range;

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::values::{FieldValue, Value, as_typed};
use crate::series::{Bounds, Field, FieldType, Pattern, Requirement, Role};
use crate::text::finding::Fix;
use crate::text::source::{Span, Spanned};
use crate::text::{language, suggest};
use crate::yaml::{Kind, Node};

rule! {
    /// A value must be as the series wants it: match its pattern, have nothing that it forbids, and be
    /// neither too long nor too large. A language is written as its tag, such as `en-US`.
    ///
    /// ## Why
    ///
    /// What a series says of its fields is what its readers, its editors and other programs rely on: that a
    /// title fits on one line, that a link leads to the forum of the committee, that a priority is between
    /// 1 and 5.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// fields:
    ///   - id: title
    ///     length: { max: 44 }
    ///     forbidden:
    ///       - { regex: "(?i)\\bmemo\\b", message: must not say what kind of paper it is }
    ///   - { id: priority, type: integer, range: { min: 1, max: 5 } }
    /// ```
    ///
    /// ```yaml
    /// series: memo
    /// title: Memo on trusted traders
    /// priority: 7
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write a value that is as the finding says. What is asked stands in the `series.yaml` of the paper's
    /// series.
    "malformed-value", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.series.has_trimmed_values {
        check_spaces(cx, out);
    }
    for (field, field_value) in cx.values.iter() {
        let (entry, value) = match field_value {
            FieldValue::Value(entry, value) => (entry, value),
            // One that is required, now or later, may be empty until then.
            FieldValue::Empty(entry) if field.required == Requirement::Never => {
                if field.field_type == FieldType::List {
                    check_count(field, 0, entry.place(), out);
                }
                if field.constraints.length.min.is_some_and(|least| least > 0) {
                    out.at(entry.place(), format!("the field `{}` is empty", field.id))
                        .help("give it a value, or delete the field");
                }
                continue;
            }
            _ => continue,
        };
        match value {
            Value::List(items) => {
                let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
                check_count(field, count, entry.place(), out);
                check_order(field, items, out);
                if field.items.is_some() {
                    // What is asked of the list is asked of its text as a whole, and not of the items.
                    check_text(
                        field,
                        &of_field(field),
                        &as_typed(&entry.value),
                        entry.place(),
                        out,
                    );
                }
                let rules = field.items.as_deref().unwrap_or(field);
                let place = || format!("an item of `{}`", field.id);
                let nodes = match &entry.value.kind {
                    Kind::Sequence(nodes) => &nodes[..],
                    _ => &[],
                };
                for node in nodes {
                    check_keys(rules, node, out);
                }
                for item in items.iter().filter(|_| rules.field_type != FieldType::Mapping) {
                    check_text(rules, &place, &item.value, item.span, out);
                }
            }
            Value::Mapping(_) => check_keys(field, &entry.value, out),
            _ => {
                let text = as_typed(&entry.value);
                check_text(field, &of_field(field), &text, entry.place(), out);
            }
        }
    }
}

/// Whether one space is before each value that is in the line of its key, and nothing behind it.
fn check_spaces(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for entry in cx.paper.front().entries.iter().filter(|it| !it.value.span.is_empty()) {
        let (key, value) = (&entry.key, entry.value.span);
        let before = Span::new(key.span.end, value.start);
        let gap = cx.source(before);
        if gap != ": " && gap.trim() == ":" && !gap.contains(['\n', '\r']) {
            let message =
                format!("the field `{}` has more than one space before its value", key.value);
            let fix = Fix::safe("write one space", before, ": ".to_owned());
            out.at(before, message).help("write one space after the colon").fix(fix);
        }
        let is_line = !cx.source(value).contains(['\n', '\r']);
        let rest = cx.paper.file.text().get(value.end..cx.paper.front().span.end);
        let rest = rest.and_then(|rest| rest.split(['\n', '\r']).next()).unwrap_or_default();
        if is_line && !rest.is_empty() && rest.trim().is_empty() {
            let behind = Span::new(value.end, value.end + rest.len());
            let message = format!("the field `{}` has spaces behind its value", key.value);
            let fix = Fix::safe("delete them", behind, String::new());
            out.at(behind, message).help("delete them").fix(fix);
        }
    }
}

/// What a finding calls the value of a field.
fn of_field(field: &Field) -> impl Fn() -> String {
    move || format!("the field `{}`", field.id)
}

fn check_count(field: &Field, count: i64, span: Span, out: &mut Sink<'_>) {
    let bounds = field.constraints.count;
    if bounds.allow(count) {
        return;
    }
    let wanted = bounds.described();
    let items = if count == 0 { "no items".to_owned() } else { counted(count, "item") };
    let message = format!("the field `{}` has {items}, but must have {wanted}", field.id);
    let advice = advice(bounds, count, "item");
    let is_optional = count == 0 && field.required == Requirement::Never;
    let help = if is_optional { format!("{advice}, or delete the field") } else { advice };
    out.at(span, message).help(help);
}

/// Whether each item comes after the one before.
fn check_order(field: &Field, items: &[Spanned<String>], out: &mut Sink<'_>) {
    if !field.constraints.is_sorted {
        return;
    }
    let is_early = |at: &usize| order(&items[*at].value, &items[at - 1].value) == Ordering::Less;
    let Some(at) = (1..items.len()).find(is_early) else { return };
    let mut sorted: Vec<&str> = items.iter().map(|item| item.value.as_str()).collect();
    sorted.sort_by(|a, b| order(a, b));
    let (item, before) = (suggest::shown(&items[at].value), suggest::shown(&items[at - 1].value));
    let message = format!("in `{}`, {item} comes after {before}", field.id);
    out.at(items[at].span, message)
        .help(format!("sort the items: {}", suggest::shown(&sorted.join(", "))));
}

/// The order of two items: numbers by what they count, before texts by the alphabet.
fn order(a: &str, b: &str) -> Ordering {
    match (a.parse::<u64>(), b.parse::<u64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => a.to_lowercase().cmp(&b.to_lowercase()),
    }
}

/// The values of a mapping's keys.
pub(super) fn check_keys(field: &Field, node: &Node, out: &mut Sink<'_>) {
    let Kind::Mapping(pairs) = &node.kind else { return };
    for (key, value) in pairs {
        let id = key.scalar().map_or("", |scalar| scalar.text.as_str());
        let Some(inner) = field.fields.iter().find(|inner| inner.id == id) else { continue };
        if let Some(scalar) = value.scalar() {
            let place = || format!("the key `{id}` of `{}`", field.id);
            check_text(inner, &place, scalar.text.trim(), value.span, out);
        } else {
            check_keys(inner, value, out);
        }
    }
}

fn counted(count: i64, what: &str) -> String {
    suggest::counted(usize::try_from(count).unwrap_or_default(), what)
}

/// Checks a text, which findings call by its `place`. Few fields ask for anything, and words are only made for those
/// whose text is not as it should be.
fn check_text(
    field: &Field,
    place: &impl Fn() -> String,
    text: &str,
    span: Span,
    out: &mut Sink<'_>,
) {
    let rules = &field.constraints;
    if field.role == Some(Role::Lang) && !language::is_tag(text) {
        let message =
            format!("{} has {}, which is not the tag of a language", place(), suggest::shown(text));
        out.at(span, message).help(language::advice(text));
    }
    if let Some(pattern) = rules.pattern.as_ref().filter(|it| !it.regex.is_match(text)) {
        let usual = || format!("has {}, which does not match", suggest::shown(text));
        let help = || format!("write a value that matches `{}`", pattern.written);
        out.at(span, format!("{} {}", place(), said(pattern, usual)))
            .help(pattern.help.clone().unwrap_or_else(help));
    }
    for pattern in &rules.forbidden {
        let Some(found) = pattern.regex.find(text) else { continue };
        let what = suggest::shown(found.as_str());
        let message = said(pattern, || format!("must not have {what}"));
        let help = || format!("leave out {what}");
        let part = part(out.source(span), span, text, found.range());
        out.at(part, format!("{} {message}", place()))
            .help(pattern.help.clone().unwrap_or_else(help));
    }
    let length = i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    if !rules.length.allow(length) {
        let (count, wanted) = (counted(length, "character"), rules.length.described());
        let help = advice(rules.length, length, "character");
        out.at(span, format!("{} has {count}, but must have {wanted}", place())).help(help);
    }
    if field.field_type == FieldType::Integer
        && let Ok(number) = text.parse()
        && !rules.range.allow(number)
    {
        let wanted = rules.range.described();
        out.at(span, format!("{} is {number}, but must be {wanted}", place()))
            .help(format!("write a number that is {wanted}"));
    }
}

/// Where a part of a text is that is written as `source` at `span`: all of it where its characters are written in another
/// way.
fn part(source: &str, span: Span, text: &str, range: Range<usize>) -> Span {
    match source.find(text) {
        Some(at) => {
            let start = span.start + at;
            Span::new(start + range.start, start + range.end)
        }
        None => span,
    }
}

/// What the series says of a text that does not match, or else what the program says.
fn said(pattern: &Pattern, usual: impl FnOnce() -> String) -> String {
    pattern.message.clone().unwrap_or_else(usual)
}

fn advice(bounds: Bounds, count: i64, what: &str) -> String {
    match (bounds.min, bounds.max) {
        (_, Some(max)) if count > max => {
            format!("leave out {} or more", counted(count - max, what))
        }
        (Some(min), _) => format!("add {} or more", counted(min - count, what)),
        _ => String::new(),
    }
}
