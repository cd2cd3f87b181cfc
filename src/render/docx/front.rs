//! The cover and the head of a document.

use super::Writer;
use super::inlines::RunStyle;
use super::page::twentieths;
use super::paragraph::{Paragraph, Place};
use super::xml::Xml;
use crate::assets::widths::{Face, Family};
use crate::document::{Field, Inline};
use crate::render::cover;
use crate::render::design::Type;
use crate::render::direction::is_right_to_left;
use crate::series::CoverKind;

/// The part of the height of a cover that its field takes, in percent.
const FIELD: u32 = 37;
/// The space below the title on the field of a cover, in twentieths of a point.
const BELOW_TITLE: u32 = 700;
/// About what a fact on a cover takes of its height, in twentieths of a point.
const FACT: u32 = 310;
/// About what the line and the marking above these facts take, in twentieths of a point.
const ABOVE_FACTS: [u32; 2] = [500, 760];
/// The height of a head without a mark, in twentieths of a point.
const LOWEST_HEAD: u32 = 840;
/// The height of the mark at a head and on a cover, in points.
const MARKS: [f64; 2] = [44.0, 72.0];
/// The fact that asks something of its readers.
const ACTION: &str = "action_required";

impl<'a> Writer<'a> {
    /// All that is above the sections.
    pub(super) fn front(&mut self, xml: &mut Xml) {
        let head = &self.document.head;
        match head.cover {
            CoverKind::Page => {
                self.cover(xml);
                self.kind_and_title(xml, "Repeated Title", RunStyle::default());
                self.facts(xml, &head.facts, "Field");
            }
            CoverKind::Compact => {
                self.issuer(xml, "Head", MARKS[0]);
                self.marking_note(xml, None);
                self.kind_and_title(xml, "Title", RunStyle::default());
                self.facts(xml, &head.facts, "Field");
            }
            CoverKind::None => {
                self.marking_note(xml, None);
                self.line(xml, "Title", self.title(), RunStyle::default());
            }
        }
    }

    /// The facts that close a document.
    pub(super) fn closing(&mut self, xml: &mut Xml) {
        let document = self.document;
        self.facts(xml, &document.foot_fields, "Closing Field");
    }

    /// The title: that of the head, if it has one.
    pub(super) fn title(&self) -> &'a str {
        let document = self.document;
        let title = &document.head.title;
        if title.is_empty() { &document.meta.title } else { title }
    }

    fn cover(&mut self, xml: &mut Xml) {
        let document = self.document;
        self.issuer(xml, "Front Head", MARKS[1]);
        if self.space_above.is_some() {
            self.separate(xml, None);
        }
        let height = self.field_height();
        self.field(xml, height);
        let facts = &document.head.cover_facts;
        let count = u32::try_from(facts.len()).unwrap_or(u32::MAX).min(20);
        let has_marking = document.marking.is_some();
        let below = ABOVE_FACTS[usize::from(has_marking)] + count * FACT + 400;
        let taken = twentieths(cover::ABOVE_FIELD) + height + below + self.page.ends.1;
        let space = self.page.sheet.1.saturating_sub(taken).max(300);
        self.space_above = Some(space);
        self.marking_note(xml, self.space_above);
        if facts.is_empty() && !has_marking {
            self.space_above = Some(0);
        }
        self.facts(xml, facts, "Front Field");
        self.end_cover(xml);
    }

    /// The mark, and beside it the committee over the agency.
    fn issuer(&mut self, xml: &mut Xml, style: &str, mark_height: f64) {
        let document = self.document;
        let head = &document.head;
        if head.mark.is_none() && head.committee.is_none() && head.agency.is_none() {
            return;
        }
        let (hang, width) = (self.page.hang(), self.page.width + self.page.reach);
        let is_cover = style == "Front Head";
        let has_mark = head.mark.is_some();
        let mut widths =
            if has_mark { vec![hang, width.saturating_sub(hang)] } else { vec![width] };
        let text = *widths.last().unwrap_or(&width);
        // Programs disagree on the edge that a table from right to left is indented from, so its cells are turned around.
        let runs_left = self.is_right_to_left;
        if runs_left {
            widths.reverse();
        }
        let height = if is_cover {
            twentieths(cover::ABOVE_FIELD).saturating_sub(self.page.ends.0)
        } else if has_mark {
            twentieths(mark_height) + 400
        } else {
            LOWEST_HEAD
        };
        let left = if runs_left { "0".to_owned() } else { format!("-{}", self.page.reach) };
        self.layout_table(xml, style, &left, &widths, height, |writer, xml| {
            let mark = |writer: &mut Self, xml: &mut Xml| {
                let Some(mark) = &head.mark else { return };
                writer.cell(xml, hang, None, "center", |writer, xml| {
                    let paragraph = Paragraph { style: "Mark", ..Paragraph::default() };
                    writer.paragraph(xml, paragraph, Place::default(), |writer, xml| {
                        writer.mark(xml, mark, mark_height);
                    });
                });
            };
            if !runs_left {
                mark(writer, xml);
            }
            let inset = (!has_mark).then_some(if runs_left { (0, hang) } else { (hang, 0) });
            writer.cell(xml, text, inset, "center", |writer, xml| {
                let lines = [("Committee", &head.committee), ("Agency", &head.agency)];
                let mut is_empty = true;
                for (style, text) in lines {
                    if let Some(text) = text {
                        writer.line(xml, style, text, RunStyle::default());
                        is_empty = false;
                    }
                }
                if is_empty {
                    writer.line(xml, "Agency", &head.kind, RunStyle::default());
                }
            });
            if runs_left {
                mark(writer, xml);
            }
        });
    }

    /// The field of a cover, with the title at its foot.
    fn field(&mut self, xml: &mut Xml, height: u32) {
        let (left, right) = self.page.sides;
        let sheet = self.page.sheet.0;
        let out = format!("-{left}");
        self.layout_table(xml, "Front Page", &out, &[sheet], height, |writer, xml| {
            writer.cell(xml, sheet, Some((left, right)), "bottom", |writer, xml| {
                let kind = writer.document.head.kind.as_str();
                writer.line(xml, "Kind", kind, RunStyle::named("Kind on Field"));
                let Type { size, leading } = writer.title_on_field();
                let is_smaller = size < writer.design.titles.cover.size;
                let style = Paragraph {
                    style: "Title",
                    space_below: Some(BELOW_TITLE),
                    line: is_smaller.then(|| twentieths(leading)),
                    ..Paragraph::default()
                };
                let title = writer.title();
                // Half points are tenths of the twentieths.
                let size = is_smaller.then(|| twentieths(size) / 10);
                writer.paragraph(xml, style, Place::default(), |writer, xml| {
                    writer.run(xml, title, RunStyle::named("Title on Field").sized(size));
                });
            });
        });
    }

    fn title_on_field(&self) -> Type {
        cover::title(self.document, &self.design.grid)
    }

    /// The height of the field of a cover: more than usual where the title needs it.
    fn field_height(&self) -> u32 {
        let usual = self.page.sheet.1 * FIELD / 100;
        let Type { size, leading } = self.title_on_field();
        let face = Face { is_bold: true, ..Face::new(Family::Word) };
        let title = self.title();
        let length = title.chars().map(|c| face.width(c)).sum::<f64>() * size;
        // Lines are not filled to their ends.
        let lines = (length * 1.15 / (f64::from(self.page.width) / 20.0)).ceil().max(1.0);
        usual.max(twentieths(lines * leading) + twentieths(cover::AROUND_TITLE))
    }

    /// What the marking means, once in the text.
    fn marking_note(&mut self, xml: &mut Xml, space_above: Option<u32>) {
        let document = self.document;
        let Some(marking) = &document.marking else { return };
        self.space_above = None;
        let is_right_to_left = Some(self.marking_runs_left());
        let style = Paragraph {
            style: "Marking Note",
            space_above,
            is_right_to_left,
            ..Paragraph::default()
        };
        self.paragraph(xml, style, Place::default(), |writer, xml| {
            writer.run(xml, &marking.text, RunStyle::named("Marking Text"));
            if let Some(note) = &marking.note {
                writer.plain(xml, &format!("\u{2002}{note}"));
            }
        });
    }

    /// Whether the marking runs from right to left.
    pub(super) fn marking_runs_left(&self) -> bool {
        let marking = self.document.marking.iter();
        let texts = marking.flat_map(|it| [Some(&it.text), it.note.as_ref()]).flatten();
        let texts: Vec<Inline> = texts.cloned().map(Inline::Text).collect();
        is_right_to_left(&texts).unwrap_or(self.is_right_to_left)
    }

    fn kind_and_title(&mut self, xml: &mut Xml, title_style: &str, run_style: RunStyle) {
        let document = self.document;
        if !document.head.kind.is_empty() {
            self.line(xml, "Kind", &document.head.kind, run_style);
        }
        self.line(xml, title_style, self.title(), run_style);
    }

    /// Facts with their labels.
    fn facts(&mut self, xml: &mut Xml, facts: &[Field], style: &str) {
        for (at, fact) in facts.iter().enumerate() {
            let has_label = !fact.label.is_empty();
            let indent = (!has_label).then(|| (self.page.hang() - self.page.reach, 0));
            let keeps_next = at + 1 < facts.len();
            let style = Paragraph { style, keeps_next, indent, ..Paragraph::default() };
            self.paragraph(xml, style, Place::default(), |writer, xml| {
                if has_label {
                    writer.run(xml, &fact.label, RunStyle::named("Field Label"));
                    writer.plain(xml, "\t");
                }
                let is_action = fact.id == ACTION;
                let value =
                    if is_action { RunStyle::named("Field Action") } else { RunStyle::default() };
                if fact.linked.is_empty() {
                    writer.run(xml, &fact.value, value);
                } else {
                    writer.inlines(xml, &fact.linked, value, Place::default());
                }
            });
        }
    }

    fn line(&mut self, xml: &mut Xml, style: &str, text: &str, run_style: RunStyle) {
        let style = Paragraph { style, ..Paragraph::default() };
        self.paragraph(xml, style, Place::default(), |writer, xml| {
            writer.run(xml, text, run_style);
        });
    }

    /// A table of one row that only places what is in it.
    fn layout_table(
        &mut self,
        xml: &mut Xml,
        style: &str,
        left: &str,
        widths: &[u32],
        height: u32,
        fill: impl FnOnce(&mut Self, &mut Xml),
    ) {
        let style = self.reference.styles.table(style).to_owned();
        let width = widths.iter().sum::<u32>().to_string();
        self.is_in_cell = true;
        xml.element("w:tbl", &[], |xml| {
            xml.element("w:tblPr", &[], |xml| {
                xml.empty("w:tblStyle", &[("w:val", &style)]);
                xml.empty("w:tblW", &[("w:w", &width), ("w:type", "dxa")]);
                xml.empty("w:tblInd", &[("w:w", left), ("w:type", "dxa")]);
                xml.empty("w:tblLayout", &[("w:type", "fixed")]);
                xml.empty("w:tblLook", &[("w:val", "0000")]);
            });
            xml.element("w:tblGrid", &[], |xml| {
                for width in widths {
                    xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
                }
            });
            xml.element("w:tr", &[], |xml| {
                xml.element("w:trPr", &[], |xml| {
                    xml.empty("w:cantSplit", &[]);
                    let height = height.to_string();
                    xml.empty("w:trHeight", &[("w:val", &height), ("w:hRule", "atLeast")]);
                    // A checker that knows only tables of data asks for a head.
                    xml.empty("w:tblHeader", &[]);
                });
                fill(self, xml);
            });
        });
        self.is_in_cell = false;
        self.space_above = Some(0);
        self.breaks.at_table(xml);
    }

    fn cell(
        &mut self,
        xml: &mut Xml,
        width: u32,
        sides: Option<(u32, u32)>,
        align: &str,
        fill: impl FnOnce(&mut Self, &mut Xml),
    ) {
        xml.element("w:tc", &[], |xml| {
            xml.element("w:tcPr", &[], |xml| {
                xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
                if let Some((left, right)) = sides {
                    xml.element("w:tcMar", &[], |xml| {
                        for (name, side) in [("w:left", left), ("w:right", right)] {
                            xml.empty(name, &[("w:w", &side.to_string()), ("w:type", "dxa")]);
                        }
                    });
                }
                xml.empty("w:vAlign", &[("w:val", align)]);
            });
            fill(self, xml);
        });
    }
}
