use std::collections::BTreeMap;

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::source::Span;
use crate::text::suggest;
use crate::yaml::{Kind, Node};

rule! {
    /// A field must not be given twice.
    ///
    /// ## Why
    ///
    /// Of two lines with the same key only one can be printed, and programs differ in which one
    /// they choose. YAML 1.2 itself requires unique keys (section 3.2.1.3).
    ///
    /// ## Example
    ///
    /// ```yaml
    /// office: Office of Trade
    /// office: Office of Field Operations
    /// ```
    ///
    /// ## How to fix
    ///
    /// Keep the line that is right and delete the other.
    "duplicate-field", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for entry in &cx.paper.front().entries {
        let key = entry.key.value.as_str();
        match seen.get(key) {
            // With a broken value it is unclear what its key is meant to be.
            Some(_) if entry.broken => {}
            Some(first) => {
                let message = format!("the field {} is given a second time", suggest::shown(key));
                report(cx, out, message, line(cx, entry.key.span, entry.value.span), *first);
            }
            None => {
                seen.insert(key, entry.key.span);
            }
        }
        if let Kind::Mapping(pairs) = &entry.value.kind {
            check_inner(cx, out, key, pairs);
        }
    }
}

/// The keys below a key, as those of `submitted_by`.
fn check_inner(cx: &PaperContext<'_>, out: &mut Sink<'_>, field: &str, pairs: &[(Node, Node)]) {
    let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
    for (key, value) in pairs {
        let Some(name) = key.scalar().map(|scalar| scalar.text.as_str()) else { continue };
        if let Some(first) = seen.get(name) {
            let message = format!(
                "the key {} of {} is given a second time",
                suggest::shown(name),
                suggest::shown(field)
            );
            report(cx, out, message, line(cx, key.span, value.span), *first);
        } else {
            seen.insert(name, key.span);
        }
    }
}

fn report(cx: &PaperContext<'_>, out: &mut Sink<'_>, message: String, span: Span, first: Span) {
    let number = cx.paper.file.position(first.start).line + 1;
    out.at(span, message).label(first, "first given here").help(format!(
        "keep this field or the one on line {number}, and delete all lines of the other"
    ));
}

/// Key and value if they are on one line, else the key.
fn line(cx: &PaperContext<'_>, key: Span, value: Span) -> Span {
    let whole = Span::new(key.start, value.end.max(key.end));
    if cx.source(whole).contains(['\n', '\r']) { key } else { whole }
}
