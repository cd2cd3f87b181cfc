//! What a paper fills its running lines with.

use super::running::{Applies, Fillings};
use super::watermark::Watermark;
use super::xml::Xml;
use super::{References, Writer, in_word};
use crate::assets::line::Line;
use crate::assets::widths::Family;
use crate::render::design::SIZES;
use crate::series::CoverKind;

/// What "Page 10 of 12" takes of a line, in points.
const PAGES: f64 = 72.0;
/// The share of a line that a marking may take beside the title.
const MOST_OF_LINE: f64 = 0.75;
/// The lines that the foot of a page may take, which are not filled to their ends.
const FOOT_LINES: f64 = 1.76;

/// `text` cut to `width` such that its last parts, the month and the day of a draft, stay.
fn cut_before_end(line: Line, text: &str, width: f64) -> String {
    /// The most of the line that these parts may take.
    const MOST: f64 = 0.7;
    if line.length(text) <= width {
        return text.to_owned();
    }
    let ends = text.match_indices(", ").map(|(at, _)| text.split_at(at));
    let short = ends.map(|(group, end)| (group, end, line.length(end)));
    match short.into_iter().find(|(_, _, length)| *length <= MOST * width) {
        Some((group, end, length)) => line.cut(group, width - length) + end,
        None => line.cut(text, width),
    }
}

impl Writer<'_> {
    /// Adds the headers and footers that every document of its kind has.
    pub(super) fn add_usual_running(&mut self) {
        let cover = self.document.head.cover;
        self.references = self.add_running(|applies| match applies {
            Applies::Cover => cover == CoverKind::Page,
            Applies::Plain => cover == CoverKind::None,
            Applies::Head => cover != CoverKind::None,
            Applies::Turned => false,
            Applies::Default | Applies::First | Applies::Even => true,
        });
    }

    /// Adds the headers and footers of pages that are turned, if they have their own.
    pub(super) fn add_turned_running(&mut self) {
        if self.references.turned.is_empty() {
            self.references.turned = self.add_running(|applies| applies == Applies::Turned).turned;
        }
    }

    /// Adds the headers and footers that are wanted; returns the references of sections to them.
    fn add_running(&mut self, is_wanted: impl Fn(Applies) -> bool) -> References {
        let document = self.document;
        let head = &document.head;
        let marking = document.marking.as_ref();
        let text = marking.map(|marking| marking.text.as_str());
        let watermark = marking.filter(|marking| marking.has_watermark).map(|marking| {
            let (face, color) = (self.design.faces.word_sans, self.design.colors.watermark);
            Watermark::new(&marking.text, face, color, self.page)
        });
        let hanging = (f64::from(self.page.hang()) / 20.0 - 8.0).max(40.0);
        let width = f64::from(self.page.width) / 20.0;
        let regular = Line::regular(Family::Word, SIZES.running);
        let bold = Line::bold(Family::Word, SIZES.running);
        let tag = text.map_or(0.0, |text| bold.length(text) + 20.0);
        let optional = |text: &Option<String>| text.clone().unwrap_or_default();
        let kind = bold.cut(&optional(&head.running.left), hanging);
        // A long marking has lines of its own.
        let is_long = tag > MOST_OF_LINE * width;
        let beside = if is_long { 0.0 } else { tag };
        let title = regular.cut(&optional(&head.running.middle), width - beside);
        let number = bold.cut(&head.running.number, hanging);
        let foot = optional(&head.running.foot);
        let mut foot = cut_before_end(regular, &foot, width - beside - PAGES);
        let room = FOOT_LINES * (width - PAGES) - regular.length(&foot);
        let foot_marking =
            text.map(|text| if is_long { bold.cut(text, room) } else { text.to_owned() });
        if text.is_some() && !foot.is_empty() {
            foot.insert(0, '\u{2003}');
        }
        let fillings = Fillings {
            number: &number,
            marking: foot_marking.as_deref(),
            wraps_tag: is_long,
            tag: &text.map_or_else(String::new, |text| format!("\u{a0}{text}\u{a0}")),
            kind: &kind,
            title: &title,
            foot: &foot,
            watermark: watermark.as_ref(),
        };
        let [mut cover, mut all, mut first, mut turned] = std::array::from_fn(|_| Xml::fragment());
        for running in self.reference.running.iter().filter(|it| is_wanted(it.applies)) {
            let part = running.filled(fillings);
            let kind = running.kind.name();
            let id = self.relationships[0].add(kind, in_word(&part.name));
            let (references, name) = match running.applies {
                Applies::Cover => (&mut cover, Applies::Default.name()),
                Applies::First | Applies::Head | Applies::Plain => {
                    (&mut first, Applies::First.name())
                }
                Applies::Turned => (&mut turned, Applies::Default.name()),
                applies => (&mut all, applies.name()),
            };
            references.empty(&format!("w:{kind}Reference"), &[("w:type", name), ("r:id", &id)]);
            self.parts.insert(part.name.clone(), part);
        }
        References {
            cover: cover.finish(),
            all: all.finish(),
            first: first.finish(),
            turned: turned.finish(),
        }
    }
}
