use super::malformed_value::check_keys;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Code;
use crate::series::Field;
use crate::series::values::{Fault, InvalidValue, faults_in};
use crate::text::source::Span;
use crate::text::suggest;
use crate::yaml::{self, Kind, Node, Scalar, Style};

rule! {
    /// A block of code in a language that the series describes must be as it says.
    ///
    /// ## Why
    ///
    /// Other programs read such blocks out of the text: a citation, for example, that a list of references is made from.
    /// One that is no JSON, or lacks a key, is shown as code all the same, so nobody sees that it is not read. A series
    /// says what is in them with `code_blocks`.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// code_blocks:
    ///   - language: citation
    ///     fields:
    ///       - { id: title, required_from: draft }
    ///       - { id: url, type: url, required_from: draft }
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// ---
    ///
    /// ## Background
    ///
    /// The desks opened in 2014.
    ///
    /// ~~~citation
    /// { "title": "The desks" }
    /// ~~~
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write what the finding misses. What is asked stands in the `series.yaml` of the paper's series.
    "malformed-code", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.series.code_blocks.is_empty() {
        return;
    }
    for code in cx.paper.body().code.iter().filter(|code| code.is_fenced) {
        let (language, inside) = parts(cx, code);
        let known = cx.series.code_blocks.iter().find(|field| field.id == language);
        if let Some(field) = known {
            check_block(cx, field, code, inside, out);
        }
    }
}

/// The language that the fence names, and what is between the fences.
fn parts<'p>(cx: &PaperContext<'p>, code: &Code) -> (&'p str, Span) {
    let text = cx.source(code.span);
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    let language = first.trim().trim_start_matches(['`', '~']).trim();
    let end = if code.is_closed { text.rfind('\n').unwrap_or(text.len()) } else { text.len() };
    let inside = Span::new(first.len(), end.max(first.len()));
    (language, inside.shifted(code.span.start))
}

fn check_block(
    cx: &PaperContext<'_>,
    field: &Field,
    code: &Code,
    inside: Span,
    out: &mut Sink<'_>,
) {
    // Marks of a quotation are no part of the code, and JSON has no tabs but between values.
    let text = plain(cx.source(inside));
    let node = match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(value) => {
            let read = yaml::parse(&text, inside.start).ok().flatten();
            read.unwrap_or_else(|| of_json(&value, code.span))
        }
        Err(error) => {
            let at = place(&text, error.line(), error.column()) + inside.start;
            let why = error.to_string();
            let why = why.split(" at line ").next().unwrap_or_default();
            out.at(Span::at(at), format!("the block of `{}` is no JSON: {why}", field.id))
                .help("write it as JSON: texts in double quotes, commas between values");
            return;
        }
    };
    let nodes = match &node.kind {
        Kind::Sequence(nodes) => &nodes[..],
        _ => std::slice::from_ref(&node),
    };
    for node in nodes {
        for fault in faults_in(cx.series, cx.values.stage, field, node) {
            report(&fault, out);
        }
        check_keys(field, node, out);
    }
}

fn report(fault: &Fault<'_>, out: &mut Sink<'_>) {
    let (place, text) = (&fault.place, suggest::shown(&fault.text));
    let wanted = fault.field.description();
    let (message, help) = match &fault.why {
        // Whoever makes such blocks may write more than the series knows.
        InvalidValue::UnknownKey(_) => return,
        InvalidValue::NoKey(key) => {
            (format!("{place} has no `{key}`"), format!("add the key `{key}` with its value"))
        }
        InvalidValue::Choice => {
            let choices = suggest::listed(fault.field.choices.iter().map(String::as_str));
            (
                format!("{place} is {text}, which is not one of its choices"),
                format!("write one of {choices}"),
            )
        }
        InvalidValue::Type => {
            let kind = fault.node.type_name();
            (format!("{place} is {kind} but must be {wanted}"), format!("write {wanted}"))
        }
        _ => (format!("{place} must be {wanted}, not {text}"), format!("write {wanted}")),
    };
    // A group of keys may be long: its first character tells where it is.
    let span = match fault.node.kind {
        Kind::Mapping(_) => Span::at(fault.span.start),
        _ => fault.span,
    };
    out.at(span, message).help(help);
}

/// JSON without what Markdown has before its lines, as long in bytes.
fn plain(source: &str) -> String {
    let line = |line: &str| {
        let rest = line.trim_start_matches([' ', '\t', '>']);
        format!("{}{rest}", " ".repeat(line.len() - rest.len()))
    };
    source.split_inclusive('\n').map(line).collect::<String>().replace('\t', " ")
}

/// The byte of a line and a column of bytes, both counted from 1; at the end of the text if it ends there.
fn place(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let at = (start + column.saturating_sub(1)).min(text.len());
    text.floor_char_boundary(at)
}

/// A value of JSON that YAML does not read, all at one place.
fn of_json(value: &serde_json::Value, span: Span) -> Node {
    let scalar = |text: String, style: Style| Kind::Scalar(Scalar { text, style });
    let kind = match value {
        serde_json::Value::String(text) => scalar(text.clone(), Style::Quoted),
        serde_json::Value::Array(items) => {
            Kind::Sequence(items.iter().map(|item| of_json(item, span)).collect())
        }
        serde_json::Value::Object(keys) => {
            let key = |key: &String| Node { span, kind: scalar(key.clone(), Style::Quoted) };
            let pairs = keys.iter().map(|(name, value)| (key(name), of_json(value, span)));
            Kind::Mapping(pairs.collect())
        }
        other => scalar(other.to_string(), Style::Plain),
    };
    Node { span, kind }
}
