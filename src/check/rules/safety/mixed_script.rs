use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::series::values::{FieldValue, Value};
use crate::text::finding::Fix;
use crate::text::lookalikes::{self, Mixed};
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// A word must not have letters of another alphabet that only look like its own.
    ///
    /// ## Why
    ///
    /// The Cyrillic о and the Latin o are printed alike. A word with the wrong one, from a keyboard in another
    /// language, a scanned page or a copied name, can't be found by a search, and a screen reader spells it out or
    /// reads nonsense. The Greek question mark looks like a semicolon. Unicode calls such text
    /// [confusable](https://www.unicode.org/reports/tr39/#Confusable_Detection).
    ///
    /// Letters that don't look like Latin ones are left alone, such as those of `µm`, `kΩ` and `ΔT`, and so are
    /// words all in one alphabet.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The dеsks opened in 2014.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Type the word again.
    "mixed-script", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for (_, value) in cx.values.iter() {
        let FieldValue::Value(entry, Value::Text(_) | Value::Person(_) | Value::List(_)) = value
        else {
            continue;
        };
        let span = entry.value.span;
        for found in lookalikes::mixed(cx.source(span)) {
            let place = |start, end| Span::new(span.start + start, span.start + end);
            report(cx, place(found.start, found.end), &found, out);
        }
    }
    for prose in &cx.paper.body().prose {
        for found in lookalikes::mixed(&prose.text) {
            if out.is_full() {
                return;
            }
            report(cx, prose.span_of(found.start, found.end), &found, out);
        }
    }
}

fn report(cx: &PaperContext<'_>, span: Span, found: &Mixed, out: &mut Sink<'_>) {
    let source = cx.source(span);
    let message = match (found.is_sign, found.letters.as_str()) {
        (true, _) => "this is a Greek question mark, which looks like a semicolon".to_owned(),
        (_, letters) => format!(
            "{} has {} letters that look like others: {letters}",
            suggest::shown(source),
            found.script
        ),
    };
    let shown = suggest::shown(&found.meant);
    let report = out.at(span, message).help(format!("type {shown} in its place"));
    // A word with a character reference inside is left to the author.
    if lookalikes::mixed(source).next().is_some_and(|it| it.meant == found.meant) {
        report.fix(Fix::risky("write the letters that are meant", span, found.meant.clone()));
    }
}
