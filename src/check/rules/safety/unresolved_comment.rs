use crate::check::facts::waiver_mark::is_waiver;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::suggest;

rule! {
    /// A published paper should have no comment or proposed change left in it.
    ///
    /// ## Why
    ///
    /// A comment is a question that somebody asked. Published with the paper it stays in the record,
    /// invisible on the page but visible to whoever asks for the source; a proposed change is printed, marks
    /// and all. Comments are HTML comments and the marks of
    /// [`CriticMarkup`](https://fletcher.github.io/MultiMarkdown-6/syntax/critic.html); a waiver does not
    /// count. The rule is off by default, but `issuepaper publish` always runs it.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks opened in 2014. <!-- Robin: or 2015? -->
    /// ```
    ///
    /// ## How to fix
    ///
    /// Answer the comment and remove it; accept or reject the change.
    "unresolved-comment", Off => Paper(check)
}

/// The marks of `CriticMarkup`, with what each encloses.
const MARKS: [(&str, &str, &str); 5] = [
    ("{>>", "<<}", "comment"),
    ("{++", "++}", "proposed addition"),
    ("{--", "--}", "proposed deletion"),
    ("{~~", "~~}", "proposed change"),
    ("{==", "==}", "highlighted text"),
];

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if cx.series.stages.markings.contains_key(cx.stage_name()) || !cx.is_stage_certain() {
        return;
    }
    for &span in &cx.paper.body().comments {
        let text = cx.source(span);
        if !is_waiver(text) && !cx.has_field_in(span) {
            out.at(span, format!("the comment {} is still in the paper", suggest::shown(text)))
                .help("answer the comment and remove it");
        }
    }
    for prose in &cx.paper.body().prose {
        // The marks of a change are those of struck-out text, which is not part of the visible
        // text.
        let source = cx.source(prose.span);
        for (open, close, what) in MARKS {
            let mut from = 0;
            while let Some((start, end)) = enclosed(&source[from..], open, close) {
                let span = crate::text::source::Span::new(from + start, from + end)
                    .shifted(prose.span.start);
                out.at(
                    span,
                    format!("the {what} {} is still in the paper", suggest::shown(cx.source(span))),
                )
                .help("accept or reject what is proposed, and remove the marks");
                from += end;
            }
        }
    }
}

/// The first text between two marks, with them.
fn enclosed(text: &str, open: &str, close: &str) -> Option<(usize, usize)> {
    let start = text.find(open)?;
    let end = start + open.len() + text[start + open.len()..].find(close)?;
    Some((start, end + close.len()))
}
