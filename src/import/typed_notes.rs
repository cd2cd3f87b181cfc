//! Notes that somebody typed: a raised number in the text, and a paragraph at its foot that begins with it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::piece::{Piece, Place};
use super::remark::Remark;
use crate::document::walk::{NodeMut, walk_mut};
use crate::document::{Block, Inline, Style, plain_text};

/// The raised digits, from 0.
const RAISED: [char; 10] = [
    '\u{2070}', '\u{b9}', '\u{b2}', '\u{b3}', '\u{2074}', '\u{2075}', '\u{2076}', '\u{2077}',
    '\u{2078}', '\u{2079}',
];

/// A raised number in Markdown.
static MARK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)<sup>\s*[(\[]?([0-9]{1,2})[)\]]?\s*</sup>|([\u{2070}\u{b9}\u{b2}\u{b3}\u{2074}-\u{2079}]{1,2})").ok()
});

/// A note in a paragraph of its own.
struct Note {
    number: usize,
    /// The index of its piece.
    at: usize,
    place: Place,
    content: Vec<Inline>,
    /// Its Markdown, where it was read from Markdown.
    source: Option<String>,
}

/// What was taken, and what is to be told.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// The texts of the notes, with their places.
    pub(super) texts: Vec<(Place, String)>,
    pub(super) remarks: Vec<Remark>,
}

/// Makes footnotes of the notes that were typed, where it is certain what refers to what; tells of the others.
pub(super) fn take(pieces: &mut Vec<Piece>, notes: &mut Vec<Vec<Block>>) -> Taken {
    let mut taken = take_raised(pieces, notes);
    let is_told = |place: Place| taken.remarks.iter().any(|it| it.place == place);
    let mut others = bracketed(pieces);
    others.retain(|remark| !is_told(remark.place));
    taken.remarks.append(&mut others);
    taken
}

fn take_raised(pieces: &mut Vec<Piece>, notes: &mut Vec<Vec<Block>>) -> Taken {
    let mut taken = Taken::default();
    let found = found(pieces);
    let mut references: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, piece) in pieces.iter_mut().enumerate() {
        let starts = found.iter().filter(|note| note.at == at).map(|note| note.number);
        let mut starts: Vec<usize> = starts.collect();
        visit(&mut piece.block, &mut |number| {
            // The number that a note begins with is no reference to it.
            match starts.iter().position(|start| *start == number) {
                Some(start) => drop(starts.remove(start)),
                None => references.entry(number).or_default().push(at),
            }
            None
        });
    }
    let is_clear = |note: &Note| {
        let is_one = found.iter().filter(|other| other.number == note.number).count() == 1;
        let own = references.get(&note.number).map(Vec::as_slice).unwrap_or_default();
        is_one && matches!(own, [at] if *at < note.at)
    };
    let has_label = |note: &Note| {
        let label = format!("[^{}]", note.number);
        let sources = pieces.iter().filter_map(|piece| piece.source.as_ref());
        sources
            .map(|source| (&source.text, &source.after))
            .any(|(text, after)| text.contains(label.as_str()) || after.contains(label.as_str()))
    };
    if !found.iter().all(|note| is_clear(note) && !has_label(note)) {
        taken
            .remarks
            .extend(found.iter().map(|note| unclear(note.place, &note.number.to_string())));
        return taken;
    }
    if let Some(first) = found.first() {
        let numbers: Vec<String> = found.iter().map(|note| note.number.to_string()).collect();
        let (what, are) = if numbers.len() == 1 {
            ("note", "was typed; it is a footnote now")
        } else {
            ("notes", "were typed; they are footnotes now")
        };
        let message = format!("the {what} {} {are}", numbers.join(", "));
        taken.remarks.push(Remark::note(first.place, message));
        taken.texts = found.iter().map(|note| (note.place, plain_text(&note.content))).collect();
        replace(pieces, notes, &found);
    }
    taken
}

/// A remark on what looks like a note and stays text.
fn unclear(place: Place, label: &str) -> Remark {
    let bare = label.trim_matches(['(', ')', '[', ']']);
    let name = if bare.is_ascii() { bare } else { "sign" };
    let message = format!(
        "`{label}` looks like a footnote that was typed; it stays text, so write `[^note-{name}]` where it is referred to and `[^note-{name}]:` before it"
    );
    Remark::open(place, message)
}

/// The paragraphs that begin with a raised number.
fn found(pieces: &[Piece]) -> Vec<Note> {
    let mut out = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let Block::Paragraph(content) = &piece.block else { continue };
        let lines: Vec<&[Inline]> = content
            .split(|inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak))
            .collect();
        // The line above the notes may be right above them.
        let mut own = lines.iter().skip_while(|line| is_rule(&plain_text(line)));
        let Some(Some(_)) = own.next().map(|line| starts_with(line)) else { continue };
        let sources = piece.source.as_ref().map(|source| source_parts(&source.text));
        let mut own: Vec<Note> = Vec::new();
        for line in lines {
            match (starts_with(line), own.last_mut()) {
                (Some((number, content)), _) => {
                    let source = sources.as_ref().and_then(|parts| parts.get(own.len()).cloned());
                    own.push(Note { number, at, place: piece.place, content, source });
                }
                (None, Some(last)) => {
                    last.content.push(Inline::SoftBreak);
                    last.content.extend(line.iter().cloned());
                }
                (None, None) => {}
            }
        }
        out.append(&mut own);
    }
    out
}

/// The number that a line begins with, and the rest of it; none if that is nothing.
fn starts_with(line: &[Inline]) -> Option<(usize, Vec<Inline>)> {
    let (first, rest) = line.split_first()?;
    let (number, text) = match first {
        Inline::Styled(Style::Superscript, inner) => (number(&plain_text(inner))?, ""),
        Inline::Text(text) => {
            let rest = text.trim_start().trim_start_matches(RAISED);
            (raised(text.trim_start().strip_suffix(rest)?)?, rest)
        }
        _ => return None,
    };
    let mut content = vec![Inline::Text(text.to_owned())];
    content.extend(rest.iter().cloned());
    if let Some(Inline::Text(first)) =
        content.iter_mut().find(|it| **it != Inline::Text(String::new()))
    {
        *first = first.trim_start().to_owned();
    }
    content.retain(|inline| *inline != Inline::Text(String::new()));
    (!plain_text(&content).trim().is_empty()).then_some((number, content))
}

/// The Markdown of the notes in a paragraph, without their numbers.
fn source_parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for line in text.lines() {
        let mark = MARK.as_ref().and_then(|mark| mark.find(line.trim_start()));
        match (mark.filter(|mark| mark.start() == 0), parts.last_mut()) {
            (Some(mark), _) => parts.push(line.trim_start()[mark.end()..].trim().to_owned()),
            (None, Some(last)) => {
                last.push_str("\n    ");
                last.push_str(line.trim());
            }
            (None, None) => {}
        }
    }
    parts
}

/// A number of at most two digits, perhaps in brackets.
fn number(text: &str) -> Option<usize> {
    let text = text.trim();
    let bare = text.strip_prefix('(').and_then(|it| it.strip_suffix(')'));
    let bare = bare.or_else(|| text.strip_prefix('[')?.strip_suffix(']')).unwrap_or(text);
    let is_number = (1..=2).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { bare.parse().ok() } else { raised(text) }
}

/// The number of some raised digits.
fn raised(text: &str) -> Option<usize> {
    let digit = |c: char| RAISED.iter().position(|raised| *raised == c);
    let digits: Option<Vec<usize>> = text.chars().map(digit).collect();
    let digits = digits.filter(|digits| (1..=2).contains(&digits.len()))?;
    Some(digits.into_iter().fold(0, |number, digit| number * 10 + digit))
}

/// Calls `change` with every raised number in a block, which it may replace with a reference to the note that it returns.
fn visit(block: &mut Block, change: &mut dyn FnMut(usize) -> Option<usize>) {
    walk_mut(std::slice::from_mut(block), &mut |node| {
        let NodeMut::Text(content) = node else { return };
        let mut out = Vec::with_capacity(content.len());
        for inline in content.drain(..) {
            match &inline {
                Inline::Styled(Style::Superscript, inner) => {
                    let note = number(&plain_text(inner)).and_then(&mut *change);
                    out.push(note.map_or(inline, Inline::NoteRef));
                }
                Inline::Text(text) if text.contains(RAISED) => visit_text(text, change, &mut out),
                _ => out.push(inline),
            }
        }
        *content = out;
    });
}

fn visit_text(text: &str, change: &mut dyn FnMut(usize) -> Option<usize>, out: &mut Vec<Inline>) {
    let mut rest = text;
    let mut plain = String::new();
    while let Some(at) = rest.find(RAISED) {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let after = from.trim_start_matches(RAISED);
        let mark = &from[..from.len() - after.len()];
        match raised(mark).and_then(&mut *change) {
            Some(note) => {
                out.push(Inline::Text(std::mem::take(&mut plain)));
                out.push(Inline::NoteRef(note));
            }
            None => plain.push_str(mark),
        }
        rest = after;
    }
    plain.push_str(rest);
    if !plain.is_empty() {
        out.push(Inline::Text(plain));
    }
}

/// Puts references in place of the numbers, and takes the notes out of the text.
fn replace(pieces: &mut Vec<Piece>, notes: &mut Vec<Vec<Block>>, found: &[Note]) {
    let mut at = 0..;
    let taken: Vec<usize> = found.iter().map(|note| note.at).collect();
    let mut kept: Vec<Piece> = Vec::new();
    for mut piece in std::mem::take(pieces) {
        if at.next().is_some_and(|at| taken.contains(&at)) {
            // What is between it and the next stays where it is.
            let after = piece.source.as_mut().map(|source| std::mem::take(&mut source.after));
            let before = kept.last_mut().and_then(|piece| piece.source.as_mut());
            if let (Some(after), Some(before)) = (after, before) {
                let all = [before.after.as_str(), &after].join("\n\n");
                all.trim().clone_into(&mut before.after);
            }
        } else {
            kept.push(piece);
        }
    }
    // The line that is above notes.
    let first = taken.first().copied().unwrap_or_default();
    if first > 0 && kept.get(first - 1).is_some_and(|piece| is_line(&piece.block)) {
        kept.remove(first - 1);
    }
    for piece in &mut kept {
        refer(piece, found, notes.len());
    }
    let sources: Vec<String> = found
        .iter()
        .filter_map(|note| Some(format!("[^{}]: {}", note.number, note.source.as_ref()?)))
        .collect();
    match kept.last_mut().and_then(|piece| piece.source.as_mut()) {
        Some(source) => {
            let all = [source.after.clone(), sources.join("\n\n")].join("\n\n");
            all.trim().clone_into(&mut source.after);
        }
        None => {
            notes.extend(found.iter().map(|note| vec![Block::Paragraph(note.content.clone())]));
        }
    }
    *pieces = kept;
}

fn is_rule(text: &str) -> bool {
    text.len() >= 3 && text.chars().all(|c| matches!(c, '_' | '-' | '\u{2014}' | '\u{2015}'))
}

fn is_line(block: &Block) -> bool {
    match block {
        Block::Rule => true,
        Block::Paragraph(content) => is_rule(&plain_text(content)),
        _ => false,
    }
}

/// Puts references in place of the numbers of a piece; `before` is how many notes there are already.
fn refer(piece: &mut Piece, found: &[Note], before: usize) {
    let place = |number: usize| found.iter().position(|note| note.number == number);
    visit(&mut piece.block, &mut |number| place(number).map(|at| before + at + 1));
    let (Some(source), Some(mark)) = (&mut piece.source, MARK.as_ref()) else { return };
    if matches!(piece.block, Block::Code { .. }) {
        return;
    }
    for text in [&mut source.text, &mut source.rest] {
        let replaced = mark.replace_all(text, |found: &regex::Captures<'_>| {
            let known = found.iter().skip(1).flatten().find_map(|it| number(it.as_str()));
            let known = known.filter(|number| place(*number).is_some());
            known.map_or_else(|| found[0].to_owned(), |number| format!("[^{number}]"))
        });
        *text = replaced.into_owned();
    }
}

/// Remarks on numbers in brackets, and signs, at the start of a paragraph that are in the text before it, too: what looks
/// like a footnote and may be none.
fn bracketed(pieces: &[Piece]) -> Vec<Remark> {
    let mut before = String::new();
    let mut remarks = Vec::new();
    for piece in pieces {
        let lines = piece.lines();
        for line in lines.iter().flat_map(|line| line.split('\n')) {
            if let Some(label) = bracket(line)
                && (line.starts_with('[') || has_reference(&before, label))
            {
                remarks.push(unclear(piece.place, label));
            }
        }
        before.push_str(&lines.join("\n"));
        before.push('\n');
    }
    remarks
}

/// Whether a text refers to a note: the label is after a word or the end of a sentence.
fn has_reference(text: &str, label: &str) -> bool {
    text.match_indices(label).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before
            .is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | ',' | ';' | ')' | '\u{201d}'))
    })
}

/// The label that a line begins with: `[1]`, `(1)`, or a sign that notes have.
fn bracket(line: &str) -> Option<&str> {
    let line = line.trim_start();
    if line.starts_with(['\u{2020}', '\u{2021}']) && line.chars().count() > 3 {
        return line.get(..line.chars().next()?.len_utf8());
    }
    let (close, start) = match line.chars().next()? {
        '[' => (']', 1),
        '(' => (')', 1),
        _ => return None,
    };
    let end = line.find(close)?;
    let inner = &line[start..end];
    let is_number =
        (1..=2).contains(&inner.len()) && inner.bytes().all(|byte| byte.is_ascii_digit());
    let has_text = line[end + 1..].starts_with(' ') && !line[end + 1..].trim().is_empty();
    (is_number && has_text).then(|| &line[..=end])
}
