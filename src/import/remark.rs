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
    /// The field that is left empty for it.
    pub empty: Option<EmptyField>,
}

/// A field that is left empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmptyField {
    /// Its key.
    pub field: String,
    /// Why, in a few words.
    pub reason: String,
}

impl Remark {
    /// One that somebody has to look at.
    pub(super) fn open(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), is_open: true, empty: None }
    }

    /// One that nobody has to do anything about.
    pub(super) fn note(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into(), is_open: false, empty: None }
    }

    /// One on a field that is left empty for this `reason`; `rest` says what else there is to know.
    pub(super) fn empty(place: Place, field: &str, reason: String, rest: &str) -> Self {
        let message = format!("{reason}, so {rest}");
        let empty = EmptyField { field: field.to_owned(), reason };
        Self { empty: Some(empty), ..Self::open(place, message) }
    }
}
