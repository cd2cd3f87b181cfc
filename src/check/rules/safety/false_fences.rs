//! Lines of quotation marks or accents that were meant as the fences of a block of code.

use crate::check::{PaperContext, Sink};
use crate::paper::body::{Prose, ProseKind};
use crate::text::characters::has_byte;
use crate::text::finding::{Edit, Fix};
use crate::text::source::Span;
use crate::text::suggest;

/// The signs that are typed in place of a backtick, in groups of those that are mixed.
const SIGNS: [&[char]; 5] = [&['\''], &['"'], &['´'], &['‘', '’'], &['“', '”']];

/// The fence that is meant.
const FENCE: &str = "```";

/// The longest name of a language after a fence, in bytes.
const MAX_NAME: usize = 15;

/// A line that looks like a fence.
struct Line {
    /// The signs, without the name of a language.
    span: Span,
    has_name: bool,
}

pub(super) fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let is_text = |it: &&Prose| matches!(it.kind, ProseKind::Paragraph | ProseKind::Item);
    let prose = cx.paper.body().prose.iter().filter(is_text);
    let mut lines = prose.flat_map(|prose| lines(cx, prose.span)).peekable();
    while let Some(opener) = lines.next() {
        let closer = lines.next_if(|line| !line.has_name);
        let shown = suggest::shown(cx.source(opener.span));
        let report = out
            .at(
                opener.span,
                format!("{shown} begins no block of code, so its lines run together on the page"),
            )
            .help(format!(
                "write {} in its place, here and where the code ends",
                suggest::shown(FENCE)
            ));
        if let Some(closer) = closer {
            let edit = |span| Edit { span, text: FENCE.to_owned() };
            report.fix(Fix {
                title: "write backticks around the code".to_owned(),
                edits: vec![edit(opener.span), edit(closer.span)],
                safe: false,
            });
        }
    }
}

fn lines<'p>(cx: &PaperContext<'p>, span: Span) -> impl Iterator<Item = Line> + use<'p> {
    let source = cx.source(span);
    // To find that no sign is there is less work than to look at each line.
    let has_sign = has_byte(source, |byte| matches!(byte, b'\'' | b'"') || !byte.is_ascii());
    let source = if has_sign { source } else { "" };
    let mut at = span.start;
    source.split_inclusive('\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        let inner = line.trim_start_matches([' ', '\t', '>']);
        let first = inner.chars().next()?;
        let signs = SIGNS.iter().find(|signs| signs.contains(&first))?;
        let name = inner.trim_start_matches(*signs);
        let length = inner.len() - name.len();
        let name = name.trim();
        let is_name = name.len() <= MAX_NAME
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '#'));
        let start = start + line.len() - inner.len();
        let is_fence = is_name && inner[..length].chars().count() >= FENCE.len();
        is_fence
            .then(|| Line { span: Span::new(start, start + length), has_name: !name.is_empty() })
    })
}
