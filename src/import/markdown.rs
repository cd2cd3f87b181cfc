//! Papers in Markdown, in the published form or as somebody typed them.

use super::piece::{Piece, Place, Source, StyleHint};
use super::remark::Remark;
use crate::document::{Block, from_markdown};
use crate::paper::Paper;
use crate::paper::body::after_label;
use crate::paper::front_matter::{Entry, Problem};
use crate::text::source::{SourceFile, Span};

/// What is read of a Markdown text.
#[derive(Debug, Default)]
pub(super) struct Text {
    pub(super) pieces: Vec<Piece>,
    /// The keys of a front matter and their values.
    pub(super) entries: Vec<(String, String, Place)>,
    /// The lines of a front matter that can't be read as a whole.
    pub(super) broken: Vec<(Place, String)>,
    pub(super) remarks: Vec<Remark>,
}

/// Reads a text whose lines end in `\n` alone.
pub(super) fn read(text: &str) -> Text {
    let (toml, text) = super::toml::split(text);
    let text = text.as_ref();
    let file = SourceFile::new("import", text);
    let line = |at: usize| Place::Line(file.lines().position(file.text(), at).line + 1);
    let paper = Paper::new(file.clone());
    let mut out = Text { entries: toml.entries, broken: toml.broken, ..Text::default() };
    let front = paper.front();
    for entry in front.entries.iter().filter(|it| !it.broken || !it.value.is_null()) {
        read_entry(entry, text, line(entry.key.span.start), &mut out);
    }
    let problems = front.problems.iter().filter(|_| !front.is_absent);
    for problem in problems {
        let Problem { span, message, help } = problem;
        let message = format!("its front matter can't be read as YAML here: {message}; {help}");
        out.remarks.push(Remark::open(line(span.start), message));
        if out.broken.is_empty() {
            let lines = front.span.start..front.span.end;
            let lines = text.get(lines).unwrap_or_default().split_inclusive('\n');
            let mut at = front.span.start;
            out.broken.extend(lines.map(|own| {
                at += own.len();
                (line(at - own.len()), own.trim().to_owned())
            }));
        }
    }
    let parsed = from_markdown::tree(paper.markdown());
    let start = paper.body_span().start;
    let blocks = parsed.blocks;
    let end_of = |at: usize| blocks.get(at + 1).map_or(text.len(), |(next, _)| next.start);
    let first = blocks.first().map_or(text.len(), |(span, _)| span.start);
    let before = text.get(start..first).unwrap_or_default().trim();
    if !before.is_empty() {
        // Definitions and comments above all text stay above it.
        out.pieces.push(Piece {
            place: line(start),
            hint: StyleHint::None,
            block: Block::Paragraph(Vec::new()),
            source: Some(Source { after: before.to_owned(), ..Source::default() }),
        });
    }
    for (at, (span, block)) in blocks.iter().enumerate() {
        let own = text.get(span.range()).unwrap_or_default();
        let own_end = span.start + own.trim_end().len();
        let after = text.get(own_end..end_of(at)).unwrap_or_default().trim_matches('\n');
        let hint = StyleHint::None;
        let place = line(span.start);
        let piece = Piece::of_block(place, hint, block.clone());
        let source = Source {
            text: text[span.start..own_end].to_owned(),
            rest: rest_of(&piece, &paper, text, *span),
            after: after.trim_end().to_owned(),
        };
        if matches!(block, Block::Paragraph(_)) && own.starts_with("+-") && own.contains("\n|") {
            let message = "a table that is drawn with `+` and `|` is kept as text; write it with `|` alone, and dashes below its head";
            out.remarks.push(Remark::open(line(span.start), message));
        }
        out.pieces.push(Piece { source: Some(source), ..piece });
    }
    out
}

/// What follows the label of the paragraph `piece` at `span`.
fn rest_of(piece: &Piece, paper: &Paper, text: &str, span: Span) -> String {
    let label = paper.body().labels.iter().find(|label| label.span.start == span.start);
    let rest = label.and_then(|label| text.get(label.span.end..label.paragraph.end));
    let rest = rest.map(after_label);
    // One that ends in another sign than a colon, or is in other type.
    let own = text.get(span.range()).unwrap_or_default().trim_end();
    let rest = rest.or_else(|| {
        let label = piece.bold_label().or_else(|| piece.run_in_label())?.label;
        Piece::after_label(own, &label)
    });
    let rest = rest.unwrap_or_default().trim_start_matches([':', ' ', '\t', '\\']);
    rest.trim_start_matches('\n').to_owned()
}

fn read_entry(entry: &Entry, text: &str, place: Place, out: &mut Text) {
    let key = entry.key.value.clone();
    if let Some(scalar) = entry.value.scalar() {
        return out.entries.push((key, scalar.text.clone(), place));
    }
    let written = text.get(entry.value.span.range()).unwrap_or_default();
    let shown = written.split_whitespace().collect::<Vec<_>>().join(" ");
    let message = format!("`{key}` of its front matter is not taken over: {shown}");
    out.remarks.push(Remark::open(place, message));
}
