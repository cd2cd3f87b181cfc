use crate::check::rule::rule;
use crate::check::waivers;
use crate::check::{PaperContext, Sink};
use crate::text::suggest;

rule! {
    /// A published paper should have no comment or proposed change left in it.
    ///
    /// ## Why
    ///
    /// A comment is a question that somebody asked. Published with the paper it stays in the record, unseen
    /// on the page and open to whoever asks for the source; a proposed change is printed, marks and all.
    /// Comments are those of HTML and the marks of
    /// [`CriticMarkup`](https://fletcher.github.io/MultiMarkdown-6/syntax/critic.html); a waiver is none. The
    /// rule is off unless it is switched on, but `issuepaper publish` always asks it.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks opened in 2014. <!-- Robin: or 2015? -->
    /// ```
    ///
    /// ## How to fix
    ///
    /// Answer the comment and take it out; take over the change or drop it.
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
        if !waivers::is_waiver(text) {
            out.at(span, format!("the comment {} is still in the paper", suggest::shown(text)))
                .help("answer the comment and take it out");
        }
    }
    for prose in &cx.paper.body().prose {
        // The marks of a change are those of text that is struck out, which is no visible text.
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
                .help("take over what is proposed or drop it, and take out the marks");
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
