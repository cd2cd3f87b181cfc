use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::{Prose, ProseKind};
use crate::series::FieldType;
use crate::series::values::{FieldValue, Value};

rule! {
    /// A published paper must not have the marking of a draft.
    ///
    /// ## Why
    ///
    /// Drafts are marked so that nobody takes them for the agency's position. A marking that was typed
    /// into the text stays there when the paper is cleared, and the page then contradicts itself. One in
    /// parentheses after the name of another document, "the Filing Guide (DRAFT)", is that document's.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// DRAFT: the desks opened in 2014.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Delete the marking. The program prints the marking of each stage by itself; go back to
    /// `stage: draft` if the paper is still a draft.
    "draft-marking", Error => Paper(check)
}

/// Markings in use at federal agencies, besides those of the series.
const MARKINGS: [&str; 4] = ["DRAFT", "PRE-DECISIONAL", "DELIBERATIVE", "NOT FOR RELEASE"];

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let own = &cx.series.stages.markings;
    if own.contains_key(cx.stage_name()) || !cx.is_stage_certain() {
        return;
    }
    let markings: BTreeSet<&str> = own.values().map(String::as_str).chain(MARKINGS).collect();
    let stage = cx.stage_name();
    // A series may have a marking in small letters.
    let are_loud = markings.iter().all(|marking| has_capitals(marking));
    for (field, field_value) in
        cx.values.iter().filter(|(field, _)| field.field_type == FieldType::Text)
    {
        if let FieldValue::Value(entry, Value::Text(text)) = field_value
            && (!are_loud || has_capitals(text))
            && let Some(found) = find(text, &markings).into_iter().next()
        {
            let message = format!(
                "the field `{}` has the marking `{}` at the stage `{stage}`",
                field.id, &text[found]
            );
            out.at(entry.place(), message)
                .help("delete the marking, or go back to an earlier stage");
        }
    }
    for prose in cx.paper.body().prose.iter().filter(|prose| has_capitals(&prose.text)) {
        for found in find(&prose.text, &markings) {
            if is_of_another_document(prose, &found) {
                continue;
            }
            let message = format!(
                "the text has the marking `{}` at the stage `{stage}`",
                &prose.text[found.clone()]
            );
            out.at(prose.span_of(found.start, found.end), message)
                .help("delete the marking, or go back to an earlier stage");
        }
    }
}

/// Whether the marking is in brackets after the name of another document, as in `see SP 800-63 (DRAFT).`
fn is_of_another_document(prose: &Prose, found: &Range<usize>) -> bool {
    let (before, after) = (&prose.text[..found.start], &prose.text[found.end..]);
    let Some(name) = before.strip_suffix(['(', '[']).filter(|_| after.starts_with([')', ']']))
    else {
        return false;
    };
    // `Regional desks (DRAFT)` as a whole paragraph is a title of the paper's own.
    let is_whole = after.len() == 1 && !name.contains(['.', ',', ';', ':']);
    let is_title = matches!(prose.kind, ProseKind::Paragraph | ProseKind::Heading);
    name.contains(char::is_alphanumeric) && !(is_whole && is_title)
}

/// Whether two capitals are side by side, as in every marking and in few paragraphs. Looked for in blocks that
/// the processor compares at once.
fn has_capitals(text: &str) -> bool {
    const BLOCK: usize = 32;
    let bytes = text.as_bytes();
    let Some((_, seconds)) = bytes.split_first() else { return false };
    let has_pair = |(firsts, seconds): (&[u8], &[u8])| {
        let pairs = firsts.iter().zip(seconds);
        pairs.fold(false, |any, (a, b)| any | (a.is_ascii_uppercase() & b.is_ascii_uppercase()))
    };
    bytes.chunks(BLOCK).zip(seconds.chunks(BLOCK)).any(has_pair)
}

/// The places of markings in a text, as whole words in capitals; the longest where several begin at
/// one place, and none inside another.
fn find(text: &str, markings: &BTreeSet<&str>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = markings
        .iter()
        .flat_map(|marking| text.match_indices(marking).map(|(at, marking)| at..at + marking.len()))
        .filter(|range| {
            let is_part = |c: char| c.is_alphanumeric();
            !text[..range.start].ends_with(is_part) && !text[range.end..].starts_with(is_part)
        })
        .collect();
    found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    found.retain(|range| {
        let is_free = range.start >= end;
        end = end.max(range.end);
        is_free
    });
    found
}
