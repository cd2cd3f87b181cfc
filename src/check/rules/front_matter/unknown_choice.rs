use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::{Entry, quoting};
use crate::series::values::{FieldValue, InvalidValue};
use crate::series::{Field, FieldType};
use crate::text::finding::Fix;
use crate::text::suggest;
use crate::yaml::Style;

rule! {
    /// A field with a list of choices must hold one of them, exactly as it is written.
    ///
    /// ## Why
    ///
    /// Readers and lists of papers rely on the choices: a committee that looks for papers marked
    /// "Decision" does not find "For decision". The stages of a paper are such a list, too.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// action_required: Informative
    /// ```
    ///
    /// ```yaml
    /// stage: Published
    /// ```
    ///
    /// ## How to fix
    ///
    /// Use one of the words that the finding lists.
    "unknown-choice", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (field, field_value) in cx.values.iter() {
        if let FieldValue::Invalid(entry, InvalidValue::Choice) = field_value {
            report(cx, out, field, entry);
        }
    }
}

fn report(cx: &PaperContext<'_>, out: &mut Sink<'_>, field: &Field, entry: &Entry) {
    let Some(scalar) = entry.value.scalar() else { return };
    let choices = match field.field_type {
        FieldType::Stage => &cx.series.stages.order,
        _ => &field.choices,
    };
    let choices = || choices.iter().map(String::as_str);
    let text = scalar.text.trim();
    let message = format!("{} is not one of the choices for `{}`", suggest::shown(text), field.id);
    let same = choices().find(|choice| choice.to_lowercase() == text.to_lowercase());
    let near = same.or_else(|| suggest::nearest(text, choices()));
    let mut help = format!("the choices are {}", suggest::listed(choices()));
    if let Some(near) = near {
        help = format!("did you mean `{near}`? {help}");
    }
    let report = out.at(entry.value.span, message).help(help);
    if let Some(choice) = near.filter(|_| scalar.style != Style::Block) {
        let text = quoting::like(cx.source(entry.value.span), choice);
        let fix = Fix::risky(format!("write `{choice}`"), entry.value.span, text);
        report.fix(Fix { safe: same.is_some(), ..fix });
    }
}
