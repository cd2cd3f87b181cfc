//! How documents look, as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

use super::Placed;
use super::placed::SetFile;
use crate::series::look::{Captions, CoverKind, Typography};

/// What the documents of a series are headed with, and how they look.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::series) struct RawLook {
    /// What comes before the text: `page`, `compact` or `none`.
    pub(in crate::series) cover: Option<CoverKind>,
    /// The agency's mark: a PNG, JPEG or SVG next to this file.
    pub(in crate::series) mark: Option<RawMark>,
    /// The color of titles and headings, `#` and six hexadecimal digits. It needs a contrast of 7:1 with white.
    pub(in crate::series) accent: Option<Placed<String>>,
    /// Who issues the papers, with `{agency}` and `{field}` for printed values.
    pub(in crate::series) issuer: Option<Placed<String>>,
    /// The titles at the head of a document, with `{field}` for printed values; the first that is given is printed.
    pub(in crate::series) title: Option<Vec<Placed<String>>>,
    /// The ids of the fields at the head of the text, in order; also `number` and `period`.
    pub(in crate::series) facts: Option<Vec<Placed<String>>>,
    /// The ids of the fields on a cover page, in order; also `number` and `period`.
    pub(in crate::series) cover_facts: Option<Vec<Placed<String>>>,
    /// What every page repeats.
    pub(in crate::series) running: RawRunning,
    /// Whether tables and figures are numbered.
    pub(in crate::series) captions: Option<Captions>,
    /// What happens to quotation marks and dashes in print.
    pub(in crate::series) typography: Option<Typography>,
}

/// The agency's mark.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::series) struct RawMark {
    /// The name of a file next to this one.
    pub(in crate::series) file: Placed<String>,
    /// What it shows, in words.
    pub(in crate::series) alt: Placed<String>,
}

/// What every page repeats.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(in crate::series) struct RawRunning {
    /// At the top, left of the text.
    pub(in crate::series) left: Option<Placed<String>>,
    /// At the top, above the text.
    pub(in crate::series) middle: Option<Placed<String>>,
    /// At the bottom, below the text.
    pub(in crate::series) foot: Option<Placed<String>>,
}

impl RawLook {
    /// This look with what it leaves out taken from `parent`.
    pub(super) fn over(self, parent: Self) -> Self {
        Self {
            cover: self.cover.or(parent.cover),
            mark: self.mark.or(parent.mark),
            accent: self.accent.or(parent.accent),
            issuer: self.issuer.or(parent.issuer),
            title: self.title.or(parent.title),
            facts: self.facts.or(parent.facts),
            cover_facts: self.cover_facts.or(parent.cover_facts),
            running: RawRunning {
                left: self.running.left.or(parent.running.left),
                middle: self.running.middle.or(parent.running.middle),
                foot: self.running.foot.or(parent.running.foot),
            },
            captions: self.captions.or(parent.captions),
            typography: self.typography.or(parent.typography),
        }
    }
}

impl SetFile for RawLook {
    fn set_file(&mut self, at: usize) {
        let Self {
            cover: _,
            mark,
            accent,
            issuer,
            title,
            facts,
            cover_facts,
            running,
            captions: _,
            typography: _,
        } = self;
        if let Some(RawMark { file, alt }) = mark {
            file.set_file(at);
            alt.set_file(at);
        }
        let RawRunning { left, middle, foot } = running;
        for text in [accent, issuer, left, middle, foot] {
            text.set_file(at);
        }
        for list in [title, facts, cover_facts] {
            list.set_file(at);
        }
    }
}
