//! Stars and low lines that open words in italics and are never closed.

use super::mark_runs::Run;
use crate::check::PaperContext;
use crate::paper::body::Prose;

/// Words that have a star of their own: arguments, pointers, and families of operating systems.
const STARRED: [&str; 7] = ["BSD", "args", "const", "kwargs", "mut", "nix", "self"];

/// The first of the runs of one sign that opens words which are never closed. A star that begins a block, or
/// a line after a sentence, may be the mark of a note, and in a paper with code a low line may begin a name: they open
/// nothing, unless another run shows what is meant.
pub(super) fn open(cx: &PaperContext<'_>, prose: &Prose, runs: &[Run]) -> Option<Run> {
    let text = &prose.text;
    // Two low lines are bold type, of which `stray` knows stars alone.
    let is_one = |run: &&Run| run.end - run.start == 1 || &text[run.start..run.end] == "__";
    let mut single = runs.iter().filter(is_one);
    let closes_late = |run: &Run| {
        let is_late = |other: &&Run| {
            other.start > run.end
                && other.end - other.start == 1
                && text[..other.start].ends_with(' ')
                && !text[other.end..].starts_with(char::is_alphanumeric)
        };
        runs.iter().any(|other| is_late(&other))
    };
    let opens = |run: &Run| {
        let before = text[..run.start].chars().next_back();
        let is_begun = before.is_none_or(|c| c.is_whitespace() || "([\"“‘—–".contains(c));
        is_begun && run.opens && is_word(&text[run.end..])
    };
    let body = cx.paper.body();
    let has_code = !body.code.is_empty() || !body.inline_code.is_empty();
    let is_meant = |run: &Run| match &text[run.start..run.end] {
        "_" | "__" => !has_code && !has_capital_inside(&text[run.end..]),
        _ => !may_begin_note(cx, prose, run, runs),
    };
    let found = single.find(|run| opens(run) && (is_meant(run) || closes_late(run)));
    found.copied()
}

/// Whether a plain word begins here, and no name of a program.
fn is_word(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '\'' | '’' | '-');
    let word = &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())];
    let after = &text[word.len()..];
    let is_code = word.contains('_')
        || after.starts_with(['(', '[', '=', '/', '{', '*'])
        || after.starts_with("::")
        || after.strip_prefix('.').is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    word.starts_with(char::is_alphabetic) && !is_code && !STARRED.contains(&word)
}

/// Whether the first word has a capital after its first letter, as the names of programs do.
fn has_capital_inside(text: &str) -> bool {
    let word = text.chars().take_while(|c| c.is_alphanumeric());
    word.skip(1).any(char::is_uppercase)
}

/// Whether the run is where a note below a table or a text has its mark.
fn may_begin_note(cx: &PaperContext<'_>, prose: &Prose, run: &Run, runs: &[Run]) -> bool {
    let before = prose.text[..run.start].trim_end();
    if before.is_empty() {
        return true;
    }
    let place = prose.span_of(run.start, run.end).start;
    let source = &cx.paper.file.text()[..place];
    let is_line_start = source.trim_end_matches([' ', '\t', '>']).ends_with(['\n', '\r']);
    let is_mid_sentence = before.ends_with(|c: char| c.is_alphanumeric() || c == ',');
    let has_mark = || runs.iter().any(|other| other.start < run.start && other.closes);
    is_line_start && (!is_mid_sentence || has_mark())
}
