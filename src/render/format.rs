//! A format of pages as a row of a table: everything that is specific to it.

use crate::document::{Document, Provenance};

use super::{Options, RenderError, TemplateSet};

/// How to get the program with every format.
pub const HOW_TO_GET: &str = "install a released issuepaper, which has every format, or build it without `--no-default-features`";

/// A kind of page. Each is declared in its own folder and listed in [`FORMATS`](super::FORMATS).
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The name that selects it.
    pub name: &'static str,
    /// Its file extension, without a dot.
    pub extension: &'static str,
    /// The media type.
    pub media_type: &'static str,
    /// The template that places its parts, next to `series.yaml`.
    pub template: &'static str,
    /// A description of a few words.
    pub about: &'static str,
    /// Whether it is made if no formats are named.
    pub is_default: bool,
    /// The standard that every file is checked against while it is made; a file that fails is not
    /// made.
    pub standard: Option<&'static str>,
    /// Whether it is print, which has curly quotation marks and numbers of tables that no source has.
    pub is_typeset: bool,
    /// Where the pictures of a page go.
    pub pictures: Pictures,
    /// How a page's links to other papers are written.
    pub links: Links,
    /// How its files say where they come from; `None` if they don't.
    pub provenance: Option<Carrier>,
    /// Whether reviewers can edit a file, with their changes tracked.
    pub is_editable: bool,
    /// The bytes that its files begin with; empty for text.
    pub signature: &'static [u8],
    /// How it is made.
    pub(super) make: Make,
}

/// Where the pictures of a page go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pictures {
    /// Into the page, as a `data:` address in place of the picture's own.
    Embedded,
    /// Into the file, by the [pictures](Document::pictures) of the document.
    InFile,
    /// Into files beside the page.
    Beside,
    /// Nowhere: at most, a page shows their addresses.
    None,
}

/// How a page's links to other papers are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// To the page of that paper in the same format.
    ToPages,
    /// As they are written in the paper.
    AsWritten,
}

/// How the files of a format carry their [provenance](Provenance).
#[derive(Debug, Clone, Copy)]
pub struct Carrier {
    /// Where it is, in a few words.
    pub place: &'static str,
    /// What is appended to a finished text, where no template can lose it; `None` for a file of another kind,
    /// which has a place for it.
    pub(super) append: Option<fn(&Provenance) -> String>,
    /// Reads it back from a finished file; `None` if that is not a file of the format or does not carry it.
    pub(super) read: fn(&[u8]) -> Option<Provenance>,
}

/// The ways to make a page.
#[derive(Debug, Clone, Copy)]
pub(super) enum Make {
    /// A text: the walker returns what a [template](super::template) may place.
    Text(fn(&Document, Options) -> minijinja::Value),
    /// A file of another kind.
    File(fn(&Document, &TemplateSet, Options) -> Result<Vec<u8>, RenderError>),
    /// A file that this build of the program can't make.
    #[cfg_attr(feature = "pdf", expect(dead_code, reason = "everything was built in"))]
    NotBuilt,
}

impl Format {
    /// Whether its pages are text, which a terminal can show.
    pub const fn is_text(&self) -> bool {
        matches!(self.make, Make::Text(_))
    }

    /// What to say to whoever asks for a format that this build of the program can't make.
    pub fn not_built(&self) -> String {
        format!("this issuepaper was built without the format `{}`", self.name)
    }

    /// Whether this build of the program can make it. Files made by other builds are recognized
    /// anyway.
    pub const fn is_available(&self) -> bool {
        !matches!(self.make, Make::NotBuilt)
    }
}
