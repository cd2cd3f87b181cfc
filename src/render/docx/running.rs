//! Headers and footers.
//!
//! A run of text with one of the character styles in [`FILLED`] is replaced by the paper's own, so an office
//! moves them around in Word like any other text. A watermark of the program is there where a paper asks for it.

use crate::word::archive::parse;
use crate::word::elements::{NAMESPACE, attribute, is_word};
use roxmltree::Node;

use super::package::Part;
use super::styles::StyleSheet;
use super::watermark::{self, Watermark};
use super::xml::Xml;

/// The character style of a stage's marking in the text of a header.
const MARKING_STYLE: &str = "Marking";
/// The character styles of the texts that a paper fills.
const FILLED: [(&str, Filling); 6] = [
    ("Publication Number", Filling::Number),
    (MARKING_STYLE, Filling::Tag),
    ("Marking Text", Filling::Marking),
    ("Running Kind", Filling::Kind),
    ("Running Title", Filling::Title),
    ("Running Foot", Filling::Foot),
];

/// The numbers of watermarks in the headers of an office begin with this one.
const ADDED: usize = 10;

/// What leads to the end of a line, where a tag is.
const TO_THE_END: &str =
    "<w:ptab w:relativeTo=\"margin\" w:alignment=\"right\" w:leader=\"none\"/>";

static HEADER: &str = include_str!("parts/header.xml");
static FIRST_HEADER: &str = include_str!("parts/header-first.xml");
static COVER_HEADER: &str = include_str!("parts/header-cover.xml");
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
    /// The page of a cover.
    Cover,
    /// The first page, below a rule.
    Head,
    /// The first page where there is no head.
    Plain,
    /// Pages that are turned.
    Turned,
}

/// What a paper fills a run with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filling {
    Number,
    Marking,
    /// The marking, with the space around it that a tag has.
    Tag,
    Kind,
    Title,
    Foot,
}

/// A piece of a header or a footer.
#[derive(Debug)]
enum Piece {
    /// XML as it is.
    Raw(String),
    /// The text of a run.
    Filled(Filling),
    /// Where the watermark is, if there is one; its number in the file.
    Watermark(usize),
    /// A paragraph, written only where there is a marking: the ids of its style and of its run's.
    MarkingParagraph(String, String),
}

/// What a paper puts into its headers and footers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fillings<'a> {
    /// The number as printed, or what takes its place.
    pub(super) number: &'a str,
    /// The marking of its stage, as much of it as the foot of a page has room for.
    pub(super) marking: Option<&'a str>,
    /// Whether the marking is too long to be beside anything.
    pub(super) wraps_tag: bool,
    /// The same with space around it; empty if there is none.
    pub(super) tag: &'a str,
    pub(super) kind: &'a str,
    pub(super) title: &'a str,
    pub(super) foot: &'a str,
    /// The watermark of a stage, without its number.
    pub(super) watermark: Option<&'a Watermark>,
}

impl<'a> Fillings<'a> {
    fn of(&self, filling: Filling) -> &'a str {
        match filling {
            Filling::Number => self.number,
            Filling::Marking => self.marking.unwrap_or_default(),
            Filling::Tag => self.tag,
            Filling::Kind => self.kind,
            Filling::Title => self.title,
            Filling::Foot => self.foot,
        }
    }
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
            Self::Cover => "cover",
            Self::Head => "head",
            Self::Plain => "plain",
            Self::Turned => "turned",
        }
    }
}

impl Running {
    /// The headers and the footers of the program.
    ///
    /// # Errors
    ///
    /// None; the type is that of [`read`](Self::read).
    pub(super) fn built_in(styles: &StyleSheet) -> Result<Vec<Self>, String> {
        let all = [
            (RunningKind::Header, Applies::Default, HEADER.to_owned()),
            (RunningKind::Header, Applies::Head, FIRST_HEADER.to_owned()),
            (RunningKind::Header, Applies::Plain, COVER_HEADER.to_owned()),
            (RunningKind::Header, Applies::Cover, COVER_HEADER.to_owned()),
            (RunningKind::Header, Applies::Turned, turned(HEADER)),
            (RunningKind::Footer, Applies::Default, FOOTER.to_owned()),
            (RunningKind::Footer, Applies::First, FOOTER.to_owned()),
            (RunningKind::Footer, Applies::Turned, turned(FOOTER)),
        ];
        let read = |(at, (kind, applies, text)): (usize, (RunningKind, Applies, String))| {
            let mut running = Self::read(kind, applies, part(kind, applies, &text), styles)?;
            if kind == RunningKind::Header && applies != Applies::Cover {
                running.add_watermark(at + 1);
            }
            Ok(running)
        };
        (0..).zip(all).map(read).collect()
    }

    /// Puts a place for the watermark at the end of the first paragraph.
    fn add_watermark(&mut self, number: usize) {
        let place = self
            .pieces
            .iter()
            .position(|piece| matches!(piece, Piece::Raw(text) if text.contains("</w:pPr>")));
        let Some(at) = place else { return };
        let Some(Piece::Raw(text)) = self.pieces.get_mut(at) else { return };
        let Some(end) = text.find("</w:pPr>") else { return };
        let rest = text.split_off(end + "</w:pPr>".len());
        self.pieces.insert(at + 1, Piece::Watermark(number));
        self.pieces.insert(at + 2, Piece::Raw(rest));
    }

    /// The program's own header, which carries the marking alone.
    fn marking_alone(applies: Applies, styles: &StyleSheet) -> Self {
        let kind = RunningKind::Header;
        let start = format!(
            "<w:hdr xmlns:w=\"{NAMESPACE}\"><w:p><w:pPr><w:pStyle w:val=\"{}\"/><w:jc w:val=\"right\"/></w:pPr>",
            styles.paragraph("header"),
        );
        let run = format!(
            "<w:r><w:rPr><w:rStyle w:val=\"{}\"/></w:rPr>",
            styles.character(MARKING_STYLE)
        );
        let end = "</w:r></w:p></w:hdr>".to_owned();
        let pieces = vec![
            Piece::Raw(start),
            Piece::Watermark(ADDED + applies as usize),
            Piece::Raw(run),
            Piece::Filled(Filling::Tag),
            Piece::Raw(end),
        ];
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
                Piece::Raw(text) if fillings.wraps_tag && self.kind == RunningKind::Header => {
                    xml.raw(&text.replace(TO_THE_END, "<w:br/>"));
                }
                Piece::Raw(text) => xml.raw(text),
                Piece::Filled(filling) => text(&mut xml, fillings.of(*filling)),
                Piece::Watermark(number) => {
                    if let Some(watermark) = fillings.watermark {
                        watermark.write(&mut xml, *number);
                    }
                }
                Piece::MarkingParagraph(paragraph, run) => {
                    if fillings.marking.is_some() {
                        xml.element("w:p", &[], |xml| {
                            xml.element("w:pPr", &[], |xml| {
                                xml.empty("w:pStyle", &[("w:val", paragraph)]);
                                xml.empty("w:jc", &[("w:val", "right")]);
                            });
                            if let Some(watermark) = fillings.watermark {
                                watermark.write(xml, ADDED + self.applies as usize);
                            }
                            xml.element("w:r", &[], |xml| {
                                let style =
                                    |xml: &mut Xml| xml.empty("w:rStyle", &[("w:val", run)]);
                                xml.element("w:rPr", &[], style);
                                text(xml, fillings.tag);
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

/// A header or footer for pages that are turned, whose lines are longer.
fn turned(text: &str) -> String {
    text.replace("\"Header\"", "\"HeaderTurned\"").replace("\"Footer\"", "\"FooterTurned\"")
}

fn text(xml: &mut Xml, text: &str) {
    xml.leaf("w:t", &[("xml:space", "preserve")], text);
}

/// Cuts a header or footer at the runs that the paper fills.
fn pieces(kind: RunningKind, text: &str, root: &Node<'_, '_>, styles: &StyleSheet) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    let mut last = None;
    for node in root.descendants().filter(Node::is_element) {
        let range = node.range();
        if let Some(number) = watermark::number(&node) {
            pieces.push(Piece::Raw(text[at..range.start].to_owned()));
            pieces.push(Piece::Watermark(number));
            at = range.end;
            continue;
        }
        if !node.has_tag_name((NAMESPACE, "t")) || range.start < at {
            continue;
        }
        let Some(run) = node.parent_element() else { continue };
        let style = run
            .descendants()
            .find(|node| node.has_tag_name((NAMESPACE, "rStyle")))
            .and_then(|node| attribute(&node, "val"));
        let marker = (run.parent().map(|parent| parent.id()), style);
        // Word may cut a text into several runs; the first of them carries the value.
        let is_first = last != Some(marker);
        last = Some(marker);
        let known = FILLED.iter().find(|(name, _)| style == Some(styles.character(name)));
        let Some((_, filling)) = known else { continue };
        pieces.push(Piece::Raw(text[at..range.start].to_owned()));
        at = range.end;
        if is_first {
            pieces.push(Piece::Filled(*filling));
        }
    }
    pieces.push(Piece::Raw(text[at..].to_owned()));
    let is_marking = |piece: &Piece| matches!(piece, Piece::Filled(Filling::Tag));
    if kind == RunningKind::Header && !pieces.iter().any(is_marking) {
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
