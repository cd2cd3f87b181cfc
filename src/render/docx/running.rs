//! Headers and footers.
//!
//! A run of text with the character style "Publication Number" or "Marking" is replaced by the
//! paper's own, so an office moves them around in Word like any other text.

use roxmltree::Node;

use super::archive::parse;
use super::package::Part;
use super::styles::{NAMESPACE, StyleSheet, attribute, is_word};
use super::xml::Xml;

/// The character style of the publication number.
pub(super) const NUMBER_STYLE: &str = "Publication Number";
/// The character style of a stage's marking.
pub(super) const MARKING_STYLE: &str = "Marking";

/// What the footer has for the right edge of the text.
const RIGHT_EDGE: &str = "9360";

static FOOTER: &str = include_str!("parts/footer.xml");

/// A header or a footer.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) kind: RunningKind,
    pub(super) applies: Applies,
    /// The part; its bytes are generated for each paper.
    part: Part,
    pieces: Vec<Piece>,
}

/// Where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RunningKind {
    Header,
    Footer,
}

/// Which pages it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Applies {
    Default,
    First,
    Even,
}

/// A piece of a header or a footer.
#[derive(Debug)]
enum Piece {
    /// XML as it is.
    Raw(String),
    /// The text of a run.
    Number,
    /// The text of a run.
    Marking,
    /// A paragraph, written only where there is a marking: the ids of its style and of its run's.
    MarkingParagraph(String, String),
}

/// What a paper puts into its headers and footers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fillings<'a> {
    /// The number as printed, or what takes its place.
    pub(super) number: &'a str,
    /// The marking of its stage.
    pub(super) marking: Option<&'a str>,
}

impl RunningKind {
    /// The word for it, which is also the name of its relationship.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Footer => "footer",
        }
    }

    const fn root(self) -> &'static str {
        match self {
            Self::Header => "hdr",
            Self::Footer => "ftr",
        }
    }
}

impl Applies {
    /// The pages that an attribute names.
    pub(super) fn read(name: Option<&str>) -> Self {
        match name {
            Some("first") => Self::First,
            Some("even") => Self::Even,
            _ => Self::Default,
        }
    }

    /// The name of the pages.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::First => "first",
            Self::Even => "even",
        }
    }
}

impl Running {
    /// The header and the footer of the program, for a text of that width in twentieths of a point.
    ///
    /// # Errors
    ///
    /// None; the type is that of [`read`](Self::read).
    pub(super) fn built_in(styles: &StyleSheet, width: u32) -> Result<Vec<Self>, String> {
        let footer = FOOTER.replace(RIGHT_EDGE, &width.to_string());
        let footer = part(RunningKind::Footer, Applies::Default, &footer);
        Ok(vec![
            Self::marking_alone(Applies::Default, styles),
            Self::read(RunningKind::Footer, Applies::Default, footer, styles)?,
        ])
    }

    /// The program's own header, which carries the marking alone.
    fn marking_alone(applies: Applies, styles: &StyleSheet) -> Self {
        let kind = RunningKind::Header;
        let start = format!(
            "<w:hdr xmlns:w=\"{NAMESPACE}\"><w:p><w:pPr><w:pStyle w:val=\"{}\"/></w:pPr>\
             <w:r><w:rPr><w:rStyle w:val=\"{}\"/></w:rPr>",
            styles.paragraph("header"),
            styles.character(MARKING_STYLE),
        );
        let end = "</w:r></w:p></w:hdr>".to_owned();
        let pieces = vec![Piece::Raw(start), Piece::Marking, Piece::Raw(end)];
        Self { kind, applies, part: part(kind, applies, ""), pieces }
    }

    /// Splits a header or footer into pieces.
    ///
    /// # Errors
    ///
    /// It is not what Word writes.
    pub(super) fn read(
        kind: RunningKind,
        applies: Applies,
        part: Part,
        styles: &StyleSheet,
    ) -> Result<Self, String> {
        let bytes = part.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&part.bytes);
        let text = std::str::from_utf8(bytes)
            .map_err(|_| format!("has {} in an encoding other than UTF-8", part.name))?;
        let xml = parse(&part.name, text)?;
        is_word(&xml.root_element(), kind.root(), &part.name)?;
        let pieces = pieces(kind, text, &xml.root_element(), styles);
        Ok(Self { kind, applies, part, pieces })
    }

    /// Adds headers where the marking of a draft would be missing from some pages.
    pub(super) fn complete(
        running: &mut Vec<Self>,
        styles: &StyleSheet,
        has_first_page: bool,
        has_even_pages: bool,
    ) {
        let wanted = [
            (Applies::Default, true),
            (Applies::First, has_first_page),
            (Applies::Even, has_even_pages),
        ];
        for (applies, is_wanted) in wanted {
            let is_there =
                |running: &Self| running.kind == RunningKind::Header && running.applies == applies;
            if is_wanted && !running.iter().any(is_there) {
                running.push(Self::marking_alone(applies, styles));
            }
        }
    }

    /// The name of its part.
    pub(super) fn part_name(&self) -> &str {
        &self.part.name
    }

    /// Its part for a paper.
    pub(super) fn filled(&self, fillings: Fillings<'_>) -> Part {
        let mut xml = Xml::fragment();
        for piece in &self.pieces {
            match piece {
                Piece::Raw(text) => xml.raw(text),
                Piece::Number => text(&mut xml, fillings.number),
                Piece::Marking => text(&mut xml, fillings.marking.unwrap_or_default()),
                Piece::MarkingParagraph(paragraph, run) => {
                    if let Some(marking) = fillings.marking {
                        xml.element("w:p", &[], |xml| {
                            let style =
                                |xml: &mut Xml| xml.empty("w:pStyle", &[("w:val", paragraph)]);
                            xml.element("w:pPr", &[], style);
                            xml.element("w:r", &[], |xml| {
                                let style =
                                    |xml: &mut Xml| xml.empty("w:rStyle", &[("w:val", run)]);
                                xml.element("w:rPr", &[], style);
                                text(xml, marking);
                            });
                        });
                    }
                }
            }
        }
        Part { bytes: xml.finish().into_bytes(), ..self.part.clone() }
    }
}

fn part(kind: RunningKind, applies: Applies, text: &str) -> Part {
    let kind = kind.name();
    Part {
        // Not a name that Word uses, so that nothing of an office's own is replaced.
        name: format!("word/paper-{kind}-{}.xml", applies.name()),
        content_type: format!(
            "application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
        ),
        bytes: text.as_bytes().to_vec(),
        ..Part::default()
    }
}

fn text(xml: &mut Xml, text: &str) {
    xml.leaf("w:t", &[("xml:space", "preserve")], text);
}

/// Cuts a header or footer at the runs that the paper fills.
fn pieces(kind: RunningKind, text: &str, root: &Node<'_, '_>, styles: &StyleSheet) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let texts = root.descendants().filter(|node| node.has_tag_name((NAMESPACE, "t")));
    let mut last = None;
    for node in texts {
        let Some(run) = node.parent_element() else { continue };
        let style = run
            .descendants()
            .find(|node| node.has_tag_name((NAMESPACE, "rStyle")))
            .and_then(|node| attribute(&node, "val"));
        let is = |name: &str| style == Some(styles.character(name));
        let marker = (run.parent().map(|parent| parent.id()), style);
        // Word may cut a text into several runs; the first of them carries the value.
        let is_first = last != Some(marker);
        last = Some(marker);
        let piece = match (is(NUMBER_STYLE), is(MARKING_STYLE)) {
            (true, _) => Piece::Number,
            (_, true) => Piece::Marking,
            _ => continue,
        };
        pieces.push(Piece::Raw(text[at..node.range().start].to_owned()));
        at = node.range().end;
        if is_first {
            pieces.push(piece);
        }
    }
    pieces.push(Piece::Raw(text[at..].to_owned()));
    let has_marking = pieces.iter().any(|piece| matches!(piece, Piece::Marking));
    if kind == RunningKind::Header && !has_marking {
        add_marking(&mut pieces, root, styles);
    }
    pieces
}

/// Puts a paragraph with the marking at the start of a header.
fn add_marking(pieces: &mut Vec<Piece>, root: &Node<'_, '_>, styles: &StyleSheet) {
    let Some(first) = root.first_element_child() else { return };
    let Some(Piece::Raw(head)) = pieces.first_mut() else { return };
    let start = first.range().start;
    let rest = head.split_off(start.min(head.len()));
    let paragraph = Piece::MarkingParagraph(
        styles.paragraph("header").to_owned(),
        styles.character(MARKING_STYLE).to_owned(),
    );
    pieces.splice(1..1, [paragraph, Piece::Raw(rest)]);
}
