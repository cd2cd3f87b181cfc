//! The lines below the last field while no closing fence has been found, and the signs that it is
//! missing.

use super::{is_word, key_of};
use crate::text::source::{Span, Spanned};

/// The lines below the last field so far, in a block that may lack its closing fence.
#[derive(Default)]
pub(super) struct Gap {
    /// The first line of running text after a blank line.
    pub(super) prose: Option<Span>,
    /// The first line after a blank line that is a comment in YAML and a heading in Markdown.
    heading: Option<Span>,
    /// An indented fence with nothing more of the block after it.
    pub(super) fence: Option<Span>,
    /// Whether the line before was blank.
    pub(super) is_after_blank: bool,
}

impl Gap {
    /// Looks at the next line.
    pub(super) fn take(&mut self, line: &Spanned<&str>, is_fence: bool) {
        let text = line.value;
        if text.trim().is_empty() {
            self.is_after_blank = true;
            return;
        }
        let is_after_blank = std::mem::take(&mut self.is_after_blank);
        let is_indented = text.starts_with([' ', '\t']);
        // After a blank line "Plain words: and more" is a sentence, and so is what follows prose.
        let may_have_spaces = !is_after_blank && self.prose.is_none();
        if key_of(text).is_some_and(|key| may_have_spaces || is_word(key)) {
            *self = Self::default();
        } else if is_indented && is_fence {
            self.fence.get_or_insert(line.span);
        } else if is_indented || text.starts_with("- ") || text.starts_with([']', '}']) {
            if self.prose.is_none() {
                self.fence = None;
            }
        } else if text.starts_with('#') {
            if is_after_blank && self.prose.is_none() {
                self.heading.get_or_insert(line.span);
            }
        } else if is_after_blank || self.fence.is_some() {
            self.prose.get_or_insert(line.span);
        }
    }

    /// The first line that belongs to the body if the fence is missing.
    pub(super) fn first(&self) -> Option<Span> {
        self.heading.into_iter().chain(self.prose).min()
    }
}
