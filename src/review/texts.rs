//! The source as it is now, and what a change does to it.

use std::ops::Range;

use super::merge::Merged;
use super::sides::labels;
use super::tokens::{Gap, Token};
use crate::paper::Paper;
use crate::text::finding::Edit;
use crate::text::source::Span;

/// The body of the source as it is now.
pub(super) struct Texts<'a> {
    pub(super) body: &'a str,
    /// Where it begins in the file.
    pub(super) start: usize,
    /// The labels of its notes, and the numbers that they were sent with.
    pub(super) labels: Vec<(String, String)>,
}

impl<'a> Texts<'a> {
    /// The body of `current`; `sent` is the source as it was sent.
    pub(super) fn new(sent: &Paper, current: &'a Paper) -> Self {
        let start = current.body_span().start;
        let labels = labels(sent).into_iter().enumerate();
        let labels = labels.map(|(at, label)| (format!("[^{label}]"), format!("[^{}]", at + 1)));
        Self { body: &current.file.text()[start..], start, labels: labels.collect() }
    }

    /// What a change does to the source; `before` is the word there that stands before it in the text that was sent, and
    /// `notes` is how many footnotes were sent. None if it is in no one place there.
    pub(super) fn edit(
        &self,
        merged: &Merged,
        own: &[Token<'_>],
        before: Option<&Token<'_>>,
        (theirs, text): (&[Token<'_>], &str),
        notes: usize,
    ) -> Option<Edit> {
        let replaced = &own[merged.ours.clone()];
        let new = &theirs[merged.theirs.clone()];
        // The page may have in one piece what the source has in two places.
        if replaced.windows(2).any(|pair| matches!(pair, [one, two] if one.word.end != two.start)) {
            return None;
        }
        let at = own.get(merged.ours.start);
        if let (true, Some(first), Some(before)) = (replaced.is_empty(), new.first(), before)
            && at.is_none_or(|at| at.start != before.word.end)
            // What begins a line of code goes before the next word, below the language of the code.
            && (first.gap() != Gap::Space || first.rank() == 0)
        {
            // What only the source has, such as a comment, is between the two words: what is inserted goes on with that
            // before it.
            let end = new.last().map_or(first.word.end, |last| last.word.end);
            let written = self.with_labels(&text[first.start..end], notes);
            return Some(Edit { span: Span::at(self.start + before.word.end), text: written });
        }
        if let (true, Some(first), Some(next), Some(old)) =
            (replaced.is_empty(), new.first(), theirs.get(merged.theirs.end), at)
            && first.gap() == old.gap()
        {
            // What is inserted takes the place after the space, and brings the space after it.
            let span = Span::at(self.start + old.word.start);
            let written = &text[first.word.start..next.word.start];
            return Some(Edit { span, text: self.with_labels(written, notes) });
        }
        if let (None, Some(span)) = (new.first(), self.item(replaced, own.get(merged.ours.end))) {
            return Some(Edit { span, text: String::new() });
        }
        let keeps_gap = match (replaced.first(), new.first()) {
            (Some(old), Some(new)) => old.gap() == new.gap(),
            _ => false,
        };
        let start = match (keeps_gap, at) {
            (true, Some(token)) => token.word.start,
            (false, Some(token)) => token.start,
            (_, None) => self.body.trim_end().len(),
        };
        let end = replaced.last().map_or(start, |token| token.word.end);
        let written = match (new.first(), new.last()) {
            (Some(first), Some(last)) => {
                let from = if keeps_gap { first.word.start } else { first.start };
                &text[from..last.word.end]
            }
            _ => "",
        };
        let span = Span::new(self.start + start, self.start + end.max(start));
        Some(Edit { span, text: self.with_labels(written, notes) })
    }

    /// What goes with an item that another one of its list follows: that takes its place, and its number.
    fn item(&self, replaced: &[Token<'_>], next: Option<&Token<'_>>) -> Option<Span> {
        let (first, next) = (replaced.first()?, next?);
        let indent = |token: &Token<'_>| {
            self.body[..token.word.start].bytes().rev().take_while(|it| *it == b' ').count()
        };
        let is_mark = matches!(first.text(), "-" | "1.") && first.gap() == Gap::Line;
        let is_next = next.text() == first.text() && next.gap() == Gap::Line;
        (is_mark && is_next && indent(first) == indent(next))
            .then(|| Span::new(self.start + first.word.end, self.start + next.word.end))
    }

    /// The place of a word in the file.
    pub(super) fn place(&self, word: Option<&Token<'_>>) -> Span {
        let span =
            |Range { start, end }: Range<usize>| Span::new(self.start + start, self.start + end);
        word.map_or_else(|| Span::at(0), |word| span(word.word.clone()))
    }

    /// The labels of the source for the numbers of notes; a new note has a label of its own.
    fn with_labels(&self, text: &str, notes: usize) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some(at) = rest.find("[^") {
            let Some(end) = rest[at..].find(']') else { break };
            let label = &rest[at..=at + end];
            let known = self.labels.iter().find(|(_, number)| number == label);
            out.push_str(&rest[..at]);
            match known {
                Some((own, _)) => out.push_str(own),
                None => out.push_str(&self.new_label(label, notes)),
            }
            rest = &rest[at + end + 1..];
        }
        out.push_str(rest);
        out
    }

    /// A label for the new note that came back as `label`.
    fn new_label(&self, label: &str, notes: usize) -> String {
        let number: usize = label[2..label.len() - 1].parse().unwrap_or_default();
        let first = number.saturating_sub(notes).max(1);
        let labels = (first..first.saturating_add(10_000)).map(|at| format!("[^new-{at}]"));
        let mut free = labels.filter(|label| !self.body.contains(label.as_str()));
        free.next().unwrap_or_else(|| label.to_owned())
    }
}
