//! Builds inlines with a stack of open elements, and keeps the tree canonical as it grows.

use super::MAX_DEPTH;
use crate::document::{Inline, Style, plain_text};
use crate::paper::html::{self, Element, Tag};
use crate::paper::markdown::{self, Reading};
use crate::paper::url;

/// The text of one block, being read.
#[derive(Debug, Default)]
pub(super) struct Inlines {
    content: Vec<Inline>,
    open: Vec<Open>,
    /// How many were opened too deep; only their ends are awaited.
    flat: usize,
}

#[derive(Debug)]
struct Open {
    wrap: Wrap,
    content: Vec<Inline>,
}

#[derive(Debug)]
enum Wrap {
    Style(Style),
    Language(String),
    Link { url: String, title: String },
    Image { url: Option<String>, title: String },
    Nothing,
}

impl Inlines {
    /// Adds characters; a line end among them is a space.
    pub(super) fn text(&mut self, text: &str) {
        self.push(Inline::Text(one_line(text)));
    }

    /// Adds code.
    pub(super) fn code(&mut self, code: &str) {
        self.push(Inline::Code(one_line(code)));
    }

    /// Adds a reference to the note known as `label`.
    pub(super) fn note(&mut self, label: usize) {
        self.push(Inline::NoteRef(label));
    }

    /// Adds a line end.
    pub(super) fn soft_break(&mut self) {
        self.push(Inline::SoftBreak);
    }

    /// Adds a line end that is kept.
    pub(super) fn hard_break(&mut self) {
        self.push(Inline::HardBreak);
    }

    /// Opens an inline of the Markdown.
    pub(super) fn open(&mut self, inline: markdown::Inline, reading: Reading<'_>) {
        self.push_open(match inline {
            markdown::Inline::Emphasis => Wrap::Style(Style::Emphasis),
            markdown::Inline::Strong => Wrap::Style(Style::Strong),
            markdown::Inline::Strikethrough => Wrap::Style(Style::Strikethrough),
            markdown::Inline::Link(id) => {
                reading.target(id).map_or(Wrap::Nothing, |target| match live(&target.url) {
                    Some(url) => Wrap::Link { url, title: one_line(&target.title) },
                    None => Wrap::Nothing,
                })
            }
            markdown::Inline::Image(id) => reading.target(id).map_or(Wrap::Nothing, |target| {
                Wrap::Image { url: live(&target.url), title: one_line(&target.title) }
            }),
        });
    }

    /// Adds an accepted HTML tag, as it is written; an end tag closes the last open element.
    pub(super) fn html(&mut self, tag: Tag, written: &str) {
        match tag {
            Tag::Start(element) => self.push_open(wrap_of(element, written)),
            Tag::End(_) => self.close(),
            Tag::LineBreak => self.hard_break(),
            Tag::WordBreak => self.push(Inline::WordBreak),
            Tag::Comment | Tag::Refused => {}
        }
    }

    /// Closes the last open element.
    pub(super) fn close(&mut self) {
        if self.flat > 0 {
            self.flat -= 1;
            return;
        }
        let Some(Open { wrap, content }) = self.open.pop() else { return };
        match wrap {
            Wrap::Style(style) => self.close_style(style, content),
            Wrap::Language(tag) => {
                self.push_between_edges(content, |content| Inline::Language(tag, content));
            }
            Wrap::Link { url, title } => self.close_link(url, title, content),
            Wrap::Image { url, title } => self.close_image(url, title, &content),
            Wrap::Nothing => self.push_all(content),
        }
    }

    /// Closes everything and returns the text without spaces and breaks at its ends; empty if there is
    /// nothing to see.
    pub(super) fn finish(mut self) -> Vec<Inline> {
        while !self.open.is_empty() {
            self.close();
        }
        let mut content = self.content;
        trimmed_start(&mut content);
        trimmed_end(&mut content);
        if shows_something(&content) { content } else { Vec::new() }
    }

    fn push_open(&mut self, wrap: Wrap) {
        if self.open.len() < MAX_DEPTH / 2 {
            self.open.push(Open { wrap, content: Vec::new() });
        } else {
            self.flat += 1;
        }
    }

    fn close_style(&mut self, style: Style, content: Vec<Inline>) {
        if self.is_idle(style) || !shows_something(&content) {
            self.push_all(content);
        } else {
            self.push_between_edges(content, |content| Inline::Styled(style, content));
        }
    }

    /// Whether `style` would change nothing inside an open element of the same style.
    fn is_idle(&self, style: Style) -> bool {
        let adds_up = matches!(style, Style::Superscript | Style::Subscript | Style::Small);
        !adds_up
            && self
                .open
                .iter()
                .any(|open| matches!(&open.wrap, Wrap::Style(outer) if *outer == style))
    }

    fn close_link(&mut self, url: String, title: String, mut content: Vec<Inline>) {
        if plain_text(&content).trim().is_empty() {
            // A link must have a name, or nobody knows where it leads.
            push(&mut content, Inline::Text(url.clone()));
        }
        self.push_between_edges(content, |content| Inline::Link { url, title, content });
    }

    fn close_image(&mut self, url: Option<String>, title: String, content: &[Inline]) {
        let alt = plain_text(content).trim().to_owned();
        self.push(match url {
            Some(url) => Inline::Image { url, title, alt },
            None => Inline::Text(alt),
        });
    }

    /// Adds `content` wrapped, with the spaces and breaks at its ends outside the wrapping.
    fn push_between_edges(
        &mut self,
        mut content: Vec<Inline>,
        wrap: impl FnOnce(Vec<Inline>) -> Inline,
    ) {
        let before = trimmed_start(&mut content);
        let after = trimmed_end(&mut content);
        self.push_all(before);
        if !content.is_empty() {
            self.push(wrap(content));
        }
        self.push_all(after);
    }

    fn push_all(&mut self, content: Vec<Inline>) {
        for inline in content {
            self.push(inline);
        }
    }

    fn push(&mut self, inline: Inline) {
        let content = self.open.last_mut().map_or(&mut self.content, |open| &mut open.content);
        push(content, inline);
    }
}

/// The address if a page may contain it; `None` if it may not, or if the address is empty.
fn live(address: &str) -> Option<String> {
    let target = url::classify(address);
    let is_live = target.is_safe() && target != url::Target::Empty;
    is_live.then(|| address.trim_matches(|c: char| c.is_whitespace() || c.is_control()).to_owned())
}

fn wrap_of(element: Element, tag: &str) -> Wrap {
    Wrap::Style(match element {
        Element::Superscript => Style::Superscript,
        Element::Subscript => Style::Subscript,
        Element::Bold => Style::Strong,
        Element::Italic => Style::Emphasis,
        Element::Underline => Style::Underline,
        Element::Small => Style::Small,
        Element::Keyboard => Style::Keyboard,
        Element::Language => {
            return html::language_of(tag)
                .map_or(Wrap::Nothing, |it| Wrap::Language(it.to_owned()));
        }
    })
}

fn one_line(text: &str) -> String {
    text.replace("\r\n", " ").replace(['\n', '\r'], " ")
}

/// Adds `inline` to `content` so that it stays canonical.
pub(super) fn push(content: &mut Vec<Inline>, inline: Inline) {
    match inline {
        Inline::Text(text) => push_text(content, &text),
        Inline::SoftBreak => {
            trim_last_text(content);
            if !content.last().is_some_and(is_break) {
                content.push(Inline::SoftBreak);
            }
        }
        Inline::HardBreak => {
            trim_last_text(content);
            content.pop_if(|last| *last == Inline::SoftBreak);
            content.push(Inline::HardBreak);
        }
        Inline::Code(code) if code.is_empty() => {}
        Inline::Styled(style, inner) => match content.last_mut() {
            Some(Inline::Styled(last, target)) if *last == style => {
                for inline in inner {
                    push(target, inline);
                }
            }
            _ => content.push(Inline::Styled(style, inner)),
        },
        other => content.push(other),
    }
}

fn push_text(content: &mut Vec<Inline>, text: &str) {
    let after_break = content.last().is_some_and(is_break);
    let text = if after_break { text.trim_start_matches(is_space) } else { text };
    if text.is_empty() {
        return;
    }
    if let Some(Inline::Text(last)) = content.last_mut() {
        last.push_str(text);
    } else {
        content.push(Inline::Text(text.to_owned()));
    }
}

fn trim_last_text(content: &mut Vec<Inline>) {
    let Some(Inline::Text(last)) = content.last_mut() else { return };
    last.truncate(last.trim_end_matches(is_space).len());
    content.pop_if(|last| matches!(last, Inline::Text(text) if text.is_empty()));
}

/// Removes the spaces and breaks at the start, and returns them.
fn trimmed_start(content: &mut Vec<Inline>) -> Vec<Inline> {
    let length = content.iter().take_while(|inline| is_gap(inline)).count();
    let mut taken: Vec<_> = content.drain(..length).collect();
    if let Some(Inline::Text(first)) = content.first_mut() {
        let rest = first.trim_start_matches(is_space).to_owned();
        let spaces = first[..first.len() - rest.len()].to_owned();
        *first = rest;
        taken.push(Inline::Text(spaces));
    }
    taken
}

/// Removes the spaces and breaks at the end, and returns them in order.
fn trimmed_end(content: &mut Vec<Inline>) -> Vec<Inline> {
    let length = content.iter().rev().take_while(|inline| is_gap(inline)).count();
    let mut taken = content.split_off(content.len() - length);
    if let Some(Inline::Text(last)) = content.last_mut() {
        let kept = last.trim_end_matches(is_space).len();
        taken.insert(0, Inline::Text(last.split_off(kept)));
    }
    taken
}

fn is_gap(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.chars().all(is_space),
        Inline::WordBreak => true,
        other => is_break(other),
    }
}

const fn is_break(inline: &Inline) -> bool {
    matches!(inline, Inline::SoftBreak | Inline::HardBreak)
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

fn shows_something(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text(text) => !text.chars().all(is_space),
        Inline::Styled(_, inner) | Inline::Language(_, inner) => shows_something(inner),
        Inline::Code(_) | Inline::Link { .. } | Inline::Image { .. } | Inline::NoteRef(_) => true,
        Inline::SoftBreak | Inline::HardBreak | Inline::WordBreak => false,
    })
}
