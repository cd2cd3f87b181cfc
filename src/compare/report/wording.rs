//! What differs, in words that all reports use.

use super::super::{
    BlockChange, BlockKind, Comparison, Counts, Moved, Remark, SectionChange, State,
};
use crate::text::suggest::counted;

/// What a section without a heading is called.
const NO_HEADING: &str = "Before the first section";
/// What has no value.
pub(super) const NOTHING: &str = "none";

/// The name of a section.
pub(super) fn heading(section: &SectionChange) -> &str {
    section.new_heading.as_deref().or(section.old_heading.as_deref()).unwrap_or(NO_HEADING)
}

/// What became of a section, in a few words.
pub(super) fn summary(section: &SectionChange) -> String {
    let counts = Counts::of(section);
    let mut parts = Vec::new();
    match section.state {
        State::Inserted => parts.push("new".to_owned()),
        State::Deleted => parts.push("deleted".to_owned()),
        _ if section.is_same() => parts.push("unchanged".to_owned()),
        _ => parts.extend(both(section, counts)),
    }
    let words = [(counts.inserted, "inserted"), (counts.deleted, "deleted")];
    parts.extend(
        words
            .iter()
            .filter(|it| it.0 > 0)
            .map(|(count, what)| format!("{} {what}", counted(*count, "word"))),
    );
    parts.join(", ")
}

/// What became of a section that both papers have.
fn both(section: &SectionChange, counts: Counts) -> Vec<String> {
    let mut parts = Vec::new();
    if section.is_renamed() {
        let old = section.old_heading.as_deref().unwrap_or(NO_HEADING);
        parts.push(format!("was \u{201c}{old}\u{201d}"));
    }
    if section.has_moved {
        parts.push("at another place".to_owned());
    }
    if counts.changed > 0 {
        parts.push(format!("{} of {} changed", counts.changed, counted(counts.blocks, "block")));
    }
    if counts.moved > 0 {
        parts.push(format!("{} moved", counts.moved));
    }
    if counts.formatted > 0 {
        parts.push(format!("{} in links or formatting alone", counts.formatted));
    }
    parts
}

/// What became of the front matter, in a few words.
pub(super) fn fields_summary(comparison: &Comparison) -> String {
    match comparison.fields.len() {
        0 => "unchanged".to_owned(),
        count => format!("{} changed", counted(count, "field")),
    }
}

/// What became of the whole paper, in a few words.
pub(super) fn total(comparison: &Comparison) -> String {
    let counts = Counts::of_all(&comparison.sections);
    if comparison.is_same() {
        return "no differences".to_owned();
    }
    format!(
        "{} of {} changed, {} inserted, {} deleted",
        counts.changed,
        counted(counts.blocks, "block"),
        counted(counts.inserted, "word"),
        counted(counts.deleted, "word"),
    )
}

/// Where a block came from, or went.
pub(super) fn moved(moved: &Moved, state: State) -> String {
    let section = moved.section.as_deref().unwrap_or(NO_HEADING);
    match state {
        State::MovedAway => format!("moved to {section}, move {}", moved.number),
        _ => format!("moved here from {section}, move {}", moved.number),
    }
}

/// What else differs in a block, a line each.
pub(super) fn remarks(block: &BlockChange) -> Vec<String> {
    let parts = block.parts.map(|(old, new)| {
        if old < new { format!("split into {new}") } else { format!("merged from {old}") }
    });
    parts.into_iter().chain(block.remarks.iter().map(|it| remark(it, block.kind))).collect()
}

fn remark(remark: &Remark, now: BlockKind) -> String {
    match remark {
        Remark::Target { old: Some(old), new: Some(new) } => {
            format!("link changed from {old} to {new}")
        }
        Remark::Target { old: Some(old), new: None } => format!("link to {old} removed"),
        Remark::Target { old: None, new } => {
            format!("link to {} added", new.as_deref().unwrap_or_default())
        }
        Remark::Kind(was) => format!("was {}, is {}", kind(*was), kind(now)),
        Remark::Formatting => "formatting changed".to_owned(),
    }
}

fn kind(kind: BlockKind) -> String {
    match kind {
        BlockKind::Paragraph => "a paragraph".to_owned(),
        BlockKind::Heading(level) => format!("a heading of level {level}"),
        BlockKind::Bullet => "an item of a bulleted list".to_owned(),
        BlockKind::Number => "an item of a numbered list".to_owned(),
        BlockKind::Quote => "a quotation".to_owned(),
        BlockKind::Code => "code".to_owned(),
        BlockKind::Table => "a table".to_owned(),
        BlockKind::Rule => "a thematic break".to_owned(),
    }
}
