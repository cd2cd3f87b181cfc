//! Why a picture can't be shown, and how much of one may be.

use crate::text::characters::shown;

/// The largest file of a picture, in bytes: a page must still fit into an email.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// The most pixels of a picture: a Letter page at 600 dots an inch has 34 million.
pub const MAX_PIXELS: u64 = 40_000_000;
/// The most bytes of notes and color profiles in a picture, unpacked. A profile for print has two million.
pub const MAX_NOTES: u64 = 16 * 1024 * 1024;
/// The most passes in which a photograph is drawn. Programs write ten.
pub const MAX_SCANS: usize = 100;
/// The most parts of a drawing, each counted as often as it is drawn. A map of a country has some ten thousand.
pub const MAX_PARTS: u64 = 300_000;
/// English Metric Units in an inch, the unit of length in
/// [Office Open XML](https://ecma-international.org/publications-and-standards/standards/ecma-376/).
pub const EMU_PER_INCH: u64 = 914_400;
/// The web's default number of dots in an inch, for files that do not say.
pub(super) const DEFAULT_DPI: u32 = 96;

/// Why a file can't be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PictureFault {
    /// It is none of the kinds that every format can show.
    #[error("is not a PNG, JPEG or SVG picture")]
    UnknownKind,
    /// It can't be read to its end.
    #[error("can't be read as {kind}: {reason}")]
    Broken {
        /// What it seems to be.
        kind: &'static str,
        /// What the decoder reports.
        reason: String,
    },
    /// The file is larger than [`MAX_BYTES`].
    #[error("has {} MB, where {} are allowed", .bytes.div_ceil(1024 * 1024), MAX_BYTES / 1024 / 1024)]
    TooManyBytes {
        /// Its bytes.
        bytes: usize,
    },
    /// A drawing with a `foreignObject`: text or HTML that only browsers show.
    #[error("has text in a `foreignObject`, which only browsers show")]
    ForeignObject,
    /// A drawing with a `flowRoot`: text that one program alone breaks into lines.
    #[error("has text in a `flowRoot`, which only Inkscape shows")]
    FlowedText,
    /// A drawing with parts of which only one is shown, whichever a reader's language or program asks for.
    #[error("has a part for one language or one program alone, which not every page shows")]
    Choice,
    /// A drawing that moves.
    #[error("moves, and most pages show only how it begins")]
    Animation,
    /// A drawing without the namespace of SVG, which browsers show as a broken picture.
    #[error("does not say that it is SVG, so a browser shows nothing of it")]
    NoNamespace,
    /// A drawing with a variable of CSS, such as a color, which only browsers know.
    #[error("has the variable {}, which only browsers know", shown(.name))]
    Variable {
        /// The name with its hyphens.
        name: String,
    },
    /// A drawing that needs another file, which no page loads.
    #[error("needs another file, {}, which no page loads", shown(.address))]
    LinkedFile {
        /// The address of the file.
        address: String,
    },
    /// A drawing with a picture inside that can't be shown.
    #[error("holds a picture that can't be read")]
    BrokenInside,
    /// It has more notes and color profiles in it than any picture needs.
    #[error("holds more than {} MB of notes and profiles besides the picture", MAX_NOTES / 1024 / 1024)]
    TooManyNotes,
    /// It is drawn in more passes than [`MAX_SCANS`].
    #[error("is drawn in {scans} passes, where {MAX_SCANS} are allowed")]
    TooManyScans {
        /// The passes.
        scans: usize,
    },
    /// A drawing with more parts than any reader could tell apart, each counted as often as it is drawn.
    #[error("is drawn of more than {} parts", thousands(MAX_PARTS))]
    TooManyParts,
    /// It has more than [`MAX_PIXELS`].
    #[error("has {width} × {height} pixels, where {} million are allowed", MAX_PIXELS / 1_000_000)]
    TooManyPixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
}

impl PictureFault {
    /// Whether the picture is sound and only too large.
    pub const fn is_size(&self) -> bool {
        matches!(self, Self::TooManyBytes { .. } | Self::TooManyPixels { .. })
    }
}

/// A number of thousands as it is written.
fn thousands(number: u64) -> String {
    format!("{},000", number / 1000)
}
