//! A line of text in HTML.

use super::blocks::Walker;
use super::escape::{address, escape};
use crate::document::{Inline, Style, plain_text};

impl Walker<'_> {
    /// `content` as HTML.
    pub(super) fn inlines(&mut self, content: &[Inline]) -> String {
        content.iter().map(|inline| self.inline(inline)).collect()
    }

    fn inline(&mut self, inline: &Inline) -> String {
        match inline {
            Inline::Text(text) => escape(text),
            Inline::Code(code) => format!("<code>{}</code>", escape(code)),
            Inline::Styled(style, content) => {
                let name = element(*style);
                format!("<{name}>{}</{name}>", self.inlines(content))
            }
            Inline::Language(tag, content) => {
                let dir = self.dir(content);
                format!("<span lang=\"{}\"{dir}>{}</span>", escape(tag), self.inlines(content))
            }
            Inline::Link { url, title, content } => {
                let (target, title) = (self.target(url), titled(title));
                // Print adds no address to one that is its own text.
                let class = if is_address(url, content) { " class=\"address\"" } else { "" };
                format!("<a href=\"{target}\"{class}{title}>{}</a>", self.inlines(content))
            }
            Inline::Image { url, title, alt } => {
                format!("<img src=\"{}\" alt=\"{}\"{}>", address(url), escape(alt), titled(title))
            }
            Inline::NoteRef(number) => self.note_reference(*number),
            Inline::SoftBreak => "\n".to_owned(),
            Inline::HardBreak => "<br>\n".to_owned(),
            Inline::WordBreak => "<wbr>".to_owned(),
        }
    }

    fn target(&self, url: &str) -> String {
        match url.strip_prefix('#') {
            Some(anchor) => format!("#{}", address(self.anchors().id(anchor))),
            None => address(url),
        }
    }
}

/// Whether a link's text is where it leads.
fn is_address(url: &str, content: &[Inline]) -> bool {
    let bare = |text: &str| {
        let text = ["https://", "http://", "mailto:"]
            .iter()
            .find_map(|it| text.strip_prefix(it))
            .unwrap_or(text);
        text.trim_end_matches('/').to_lowercase()
    };
    bare(url) == bare(plain_text(content).trim())
}

const fn element(style: Style) -> &'static str {
    match style {
        Style::Emphasis => "em",
        Style::Strong => "strong",
        Style::Strikethrough => "del",
        Style::Superscript => "sup",
        Style::Subscript => "sub",
        Style::Underline => "u",
        Style::Small => "small",
        Style::Keyboard => "kbd",
    }
}

fn titled(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) }
}
