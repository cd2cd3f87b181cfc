//! The numbers and bullets of lists, ECMA-376 part 1, 17.9.
//!
//! All lists of a kind share a definition; a list is an instance of it. An ordered list's instance
//! restarts its level, or it would continue the list before.

use crate::word::archive::parse;
use crate::word::elements::{NAMESPACE, attribute};
use std::fmt::Write;

use super::reference::NUMBERING;
use super::xml::Xml;
use crate::render::design::Design;

/// How deep lists can be nested, ECMA-376 part 1, 17.9.3.
pub(super) const LEVELS: usize = 9;
/// The largest number that Word can show at an item.
pub(super) const LARGEST: u64 = 32_767;
/// The marks of lists without numbers, by how deep they are.
pub(super) const BULLETS: [&str; 3] = ["\u{2022}", "\u{2013}", "\u{b7}"];
/// The width of a digit in a number, in twentieths of a point.
const DIGIT: u32 = 100;

/// What is before the items of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    Bullets,
    /// The box of a task that is not done.
    Open,
    /// The box of one that is.
    Done,
    Numbers,
}

/// The marks that one list can stand for throughout a document.
const PLAIN: [Marks; 3] = [Marks::Bullets, Marks::Open, Marks::Done];

impl Marks {
    /// How far the text of an item is from the edge of its mark, in twentieths of a point.
    pub(super) const fn hang(self) -> u32 {
        match self {
            Self::Bullets => 280,
            Self::Open | Self::Done => 320,
            Self::Numbers => 360,
        }
    }

    /// The same for a list whose largest number is `largest`.
    pub(super) fn hang_for(self, largest: u64) -> u32 {
        let digits = largest.checked_ilog10().unwrap_or_default() + 1;
        self.hang().max((digits + 1) * DIGIT + 60)
    }
}

/// The lists of a document.
#[derive(Debug)]
pub(super) struct Numbering<'a> {
    /// An office's own lists.
    own: Option<&'a str>,
    first_definition: u64,
    first_list: u64,
    /// The level and first number of each ordered list.
    ordered: Vec<(usize, u64)>,
    /// The marks that are used, from [`Marks::Bullets`] on.
    used: [bool; 4],
}

impl<'a> Numbering<'a> {
    /// The lists of a document, beside those that an office's styles use.
    pub(super) fn new(own: Option<&'a str>) -> Self {
        let largest = |name: &str| -> u64 {
            let Some(Ok(xml)) = own.map(|own| parse(NUMBERING, own)) else { return 0 };
            let ids = xml.root_element().children().filter_map(|node| attribute(&node, name));
            ids.filter_map(|id| id.parse::<u64>().ok()).max().unwrap_or_default()
        };
        Self {
            own,
            first_definition: largest("abstractNumId") + 1,
            first_list: largest("numId") + 1,
            ordered: Vec::new(),
            used: [false; 4],
        }
    }

    /// The id of a list without numbers.
    pub(super) fn plain(&mut self, marks: Marks) -> u64 {
        self.used[marks as usize] = true;
        self.first_list + marks as u64
    }

    /// The id of a new ordered list at `level`, from 0, that begins with `start`.
    pub(super) fn ordered(&mut self, level: usize, start: u64) -> u64 {
        self.ordered.push((level, start));
        self.used[Marks::Numbers as usize] = true;
        self.first_list + (PLAIN.len() - 1) as u64 + self.ordered.len() as u64
    }

    /// The part that holds them all.
    pub(super) fn xml(&self, design: &Design) -> String {
        let (definitions, lists) = (self.definitions(design), self.lists());
        let Some(own) = self.own else {
            let mut xml = Xml::document();
            xml.element("w:numbering", &[("xmlns:w", NAMESPACE)], |xml| {
                xml.raw(&definitions);
                xml.raw(&lists);
            });
            return xml.finish();
        };
        // Definitions come before lists, and lists before anything else.
        let xml = parse(NUMBERING, own).ok();
        let end = own.rfind("</").unwrap_or(own.len());
        let place = |names: &[&str]| {
            let root = xml.as_ref().map(roxmltree::Document::root_element);
            let found = root
                .iter()
                .flat_map(roxmltree::Node::children)
                .find(|node| node.is_element() && names.contains(&node.tag_name().name()));
            found.map_or(end, |node| node.range().start)
        };
        let (at, then) = (place(&["num", "numIdMacAtCleanup"]), place(&["numIdMacAtCleanup"]));
        [&own[..at], &definitions, &own[at..then], &lists, &own[then..]].concat()
    }

    fn definitions(&self, design: &Design) -> String {
        let mut xml = Xml::fragment();
        let all = PLAIN.into_iter().chain([Marks::Numbers]);
        for marks in all.filter(|marks| self.used[*marks as usize]) {
            let id = (self.first_definition + marks as u64).to_string();
            xml.element("w:abstractNum", &[("w:abstractNumId", &id)], |xml| {
                xml.empty("w:multiLevelType", &[("w:val", "multilevel")]);
                for level in 0..LEVELS {
                    define_level(xml, marks, level, design);
                }
            });
        }
        xml.finish()
    }

    fn lists(&self) -> String {
        let mut xml = Xml::fragment();
        for marks in PLAIN.into_iter().filter(|marks| self.used[*marks as usize]) {
            let definition = self.first_definition + marks as u64;
            list(&mut xml, self.first_list + marks as u64, definition, |_| {});
        }
        let definition = self.first_definition + Marks::Numbers as u64;
        for (id, (level, start)) in (self.first_list + PLAIN.len() as u64..).zip(&self.ordered) {
            list(&mut xml, id, definition, |xml| {
                let level = level.to_string();
                xml.element("w:lvlOverride", &[("w:ilvl", &level)], |xml| {
                    xml.empty("w:startOverride", &[("w:val", &start.to_string())]);
                });
            });
        }
        xml.finish()
    }
}

fn list(xml: &mut Xml, id: u64, definition: u64, fill: impl FnOnce(&mut Xml)) {
    xml.element("w:num", &[("w:numId", &id.to_string())], |xml| {
        xml.empty("w:abstractNumId", &[("w:val", &definition.to_string())]);
        fill(xml);
    });
}

fn define_level(xml: &mut Xml, marks: Marks, level: usize, design: &Design) {
    let mut text = String::new();
    let format = match marks {
        Marks::Bullets => {
            text.push_str(BULLETS[level % BULLETS.len()]);
            "bullet"
        }
        Marks::Open | Marks::Done => {
            text.push_str(if marks == Marks::Done { "\u{2611}" } else { "\u{2610}" });
            "bullet"
        }
        Marks::Numbers => {
            // Writing to a string can't fail.
            let _ = write!(text, "%{}.", level + 1);
            "decimal"
        }
    };
    xml.element("w:lvl", &[("w:ilvl", &level.to_string())], |xml| {
        xml.empty("w:start", &[("w:val", "1")]);
        xml.empty("w:numFmt", &[("w:val", format)]);
        xml.empty("w:lvlText", &[("w:val", &text)]);
        xml.empty("w:lvlJc", &[("w:val", "left")]);
        let left = marks.hang() * (u32::try_from(level).unwrap_or_default() + 1);
        let (left, hang) = (left.to_string(), marks.hang().to_string());
        xml.element("w:pPr", &[], |xml| {
            xml.empty("w:ind", &[("w:left", &left), ("w:hanging", &hang)]);
        });
        xml.element("w:rPr", &[], |xml| mark_properties(xml, marks, design));
    });
}

/// The face and the color of a mark, whatever the text beside it has.
fn mark_properties(xml: &mut Xml, marks: Marks, design: &Design) {
    let faces = design.faces;
    let face = match marks {
        Marks::Bullets => faces.word_serif,
        Marks::Open | Marks::Done => faces.word_symbols,
        Marks::Numbers => faces.word_sans,
    };
    let fonts = [("w:ascii", face), ("w:hAnsi", face), ("w:eastAsia", face), ("w:cs", face)];
    xml.empty("w:rFonts", &fonts);
    let (weight, color, size) = match marks {
        Marks::Numbers => ("1", design.colors.accent, Some("18")),
        Marks::Bullets => ("0", design.colors.accent, None),
        Marks::Open | Marks::Done => ("0", design.colors.slate, Some("20")),
    };
    xml.empty("w:b", &[("w:val", weight)]);
    xml.empty("w:i", &[("w:val", "0")]);
    xml.empty("w:color", &[("w:val", &color.digits())]);
    if let Some(size) = size {
        xml.empty("w:sz", &[("w:val", size)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::HeadStyle;
    use crate::series::PaperSize;

    fn design() -> Design {
        Design::of(&HeadStyle::default(), PaperSize::Letter)
    }

    #[test]
    fn each_ordered_list_starts_where_it_says() {
        let mut numbering = Numbering::new(None);
        let ids = [numbering.ordered(0, 1), numbering.ordered(1, 5)];
        let xml = numbering.xml(&design());
        assert!(!ids.contains(&numbering.plain(Marks::Done)) && ids[0] != ids[1]);
        let list = format!(
            "<w:num w:numId=\"{}\"><w:abstractNumId w:val=\"4\"/><w:lvlOverride w:ilvl=\"1\">\
             <w:startOverride w:val=\"5\"/></w:lvlOverride></w:num>",
            ids[1]
        );
        assert!(xml.contains(&list), "{xml}");
    }

    #[test]
    fn an_office_s_own_lists_keep_their_ids() {
        let own = format!(
            "<w:numbering xmlns:w=\"{NAMESPACE}\"><w:abstractNum w:abstractNumId=\"7\"/>\
             <w:num w:numId=\"4\"/><w:numIdMacAtCleanup w:val=\"2\"/></w:numbering>"
        );
        let mut numbering = Numbering::new(Some(&own));
        assert_eq!((numbering.plain(Marks::Bullets), numbering.ordered(0, 1)), (5, 8));
        let xml = numbering.xml(&design());
        let order: Vec<usize> =
            ["\"7\"/>", "abstractNumId=\"8\"", "<w:num w:numId=\"4\"", "numId=\"5\"", "MacAt"]
                .iter()
                .filter_map(|part| xml.find(part))
                .collect();
        assert!(order.len() == 5 && order.is_sorted(), "{xml}");
    }
}
