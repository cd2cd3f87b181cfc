//! What came back, for people and as findings.

use std::io::Write;

use issuepaper::review::{Change, ChangeState, PlacedComment, Review};
use issuepaper::text::finding::{Finding, Fix, Severity};
use issuepaper::text::source::{SourceFile, Span};

use crate::commands::put;

/// What to do about a change that is held back.
const BY_HAND: &str =
    "the source would say something else than what came back; make the change by hand";

/// Writes changes and comments for people.
pub(super) fn text(
    review: &Review,
    chosen: &[Change],
    comments: &[&PlacedComment],
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let source = &review.source;
    for change in chosen {
        let moved = moved(review, change).unwrap_or_default();
        put(out, &format!("{} {}{moved}", place(source, start(source, change.span)), who(change)))?;
        for (mark, text) in [("-", &change.before), ("+", &change.after)] {
            if !text.is_empty() {
                put(out, &format!("  {mark} {text}"))?;
            }
        }
        match change.state {
            ChangeState::Open => {}
            ChangeState::Done => put(out, "  the source says so already")?,
            ChangeState::Held => put(out, &format!("  not applied: {BY_HAND}"))?,
            ChangeState::Conflict => {
                let own =
                    source.slice(change.span).split_whitespace().collect::<Vec<_>>().join(" ");
                put(out, &format!("  conflict: the source says `{own}`"))?;
            }
        }
    }
    for placed in comments {
        let comment = &placed.comment;
        let state = if comment.is_done { ", resolved" } else { "" };
        let answer = if comment.parent.is_some() { "  answer of " } else { "" };
        let author = if comment.author.is_empty() { "somebody" } else { &comment.author };
        let place = place(source, placed.span.start);
        put(
            out,
            &format!(
                "{place} {answer}{author} on `{}`{state}: {}",
                placed.words.trim(),
                comment.text
            ),
        )?;
    }
    Ok(())
}

/// Where the other half of a move is.
fn moved(review: &Review, change: &Change) -> Option<String> {
    let number = change.moved?;
    let is_other = |it: &&Change| it.moved == Some(number) && *it != change;
    let other = review.changes.iter().find(is_other)?;
    let (file, span) = review.source.origin(Span::at(start(&review.source, other.span)));
    let line = file.position(span.start).line + 1;
    let way = if change.after.is_empty() { "to" } else { "from" };
    Some(format!(", moved {way} line {line}"))
}

/// Where the words of a change begin.
pub(super) fn start(source: &SourceFile, span: Span) -> usize {
    let text = source.slice(span);
    let words = text.trim_start();
    if words.is_empty() { span.start } else { span.start + text.len() - words.len() }
}

/// A place in the source, as it is on disk.
pub(super) fn place(source: &SourceFile, at: usize) -> String {
    let (file, span) = source.origin(Span::at(at));
    let position = file.position(span.start);
    format!("{}:{}:{}", file.name(), position.line + 1, position.character + 1)
}

/// Who made a change, and in which field.
fn who(change: &Change) -> String {
    let by = match &change.by {
        Some(by) if by.author.is_empty() => "somebody, tracked".to_owned(),
        Some(by) => {
            let day =
                by.date.as_deref().and_then(|date| date.get(..10)).map(|day| format!(", {day}"));
            format!("{}{}", by.author, day.unwrap_or_default())
        }
        None => format!("{}, not tracked", change.file),
    };
    change.field.as_ref().map_or(by.clone(), |field| format!("{by}, the field `{field}`"))
}

/// A change as a finding.
pub(super) fn change(review: &Review, change: &Change) -> Finding {
    let source = &review.source;
    let (before, after) = (&change.before, &change.after);
    let what = match (before.is_empty(), after.is_empty()) {
        (true, _) => format!("inserted `{after}`"),
        (_, true) => format!("deleted `{before}`"),
        _ => format!("changed `{before}` to `{after}`"),
    };
    let moved = moved(review, change).unwrap_or_default();
    let message = format!("{}: {what}{moved}", who(change));
    let mut finding = Finding::error("reviewed-change", source, change.span, message);
    finding.severity = Severity::Warning;
    match change.state {
        ChangeState::Conflict => {
            finding = finding.help("the source says something else by now; decide by hand");
        }
        ChangeState::Held => finding = finding.help(BY_HAND),
        ChangeState::Open | ChangeState::Done => {
            let edits = vec![change.edit.clone()];
            let title = "take over the change".to_owned();
            finding.fix = Some(Fix { title, edits, safe: false });
        }
    }
    finding.at_origin()
}

/// A comment as a finding.
pub(super) fn comment(source: &SourceFile, placed: &PlacedComment) -> Finding {
    let comment = &placed.comment;
    let message = format!("{}: {}", comment.author, comment.text);
    let mut finding = Finding::error("reviewer-comment", source, placed.span, message);
    finding.severity = Severity::Warning;
    finding.at_origin()
}
