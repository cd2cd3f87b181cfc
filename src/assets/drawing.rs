//! Drawings, which are SVG: measured, and searched for what only some formats show.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use resvg::usvg::{self, ImageHrefResolver};
use sha2::{Digest, Sha256};

use super::parts::parts;
use super::picture_fault::{DEFAULT_DPI, EMU_PER_INCH, MAX_PARTS, MAX_PIXELS, PictureFault};
use super::raster;
use super::xml::{self, XmlFault};

/// The namespace of a drawing, without which browsers show nothing of it.
const SVG: &str = "http://www.w3.org/2000/svg";

/// Whether the file begins like a drawing: whitespace, a declaration or a comment, then `svg`.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let head = &start[..start.len().min(1024)];
    start.starts_with(b"<") && head.windows(4).any(|window| window == b"<svg" || window == b":svg")
}

/// The width and height in English Metric Units.
///
/// # Errors
///
/// It can't be read, or has something that not every format shows.
pub(super) fn size(bytes: &[u8]) -> Result<(u64, u64), PictureFault> {
    let broken = |reason: String| PictureFault::Broken { kind: "SVG", reason };
    let text = std::str::from_utf8(bytes).map_err(|_| broken("it is not UTF-8".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let document = xml::parse(text, true).map_err(|fault| match fault {
        XmlFault::TooManyParts => PictureFault::TooManyParts,
        XmlFault::Broken(reason) => broken(reason),
    })?;
    if parts(&document) > MAX_PARTS {
        return Err(PictureFault::TooManyParts);
    }
    let inside = Arc::new(Inside::default());
    let mut options = options();
    let read = ImageHrefResolver::default_data_resolver();
    let pictures = Arc::clone(&inside);
    options.image_href_resolver.resolve_data = Box::new(move |media_type, data, options| {
        let picture =
            pictures.allows(media_type, &data).then(|| read(media_type, data, options)).flatten();
        if !picture.as_ref().is_some_and(|picture| pictures.is_readable(picture)) {
            pictures.is_broken.store(true, Ordering::Relaxed);
        }
        picture
    });
    let tree =
        usvg::Tree::from_xmltree(&document, &options).map_err(|error| broken(error.to_string()))?;
    if let Some(fault) = fault(&document) {
        return Err(fault);
    }
    if inside.is_broken.load(Ordering::Relaxed) {
        return Err(PictureFault::BrokenInside);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a drawing's side is far below what a double holds exactly, and above nothing"
    )]
    let emu = |pixels: f32| {
        let length = f64::from(pixels) * (EMU_PER_INCH / u64::from(DEFAULT_DPI)) as f64;
        length.round().clamp(1.0, 1e12) as u64
    };
    Ok((emu(tree.size().width()), emu(tree.size().height())))
}

/// The pictures inside a drawing. Each is read once, however often it is drawn, and all together have no more pixels
/// than one picture may have.
#[derive(Default)]
struct Inside {
    is_broken: AtomicBool,
    known: Mutex<HashMap<[u8; 32], bool>>,
    pixels: AtomicU64,
}

impl Inside {
    /// Whether a library may look at a picture: at a drawing only if it is not packed and has not too many parts.
    fn allows(&self, media_type: &str, bytes: &[u8]) -> bool {
        let is_drawing = !media_type.starts_with("image/") || media_type == "image/svg+xml";
        if !is_drawing || image::guess_format(bytes).is_ok() {
            return true;
        }
        self.once(bytes, || {
            let text = std::str::from_utf8(bytes).unwrap_or_default();
            let document = xml::parse(text, true);
            document.is_ok_and(|document| parts(&document) <= MAX_PARTS)
        })
    }

    /// Whether a picture can be read to its end.
    fn is_readable(&self, picture: &usvg::ImageKind) -> bool {
        let (usvg::ImageKind::PNG(bytes) | usvg::ImageKind::JPEG(bytes)) = picture else {
            return true;
        };
        let is_png = matches!(picture, usvg::ImageKind::PNG(_));
        self.once(bytes, || {
            if self.pixels.load(Ordering::Relaxed) > MAX_PIXELS {
                return false;
            }
            let size = if is_png {
                raster::png(bytes).ok().map(|(width, height, _)| (width, height))
            } else {
                raster::jpeg(bytes).ok()
            };
            let pixels = size.map_or(0, |(width, height)| u64::from(width) * u64::from(height));
            self.pixels.fetch_add(pixels, Ordering::Relaxed) + pixels <= MAX_PIXELS
                && size.is_some()
        })
    }

    /// The answer to a question about `bytes`, which is asked once.
    fn once(&self, bytes: &[u8], ask: impl FnOnce() -> bool) -> bool {
        let key = Sha256::digest(bytes).into();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry(key).or_insert_with(ask)
    }
}

/// The words in a drawing that are more than ASCII, one entry for each text.
pub(super) fn words(bytes: &[u8]) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Vec::new() };
    if text.is_ascii() && !text.contains("&#") {
        return Vec::new();
    }
    let Ok(document) = xml::parse(text, true) else {
        return Vec::new();
    };
    let texts = document.descendants().filter(|node| node.tag_name().name() == "text");
    let words = texts.map(|node| {
        let shown = node.descendants().filter(roxmltree::Node::is_text);
        shown.filter_map(|it| it.text()).collect::<String>()
    });
    words.filter(|words| !words.is_ascii()).collect()
}

/// A drawing can't load other files.
pub(super) fn options() -> usvg::Options<'static> {
    let mut options =
        usvg::Options { font_family: "Libertinus Serif".to_owned(), ..Default::default() };
    options.image_href_resolver.resolve_string = Box::new(|_, _| None);
    options
}

/// What a browser shows of the drawing and Word and PDF don't, or what no page shows of it.
fn fault(document: &roxmltree::Document<'_>) -> Option<PictureFault> {
    let linked = |address: &str| PictureFault::LinkedFile { address: address.to_owned() };
    let root = document.root_element();
    if root.tag_name().namespace() != Some(SVG) {
        return Some(PictureFault::NoNamespace);
    }
    document.descendants().find_map(|node| {
        if let Some(pi) = node.pi() {
            return (pi.target == "xml-stylesheet").then(|| linked(style_sheet(pi.value)));
        }
        match node.tag_name().name() {
            "foreignObject" => return Some(PictureFault::ForeignObject),
            "flowRoot" => return Some(PictureFault::FlowedText),
            "switch" if is_choice(node) => return Some(PictureFault::Choice),
            "animate" | "animateColor" | "animateMotion" | "animateTransform" | "set" => {
                return Some(PictureFault::Animation);
            }
            "style" => {
                let texts = || node.descendants().filter_map(|it| it.text());
                let variable = || texts().find_map(variable);
                return texts().find_map(in_style).map(linked).or_else(variable);
            }
            // A link leads on from the drawing, a script never runs in a picture.
            "a" | "script" => return None,
            _ => {}
        }
        node.attributes().find_map(|attribute| {
            let value = attribute.value().trim();
            let address = match attribute.name() {
                "systemLanguage" => return Some(PictureFault::Choice),
                "href" => (!is_inside(value)).then_some(value),
                _ => in_style(value),
            };
            address.map(linked).or_else(|| variable(value))
        })
    })
}

/// Whether a `switch` leaves something out. One with text that only browsers show is reported for that.
fn is_choice(switch: roxmltree::Node<'_, '_>) -> bool {
    let is_named =
        |node: &roxmltree::Node<'_, '_>, names: &[&str]| names.contains(&node.tag_name().name());
    let parts = switch.children().filter(|it| {
        it.is_element() && !is_named(it, &["title", "desc", "metadata", "defs", "style"])
    });
    let has_foreign = switch.descendants().any(|it| is_named(&it, &["foreignObject"]));
    parts.count() > 1 && !has_foreign
}

/// The variable of CSS that a style needs, which browsers alone know. A drawing without its fonts still has its words.
fn variable(style: &str) -> Option<PictureFault> {
    let mut uses = style.match_indices("var(").map(|(at, start)| &style[at + start.len()..]);
    uses.find_map(|rest| {
        let rest = rest.trim_start();
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let name = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        let is_color = name.starts_with("--") && !name.contains("font");
        is_color.then(|| PictureFault::Variable { name: name.to_owned() })
    })
}

/// Whether an address leads to a place in the same file, or is itself the file.
fn is_inside(address: &str) -> bool {
    let is_data = address.get(..5).is_some_and(|head| head.eq_ignore_ascii_case("data:"));
    address.is_empty() || address.starts_with('#') || is_data
}

/// The address of another file in a style: `url(…)`, or a style sheet that it imports. Fonts are left
/// alone: without one the words are still there.
fn in_style(style: &str) -> Option<&str> {
    let fonts: Vec<_> = style
        .match_indices("@font-face")
        .map(|(at, _)| at..style[at..].find('}').map_or(style.len(), |length| at + length))
        .collect();
    let urls = style.match_indices("url(").map(|(at, start)| (at, &style[at + start.len()..]));
    let imports =
        style.match_indices("@import").map(|(at, start)| (at, &style[at + start.len()..]));
    let is_quote = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    urls.chain(imports).find_map(|(at, rest)| {
        let rest = rest.trim_start_matches(is_quote);
        let length = rest.find(|c: char| is_quote(c) || matches!(c, ')' | ';'));
        let address = &rest[..length.unwrap_or(rest.len())];
        let is_font = address.contains("font") || fonts.iter().any(|font| font.contains(&at));
        let is_function = address.starts_with("url(");
        (!is_inside(address) && !is_font && !is_function).then_some(address)
    })
}

/// The address in the instruction `xml-stylesheet`.
fn style_sheet(instruction: Option<&str>) -> &str {
    let after = instruction.and_then(|text| text.split_once("href=")).map_or("", |(_, rest)| rest);
    let mut parts = after.split(['"', '\'']);
    parts.nth(1).unwrap_or("a style sheet")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(inside: &str) -> Option<PictureFault> {
        let svg = format!(
            "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' \
             width='9' height='9'>{inside}</svg>"
        );
        size(svg.as_bytes()).err()
    }

    #[test]
    fn what_only_browsers_show_is_a_fault() {
        assert_eq!(
            fault_of("<switch><g><foreignObject/></g><text>a</text></switch>"),
            Some(PictureFault::ForeignObject)
        );
    }

    #[test]
    fn what_is_shown_in_part_is_a_fault() {
        for inside in [
            "<switch><text systemLanguage='fr'>a</text><text>b</text></switch>",
            "<g><switch><text>a</text><text>b</text></switch></g>",
            "<text systemLanguage='fr'>a</text>",
        ] {
            assert_eq!(fault_of(inside), Some(PictureFault::Choice), "{inside}");
        }
        for inside in [
            "<rect><animate attributeName='width' to='9' dur='1s'/></rect>",
            "<g><set attributeName='opacity' to='1' begin='1s'/></g>",
        ] {
            assert_eq!(fault_of(inside), Some(PictureFault::Animation), "{inside}");
        }
        // Programs put a whole drawing into one.
        assert_eq!(fault_of("<switch><title>a</title><g><text>a</text></g></switch>"), None);
        assert_eq!(fault_of("<switch/>"), None);
    }

    #[test]
    fn what_some_programs_know_is_a_fault() {
        let variable = |name: &str| Some(PictureFault::Variable { name: name.to_owned() });
        assert_eq!(
            fault_of("<flowRoot><flowPara>a</flowPara></flowRoot>"),
            Some(PictureFault::FlowedText)
        );
        assert_eq!(fault_of("<g fill='var(--blue)'/>"), variable("--blue"));
        assert_eq!(fault_of("<g style='fill: var( --a, red)'/>"), variable("--a"));
        assert_eq!(fault_of("<style>rect { fill: var(--b) }</style>"), variable("--b"));
        assert_eq!(fault_of("<style>g { font-family: var(--main-font) }</style>"), None);
        assert_eq!(fault_of("<title>var(--b)</title>"), None);
        let plain = size(b"<svg width='9' height='9'><rect width='9' height='9'/></svg>");
        assert_eq!(plain, Err(PictureFault::NoNamespace));
    }

    #[test]
    fn a_drawing_holds_all_that_it_needs() {
        for inside in [
            "<image href='x.png'/>",
            "<image xlink:href=' x.png '/>",
            "<use href='x.png'/>",
            "<rect fill='url(x.png)'/>",
            "<rect style='fill: url(\"x.png\")'/>",
            "<style>@import 'x.png';</style>",
            "<style><![CDATA[@import url(x.png);]]></style>",
            "<filter><feImage href='x.png'/></filter>",
            "<?xml-stylesheet type='text/css' href='x.png'?>",
        ] {
            let address = "x.png".to_owned();
            assert_eq!(fault_of(inside), Some(PictureFault::LinkedFile { address }), "{inside}");
        }
        let broken = "<image width='9' height='9' href='data:image/png;base64,AAAA'/>";
        assert_eq!(fault_of(broken), Some(PictureFault::BrokenInside));
    }

    #[test]
    fn links_and_fonts_are_no_fault() {
        for inside in [
            "<a href='https://example.org'><text>a</text></a>",
            "<linearGradient id='g'/><rect fill='url(#g)' style=\"fill:url('#g')\"/>",
            "<g id='a'/><use href='#a'/><use/>",
            "<style>@font-face { font-family: A; src: url(a.woff2) } rect { fill: url(#g) }</style>",
            "<style>@import url('https://example.org/fonts?a');</style>",
            "<title>see url(x.png)</title>",
        ] {
            assert_eq!(fault_of(inside), None, "{inside}");
        }
    }
}
