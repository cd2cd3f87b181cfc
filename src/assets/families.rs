//! The families of fonts that a text is set in.

use serde::{Deserialize, Serialize};

/// The font of running text.
pub const TEXT_FAMILY: &str = "Libertinus Serif";
/// The font of titles, labels and tables.
pub const SANS_FAMILY: &str = "Public Sans";
/// The font of code.
pub const CODE_FAMILY: &str = "DejaVu Sans Mono";

/// What a text is set as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TextKind {
    /// Running text.
    Text,
    /// Code.
    Code,
}

#[cfg(feature = "pdf")]
impl TextKind {
    /// The fonts that it is set in, unless a project's template says otherwise.
    pub(super) const fn families(self) -> &'static [&'static str] {
        match self {
            // The same words are text in one place, and a title or a cell in another.
            Self::Text => &[TEXT_FAMILY, SANS_FAMILY],
            Self::Code => &[CODE_FAMILY],
        }
    }
}
