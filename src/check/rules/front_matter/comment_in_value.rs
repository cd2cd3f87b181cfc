use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::{Entry, quoting};
use crate::series::values::FieldValue;
use crate::series::{Field, FieldType};
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;
use crate::yaml::{Kind, Node, Style};

rule! {
    /// Text should not be cut short by a ` #` that YAML takes for the start of a comment.
    ///
    /// ## Why
    ///
    /// In YAML (1.2, section 6.6) a `#` after a space begins a comment. A title such as
    /// `Fee schedule #2 for brokers` is printed as "Fee schedule", without warning.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// title: Fee schedule #2 for brokers
    /// ```
    ///
    /// ## How to fix
    ///
    /// Put the whole value in quotes. If it is meant as a comment, move it to a line of its own.
    "comment-in-value", Warning => Paper(check)
}

/// Fields that hold a name of the program's own, in which a `#` has no place.
const NAMES: [&str; 2] = ["series", "lang"];

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (field, field_value) in cx.values.iter() {
        let FieldValue::Value(entry, _) = field_value else { continue };
        if is_text(field) {
            check_entry(cx, out, entry);
        }
    }
}

fn is_text(field: &Field) -> bool {
    matches!(field.field_type, FieldType::Text | FieldType::Person | FieldType::Unit)
        && !NAMES.contains(&field.id.as_str())
}

fn check_entry(cx: &PaperContext<'_>, out: &mut Sink<'_>, entry: &Entry) {
    match &entry.value.kind {
        Kind::Scalar(_) => check_value(cx, out, &entry.key.value, &entry.value),
        Kind::Mapping(pairs) => {
            for (key, value) in pairs {
                let name = key.scalar().map_or("", |scalar| scalar.text.as_str());
                check_value(cx, out, name, value);
            }
        }
        Kind::Sequence(_) => {}
    }
}

fn check_value(cx: &PaperContext<'_>, out: &mut Sink<'_>, name: &str, value: &Node) {
    let is_plain = value.scalar().is_some_and(|scalar| scalar.style == Style::Plain);
    if !is_plain || value.span.is_empty() {
        return;
    }
    let Some(comment) = cx.paper.comment_after(value.span.end) else { return };
    let whole = Span::new(value.span.start, comment.end);
    let quoted = quoting::quoted(cx.source(whole));
    let report = out
        .at(comment, format!("`#` begins a comment, which is not part of the value of `{name}`"))
        .help(format!("put the whole value in quotes: {}", suggest::shown(&quoted)));
    if !cx.source(whole).contains(['\n', '\r']) {
        report.fix(Fix::risky("put the whole value in quotes", whole, quoted));
    }
}
