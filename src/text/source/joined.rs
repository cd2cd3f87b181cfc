//! A text that is put together from two files: the front matter of a paper from one, its body from the other.
//!
//! Whoever reads the text sees one paper, and its places are bytes of that. [`Joined::origin`] says where a place is on
//! disk, [`Joined::split`] what each file becomes when the text is changed.

use super::{SourceFile, Span};

/// The line around front matter.
const FENCE: &str = "---\n";

/// The two files, and where their texts are in the whole.
#[derive(Debug)]
pub(super) struct Joined {
    head: SourceFile,
    body: SourceFile,
    head_at: usize,
    body_at: usize,
}

impl Joined {
    /// Puts the text of two files together; also returns it.
    pub(super) fn new(head: SourceFile, body: SourceFile) -> (Self, String) {
        let is_opened = head.text().starts_with("---");
        let opening = if is_opened { "" } else { FENCE };
        let end = if head.text().ends_with('\n') || head.text().is_empty() { "" } else { "\n" };
        let text = [opening, head.text(), end, FENCE, body.text()].concat();
        let body_at = text.len() - body.text().len();
        (Self { head_at: opening.len(), body_at, head, body }, text)
    }

    /// The file with the front matter.
    pub(super) fn head(&self) -> &SourceFile {
        &self.head
    }

    /// The file with the body.
    pub(super) fn body(&self) -> &SourceFile {
        &self.body
    }

    /// The lines of the front matter, up to the line that ends it.
    pub(super) fn head_lines(&self) -> Span {
        let opening = self.head.text().lines().next().filter(|_| self.head_at == 0);
        let start = opening.map_or(self.head_at, |line| line.len() + 1);
        Span::new(start, (self.body_at - FENCE.len()).max(start))
    }

    /// Whether a place is in the body.
    pub(super) fn is_body(&self, span: Span) -> bool {
        span.start >= self.body_at
    }

    /// The file that a place is in, and where; the line after the front matter counts as its end.
    pub(super) fn origin(&self, span: Span) -> (SourceFile, Span) {
        if self.is_body(span) {
            let place = Span::new(span.start - self.body_at, span.end - self.body_at);
            return (self.body.clone(), place);
        }
        let length = self.head.text().len();
        let within = |at: usize| at.saturating_sub(self.head_at).min(length);
        (self.head.clone(), Span::new(within(span.start), within(span.end)))
    }

    /// Where byte `at` of one of the files is in the whole.
    pub(super) fn whole_place(&self, is_body: bool, at: usize) -> usize {
        at + if is_body { self.body_at } else { self.head_at }
    }

    /// The texts of both files when the whole becomes `text`; none if that has no line after the front matter.
    pub(super) fn split<'t>(&self, text: &'t str) -> Option<(&'t str, &'t str)> {
        let inner = text.get(self.head_at..)?;
        let is_opened = self.head_at == 0;
        let mut at = 0;
        for (index, line) in inner.split_inclusive('\n').enumerate() {
            if line == FENCE && !(is_opened && index == 0) {
                let (head, body) = (&inner[..at], &inner[at + line.len()..]);
                let has_end = self.head.text().ends_with('\n');
                let head = if has_end { head } else { head.strip_suffix('\n').unwrap_or(head) };
                return Some((head, body));
            }
            at += line.len();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(head: &str, body: &str) -> (Joined, String) {
        Joined::new(SourceFile::new("kep.yaml", head), SourceFile::new("README.md", body))
    }

    #[test]
    fn a_text_is_split_into_what_it_was_joined_from() {
        for head in ["a: b\n", "a: b", "---\na: b\n", ""] {
            let (joined, text) = joined(head, "\n# Title\n\n---\n\nText.\n");
            assert_eq!(
                joined.split(&text),
                Some((head, "\n# Title\n\n---\n\nText.\n")),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_place_is_in_the_file_that_it_came_from() {
        for head in ["a: b\n", "---\na: b\n", "a: b"] {
            let (joined, text) = joined(head, "# Title\n");
            let place = |part: &str| {
                let at = text.find(part).unwrap_or_default();
                let (file, span) = joined.origin(Span::new(at, at + part.len()));
                (file.name().to_owned(), file.slice(span).to_owned())
            };
            assert_eq!(place("a: b"), ("kep.yaml".to_owned(), "a: b".to_owned()));
            assert_eq!(place("Title"), ("README.md".to_owned(), "Title".to_owned()));
            let closing = text.rfind("---").unwrap_or_default();
            let (file, span) = joined.origin(Span::new(closing, closing + 3));
            assert_eq!((file.name(), span), ("kep.yaml", Span::at(head.len())));
        }
    }
}
