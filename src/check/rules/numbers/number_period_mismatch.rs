use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::CoreField;
use crate::paper::fields::Month;
use crate::paper::front_matter::Entry;
use crate::series::values::Value;
use crate::series::{Bind, NumberRule, Part};
use crate::text::source::Span;

rule! {
    /// The parts of a number that repeat a field must agree with it.
    ///
    /// ## Why
    ///
    /// In a number such as `3733-0624` the last four digits are the month of the meeting, here June
    /// 2024. A paper that was copied forward often keeps the old ones. The `binds` in the series say
    /// which part repeats which field. If the series has no period, the number's month must not be
    /// before the paper's date (`not_before`).
    ///
    /// ## Example
    ///
    /// ```yaml
    /// publication_number: "3733-0624"
    /// period: 2024-09
    /// ```
    ///
    /// ## How to fix
    ///
    /// Correct the number or the field, whichever is wrong. If the number was assigned like this, say
    /// why in the field `number_note`, and the rule accepts it.
    "number-period-mismatch", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let (Some(rule), Some((entry, text))) = (&cx.series.number, cx.number()) else { return };
    let has_waiver = cx.values.text(CoreField::NumberNote).is_some_and(|note| !note.is_empty());
    if has_waiver || !rule.is_match(text) {
        return;
    }
    let number = Number { rule, entry, text };
    let mut reported: Vec<&str> = Vec::new();
    for bind in &rule.binds {
        let is_new = !reported.contains(&bind.field.as_str());
        if is_new && number.disagrees(cx, bind) {
            number.report(cx, out, bind);
            reported.push(&bind.field);
        }
    }
    if let (true, Some(field)) = (reported.is_empty(), &rule.not_before) {
        number.check_not_before(cx, out, field);
    }
}

/// A paper's number and the entry it is from.
struct Number<'a> {
    rule: &'a NumberRule,
    entry: &'a Entry,
    text: &'a str,
}

impl Number<'_> {
    fn disagrees(&self, cx: &PaperContext<'_>, bind: &Bind) -> bool {
        let Some(group) = self.rule.group(self.text, &bind.group) else { return false };
        let expected = match bind.part {
            Part::Whole => whole(cx, &bind.field),
            _ => cx
                .values
                .month(&bind.field)
                .and_then(|month| bind.expected_of_month(month, group.len())),
        };
        expected.is_some_and(|expected| expected != group)
    }

    fn report(&self, cx: &PaperContext<'_>, out: &mut Sink<'_>, bind: &Bind) {
        let field = &bind.field;
        let months = self.rule.month(self.text).zip(cx.values.month(field));
        let (message, label) = match months.filter(|_| bind.part != Part::Whole) {
            Some((own, other)) => (
                format!(
                    "the number `{}` is of {}, but the field `{field}` is {}",
                    self.text,
                    own.printed(),
                    other.printed()
                ),
                format!("this is {}", other.printed()),
            ),
            None => (
                format!(
                    "`{}` in the number `{}` does not agree with the field `{field}`",
                    self.rule.group(self.text, &bind.group).unwrap_or_default(),
                    self.text
                ),
                format!("the number repeats this as its `{}`", bind.group),
            ),
        };
        self.finish(cx, out, field, (message, label));
    }

    fn check_not_before(&self, cx: &PaperContext<'_>, out: &mut Sink<'_>, field: &str) {
        let months = self.rule.month(self.text).zip(cx.values.month(field));
        let Some((own, other)) = months.filter(|(own, other)| own < other) else { return };
        let message = format!(
            "the number `{}` is of {}, which is before the `{field}`, {}",
            self.text,
            own.printed(),
            printed(cx, field, other)
        );
        self.finish(cx, out, field, (message, format!("this is in {}", other.printed())));
    }

    fn finish(
        &self,
        cx: &PaperContext<'_>,
        out: &mut Sink<'_>,
        field: &str,
        (message, label): (String, String),
    ) {
        let place = cx.place_of(field).unwrap_or(Span::at(self.entry.value.span.end));
        out.at(self.entry.value.span, message).label(place, label).help(format!(
            "correct the number or `{field}`; if the number was assigned like this, say why in `number_note`"
        ));
    }
}

/// A field's value as the series would write it into a number.
fn whole(cx: &PaperContext<'_>, field: &str) -> Option<String> {
    match cx.values.value(field)?.1 {
        Value::Text(text) => Some(text.clone()),
        Value::Date(date) => Some(date.to_string()),
        Value::Month(month) => Some(month.to_string()),
        Value::Person(_) | Value::List(_) => None,
    }
}

fn printed(cx: &PaperContext<'_>, field: &str, month: Month) -> String {
    match cx.values.value(field) {
        Some((_, Value::Date(date))) => crate::paper::fields::print_date(*date),
        _ => month.printed(),
    }
}
