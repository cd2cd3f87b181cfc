//! Pictures, ECMA-376 part 1, 20.4.

use std::collections::btree_map::Entry;

use super::Writer;
use super::package::Part;
use super::page::twentieths;
use super::paragraph::Place;
use super::xml::Xml;
use crate::assets::columns::MOST_PICTURE;
use crate::assets::picture::{Picture, PictureKind};
use crate::series::Mark;

/// English Metric Units in a twentieth of a point.
const EMU_PER_TWENTIETH: u64 = 635;
/// The space between the hanging column and the text, in twentieths of a point.
const GUTTER: u32 = 280;
/// The namespace of a drawing that comes with a raster image of it, MS-ODRAWXML 2.6.2.
const SVG: &str = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";
/// The name of the extension that holds it, MS-ODRAWXML 2.3.3.
const SVG_EXTENSION: &str = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}";

impl Writer<'_> {
    /// The picture that `url` shows, in a run of its own; false if there is no such picture.
    pub(super) fn picture(&mut self, xml: &mut Xml, url: &str, alt: &str, place: Place) -> bool {
        let document = self.document;
        let Some((at, (_, picture))) =
            (1..).zip(&document.pictures).find(|(_, (address, _))| *address == url)
        else {
            return false;
        };
        let size = self.size(picture, place);
        self.drawing(xml, picture, (&format!("picture{at}"), &format!("Picture {at}"), alt), size)
    }

    /// The agency's mark, so high in points at most.
    pub(super) fn mark(&mut self, xml: &mut Xml, mark: &Mark, height: f64) {
        let picture = &mark.picture;
        let most = [self.page.hang().saturating_sub(GUTTER), twentieths(height)];
        let [across, down] = most.map(|length| u64::from(length) * EMU_PER_TWENTIETH);
        let (width, height) = (picture.width.max(1), picture.height.max(1));
        let size = if scaled(width, down, height) <= across {
            (scaled(width, down, height), down)
        } else {
            (across, scaled(height, across, width))
        };
        if !self.drawing(xml, picture, ("mark", "Mark", &mark.alt), size) {
            self.plain(xml, &mark.alt);
        }
    }

    /// A picture with the names of its files and of itself and the text that replaces it, in a run of its own; false
    /// if it has no pixels.
    fn drawing(
        &mut self,
        xml: &mut Xml,
        picture: &Picture,
        (file, name, alt): (&str, &str, &str),
        (width, height): (u64, u64),
    ) -> bool {
        let Some((pixels, drawing)) = self.files(file, picture) else { return false };
        let (width, height) = (width.to_string(), height.to_string());
        let id = self.new_id();
        let properties = [("id", id.as_str()), ("name", name), ("descr", alt)];
        let no_distance = [("distT", "0"), ("distB", "0"), ("distL", "0"), ("distR", "0")];
        let size = [("cx", width.as_str()), ("cy", &height)];
        xml.element("w:r", &[], |xml| {
            xml.element("w:drawing", &[], |xml| {
                xml.element("wp:inline", &no_distance, |xml| {
                    xml.empty("wp:extent", &size);
                    xml.empty("wp:docPr", &properties);
                    xml.element("wp:cNvGraphicFramePr", &[], |xml| {
                        xml.empty("a:graphicFrameLocks", &[("noChangeAspect", "1")]);
                    });
                    let uri = "http://schemas.openxmlformats.org/drawingml/2006/picture";
                    xml.element("a:graphic", &[], |xml| {
                        xml.element("a:graphicData", &[("uri", uri)], |xml| {
                            graphic(xml, &properties, &size, &pixels, drawing.as_deref());
                        });
                    });
                });
            });
        });
        true
    }

    /// Adds the files of a picture; returns the ids by which they are referred to: a raster image
    /// for all programs, and a drawing for those that can show it. None if it has no pixels.
    fn files(&mut self, name: &str, picture: &Picture) -> Option<(String, Option<String>)> {
        let own = self.file(name, picture.kind, || Some(picture.bytes.to_vec()))?;
        if picture.kind != PictureKind::Svg {
            return Some((own, None));
        }
        let fonts = self.fonts;
        let pixels = self.file(name, PictureKind::Png, || picture.rasterized(fonts.database()))?;
        Some((pixels, Some(own)))
    }

    fn file(
        &mut self,
        name: &str,
        kind: PictureKind,
        bytes: impl FnOnce() -> Option<Vec<u8>>,
    ) -> Option<String> {
        let target = format!("media/{name}.{}", kind.extension());
        let name = format!("word/{target}");
        if let Entry::Vacant(entry) = self.parts.entry(name) {
            let name = entry.key().clone();
            let content_type = kind.media_type().to_owned();
            entry.insert(Part { name, content_type, bytes: bytes()?, ..Part::default() });
        }
        Some(self.relationships().add("image", &target))
    }

    /// The width and height on the page, in English Metric Units: the true ones, or what fits there.
    fn size(&self, picture: &Picture, place: Place) -> (u64, u64) {
        let width = self.page.width - place.indent;
        let width = if self.is_in_cell { width.min(twentieths(MOST_PICTURE)) } else { width };
        let width = u64::from(width) * EMU_PER_TWENTIETH;
        // A caption is below it.
        let height = u64::from(self.page.height) * EMU_PER_TWENTIETH * 9 / 10;
        let (mut across, mut down) = (picture.width.max(1), picture.height.max(1));
        if across > width {
            (across, down) = (width, scaled(down, width, across));
        }
        if down > height {
            (across, down) = (scaled(across, height, down), height);
        }
        (across, down)
    }
}

/// `length` times `part` over `whole`, at least 1.
fn scaled(length: u64, part: u64, whole: u64) -> u64 {
    let scaled = u128::from(length) * u128::from(part) / u128::from(whole);
    u64::try_from(scaled).unwrap_or(u64::MAX).max(1)
}

fn graphic(
    xml: &mut Xml,
    properties: &[(&str, &str)],
    size: &[(&str, &str)],
    pixels: &str,
    drawing: Option<&str>,
) {
    xml.element("pic:pic", &[], |xml| {
        xml.element("pic:nvPicPr", &[], |xml| {
            xml.empty("pic:cNvPr", properties);
            xml.empty("pic:cNvPicPr", &[]);
        });
        xml.element("pic:blipFill", &[], |xml| {
            xml.element("a:blip", &[("r:embed", pixels)], |xml| {
                if let Some(drawing) = drawing {
                    xml.element("a:extLst", &[], |xml| {
                        xml.element("a:ext", &[("uri", SVG_EXTENSION)], |xml| {
                            xml.empty("asvg:svgBlip", &[("xmlns:asvg", SVG), ("r:embed", drawing)]);
                        });
                    });
                }
            });
            xml.element("a:stretch", &[], |xml| xml.empty("a:fillRect", &[]));
        });
        xml.element("pic:spPr", &[], |xml| {
            xml.element("a:xfrm", &[], |xml| {
                xml.empty("a:off", &[("x", "0"), ("y", "0")]);
                xml.empty("a:ext", size);
            });
            xml.element("a:prstGeom", &[("prst", "rect")], |xml| xml.empty("a:avLst", &[]));
        });
    });
}
