//! Which characters a PDF shows: shaping as Typst does it.
//!
//! That a font has a character is not enough. Typst shapes a text with the font of the text, and what
//! that font lacks with the font that has the first character of the rest, each font once. So a mark
//! on a letter needs a font that has both, and a keycap is lost where the digit's font lacks the cap.

use std::collections::HashMap;
use std::sync::Mutex;

use rustybuzz::{BufferFlags, Direction, UnicodeBuffer};
use typst::layout::Abs;
use typst::text::{
    Font, FontBook, FontInstance, FontStretch, FontStyle, FontVariant, FontVariations, FontWeight,
    is_default_ignorable,
};

use super::families::TextKind;

/// The styles that a text may be set in.
const STYLES: [(FontStyle, FontWeight); 4] = [
    (FontStyle::Normal, FontWeight::REGULAR),
    (FontStyle::Normal, FontWeight::BOLD),
    (FontStyle::Italic, FontWeight::REGULAR),
    (FontStyle::Italic, FontWeight::BOLD),
];

/// Shapes clusters and remembers which could be drawn.
#[derive(Debug, Default)]
pub(super) struct Shaper {
    known: Mutex<HashMap<(TextKind, Box<str>), bool>>,
}

impl Shaper {
    /// Whether a cluster of characters is drawn in every style of a kind of text.
    pub(super) fn draws(&self, fonts: Fonts<'_>, cluster: &str, kind: TextKind) -> bool {
        let key = (kind, Box::from(cluster));
        if let Some(known) = self.known.lock().ok().and_then(|known| known.get(&key).copied()) {
            return known;
        }
        let draws = STYLES.iter().all(|(style, weight)| {
            let variant = FontVariant::new(*style, *weight, FontStretch::NORMAL);
            kind.families().iter().all(|family| {
                let mut run = Run { fonts, variant, used: Vec::new() };
                run.draws(cluster, Some(family))
            })
        });
        if let Ok(mut known) = self.known.lock() {
            known.insert(key, draws);
        }
        draws
    }
}

/// The fonts, and the book that Typst looks them up in.
#[derive(Clone, Copy)]
pub(super) struct Fonts<'a> {
    pub(super) book: &'a FontBook,
    pub(super) all: &'a [Font],
}

/// A text that is shaped in one style.
struct Run<'a> {
    fonts: Fonts<'a>,
    variant: FontVariant,
    /// The fonts that have been tried on the text.
    used: Vec<usize>,
}

impl Run<'_> {
    /// Whether `text` is drawn, first with a family, then with the fonts that Typst falls back on.
    fn draws(&mut self, text: &str, family: Option<&str>) -> bool {
        if text.chars().all(|c| matches!(c, '\n' | '\t') || is_default_ignorable(c)) {
            return true;
        }
        let Fonts { book, all } = self.fonts;
        let own = family.and_then(|family| book.select(&family.to_lowercase(), self.variant));
        let fallback = || {
            let first = self.used.first().and_then(|font| book.info(*font));
            book.select_fallback(first, self.variant, text)
        };
        let found = own.or_else(fallback).filter(|font| !self.used.contains(font));
        let Some((index, font)) = found.and_then(|index| Some((index, all.get(index)?))) else {
            return false;
        };
        let size = Abs::pt(11.0);
        let font = font.clone().instantiate(self.variant, size, &FontVariations::default());
        self.used.push(index);
        let draws = missing(&font, text).into_iter().all(|range| self.draws(&text[range], None));
        self.used.pop();
        draws
    }
}

/// The parts of `text` that a font has no glyph for.
fn missing(font: &FontInstance, text: &str) -> Vec<std::ops::Range<usize>> {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(text);
    buffer.guess_segment_properties();
    buffer.set_flags(BufferFlags::REMOVE_DEFAULT_IGNORABLES);
    let is_reversed = buffer.direction() == Direction::RightToLeft;
    let shaped = rustybuzz::shape(font.rusty(), &[], buffer);
    let mut glyphs: Vec<(usize, bool)> = shaped
        .glyph_infos()
        .iter()
        .map(|info| (usize::try_from(info.cluster).unwrap_or_default(), info.glyph_id == 0))
        .collect();
    if is_reversed {
        glyphs.reverse();
    }
    let mut parts = Vec::new();
    for run in glyphs.chunk_by(|one, other| one.1 == other.1) {
        let [(start, true), ..] = run else { continue };
        let next = glyphs.iter().find(|(cluster, is_missing)| cluster > start && !is_missing);
        let end = next.map_or(text.len(), |(cluster, _)| *cluster);
        parts.push(*start..end);
    }
    parts
}
