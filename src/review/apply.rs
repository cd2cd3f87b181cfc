//! The source with what came back.

use super::{Change, ChangeState, PlacedComment, Review};
use crate::import::comment_in_source;
use crate::paper::Paper;
use crate::text::finding::Edit;

impl Review {
    /// The source `text` with the comments that `is_wanted` accepts, each as a comment of the source below the block that it is
    /// on. `text` is what [`applied`](Self::applied) made of the changes that `is_applied` accepts.
    pub fn with_comments(
        &self,
        is_applied: impl Fn(&Change) -> bool,
        is_wanted: impl Fn(&PlacedComment) -> bool,
    ) -> String {
        let mut text = self.applied(&is_applied);
        let open = |change: &&Change| change.state == ChangeState::Open && is_applied(change);
        let mut places: Vec<(usize, String)> = Vec::new();
        for comment in self.comments.iter().filter(|comment| is_wanted(comment)) {
            let mut at = comment.span.start;
            for change in self.changes.iter().filter(open) {
                let Edit { span, text } = &change.edit;
                if span.end <= comment.span.start {
                    at = (at + text.len()).saturating_sub(span.len());
                }
            }
            places.push((end_of_block(&text, at), comment_in_source(&comment.comment)));
        }
        // What is on the cover comes above the text.
        let start = Paper::new(self.source.with_text(&text)).body_span().start;
        let above = text.get(..start).map_or(0, |head| head.trim_end().len());
        for (at, _) in places.iter_mut().filter(|(at, _)| *at < start) {
            *at = above;
        }
        places.sort_by_key(|(at, _)| *at);
        for (at, comment) in places.into_iter().rev() {
            // The line after front matter ends it.
            let end = if at == above && !text[at..].starts_with("\n\n") { "\n" } else { "" };
            text.insert_str(at, &format!("\n\n{comment}{end}"));
        }
        text
    }

    /// The source with the changes that can be applied and that `is_wanted` accepts.
    pub fn applied(&self, is_wanted: impl Fn(&Change) -> bool) -> String {
        let mut text = self.source.text().to_owned();
        let wanted = self.changes.iter().filter(|change| change.state == ChangeState::Open);
        let mut edits: Vec<&Edit> =
            wanted.filter(|change| is_wanted(change)).map(|change| &change.edit).collect();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        for edit in edits.into_iter().rev() {
            text.replace_range(edit.span.range(), &edit.text);
        }
        text
    }
}

/// The end of the block that the byte `at` of a text is in: where an empty line follows, or the text ends.
fn end_of_block(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    let rest = text.get(at..).unwrap_or_default();
    let mut end = at;
    for line in rest.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        end += line.len();
    }
    text.get(..end).map_or(at, |text| text.trim_end().len().max(at.min(text.len())))
}
