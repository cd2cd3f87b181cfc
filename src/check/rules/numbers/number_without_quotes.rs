use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::quoting;
use crate::series::{FieldType, Role};
use crate::text::finding::Fix;
use crate::yaml::Scalar;

rule! {
    /// A number that YAML could take for something else should be in quotes.
    ///
    /// ## Why
    ///
    /// This program reads every number as text. Others that read the same file may not: to them `0624`
    /// without quotes is 404 or 624, `1.10` is 1.1, and `2024-06-01` is a date.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// number:
    ///   pattern: "[0-9]{4}"
    ///   example: "0042"
    ///   not_before: none
    /// ```
    ///
    /// ```yaml
    /// series: memo
    /// publication_number: 0624
    /// ```
    ///
    /// ## How to fix
    ///
    /// Put the number in double quotes.
    "number-without-quotes", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(rule), Some((entry, text))) = (&cx.series.number, cx.number()) else { return };
    // A series whose numbers are whole numbers wants no quotes.
    let is_integer =
        cx.series.field(Role::Number).is_some_and(|it| it.field_type == FieldType::Integer);
    if is_integer {
        return;
    }
    // What is in the text of a paper is no YAML.
    let is_yaml = cx.paper.front().span.contains(entry.value.span);
    // A malformed number has to be rewritten, quotes included.
    let changes_type = || entry.value.scalar().is_some_and(Scalar::changes_type);
    if !is_yaml || !rule.is_match(text) || !changes_type() {
        return;
    }
    let quoted = quoting::quoted(text);
    out.at(entry.value.span, format!("the number `{text}` is not in quotes"))
        .help(format!("write `{quoted}`, or other programs may read it as a quantity or a date"))
        .fix(Fix::safe("put the number in quotes", entry.value.span, quoted));
}
