//! What the reader of an import has to know.

use super::piece::Place;

/// Something that could not be taken over as it was, or was only guessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// Where in the imported file.
    pub place: Place,
    /// What it is and what to do, as a sentence without a full stop.
    pub message: String,
    /// Whether somebody has to look at it.
    pub is_open: bool,
}

impl Remark {
    /// One that somebody has to look at.
    pub(super) fn open(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), is_open: true }
    }

    /// One that nobody has to do anything about.
    pub(super) fn note(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), is_open: false }
    }
}
