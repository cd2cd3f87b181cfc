use super::suggested::{Suggested, suggest_field};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::values::{Fault, InvalidValue};
use crate::text::finding::Fix;
use crate::text::source::Spanned;
use crate::text::suggest;

rule! {
    /// Every key of the front matter must be a field of the paper's series.
    ///
    /// ## Why
    ///
    /// A misspelled key is ignored when the paper is printed: its value is silently lost. The fields
    /// are those that every series has, such as `title` and `stage`, and those that the `series.yaml`
    /// of the paper's series declares.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// working-group: Centers of Excellence and Expertise Working Group
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the spelling of the key, or delete it with its value. Keys are lowercase, with an underscore
    /// between words. A note for colleagues belongs in a comment, after a `#`.
    "unknown-field", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if !cx.is_own_series() {
        return;
    }
    for fault in cx.values.faults() {
        if let InvalidValue::UnknownKey(key) = &fault.why {
            unknown_key(fault, key, out);
        }
    }
    for entry in cx.paper.front().entries.iter().filter(|entry| !entry.broken) {
        let key = &entry.key;
        if let Some(field) = cx.series.field(&key.value) {
            let used = field.key_in(cx.paper);
            if used != key.value {
                let message =
                    format!("`{}` is another name of `{used}`, which is there", key.value);
                out.at(key.span, message).help("delete one of the two");
            }
            continue;
        }
        let message = format!(
            "{} is not a field of the series `{}`",
            suggest::shown(&key.value),
            cx.series.id
        );
        let Some(Suggested { field, is_sure }) = suggest_field(cx.series, &key.value) else {
            let fields = cx.series.fields.iter().map(|field| field.id.as_str());
            out.at(key.span, message).help(format!(
                "correct it, or delete the line; the fields are {}",
                suggest::listed(fields)
            ));
            continue;
        };
        let id = &field.id;
        if cx.paper.front().get(id).is_some() {
            let help = format!("`{id}` is given already; delete this line if it means the same");
            out.at(key.span, message).help(help);
            continue;
        }
        let title = format!("write `{id}`");
        let fix = Fix { safe: is_sure, ..Fix::risky(title, key.span, id.clone()) };
        out.at(key.span, message).help(format!("did you mean `{id}`?")).fix(fix);
    }
}

/// A key of a mapping inside a field.
fn unknown_key(fault: &Fault<'_>, key: &Spanned<String>, out: &mut Sink<'_>) {
    let message = format!("{} is not a key of `{}`", suggest::shown(&key.value), fault.field.id);
    let keys = || fault.field.fields.iter().map(|field| field.id.as_str());
    match suggest::nearest(&key.value, keys()) {
        Some(near) => out
            .at(key.span, message)
            .help(format!("did you mean `{near}`?"))
            .fix(Fix::risky(format!("write `{near}`"), key.span, near)),
        None => out.at(key.span, message).help(format!("the keys are {}", suggest::listed(keys()))),
    };
}
