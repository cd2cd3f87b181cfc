//! Accessible PDF, [PDF/UA-1](https://pdfa.org/resource/pdfua-1-iso-14289-1/), laid out by
//! [Typst](https://typst.app/docs/).
//!
//! A paper reaches the template `paper.typ` as data, `json("paper.json")`, and never as markup, so
//! nothing in it can act as code. What papers have in common is in `design.json`: Typst keeps what depends
//! on that alone from one paper to the next. What the standard forbids is found in the tree before Typst runs, and
//! by the rules of `check` at its place in the paper.

#[cfg(feature = "pdf")]
mod data;
#[cfg(feature = "pdf")]
mod make;
#[cfg(all(test, feature = "pdf"))]
mod tests;
#[cfg(feature = "pdf")]
mod text;
#[cfg(feature = "pdf")]
mod world;

#[cfg(feature = "pdf")]
pub(super) use world::Sources;

use super::format::{Carrier, Format, Links, Make, Pictures};
use crate::document::Provenance;

/// What each page of [drawn pages](DRAWN) ends in, and XML can't contain.
pub(super) const PAGE_END: &str = "\u{c}";

/// The template that lays out a series' documents.
const TEMPLATE: &str = "paper.typ";

#[cfg(feature = "pdf")]
const MAKE: Make = Make::File(make::make);
#[cfg(not(feature = "pdf"))]
const MAKE: Make = Make::NotBuilt;
#[cfg(feature = "pdf")]
const DRAW: Make = Make::File(make::draw);
#[cfg(not(feature = "pdf"))]
const DRAW: Make = Make::NotBuilt;

/// An accessible document.
pub(super) const FORMAT: Format = Format {
    name: "pdf",
    extension: "pdf",
    media_type: "application/pdf",
    template: TEMPLATE,
    about: "an accessible document, PDF/UA-1",
    is_default: true,
    standard: Some("PDF/UA-1 (ISO 14289-1)"),
    is_typeset: true,
    pictures: Pictures::InFile,
    links: Links::ToPages,
    provenance: Some(Carrier {
        place: "the creator in the document information",
        append: None,
        read: provenance,
    }),
    is_editable: false,
    signature: b"%PDF",
    make: MAKE,
};

/// The pages of that document as drawings (SVG), each of which ends in [`PAGE_END`].
pub(super) const DRAWN: Format = Format {
    name: "drawn",
    extension: "svg",
    media_type: "image/svg+xml",
    about: "the pages of the PDF, drawn",
    is_default: false,
    standard: None,
    provenance: None,
    signature: b"",
    make: DRAW,
    ..FORMAT
};

fn provenance(bytes: &[u8]) -> Option<Provenance> {
    Provenance::find(&String::from_utf8_lossy(bytes))
}
