use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::Entry;
use crate::series::values::{FieldValue, Value};
use crate::series::{NumberRule, Role, Values};
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A paper must be named by its own label, where papers of a series have several.
    ///
    /// ## Why
    ///
    /// Some series number papers of several kinds in one row and tell the kinds apart by the label:
    /// `EIP-1559`, but `ERC-20`. They say which papers have which label with `labels_when`. A paper that is named by
    /// the label of another kind is hard to find, and misleads about what it is. The rule looks at the text,
    /// links in it included, and at fields with text.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// number:
    ///   labels_when: [{ label: Info, when: { action_required: Informational } }]
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// ---
    ///
    /// ## Background
    ///
    /// The proposal goes back to Pub# 3734-0624, which was withdrawn.
    /// ```
    ///
    /// ```yaml
    /// series: memo
    /// publication_number: "3734-0624"
    /// action_required: Informational
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the label that the finding names; `issuepaper check --fix` does it.
    "wrong-label", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let Some(rule) = cx.series.number.as_ref().filter(|rule| !rule.labels_when.is_empty()) else {
        return;
    };
    for named in cx.named_papers() {
        judge(cx, &named.number, named.label, out);
    }
    for (field, value) in cx.values.iter() {
        if let FieldValue::Value(entry, Value::Text(_)) = value
            && field.role != Some(Role::Number)
        {
            check_field(cx, rule, entry, out);
        }
    }
}

fn check_field(cx: &PaperContext<'_>, rule: &NumberRule, entry: &Entry, out: &mut Sink<'_>) {
    let place = entry.place();
    let source = cx.source(place);
    for found in rule.labeled(source) {
        let number = rule.normalized(&source[found.number]);
        let label = Span::new(place.start + found.label.start, place.start + found.label.end);
        judge(cx, &number, label, out);
    }
}

/// Judges the label at a place that names the paper with `number`.
fn judge(cx: &PaperContext<'_>, number: &str, label: Span, out: &mut Sink<'_>) {
    let Some(file) = cx.numbered(number) else { return };
    let other = file.paper.unread();
    let Some(own) = cx.series.label_of(&Values::new(&other, cx.series)) else { return };
    let written = cx.source(label);
    if written == own {
        return;
    }
    let message = format!(
        "`{}` is named by the label {}, but its own is {}",
        file.paper.file.name(),
        suggest::shown(written),
        suggest::shown(own)
    );
    out.at(label, message)
        .help(format!("write {}", suggest::shown(&NumberRule::display(own, number))))
        .fix(Fix::safe("write its own label", label, own.to_owned()));
}
