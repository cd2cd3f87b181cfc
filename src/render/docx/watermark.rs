//! A marking that is printed large behind the text of each page, in the form that Word itself gives it.

use roxmltree::Node;

use super::page::Page;
use super::xml::Xml;
use crate::assets::widths::{Face, Family};
use crate::series::Color;

/// The namespace of drawings that Word has had since before Office Open XML, ECMA-376 part 4.
const VML: &str = "urn:schemas-microsoft-com:vml";
/// What Word begins the names of its watermarks with.
const NAME: &str = "PowerPlusWaterMarkObject";
/// The numbers of the program's own begin with these digits.
const OWN: &str = "37330";
/// The angle of the text in degrees, clockwise.
const ROTATION: f64 = 308.0;
/// The height of a line of it in the size of its type.
const LINE: f64 = 1.15;

/// A watermark.
#[derive(Debug)]
pub(super) struct Watermark {
    text: String,
    /// Its family of fonts.
    face: &'static str,
    color: Color,
    /// Its width and height in points, before it is turned.
    size: (f64, f64),
}

impl Watermark {
    /// `text` as large as it can be on `page`.
    pub(super) fn new(text: &str, face: &'static str, color: Color, page: &Page) -> Self {
        let metrics = Face { is_bold: true, ..Face::new(Family::Word) };
        let length: f64 = text.chars().map(|c| metrics.width(c)).sum::<f64>().max(0.5);
        let (sine, cosine) = ROTATION.to_radians().sin_cos();
        let (sine, cosine) = (sine.abs(), cosine.abs());
        // Most of the sheet, so that it is not cut by a printer.
        let room = |length: u32| f64::from(length) / 20.0 * 0.86;
        let across = room(page.sheet.0) / (length * cosine + LINE * sine);
        let down = room(page.sheet.1) / (length * sine + LINE * cosine);
        let height = across.min(down);
        Self { text: text.to_owned(), face, color, size: (height * length, height * LINE) }
    }

    /// Writes it as a run.
    pub(super) fn write(&self, xml: &mut Xml, number: usize) {
        let (width, height) = self.size;
        let style = format!(
            "position:absolute;margin-left:0;margin-top:0;width:{width:.1}pt;height:{height:.1}pt;rotation:{ROTATION};\
             z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:page;\
             mso-position-vertical:center;mso-position-vertical-relative:page"
        );
        let id = format!("{NAME}{OWN}{number}");
        let color = self.color.to_string();
        let shape = [
            ("id", id.as_str()),
            ("type", "#_x0000_t136"),
            ("alt", ""),
            ("style", &style),
            ("o:allowincell", "f"),
            ("fillcolor", &color),
            ("stroked", "f"),
        ];
        let font = format!("font-family:\"{}\";font-size:1pt;font-weight:bold", self.face);
        let namespaces = [
            ("xmlns:v", VML),
            ("xmlns:o", "urn:schemas-microsoft-com:office:office"),
            ("xmlns:w10", "urn:schemas-microsoft-com:office:word"),
        ];
        xml.element("w:r", &[], |xml| {
            xml.element("w:rPr", &[], |xml| xml.empty("w:noProof", &[]));
            xml.element("w:pict", &namespaces, |xml| {
                shape_type(xml);
                xml.element("v:shape", &shape, |xml| {
                    xml.empty("v:textpath", &[("style", &font), ("string", &self.text)]);
                    xml.empty("w10:wrap", &[("anchorx", "page"), ("anchory", "page")]);
                });
            });
        });
    }
}

/// The shape that text follows a straight line in.
fn shape_type(xml: &mut Xml) {
    let attributes = [
        ("id", "_x0000_t136"),
        ("coordsize", "21600,21600"),
        ("o:spt", "136"),
        ("adj", "10800"),
        ("path", "m@7,l@8,m@5,21600l@6,21600e"),
    ];
    let formulas = [
        "sum #0 0 10800",
        "prod #0 2 1",
        "sum 21600 0 @1",
        "sum 0 0 @2",
        "sum 21600 0 @3",
        "if @0 @3 0",
        "if @0 21600 @1",
        "if @0 0 @2",
        "if @0 @4 21600",
        "mid @5 @6",
        "mid @8 @5",
        "mid @7 @8",
        "mid @6 @7",
        "sum @6 0 @5",
    ];
    xml.element("v:shapetype", &attributes, |xml| {
        xml.element("v:formulas", &[], |xml| {
            for formula in formulas {
                xml.empty("v:f", &[("eqn", formula)]);
            }
        });
        let path = [
            ("textpathok", "t"),
            ("o:connecttype", "custom"),
            ("o:connectlocs", "@9,0;@10,10800;@11,21600;@12,10800"),
            ("o:connectangles", "270,180,90,0"),
        ];
        xml.empty("v:path", &path);
        xml.empty("v:textpath", &[("on", "t"), ("fitshape", "t")]);
        xml.empty("o:lock", &[("v:ext", "edit"), ("text", "t"), ("shapetype", "t")]);
    });
}

/// The number of the watermark that a run is, if it is one of the program's own, which an office's document has if it
/// began as a draft.
pub(super) fn number(node: &Node<'_, '_>) -> Option<usize> {
    if node.tag_name().name() != "r" {
        return None;
    }
    let shape = node.descendants().find(|node| node.has_tag_name((VML, "shape")))?;
    shape.attribute("id")?.strip_prefix(NAME)?.strip_prefix(OWN)?.parse().ok()
}
