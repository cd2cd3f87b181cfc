//! What a failed merge leaves in a file.

use std::borrow::Cow;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::text::source::{BYTE_ORDER_MARK, Span, Spanned};

/// One of these is in every conflict. Making a searcher takes longer than searching a paper.
static MARKS: LazyLock<[Finder<'static>; 3]> =
    LazyLock::new(|| ["<<<<<<<", "|||||||", ">>>>>>>"].map(Finder::new));

/// A line that git writes around the two sides of a conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// `<<<<<<< HEAD`
    Ours,
    /// `||||||| 1a2b3c4`
    Base,
    /// `=======`
    Separator,
    /// `>>>>>>> branch`
    Theirs,
}

/// Reads a line, without its line end, as a conflict marker: exactly seven marks, then a space and a
/// name, or nothing. A separator alone proves nothing, since it also underlines a heading.
pub fn marker(line: &str) -> Option<Marker> {
    let marker = match line.get(..7)? {
        "<<<<<<<" => Marker::Ours,
        "|||||||" => Marker::Base,
        "=======" => Marker::Separator,
        ">>>>>>>" => Marker::Theirs,
        _ => return None,
    };
    let rest = &line[7..];
    (rest.is_empty() || rest.starts_with(' ')).then_some(marker)
}

/// The marker lines of a file, without their line ends and the spaces before them.
///
/// A separator counts as the last marker before their side only, and a base without a name inside a conflict
/// only: elsewhere the one underlines a heading and the other is an empty row of a table.
pub fn markers(text: &str) -> Vec<Spanned<Marker>> {
    let mut found: Vec<Spanned<Marker>> = Vec::new();
    if MARKS.iter().all(|mark| mark.find(text.as_bytes()).is_none()) {
        return found;
    }
    let mut waiting = None;
    let mut is_open = false;
    for Spanned { value: line, span } in candidates(text) {
        let Some(marker) = marker(line) else { continue };
        match marker {
            Marker::Separator => {
                waiting = is_open.then_some(span);
                continue;
            }
            Marker::Base if !is_open && line.len() == 7 => continue,
            Marker::Ours | Marker::Base => {
                waiting = None;
                is_open = true;
            }
            Marker::Theirs => {
                found.extend(waiting.take().map(|span| Spanned::new(Marker::Separator, span)));
                is_open = false;
            }
        }
        found.push(Spanned::new(marker, span));
    }
    found
}

/// The marker lines of a text in Markdown: without those in a fenced block of code that has the whole
/// conflict, which is a sample.
pub fn markers_in_markdown(text: &str) -> Vec<Spanned<Marker>> {
    let found = markers(text);
    if found.is_empty() {
        return found;
    }
    let samples = fenced(text);
    let conflicts =
        found.chunk_by(|before, next| before.value != Marker::Theirs && next.value != Marker::Ours);
    let is_sample = |conflict: &[Spanned<Marker>]| {
        let ends = conflict.first().zip(conflict.last());
        ends.is_some_and(|(first, last)| {
            let whole = Span::new(first.span.start, last.span.end);
            samples.iter().any(|sample| sample.contains(whole))
        })
    };
    conflicts.filter(|conflict| !is_sample(conflict)).flatten().copied().collect()
}

/// The fenced blocks of code of a text in Markdown that are closed, outside of lists and quotations.
fn fenced(text: &str) -> Vec<Span> {
    let (mut blocks, mut open, mut start) = (Vec::new(), None, 0);
    for line in text.split_inclusive(['\n', '\r']) {
        let end = start + line.len();
        let inner = line.trim_start_matches(' ');
        let mark = inner.chars().next().filter(|c| matches!(c, '`' | '~'));
        if let Some(mark) = mark.filter(|_| line.len() - inner.len() < 4) {
            let info = inner.trim_start_matches(mark);
            let length = inner.len() - info.len();
            match open {
                Some((opened, least, from))
                    if opened == mark && length >= least && info.trim().is_empty() =>
                {
                    blocks.push(Span::new(from, end));
                    open = None;
                }
                None if length >= 3 && (mark == '~' || !info.contains('`')) => {
                    open = Some((mark, length, start));
                }
                _ => {}
            }
        }
        start = end;
    }
    blocks
}

/// The lines that begin like a marker, without their line ends.
fn candidates(text: &str) -> impl Iterator<Item = Spanned<&str>> {
    let bytes = text.as_bytes();
    let first = if text.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
    let starts = memchr::memchr2_iter(b'\n', b'\r', bytes).map(|end| end + 1);
    std::iter::once(first).chain(starts).filter_map(move |start| {
        let is_marked = matches!(bytes.get(start..start + 2)?, b"<<" | b"||" | b"==" | b">>");
        let line = is_marked.then(|| text[start..].split(['\n', '\r']).next())??.trim_end();
        Some(Spanned::new(line, Span::new(start, start + line.len())))
    })
}

/// `text` with both sides of every conflict, ours first, and a line that both have once; what git shows of the
/// common ancestor is left out. None if there is no conflict.
pub fn both_sides(text: &str) -> Option<String> {
    let (mut result, mut ours, mut side) = (String::new(), Vec::new(), None);
    for (marker, line) in marked_lines(text)? {
        match (marker, side) {
            (Some(Marker::Theirs), _) => {
                ours.clear();
                side = None;
            }
            (Some(_), _) => side = marker,
            (None, Some(Marker::Base)) => {}
            (None, Some(Marker::Ours)) => {
                ours.push(line);
                result.push_str(line);
            }
            (None, Some(_)) if ours.contains(&line) => {}
            (None, _) => result.push_str(line),
        }
    }
    Some(result)
}

/// `text` as our side and as theirs have it. None if there is no conflict.
pub fn sides(text: &str) -> Option<[String; 2]> {
    let (mut ours, mut theirs, mut side) = (String::new(), String::new(), None);
    for (marker, line) in marked_lines(text)? {
        if marker.is_some() {
            side = marker.filter(|marker| *marker != Marker::Theirs);
            continue;
        }
        if matches!(side, None | Some(Marker::Ours)) {
            ours.push_str(line);
        }
        if matches!(side, None | Some(Marker::Separator)) {
            theirs.push_str(line);
        }
    }
    Some([ours, theirs])
}

/// The lines of `text` with their ends, each with the marker that it is, if it is one. None if there is no
/// conflict.
fn marked_lines(text: &str) -> Option<Vec<(Option<Marker>, &str)>> {
    let mut markers = markers(text).into_iter().peekable();
    markers.peek()?;
    let mut end = 0;
    let mut marker_of = |line: &str| {
        end += line.len();
        let of_line = std::iter::from_fn(|| markers.next_if(|marker| marker.span.start < end));
        of_line.fold(None, |first, marker| first.or(Some(marker.value)))
    };
    Some(text.split_inclusive('\n').map(|line| (marker_of(line), line)).collect())
}

/// `text` in Markdown with spaces for the markers, the base and their side of each conflict, every other byte at its
/// place. A marker without its partners alone becomes spaces.
pub fn one_side(text: &str) -> Cow<'_, str> {
    let markers = markers_in_markdown(text);
    let last = markers.iter().rposition(|marker| marker.value == Marker::Theirs);
    let mut one = Cow::Borrowed(text);
    let mut lost_from = None;
    for (index, Spanned { value: marker, span }) in markers.iter().enumerate() {
        let from = lost_from.take().unwrap_or(span.start);
        erase(one.to_mut(), Span::new(from, span.end));
        let is_closed = last.is_some_and(|last| index < last);
        if matches!(marker, Marker::Base | Marker::Separator) && is_closed {
            lost_from = Some(span.end);
        }
    }
    one
}

/// Puts spaces in the place of all but the line ends.
fn erase(text: &mut String, span: Span) {
    let spaces: String = text[span.range()]
        .bytes()
        .map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' })
        .collect();
    text.replace_range(span.range(), &spaces);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_seven_marks_at_the_start_of_a_line() {
        assert_eq!(marker(">>>>>>> branch"), Some(Marker::Theirs));
        assert_eq!(marker("======="), Some(Marker::Separator));
        assert_eq!(marker(">>>>>>>>> nine"), None);
        assert_eq!(marker("> > > > > > > deep"), None);
    }

    #[test]
    fn a_separator_counts_between_markers_only() {
        let kinds =
            |text: &str| markers(text).iter().map(|marker| marker.value).collect::<Vec<_>>();
        assert_eq!(kinds("Title\n=======\n"), []);
        assert_eq!(kinds("<<<<<<< a\nb\n=======\nc\n"), [Marker::Ours]);
        assert_eq!(kinds("|||||||\n"), []);
        assert_eq!(kinds("\u{feff}<<<<<<< a\n"), [Marker::Ours]);
        let whole = "<<<<<<< a\r\nä\r\n|||||||\r\nb\r\n=======\r\nc\r\n>>>>>>> d";
        assert_eq!(kinds(whole), [Marker::Ours, Marker::Base, Marker::Separator, Marker::Theirs]);
        for (line, other) in [("||||||| b", Marker::Base), ("<<<<<<< b", Marker::Ours)] {
            let underlined = format!("<<<<<<< a\nTitle\n=======\n{line}\n>>>>>>> d\n");
            assert_eq!(kinds(&underlined), [Marker::Ours, other, Marker::Theirs]);
        }
    }

    #[test]
    fn a_conflict_in_a_sample_is_none() {
        let conflict = "<<<<<<< a\nb\n=======\nc\n>>>>>>> d\n";
        let count = |text: &str| markers_in_markdown(text).len();
        assert_eq!(count(&format!("~~~\r\n{conflict}~~~\r\n```text\n{conflict}```")), 0);
        assert_eq!(count(&format!("```\nx\n```\n{conflict}```\ny\n```\n")), 3);
        assert_eq!(count(&format!("```\n{conflict}")), 3);
        assert_eq!(count("<<<<<<< a\n```\nb\n=======\n```\nc\n>>>>>>> d\n```\n"), 3);
    }

    #[test]
    fn each_side_is_a_whole_text() {
        let text = "x\n<<<<<<< a\nö\n||||||| o\nü\n=======\nc\n>>>>>>> d\ny\n<<<<<<< a\n=======\ne\n>>>>>>> d\n";
        assert_eq!(sides(text), Some(["x\nö\ny\n".to_owned(), "x\nc\ny\ne\n".to_owned()]));
        assert_eq!(sides("Title\n=======\n"), None);
    }

    #[test]
    fn our_side_stays_at_its_place() {
        let text = "x\n<<<<<<< a\nö\n||||||| o\nü\n=======\n## c\n>>>>>>> d\ny\n";
        let one = one_side(text);
        assert_eq!(one.len(), text.len());
        assert_eq!(one.split_whitespace().collect::<Vec<_>>(), ["x", "ö", "y"]);
        assert_eq!(one.find('y'), text.find('y'));
        assert_eq!(one_side(">>>>>>> d\ny").trim(), "y");
        let underlined = one_side("<<<<<<<\nx\n=======\ny\n||||||| b\nz\n>>>>>>>");
        assert_eq!(underlined.split_whitespace().collect::<Vec<_>>(), ["x", "=======", "y"]);
        assert!(matches!(one_side("y"), Cow::Borrowed(_)));
    }
}
