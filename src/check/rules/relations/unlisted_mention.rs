use std::collections::BTreeSet;

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::values::{FieldValue, Value};
use crate::series::{Field, NumberRule};
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A paper that a field with text names must be among the references, if the series says so.
    ///
    /// ## Why
    ///
    /// A title such as "Fees for Pub# 3734-0624" says that the paper builds on another. Programs that follow the
    /// references learn of it only if the reference is in its field as well. A series lists under
    /// `named_in` of a field of references the fields with text that it looks at. A paper counts as named if one
    /// of the labels of the series is before its number.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// fields:
    ///   - id: requires
    ///     type: list
    ///     items: { type: reference }
    ///     reference: { named_in: [title] }
    /// ```
    ///
    /// ```yaml
    /// series: memo
    /// title: Fees for Pub# 3734-0624
    /// ```
    ///
    /// ## How to fix
    ///
    /// Add the number to the field that the finding names.
    "unlisted-mention", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(rule) = &cx.series.number else { return };
    for field in &cx.series.fields {
        let named_in = field.reference.iter().flat_map(|reference| &reference.named_in);
        for (place, name) in named_in.filter_map(|name| Some((cx.place_of(name)?, name))) {
            check_text(cx, rule, (field, name), place, out);
        }
    }
}

fn check_text(
    cx: &PaperContext<'_>,
    rule: &NumberRule,
    (field, named_in): (&Field, &str),
    place: Span,
    out: &mut Sink<'_>,
) {
    let listed = listed(cx, rule, field);
    let source = cx.source(place);
    for found in rule.labeled(source) {
        let number = rule.normalized(&source[found.number.clone()]);
        let is_own = cx.values.number() == Some(&number);
        if is_own || listed.contains(number.as_ref()) {
            continue;
        }
        let span = Span::new(place.start + found.label.start, place.start + found.number.end);
        let message = format!(
            "{} is named in `{named_in}`, but not listed in `{}`",
            suggest::shown(cx.source(span)),
            field.id
        );
        out.at(span, message).help(format!("add `{number}` to `{}`", field.id));
    }
}

/// The numbers in a field of references.
fn listed(cx: &PaperContext<'_>, rule: &NumberRule, field: &Field) -> BTreeSet<String> {
    let texts: Vec<&str> = match cx.values.get(&field.id) {
        Some(FieldValue::Value(_, Value::List(items))) => {
            items.iter().map(|item| item.value.as_str()).collect()
        }
        Some(FieldValue::Value(_, Value::Text(text))) => vec![text],
        _ => Vec::new(),
    };
    texts.into_iter().map(|text| rule.normalized(text).into_owned()).collect()
}
