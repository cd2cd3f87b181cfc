//! Labels that show what changed in a paper.

use crate::check::sink::Report;
use crate::paper::seal::{self, Change};
use crate::text::source::Span;
use crate::text::suggest;

/// How many of the changes get a label.
pub(in crate::check::rules) const SHOWN: usize = 5;

/// The changes from `before` to `text`.
pub(in crate::check::rules) fn between(before: &str, text: &str) -> Vec<Place> {
    let changes = seal::changes(&seal::marks(before), text);
    changes.iter().map(|change| Place::new(change, Some(before), text)).collect()
}

/// The changes to `text` since `marks` were made; none without marks.
pub(super) fn by_marks(marks: &str, text: &str) -> Vec<Place> {
    // Without marks everything would look new.
    let changes = if marks.is_empty() { Vec::new() } else { seal::changes(marks, text) };
    changes.iter().map(|change| Place::new(change, None, text)).collect()
}

/// The report with a label at each of the first changes.
pub(in crate::check::rules) fn label<'s>(report: Report<'s>, places: &[Place]) -> Report<'s> {
    let shown = places.iter().take(SHOWN);
    shown.fold(report, |report, place| report.label(place.span, place.label.as_str()))
}

/// A change and what it is.
pub(in crate::check::rules) struct Place {
    pub(in crate::check::rules) span: Span,
    label: String,
}

impl Place {
    fn new(change: &Change, sealed: Option<&str>, text: &str) -> Self {
        let sealed = sealed.map(seal::canonical);
        let before = sealed.as_deref().map(|sealed| {
            let lines = sealed.lines().skip(change.before.start).take(change.before.len());
            lines.collect::<Vec<_>>().join("\n")
        });
        let now = &text[change.now.range()];
        let lines = suggest::counted(change.before.len(), "line");
        let (span, label) = match (before, change.before.is_empty(), change.now.is_empty()) {
            (_, true, _) => (change.now, "added".to_owned()),
            (Some(before), false, true) => {
                (change.now, format!("removed here: {}", suggest::shown(&before)))
            }
            (None, false, true) => (change.now, format!("{lines} removed here")),
            (None, false, false) => (change.now, "changed".to_owned()),
            (Some(before), false, false) => {
                let (start, old_end, end) = differing(&before, now);
                let span = Span::new(change.now.start + start, change.now.start + end);
                let old = &before[start..old_end];
                let label = if old.is_empty() {
                    "added".to_owned()
                } else {
                    format!("was {}", suggest::shown(old))
                };
                (span, label)
            }
        };
        Self { span, label }
    }
}

/// Where two texts begin to differ, and where the difference ends in each, in whole words.
fn differing(before: &str, now: &str) -> (usize, usize, usize) {
    let is_word = |c: char| c.is_alphanumeric();
    let same = |pair: &(char, char)| pair.0 == pair.1;
    let start: usize =
        before.chars().zip(now.chars()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let cuts_word = before[start..].starts_with(is_word) || now[start..].starts_with(is_word);
    let start = if cuts_word { now[..start].trim_end_matches(is_word).len() } else { start };
    let (old, new) = (&before[start..], &now[start..]);
    let tail: usize =
        old.chars().rev().zip(new.chars().rev()).take_while(same).map(|(c, _)| c.len_utf8()).sum();
    let cuts_word =
        old[..old.len() - tail].ends_with(is_word) || new[..new.len() - tail].ends_with(is_word);
    let kept = &new[new.len() - tail..];
    let tail = if cuts_word { kept.trim_start_matches(is_word).len() } else { tail };
    (start, before.len() - tail, now.len() - tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_is_in_whole_words() {
        let parts = |before: &str, now: &str| {
            let (start, old, new) = differing(before, now);
            (before[start..old].to_owned(), now[start..new].to_owned())
        };
        let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
        assert_eq!(parts("runs 10 Centers", "runs 11 Centers"), pair("10", "11"));
        assert_eq!(parts("all papers", "all new papers"), pair("", "new "));
        assert_eq!(parts("Zoë", "Zoé"), pair("Zoë", "Zoé"));
        assert_eq!(parts("a", "b"), pair("a", "b"));
        assert_eq!(parts("aa", "a"), pair("aa", "a"));
        assert_eq!(parts("a a", "a a a"), pair("", " a"));
    }
}
