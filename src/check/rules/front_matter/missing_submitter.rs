use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::quoting;
use crate::series::values::InvalidValue;
use crate::text::suggest;
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
    for fault in cx.values.faults() {
        let (field, node) = (fault.field, fault.node);
        let (what, example) = match fault.why {
            InvalidValue::NoName => ("name", "Alex Doe"),
            InvalidValue::NoOffice => ("office", "Office of Trade"),
            _ => continue,
        };
        let message = format!("`{}` has no {what}", field.id);
        // A key without a value is where the value would go.
        let key = match &node.kind {
            Kind::Mapping(pairs) => {
                pairs.iter().map(|(key, _)| key).find(|key| is_named(key, what))
            }
            _ => None,
        };
        let place = key.map_or(fault.span, |key| key.span);
        let help = match node.scalar() {
            Some(scalar) => format!(
                "add the {what}, as in {}",
                suggest::shown(&format!(
                    "{}: {}",
                    field.id,
                    quoting::like(out.source(node.span), &completed(&scalar.text, &fault.why))
                ))
            ),
            None if key.is_some() => format!("give the key a value, as in `{what}: {example}`"),
            None => {
                format!("`{}` is {}; add the key `{what}: {example}`", field.id, node.type_name())
            }
        };
        out.at(place, message).help(help);
    }
}

/// The line with what it lacks. What the author wrote is kept, so that nobody copies an example's name.
fn completed(line: &str, fault: &InvalidValue) -> String {
    let line = line.trim();
    let written = line.trim_matches(|c: char| c == ',' || c.is_whitespace());
    match fault {
        InvalidValue::NoName if written.is_empty() => "Alex Doe, Office of Trade".to_owned(),
        InvalidValue::NoName => format!("Alex Doe, {written}"),
        _ => match parted(written) {
            Some((name, office)) => format!("{name}, {office}"),
            None => format!("{written}, Office of Trade"),
        },
    }
}

/// Name and office in a line that has another mark than a comma between them: `Alex Doe - Office of Trade`, `Alex Doe
/// (Office of Trade)`.
fn parted(line: &str) -> Option<(&str, &str)> {
    const MARKS: [&str; 8] = [" - ", " -- ", " \u{2013} ", "\u{2014}", ";", "(", " / ", "|"];
    let marks = MARKS.iter().filter_map(|mark| line.split_once(mark));
    let (name, office) = marks.min_by_key(|(name, _)| name.len())?;
    let (name, office) = (name.trim(), office.trim().trim_end_matches(')'));
    (!name.is_empty() && !office.is_empty()).then_some((name, office))
}

fn is_named(key: &Node, name: &str) -> bool {
    key.scalar().is_some_and(|scalar| scalar.text == name)
}
