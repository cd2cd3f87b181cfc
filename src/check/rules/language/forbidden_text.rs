use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::suggest;

rule! {
    /// The text must have nothing that the series forbids.
    ///
    /// ## Why
    ///
    /// A series may have words of its own that it does not want: an old name, another spelling of its numbers,
    /// a character that its web site does not show. It lists them under `forbidden_text`, each a regular
    /// expression with what a finding says. Code, comments and addresses are left alone.
    ///
    /// ## Example
    ///
    /// ```yaml templates/memo/series.yaml
    /// extends: issue-paper
    /// forbidden_text:
    ///   - { regex: "(?i)memo [0-9]+", message: must be written as `Memo-7` }
    /// ```
    ///
    /// ```text
    /// ---
    /// series: memo
    /// ---
    ///
    /// ## Background
    ///
    /// This follows memo 12 of the same office.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write what the finding says.
    "forbidden-text", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for prose in cx.paper.body().prose.iter().filter(|_| !cx.series.forbidden_text.is_empty()) {
        for pattern in &cx.series.forbidden_text {
            for found in pattern.regex.find_iter(&prose.text) {
                let shown = suggest::shown(found.as_str());
                let usual = "must not be in the text";
                let message = pattern.message.as_deref().unwrap_or(usual);
                let help =
                    pattern.help.clone().unwrap_or_else(|| format!("write it without {shown}"));
                let span = prose.span_of(found.start(), found.end());
                out.at(span, format!("{shown} {message}")).help(help);
            }
        }
    }
}
