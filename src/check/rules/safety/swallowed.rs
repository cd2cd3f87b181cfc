//! What something that is never closed takes with it.

use crate::check::PaperContext;
use crate::paper::body::LookalikeKind;
use crate::text::source::Span;
use crate::text::suggest;

/// The most headings that a message names.
const MAX_NAMED: usize = 4;

/// What is at `span` as the subject of a sentence with its verb: "everything to line 9, with the
/// headings `Issue` and `Status`, is".
pub(super) fn lines(cx: &PaperContext<'_>, span: Span) -> String {
    let lookalikes = cx.paper.body().lookalikes.iter().filter(|lookalike| {
        matches!(
            lookalike.kind,
            LookalikeKind::Comment(whole) | LookalikeKind::Code(whole) if whole == span
        )
    });
    let names: Vec<&str> = lookalikes.map(|lookalike| lookalike.text.as_str()).collect();
    let position = |at: usize| cx.paper.file.position(at).line + 1;
    let (first, last) =
        (position(span.start), position(span.start + cx.source(span).trim_end().len()));
    let lines = match last - first {
        0 => "the rest of the line".to_owned(),
        _ => format!("everything to line {last}"),
    };
    match names.as_slice() {
        [] => format!("{lines} is"),
        [name] => format!("{lines}, with the heading {}, is", suggest::shown(name)),
        names if names.len() <= MAX_NAMED => {
            format!("{lines}, with the headings {}, is", suggest::listed(names.iter().copied()))
        }
        names => format!("{lines}, with {} headings, is", names.len()),
    }
}
