//! Text inside a block.

use super::Writer;
use super::links::{instruction, uri};
use super::paragraph::Place;
use super::xml::Xml;
use crate::document::{Inline, Style};
use crate::render::direction;

/// The formatting of a run of text.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property of a run that can be on or off"
)]
pub(super) struct RunStyle {
    is_strong: bool,
    is_emphasis: bool,
    is_struck: bool,
    is_underlined: bool,
    is_small: bool,
    is_key: bool,
    is_code: bool,
    is_link: bool,
    /// A character style that it has whatever else it is.
    named: Option<&'static str>,
    /// Its size in half points, where that is not what its style says.
    size: Option<u32>,
    /// The name of its vertical alignment.
    raised: Option<&'static str>,
}

impl RunStyle {
    /// Text in the character style `name`.
    pub(super) fn named(name: &'static str) -> Self {
        Self { named: Some(name), ..Self::default() }
    }

    /// The same in another size, in half points.
    pub(super) fn sized(self, size: Option<u32>) -> Self {
        Self { size, ..self }
    }

    /// The same, and also in `style`.
    pub(super) fn with(mut self, style: Style) -> Self {
        match style {
            Style::Emphasis => self.is_emphasis = true,
            Style::Strong => self.is_strong = true,
            Style::Strikethrough => self.is_struck = true,
            Style::Superscript => self.raised = Some("superscript"),
            Style::Subscript => self.raised = Some("subscript"),
            Style::Underline => self.is_underlined = true,
            Style::Small => self.is_small = true,
            Style::Keyboard => self.is_key = true,
        }
        self
    }

    /// The one character style that a run can have.
    const fn style(self) -> Option<&'static str> {
        if self.named.is_some() {
            self.named
        } else if self.is_link {
            Some("Hyperlink")
        } else if self.is_code {
            Some("Source Code Character")
        } else if self.is_key {
            Some("Keyboard")
        } else if self.is_small {
            Some("Small Print")
        } else {
            None
        }
    }
}

impl Writer<'_> {
    /// Text as it is, in the style of its paragraph.
    pub(super) fn plain(&mut self, xml: &mut Xml, text: &str) {
        self.run(xml, text, RunStyle::default());
    }

    /// `content` as runs.
    pub(super) fn inlines(
        &mut self,
        xml: &mut Xml,
        content: &[Inline],
        run_style: RunStyle,
        place: Place,
    ) {
        for inline in content {
            self.inline(xml, inline, run_style, place);
        }
    }

    fn inline(&mut self, xml: &mut Xml, inline: &Inline, run_style: RunStyle, place: Place) {
        match inline {
            Inline::Text(text) => self.run(xml, text, run_style),
            Inline::Code(text) if self.is_in_cell => {
                let named = run_style.named.or((!run_style.is_link).then_some(self.code_in_cell));
                self.run(xml, text, RunStyle { named, ..run_style });
            }
            Inline::Code(text) => self.run(xml, text, RunStyle { is_code: true, ..run_style }),
            Inline::Styled(style, content) => {
                self.inlines(xml, content, run_style.with(*style), place);
            }
            Inline::Language(tag, content) => {
                let outer = self.language.replace(tag.clone());
                self.inlines(xml, content, run_style, place);
                self.language = outer;
            }
            Inline::Link { url, title, content } => {
                self.link(xml, (url, title), content, run_style, place);
            }
            Inline::Image { url, alt, .. } => {
                if !self.picture(xml, url, alt, place) {
                    self.run(xml, alt, run_style);
                }
            }
            Inline::NoteRef(number) => self.note_reference(xml, *number),
            Inline::SoftBreak => self.run(xml, " ", run_style),
            Inline::HardBreak => self.run(xml, "\n", run_style),
            Inline::WordBreak => self.run(xml, "\u{200b}", run_style),
        }
    }

    /// A link, or only its text if it leads nowhere that Word could go.
    fn link(
        &mut self,
        xml: &mut Xml,
        (url, title): (&str, &str),
        content: &[Inline],
        run_style: RunStyle,
        place: Place,
    ) {
        let target = match url.strip_prefix('#') {
            Some(anchor) => {
                let heading = self.anchors.heading(anchor).map(str::to_owned);
                heading.map(|anchor| ("w:anchor", self.bookmark(&anchor)))
            }
            None => uri(url).map(|uri| ("r:id", self.relationships().add_link(&uri))),
        };
        let Some((name, value)) = target else {
            return self.inlines(xml, content, run_style, place);
        };
        let mut attributes = vec![(name, value.as_str())];
        if !title.is_empty() {
            attributes.push(("w:tooltip", title));
        }
        let run_style = RunStyle { is_link: true, ..run_style };
        xml.element("w:hyperlink", &attributes, |xml| self.inlines(xml, content, run_style, place));
    }

    /// A run of text, or several where its direction changes.
    pub(super) fn run(&mut self, xml: &mut Xml, text: &str, run_style: RunStyle) {
        for (is_right_to_left, piece) in direction::pieces(text) {
            if !piece.is_empty() {
                xml.element("w:r", &[], |xml| {
                    self.run_properties(xml, run_style, is_right_to_left);
                    characters(xml, piece);
                });
            }
        }
    }

    /// The properties of a run, in the order of the schema.
    fn run_properties(&self, xml: &mut Xml, run_style: RunStyle, is_right_to_left: bool) {
        let style = run_style.style().map(|name| self.reference.styles.character(name));
        let is_plain = style.is_none()
            && run_style.raised.is_none()
            && run_style.size.is_none()
            && !(run_style.is_strong
                || run_style.is_emphasis
                || run_style.is_struck
                || run_style.is_underlined);
        if is_plain && !is_right_to_left && self.language.is_none() {
            return;
        }
        xml.element("w:rPr", &[], |xml| {
            if let Some(style) = style {
                xml.empty("w:rStyle", &[("w:val", style)]);
            }
            let switches = [
                (run_style.is_strong, "w:b"),
                (run_style.is_strong, "w:bCs"),
                (run_style.is_emphasis, "w:i"),
                (run_style.is_emphasis, "w:iCs"),
                (run_style.is_struck, "w:strike"),
            ];
            for (_, name) in switches.iter().filter(|(is_on, _)| *is_on) {
                xml.empty(name, &[]);
            }
            if let Some(size) = run_style.size.map(|size| size.to_string()) {
                xml.empty("w:sz", &[("w:val", &size)]);
                xml.empty("w:szCs", &[("w:val", &size)]);
            }
            if run_style.is_underlined {
                xml.empty("w:u", &[("w:val", "single")]);
            }
            if let Some(raised) = run_style.raised {
                xml.empty("w:vertAlign", &[("w:val", raised)]);
            }
            if is_right_to_left {
                xml.empty("w:rtl", &[]);
            }
            if let Some(lang) = &self.language {
                let kind = if is_right_to_left { "w:bidi" } else { "w:val" };
                xml.empty("w:lang", &[(kind, lang)]);
            }
        });
    }

    /// A reference to a note, from 1: the note itself where it is referred to first, its number
    /// everywhere else. No note can contain another.
    fn note_reference(&mut self, xml: &mut Xml, number: usize) {
        if number == 0 || number > self.document.notes.len() {
            return self.plain(xml, &format!("[{number}]"));
        }
        if self.notes.is_open && !self.notes.is_placed(number) {
            return self.run(
                xml,
                &number.to_string(),
                RunStyle::default().with(Style::Superscript),
            );
        }
        let style = self.reference.styles.character("footnote reference").to_owned();
        let run = |xml: &mut Xml, fill: &mut dyn FnMut(&mut Xml)| {
            xml.element("w:r", &[], |xml| {
                let name = |xml: &mut Xml| xml.empty("w:rStyle", &[("w:val", &style)]);
                xml.element("w:rPr", &[], name);
                fill(xml);
            });
        };
        let bookmark = format!("note_{number}");
        if self.notes.is_placed(number) {
            let field = |kind| [("w:fldCharType", kind)];
            run(xml, &mut |xml| xml.empty("w:fldChar", &field("begin")));
            run(xml, &mut |xml| instruction(xml, &format!(" NOTEREF {bookmark} \\f \\h ")));
            run(xml, &mut |xml| xml.empty("w:fldChar", &field("separate")));
            run(xml, &mut |xml| xml.leaf("w:t", &[], &number.to_string()));
            run(xml, &mut |xml| xml.empty("w:fldChar", &field("end")));
            return;
        }
        let is_counted = self.note(number);
        let id = self.new_id();
        xml.empty("w:bookmarkStart", &[("w:id", &id), ("w:name", &bookmark)]);
        run(xml, &mut |xml| {
            let note = number.to_string();
            let mut attributes = vec![("w:id", note.as_str())];
            if !is_counted {
                attributes.insert(0, ("w:customMarkFollows", "1"));
            }
            xml.empty("w:footnoteReference", &attributes);
            if !is_counted {
                xml.leaf("w:t", &[], &note);
            }
        });
        xml.empty("w:bookmarkEnd", &[("w:id", &id)]);
    }
}

/// Characters in a run; a tab and a line end are elements.
fn characters(xml: &mut Xml, text: &str) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            xml.empty("w:br", &[]);
        }
        for (at, part) in line.split('\t').enumerate() {
            if at > 0 {
                xml.empty("w:tab", &[]);
            }
            if !part.is_empty() {
                xml.leaf("w:t", &[("xml:space", "preserve")], part);
            }
        }
    }
}
