use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::values::FieldValue;

rule! {
    /// A field must not be there when the series forbids it.
    ///
    /// ## Why
    ///
    /// Some fields have a meaning for some papers only: a last day for comments while a paper waits for them,
    /// a reason for the withdrawal of one that was withdrawn. Elsewhere such a field says something that is
    /// not so. The series says when with `allowed_when` and `forbidden_when`.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// fields:
    ///   - { id: reason, allowed_when: { stage: withdrawn } }
    /// ```
    ///
    /// ```yaml
    /// series: memo
    /// stage: draft
    /// reason: The program ended.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Delete the field, or correct the one that the finding names.
    "forbidden-field", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (field, field_value) in cx.values.iter() {
        let (FieldValue::Value(entry, _) | FieldValue::Invalid(entry)) = field_value else {
            continue;
        };
        if let Some(why) = cx.refusal(&field.when) {
            let message = format!("the field `{}` {why}", field.id);
            let help = "delete it with its value, or correct what it depends on";
            out.at(entry.key.span, message).help(help);
        }
    }
}
