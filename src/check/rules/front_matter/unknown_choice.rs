use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::quoting;
use crate::series::values::{Fault, InvalidValue};
use crate::series::{FieldType, Stages};
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
    let faults = cx.values.faults().iter();
    for fault in faults.filter(|fault| fault.why == InvalidValue::Choice) {
        report(cx, out, fault);
    }
}

fn report(cx: &PaperContext<'_>, out: &mut Sink<'_>, fault: &Fault<'_>) {
    let Some(scalar) = fault.node.scalar() else { return };
    let field = fault.field;
    let choices = match field.field_type {
        FieldType::Stage => &cx.series.stages.order,
        _ => &field.choices,
    };
    let choices = || choices.iter().map(String::as_str);
    let text = fault.text.as_ref();
    let message = format!("{} is not one of the choices for `{}`", suggest::shown(text), field.id);
    let same = choices().find(|choice| choice.to_lowercase() == text.to_lowercase());
    let near = same.or_else(|| suggest::nearest(text, choices()));
    let mut help = format!("the choices are {}", suggest::listed(choices()));
    let suffix = cx.series.stages.suffix.as_ref().filter(|_| field.field_type == FieldType::Stage);
    if let Some(suffix) = suffix {
        help.push_str(&format!(
            ", alone or with what matches `{}` after it",
            Stages::written(suffix)
        ));
    }
    if let Some(near) = near {
        help = format!("did you mean `{near}`? {help}");
    }
    let report = out.at(fault.span, message).help(help);
    if let Some(choice) = near.filter(|_| scalar.style != Style::Block) {
        // A part of a text is in the quotes of the whole.
        let is_part = fault.span != fault.node.span;
        let as_value = || quoting::like(cx.source(fault.span), choice);
        let text = if is_part { choice.to_owned() } else { as_value() };
        let fix = Fix::risky(format!("write `{choice}`"), fault.span, text);
        report.fix(Fix { safe: same.is_some(), ..fix });
    }
}
