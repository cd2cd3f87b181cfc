//! Numbers of a list that pages don't print: a list counts on from its first number.

use crate::check::{PaperContext, Sink};
use crate::paper::body::{Prose, ProseKind};
use crate::text::source::Span;

/// An item of a numbered list, as its line begins.
struct Item<'t> {
    /// What is before the number, such as spaces.
    indent: &'t str,
    number: u64,
    delimiter: char,
    /// The number with its delimiter.
    span: Span,
    /// Where the text of the item ends.
    end: usize,
}

/// Reports numbers that are larger than what is printed in their place.
pub(super) fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let is_text = |prose: &&Prose| matches!(prose.kind, ProseKind::Paragraph | ProseKind::Item);
    let blocks = cx.paper.body().prose.iter().filter(is_text);
    let items: Vec<Item<'_>> = blocks.filter_map(|block| item(cx, block)).collect();
    // The lists that are open, the deepest last: their last items, and the numbers that are printed before those.
    let mut open: Vec<(&Item<'_>, u64)> = Vec::new();
    for item in &items {
        open.retain(|(last, _)| last.indent.len() <= item.indent.len());
        let found = open.last_mut().filter(|(last, _)| continues(cx, last, item));
        let Some((last, printed)) = found else {
            open.retain(|(last, _)| last.indent.len() < item.indent.len());
            open.push((item, item.number));
            continue;
        };
        *last = item;
        *printed += 1;
        if item.number > *printed {
            report(item, *printed, out);
            // What is after it has one mistake with it.
            *printed = item.number;
        }
    }
}

fn report(item: &Item<'_>, printed: u64, out: &mut Sink<'_>) {
    let (number, delimiter) = (item.number, item.delimiter);
    out.at(
        item.span,
        format!("the item `{number}{delimiter}` is printed as {printed}: a list counts on from its first number"),
    )
    .help("add the items that are missing, or number the list without a gap");
}

/// The item that a block of text begins.
fn item<'p>(cx: &PaperContext<'p>, prose: &Prose) -> Option<Item<'p>> {
    let text = cx.paper.file.text();
    let start = text[..prose.span.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let lead = &text[start..prose.span.start];
    let mark = lead.trim_end();
    let delimiter = mark.chars().next_back().filter(|c| matches!(c, '.' | ')'))?;
    let digits = &mark[..mark.len() - 1];
    let indent = digits.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_plain = indent.chars().all(|c| matches!(c, ' ' | '>')) && mark.len() < lead.len();
    let number = digits[indent.len()..].parse().ok().filter(|_| is_plain)?;
    let span = Span::new(start + indent.len(), start + mark.len());
    Some(Item { indent, number, delimiter, span, end: prose.span.end })
}

/// Whether `next` is an item of the list of `last`: what is between them is in that list.
fn continues(cx: &PaperContext<'_>, last: &Item<'_>, next: &Item<'_>) -> bool {
    if last.indent != next.indent || last.delimiter != next.delimiter {
        return false;
    }
    let Some(start) = next.span.start.checked_sub(next.indent.len()) else { return false };
    let between = cx.source(Span::new(last.end.min(start), start));
    between.lines().skip(1).all(|line| {
        let is_blank = line.trim_matches([' ', '\t', '>']).is_empty();
        is_blank || line.strip_prefix(last.indent).is_some_and(|rest| rest.starts_with([' ', '\t']))
    })
}
