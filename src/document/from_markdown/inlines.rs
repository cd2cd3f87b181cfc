//! Inlines as they are read: open elements on a stack, the tree kept canonical as it grows.

use pulldown_cmark::{LinkType, Tag as MarkdownTag};

use super::MAX_DEPTH;
use crate::document::{Inline, Style, plain_text};
use crate::paper::html::{self, Element, Tag};
use crate::paper::url::{self, Target};

/// How far up an end tag looks for its start, so that a page of start tags stays cheap.
const MAX_LOOK_UP: usize = 2 * MAX_DEPTH;

/// The text of one block, being read.
#[derive(Debug, Default)]
pub(super) struct Inlines {
    content: Vec<Inline>,
    open: Vec<Open>,
    /// What was opened too deep; it leaves no trace but its end.
    flat: Vec<Kind>,
}

#[derive(Debug)]
struct Open {
    kind: Kind,
    content: Vec<Inline>,
}

#[derive(Debug)]
enum Kind {
    Markdown(Wrap),
    Html(Element),
}

#[derive(Debug)]
enum Wrap {
    Style(Style),
    Link { url: String, title: String },
    Image { url: Option<String>, title: String },
    Nothing,
}

impl Inlines {
    /// Adds characters; a line end among them is a blank.
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

    /// Opens what `tag` opens.
    pub(super) fn start(&mut self, tag: &MarkdownTag<'_>) {
        let wrap = match tag {
            MarkdownTag::Emphasis => Wrap::Style(Style::Emphasis),
            MarkdownTag::Strong => Wrap::Style(Style::Strong),
            MarkdownTag::Strikethrough => Wrap::Style(Style::Strikethrough),
            MarkdownTag::Superscript => Wrap::Style(Style::Superscript),
            MarkdownTag::Subscript => Wrap::Style(Style::Subscript),
            MarkdownTag::Link { link_type, dest_url, title, .. } => {
                let is_email = *link_type == LinkType::Email;
                let url =
                    if is_email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                live(&url).map_or(Wrap::Nothing, |url| Wrap::Link { url, title: one_line(title) })
            }
            MarkdownTag::Image { dest_url, title, .. } => {
                Wrap::Image { url: live(dest_url), title: one_line(title) }
            }
            _ => Wrap::Nothing,
        };
        self.open(Kind::Markdown(wrap));
    }

    /// Closes what the last [`start`](Self::start) opened, and the raw elements left open in it.
    pub(super) fn end(&mut self) {
        while let Some(Kind::Html(_)) = self.top() {
            self.close();
        }
        if self.top().is_some() {
            self.close();
        }
    }

    /// Adds a piece of raw HTML.
    pub(super) fn html(&mut self, piece: &str) {
        match html::parse(piece) {
            Tag::Start(element) => self.open(Kind::Html(element)),
            Tag::End(element) => self.end_element(element, piece),
            Tag::LineBreak => self.hard_break(),
            Tag::WordBreak => self.push(Inline::WordBreak),
            Tag::Comment => {}
            Tag::Refused => self.text(piece),
        }
    }

    /// Closes everything and gives the text without blanks and breaks at its ends; empty if there is
    /// nothing to see.
    pub(super) fn finish(mut self) -> Vec<Inline> {
        while self.top().is_some() {
            self.close();
        }
        let mut content = self.content;
        trimmed_start(&mut content);
        trimmed_end(&mut content);
        if shows_something(&content) { content } else { Vec::new() }
    }

    /// An end tag closes its element if that was opened in the same Markdown element; otherwise it
    /// is shown.
    fn end_element(&mut self, element: Element, piece: &str) {
        let all = self.open.iter().map(|open| &open.kind).chain(&self.flat);
        let depth = all
            .rev()
            .take(MAX_LOOK_UP)
            .map_while(|kind| if let Kind::Html(open) = kind { Some(*open) } else { None })
            .position(|open| open == element);
        match depth {
            Some(depth) => (0..=depth).for_each(|_| self.close()),
            None => self.text(piece),
        }
    }

    fn open(&mut self, kind: Kind) {
        if self.open.len() < MAX_DEPTH / 2 {
            self.open.push(Open { kind, content: Vec::new() });
        } else {
            self.flat.push(kind);
        }
    }

    fn top(&self) -> Option<&Kind> {
        self.flat.last().or_else(|| self.open.last().map(|open| &open.kind))
    }

    fn close(&mut self) {
        if self.flat.pop().is_some() {
            return;
        }
        let Some(Open { kind, content }) = self.open.pop() else { return };
        match kind {
            Kind::Html(element) => self.close_style(style_of(element), content),
            Kind::Markdown(Wrap::Style(style)) => self.close_style(style, content),
            Kind::Markdown(Wrap::Link { url, title }) => self.close_link(url, title, content),
            Kind::Markdown(Wrap::Image { url, title }) => self.close_image(url, title, &content),
            Kind::Markdown(Wrap::Nothing) => self.push_all(content),
        }
    }

    fn close_style(&mut self, style: Style, content: Vec<Inline>) {
        if self.is_idle(style) || !shows_something(&content) {
            self.push_all(content);
        } else {
            self.push_between_edges(content, |content| Inline::Styled(style, content));
        }
    }

    /// Whether `style` in an open element of the same style would change nothing.
    fn is_idle(&self, style: Style) -> bool {
        let adds_up = matches!(style, Style::Superscript | Style::Subscript | Style::Small);
        !adds_up
            && self.open.iter().any(|open| match &open.kind {
                Kind::Markdown(Wrap::Style(outer)) => *outer == style,
                Kind::Html(element) => style_of(*element) == style,
                Kind::Markdown(_) => false,
            })
    }

    fn close_link(&mut self, url: String, title: String, mut content: Vec<Inline>) {
        if plain_text(&content).trim().is_empty() {
            // A link must have a name, or nobody can tell where it leads.
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

    /// Adds `content` wrapped, but the blanks and breaks at its ends outside of the wrapping.
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

/// The address as a page may carry it; `None` when it may not or leads nowhere.
fn live(address: &str) -> Option<String> {
    let target = url::classify(address);
    let is_live = target.is_safe() && target != Target::Empty;
    is_live.then(|| address.trim_matches(|c: char| c.is_whitespace() || c.is_control()).to_owned())
}

const fn style_of(element: Element) -> Style {
    match element {
        Element::Superscript => Style::Superscript,
        Element::Subscript => Style::Subscript,
        Element::Bold => Style::Strong,
        Element::Italic => Style::Emphasis,
        Element::Underline => Style::Underline,
        Element::Small => Style::Small,
        Element::Keyboard => Style::Keyboard,
    }
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
    let text = if after_break { text.trim_start_matches(is_blank) } else { text };
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
    last.truncate(last.trim_end_matches(is_blank).len());
    content.pop_if(|last| matches!(last, Inline::Text(text) if text.is_empty()));
}

/// Takes the blanks and breaks off the start, and gives them back.
fn trimmed_start(content: &mut Vec<Inline>) -> Vec<Inline> {
    let length = content.iter().take_while(|inline| is_gap(inline)).count();
    let mut taken: Vec<_> = content.drain(..length).collect();
    if let Some(Inline::Text(first)) = content.first_mut() {
        let rest = first.trim_start_matches(is_blank).to_owned();
        let blanks = first[..first.len() - rest.len()].to_owned();
        *first = rest;
        taken.push(Inline::Text(blanks));
    }
    taken
}

/// Takes the blanks and breaks off the end, and gives them back in order.
fn trimmed_end(content: &mut Vec<Inline>) -> Vec<Inline> {
    let length = content.iter().rev().take_while(|inline| is_gap(inline)).count();
    let mut taken = content.split_off(content.len() - length);
    if let Some(Inline::Text(last)) = content.last_mut() {
        let kept = last.trim_end_matches(is_blank).len();
        taken.insert(0, Inline::Text(last.split_off(kept)));
    }
    taken
}

fn is_gap(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.chars().all(is_blank),
        Inline::WordBreak => true,
        other => is_break(other),
    }
}

const fn is_break(inline: &Inline) -> bool {
    matches!(inline, Inline::SoftBreak | Inline::HardBreak)
}

const fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t')
}

fn shows_something(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Text(text) => !text.chars().all(is_blank),
        Inline::Styled(_, inner) => shows_something(inner),
        Inline::Code(_) | Inline::Link { .. } | Inline::Image { .. } | Inline::NoteRef(_) => true,
        Inline::SoftBreak | Inline::HardBreak | Inline::WordBreak => false,
    })
}
