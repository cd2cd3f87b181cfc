use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::finding::Fix;
use crate::paper::front_matter::quoting;
use crate::series::NumberRule;
use crate::suggest;
use crate::yaml::Style;

rule! {
    /// A publication number must have the form that its series declares.
    ///
    /// ## Why
    ///
    /// Papers are cited, ordered and found by their number. The label, such as `Pub#`, is printed by
    /// the template and does not belong to it. The form is the `pattern` of the series' `number`.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// publication_number: "3733-624"
    /// ```
    ///
    /// ```yaml
    /// publication_number: "Pub# 3733-0624"
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the number as the central desk gave it out, with nothing in front and plain hyphens
    /// inside.
    "malformed-number", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(rule), Some((entry, text))) = (&cx.series.number, cx.number()) else { return };
    if rule.is_match(text) {
        return;
    }
    let shown = suggest::shown(text);
    let found = repaired(rule, text);
    let message = match &found {
        Some((_, is_label)) if *is_label => {
            format!("the number {shown} begins with a label, which is printed by itself")
        }
        _ => match wrong_month(rule, text) {
            Some(month) => {
                format!("the number {shown} names a month that does not exist: {month}")
            }
            None => format!("the number {shown} does not have the form `{}`", rule.form),
        },
    };
    let help = match &found {
        Some((number, _)) => format!("write `{number}`"),
        None => format!("write it like `{}`", rule.example),
    };
    let report = out.at(entry.value.span, message).help(help);
    if let Some((number, _)) = found
        && entry.value.scalar().is_some_and(|scalar| scalar.style != Style::Block)
    {
        let title = format!("write `{number}`");
        let old = cx.source(entry.value.span);
        let text = if old.starts_with('\'') {
            quoting::like(old, &number)
        } else {
            quoting::quoted(&number)
        };
        report.fix(Fix::safe(title, entry.value.span, text));
    }
}

/// The two digits that alone keep `text` from being a number, because no month has them.
fn wrong_month<'t>(rule: &NumberRule, text: &'t str) -> Option<&'t str> {
    // Longer than any number: not worth a try at each of its places.
    if text.len() > 64 {
        return None;
    }
    (0..text.len().saturating_sub(1)).find_map(|at| {
        let digits = text.get(at..at + 2)?;
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let repaired = format!("{}01{}", &text[..at], &text[at + 2..]);
        let month = rule.pattern.captures(&repaired)?.name("month")?;
        (rule.is_match(&repaired) && month.start() == at).then_some(digits)
    })
}

/// The number that `text` can only mean, and whether a label in front was all that was wrong.
fn repaired(rule: &NumberRule, text: &str) -> Option<(String, bool)> {
    let bare = rule.without_label(text).unwrap_or(text);
    if bare.len() < text.len() && rule.is_match(bare) {
        return Some((bare.to_owned(), true));
    }
    let plain: String = bare
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if is_dash(c) { '-' } else { c })
        .collect();
    let plain = plain.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let capitals = plain.to_uppercase();
    [plain, capitals].into_iter().find(|number| rule.is_match(number)).map(|number| (number, false))
}

/// Dashes and the minus sign, which look like a hyphen.
fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}
