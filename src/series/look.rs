//! What the documents of a series are headed with, and how they look.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::color::Color;
use crate::assets::picture::Picture;
use crate::text::source::Located;

/// The least contrast of an accent with white, as
/// [WCAG 2.2](https://www.w3.org/TR/WCAG22/#contrast-enhanced) asks for text at level AAA.
pub(super) const LEAST_CONTRAST: f64 = 7.0;

/// How the documents of a series look.
#[derive(Debug, Clone)]
pub struct Look {
    /// What comes before the text.
    pub cover: CoverKind,
    /// The agency's mark.
    pub mark: Option<Mark>,
    /// The color of titles and headings.
    pub accent: Color,
    /// Who issues the papers, below the committee, with `{agency}` and `{field}` for printed values.
    pub issuer: String,
    /// The titles at the head of a document, with `{field}` for printed values; the first that is given is printed.
    pub title: Vec<String>,
    /// The fields at the head of the text; none if they follow from the masthead.
    pub facts: Option<Vec<String>>,
    /// The fields on a cover page; none if they follow from the lines of the cover.
    pub cover_facts: Option<Vec<String>>,
    /// What every page repeats.
    pub running: Running,
    /// Whether tables and figures are numbered.
    pub captions: Captions,
    /// What happens to quotation marks and dashes.
    pub typography: Typography,
}

/// What comes before the text of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CoverKind {
    /// A page of its own.
    Page,
    /// A head on the first page: issuer, kind, title, facts.
    #[default]
    Compact,
    /// The title alone.
    None,
}

/// The agency's mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The name of its file.
    pub file: String,
    /// What it shows, in words.
    pub alt: String,
    /// The picture.
    pub picture: Picture,
}

/// A mark as a series names it.
#[derive(Debug, Clone)]
pub(super) struct MarkName {
    pub(super) file: Located<String>,
    pub(super) alt: String,
}

/// What every page repeats, with `{field}` for printed values. A line whose fields are all empty is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// At the top, left of the text.
    pub left: String,
    /// At the top, above the text.
    pub middle: String,
    /// At the bottom, below the text.
    pub foot: String,
}

impl Default for Running {
    fn default() -> Self {
        Self {
            left: "{name}".to_owned(),
            middle: "{title}".to_owned(),
            foot: "{committee}, {period}".to_owned(),
        }
    }
}

/// Whether tables and figures are numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Captions {
    /// A caption is printed as it is written.
    #[default]
    Plain,
    /// "Table 1." and "Figure 1." precede it.
    Numbered,
}

/// What happens to quotation marks, dashes and spaces in print.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Typography {
    /// Straight quotation marks are curled, `---` becomes a dash, and a number stays with its unit.
    #[default]
    Smart,
    /// All is printed as typed.
    AsTyped,
}
