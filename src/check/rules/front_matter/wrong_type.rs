use crate::check::relations;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::{Entry, quoting};
use crate::project::reference::is_path;
use crate::series::values::{Fault, FieldValue, InvalidValue, Value};
use crate::series::{Field, FieldType};
use crate::text::finding::Fix;
use crate::text::source::Spanned;
use crate::text::suggest;
use crate::yaml::{Kind, Node, Scalar};

rule! {
    /// A field's value must be of the type that the series declares.
    ///
    /// ## Why
    ///
    /// A list in place of a name, or several lines where there is room for one, can't be printed in the
    /// place that the template has for it. The types are declared in the `series.yaml` of the paper's
    /// series.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// submitted_by: [Alex Doe, Robin Roe]
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the value in the form that the finding names. Text that begins with `[` or `{` is read as
    /// a list or a group of keys; put it in double quotes.
    "wrong-type", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for fault in cx.values.faults() {
        match &fault.why {
            InvalidValue::Type => wrong_type(cx, out, fault),
            InvalidValue::Form => wrong_form(out, fault),
            InvalidValue::NoItem => empty_item(out, fault),
            InvalidValue::PersonKey(key) => person_key(out, fault.field, key),
            _ => {}
        }
    }
    for (field, field_value) in cx.values.iter() {
        if let FieldValue::Value(entry, value) = field_value {
            several_lines(out, field, entry, value);
            several_references(cx, out, field, entry);
        }
    }
}

fn wrong_type(cx: &PaperContext<'_>, out: &mut Sink<'_>, fault: &Fault<'_>) {
    let field = fault.field;
    // Only what is inside a list or a person is more than one value of its field.
    if let Some((what, node)) = inner_fault(fault) {
        let message = format!("{what} of `{}` is {} but must be text", field.id, node.type_name());
        out.at(node.span, message).help("write it as text on one line");
        return;
    }
    let kind = fault.node.type_name();
    let message = format!("{} is {kind} but must be {}", fault.place, field.description());
    let source = cx.source(fault.span);
    let is_meant_as_text = source.starts_with(['[', '{'])
        && !source.contains(['\n', '\r'])
        && matches!(field.field_type, FieldType::Text | FieldType::Unit | FieldType::List);
    let help = if is_meant_as_text {
        format!(
            "YAML reads what begins with `{}` as {kind}; put it in double quotes if it is meant as text",
            &source[..1],
        )
    } else {
        format!("write {}", field.description())
    };
    out.at(fault.span, message).help(help);
}

/// A text that is not written as its type wants it.
fn wrong_form(out: &mut Sink<'_>, fault: &Fault<'_>) {
    let (field, text) = (fault.field, fault.text.as_ref());
    let shown = suggest::shown(text);
    let message = format!("{} must be {}, not {shown}", fault.place, field.description());
    let report = out.at(fault.span, message).help(format!("write {}", field.description()));
    let is_whole = fault.span == fault.node.span;
    let meant = match field.field_type {
        FieldType::Boolean => as_boolean(text),
        _ => None,
    };
    if let Some(meant) = meant.filter(|_| is_whole) {
        report.fix(Fix::safe(format!("write `{meant}`"), fault.span, meant));
    }
}

/// A separator too many in a list that is written as one text.
fn empty_item(out: &mut Sink<'_>, fault: &Fault<'_>) {
    let separator = fault.field.separator.as_deref().unwrap_or(",").trim();
    out.at(fault.span, format!("{} is empty", fault.place))
        .help(format!("write what is missing, or remove the `{separator}` beside it"));
}

/// What is meant by the words that older YAML and people have for `true` and `false`.
fn as_boolean(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "y" | "on" => Some("true"),
        "false" | "no" | "n" | "off" => Some("false"),
        _ => None,
    }
}

/// The part of a list or a person that is not text, and what it is.
fn inner_fault<'n>(fault: &Fault<'n>) -> Option<(String, &'n Node)> {
    match (&fault.node.kind, fault.field.field_type) {
        (Kind::Sequence(_) | Kind::Mapping(_), FieldType::List)
            if fault.place.starts_with("an item") =>
        {
            Some(("an item".to_owned(), fault.node))
        }
        (Kind::Mapping(pairs), FieldType::Person) => {
            let (key, value) = pairs.iter().find(|(_, value)| value.scalar().is_none())?;
            Some((format!("the key `{}`", key.scalar()?.text), value))
        }
        _ => None,
    }
}

fn person_key(out: &mut Sink<'_>, field: &Field, key: &Spanned<String>) {
    let message = format!("{} is not a key of `{}`", suggest::shown(&key.value), field.id);
    match suggest::nearest(&key.value, ["name", "office"]) {
        Some(near) => out
            .at(key.span, message)
            .help(format!("did you mean `{near}`?"))
            .fix(Fix::risky(format!("write `{near}`"), key.span, near)),
        None => out.at(key.span, message).help("the keys are `name` and `office`"),
    };
}

/// Several references that are written as one text, as in `related: 8, 999`.
fn several_references(cx: &PaperContext<'_>, out: &mut Sink<'_>, field: &Field, entry: &Entry) {
    let is_list = field.field_type == FieldType::List;
    let is_relation = || relations::Kind::ALL.iter().any(|kind| field.role == Some(kind.field()));
    let Some(scalar) = entry.value.scalar().filter(|_| is_list && is_relation()) else { return };
    let Some(parts) = references(&scalar.text) else { return };
    let quoted = |part: &&str| format!("\"{}\"", part.replace('\\', "\\\\").replace('"', "\\\""));
    let list = format!("[{}]", parts.iter().map(quoted).collect::<Vec<_>>().join(", "));
    let span = entry.value.span;
    let message = format!("the field `{}` has {} references as one text", field.id, parts.len());
    let report = out.at(span, message).help(format!("write a list: `{list}`"));
    // A value over several lines, or with a comment, is left to its author.
    if !cx.source(span).contains(['\n', '\r', '#']) {
        report.fix(Fix::risky("write a list", span, list));
    }
}

/// The references that are written as one text with commas between them; none if it is one.
pub(in crate::check::rules) fn references(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text.split([',', ';']).map(str::trim).collect();
    let is_reference = |part: &&str| {
        let is_word = !part.is_empty() && !part.contains(char::is_whitespace);
        is_word && (part.contains(|c: char| c.is_ascii_digit()) || is_path(part))
    };
    // A web address may have a comma.
    let are_references = parts.len() > 1 && parts.iter().all(is_reference);
    (are_references && !text.contains("://")).then_some(parts)
}

/// Text with line breaks where there is room for one line.
fn several_lines(out: &mut Sink<'_>, field: &Field, entry: &Entry, value: &Value) {
    let is_judged_here =
        matches!(field.field_type, FieldType::Text | FieldType::Unit | FieldType::Person);
    if !is_judged_here || matches!(value, Value::List(_)) {
        return;
    }
    let inner = match &entry.value.kind {
        Kind::Mapping(pairs) => pairs.iter().map(|(_, value)| value).collect(),
        _ => vec![&entry.value],
    };
    for node in inner {
        let Some(scalar) = node.scalar().filter(|scalar| has_lines(scalar)) else { continue };
        let line = scalar.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let help = format!("write it on one line: {}", suggest::shown(&quoting::value(&line)));
        out.at(node.span, format!("the field `{}` must be one line of text", field.id)).help(help);
    }
}

fn has_lines(scalar: &Scalar) -> bool {
    scalar.text.trim().contains(['\n', '\r'])
}
