use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::values::{FieldValue, InvalidValue};
use crate::yaml::{Kind, Node};

rule! {
    /// The submitter of a paper must have a name, and an office if the series requires one.
    ///
    /// ## Why
    ///
    /// The closing lines tell readers whom to ask. The person's name and office are printed as one
    /// line, `Name, Office`. With keys, both are required in every series.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// submitted_by: Alex Doe
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the line as it is printed, `Alex Doe, Office of Trade`, or give both keys, `name` and
    /// `office`.
    "missing-submitter", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (field, field_value) in cx.values.iter() {
        let FieldValue::Invalid(entry, fault) = field_value else { continue };
        let (what, example) = match fault {
            InvalidValue::NoName => ("name", "Alex Doe"),
            InvalidValue::NoOffice => ("office", "Office of Trade"),
            _ => continue,
        };
        let message = format!("`{}` has no {what}", field.id);
        let help = if entry.value.scalar().is_some() {
            format!("write `{}: Alex Doe, Office of Trade`", field.id)
        } else {
            format!(
                "`{}` is {}; add the key `{what}: {example}`",
                field.id,
                entry.value.type_name()
            )
        };
        // A key without a value is where the value would go.
        let key = match &entry.value.kind {
            Kind::Mapping(pairs) => {
                pairs.iter().map(|(key, _)| key).find(|key| is_named(key, what))
            }
            _ => None,
        };
        let place = key.map_or(entry.value.span, |key| key.span);
        out.at(place, message).help(help);
    }
}

fn is_named(key: &Node, name: &str) -> bool {
    key.scalar().is_some_and(|scalar| scalar.text == name)
}
