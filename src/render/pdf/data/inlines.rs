//! Text inside a block as nodes.

use serde_json::{Value, json};

use super::blocks::style;
use super::{Walker, language};
use crate::document::{Inline, Style};
use crate::render::clean::carried;

impl<'a> Walker<'a, '_> {
    /// `content` as nodes.
    pub(super) fn inlines(&mut self, content: &'a [Inline]) -> Vec<Value> {
        content.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &'a Inline) -> Value {
        match inline {
            Inline::Text(text) => self.text(text).into(),
            Inline::Code(text) => json!({ "kind": "code", "text": self.code(text) }),
            Inline::Styled(named @ (Style::Strikethrough | Style::Underline), content) => {
                self.lined(*named, content)
            }
            Inline::Styled(named, content) => {
                json!({ "kind": "styled", "style": style(*named), "content": self.inlines(content) })
            }
            Inline::Language(tag, content) => {
                let (lang, region) = language(tag);
                json!({ "kind": "language", "lang": lang, "region": region, "content": self.inlines(content) })
            }
            Inline::Link { url, content, .. } => self.link(url, content),
            Inline::Image { url, alt, .. } => {
                self.picture(url, alt).unwrap_or_else(|| self.text(alt).into())
            }
            Inline::NoteRef(number) => self.note_reference(*number),
            Inline::SoftBreak => " ".into(),
            Inline::HardBreak => json!({ "kind": "line-break" }),
            Inline::WordBreak => "\u{200b}".into(),
        }
    }

    /// Text that is struck out or underlined, once: where both are asked for it is struck out.
    fn lined(&mut self, named: Style, content: &'a [Inline]) -> Value {
        let is_left_out = self.is_lined || named == Style::Underline && has_line(content);
        let was_lined = self.is_lined;
        self.is_lined |= !is_left_out;
        let content = self.inlines(content);
        self.is_lined = was_lined;
        if is_left_out {
            return json!({ "kind": "group", "content": content });
        }
        json!({ "kind": "styled", "style": style(named), "content": content })
    }

    /// A link, or only its text if it leads to a heading that does not exist.
    fn link(&mut self, url: &str, content: &'a [Inline]) -> Value {
        let is_lined = self.is_lined || has_line(content);
        let content = self.inlines(content);
        match url.strip_prefix('#') {
            None => {
                json!({ "kind": "link", "url": url, "is-lined": is_lined, "content": content })
            }
            Some(anchor) => match self.anchors.heading(anchor) {
                Some(anchor) => json!({ "kind": "link", "anchor": anchor, "content": content }),
                None => json!({ "kind": "group", "content": content }),
            },
        }
    }

    fn note_reference(&mut self, number: usize) -> Value {
        if number == 0 || number > self.placed.len() {
            return format!("[{number}]").into();
        }
        if self.is_in_note {
            return json!({ "kind": "note-number", "number": number });
        }
        if self.placed[number - 1] {
            return json!({ "kind": "note-again", "number": number });
        }
        let body = self.note(number);
        json!({ "kind": "note", "number": number, "content": body })
    }

    /// The picture that `url` shows; none if there is no such file.
    pub(super) fn picture(&mut self, url: &'a str, alt: &str) -> Option<Value> {
        if alt.trim().is_empty() {
            self.picture_without_alt.get_or_insert(url);
        }
        let (at, (_, picture)) =
            (0..).zip(&self.document.pictures).find(|(_, (address, _))| *address == url)?;
        let file = format!("pictures/{at}.{}", picture.kind.extension());
        let (width, height) = picture.size_in_points();
        let node = json!({
            "kind": "image",
            "file": file,
            // It is read aloud, and needs no glyphs.
            "alt": alt.chars().filter_map(carried).collect::<String>(),
            "width": width,
            "height": height,
        });
        self.pictures.insert(file, picture);
        Some(node)
    }
}

/// Whether anything in `content` is struck out or underlined.
fn has_line(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Styled(Style::Strikethrough | Style::Underline, _) => true,
        other => other.content().is_some_and(|content| has_line(content)),
    })
}
