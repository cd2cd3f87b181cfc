//! Runs of text as inlines.

use super::Context;
use crate::document::{Inline, Style};
use crate::word::{Content, Format, Picture, Run};

/// A piece of text that nothing is inside of, with all that is around it.
#[derive(Debug, Clone)]
struct Leaf {
    inline: Inline,
    around: Vec<Wrap>,
}

/// What may be around text, from the outside in.
#[derive(Debug, Clone, PartialEq)]
enum Wrap {
    Link { url: String, title: String },
    Language(String),
    Style(Style),
}

impl Context<'_> {
    /// `runs` as inlines, without spaces at the ends.
    pub(super) fn inlines(&mut self, runs: &[Run]) -> Vec<Inline> {
        let mut leaves = Vec::new();
        for run in runs {
            let Some(inlines) = self.leaf(run) else { continue };
            let around = self.around(run);
            leaves.extend(inlines.into_iter().map(|inline| {
                let is_note = matches!(inline, Inline::NoteRef(_));
                Leaf { inline, around: if is_note { Vec::new() } else { around.clone() } }
            }));
        }
        trimmed(nested(&trimmed_leaves(&leaves)))
    }

    fn leaf(&mut self, run: &Run) -> Option<Vec<Inline>> {
        match &run.content {
            Content::Text(text) if self.is_untouched && text == " " => {
                Some(vec![Inline::SoftBreak])
            }
            Content::Text(text) if run.format.is_code => Some(vec![Inline::Code(text.clone())]),
            Content::Text(text) => Some(characters(text)),
            Content::Break => Some(vec![Inline::HardBreak]),
            Content::Note(at) => Some(vec![Inline::NoteRef(at + 1)]),
            Content::Picture(picture) => Some(vec![self.picture(picture)]),
            Content::CommentStart(_) | Content::CommentEnd(_) => None,
        }
    }

    fn picture(&mut self, Picture { part, alt }: &Picture) -> Inline {
        let Some(part) = part else {
            return Inline::Text(crate::document::picture_in_words(alt, ""));
        };
        if !self.pictures.contains(part) {
            self.pictures.push(part.clone());
        }
        Inline::Image { url: self.address(part), title: String::new(), alt: alt.clone() }
    }

    /// The address of the picture in `part`.
    pub(super) fn address(&self, part: &str) -> String {
        let at = self.pictures.iter().position(|known| known == part).unwrap_or_default() + 1;
        let bytes = self.file.pictures.get(part).map(Vec::as_slice).unwrap_or_default();
        format!("images/{}-{at}.{}", self.stem, ending(bytes))
    }

    /// Whether a link to `target` leads its readers anywhere; tells if not.
    fn leads_somewhere(&mut self, target: &str) -> bool {
        let scheme = target.split(':').next().unwrap_or_default().trim().to_ascii_lowercase();
        let is_own_machine = matches!(scheme.as_str(), "file" | "javascript" | "vbscript" | "data")
            || scheme.len() == 1
            || target.starts_with('\\')
            || target.starts_with("//");
        let leads = self.file.properties.is_own() || !is_own_machine;
        if !leads {
            self.remark(format!(
                "a link to `{target}`, which leads other readers nowhere, is plain text"
            ));
        }
        leads
    }

    fn around(&mut self, run: &Run) -> Vec<Wrap> {
        let mut around = Vec::new();
        if let Some(target) = run.link.as_ref().filter(|target| self.leads_somewhere(target)) {
            match self.links.address(target, self.file.properties.is_own()) {
                Some(url) => {
                    let title = run.tip.clone().unwrap_or_default();
                    around.push(Wrap::Link { url, title });
                }
                None => self.note(format!(
                    "a link to `{target}`, a place that is no heading, is plain text"
                )),
            }
        }
        if let Some(language) = run.format.language.as_ref().filter(|_| self.is_untouched) {
            around.push(Wrap::Language(language.clone()));
        }
        around.extend(styles(&run.format).into_iter().map(Wrap::Style));
        around
    }
}

/// Text; a place where a long word may be broken is no character of it.
fn characters(text: &str) -> Vec<Inline> {
    let clean: String =
        text.chars().map(|c| if c.is_control() && c != '\t' { ' ' } else { c }).collect();
    let mut out = Vec::new();
    for (at, part) in clean.split('\u{200b}').enumerate() {
        if at > 0 {
            out.push(Inline::WordBreak);
        }
        if !part.is_empty() {
            out.push(Inline::Text(part.to_owned()));
        }
    }
    out
}

fn styles(format: &Format) -> Vec<Style> {
    let raised = format.raised.map(|up| if up { Style::Superscript } else { Style::Subscript });
    let switches = [
        (format.is_strong, Style::Strong),
        (format.is_emphasis, Style::Emphasis),
        (format.is_struck, Style::Strikethrough),
        (format.is_underlined, Style::Underline),
        (format.is_small, Style::Small),
        (format.is_key, Style::Keyboard),
    ];
    let on = switches.into_iter().filter(|(is_on, _)| *is_on).map(|(_, style)| style);
    on.chain(raised).collect()
}

/// The leaves with the spaces at the edges of what is around them taken out of it: `**a **b` is no markup.
fn trimmed_leaves(leaves: &[Leaf]) -> Vec<Leaf> {
    let mut out: Vec<Leaf> = Vec::new();
    let count = leaves.len();
    for (at, leaf) in leaves.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| leaves.get(at));
        let after = leaves.get(at + 1).filter(|_| at + 1 < count);
        let Inline::Text(text) = &leaf.inline else {
            let mut leaf = leaf.clone();
            if let (Inline::NoteRef(_), Some(before), Some(after)) = (&leaf.inline, before, after) {
                // A reference looks the same in bold type, and is in what goes on around it.
                leaf.around.clone_from(&before.around);
                leaf.around.retain(|wrap| after.around.contains(wrap));
            }
            out.push(leaf);
            continue;
        };
        let shared = |other: Option<&Leaf>| -> Vec<Wrap> {
            let inside = |wrap: &&Wrap| other.is_some_and(|other| other.around.contains(wrap));
            leaf.around.iter().filter(inside).cloned().collect()
        };
        let rest = text.trim_start();
        let start = &text[..text.len() - rest.len()];
        let middle = rest.trim_end();
        let end = &rest[middle.len()..];
        let mut push = |text: &str, around: Vec<Wrap>| {
            if !text.is_empty() {
                out.push(Leaf { inline: Inline::Text(text.to_owned()), around });
            }
        };
        push(start, shared(before));
        push(middle, leaf.around.clone());
        push(end, shared(after));
    }
    out
}

/// The leaves inside what is around several of them.
fn nested(leaves: &[Leaf]) -> Vec<Inline> {
    let mut out = Vec::new();
    let mut rest = leaves;
    while let Some(first) = rest.first() {
        let Some(wrap) = outermost(rest) else {
            push(&mut out, first.inline.clone());
            rest = &rest[1..];
            continue;
        };
        let length = rest.iter().take_while(|leaf| leaf.around.contains(&wrap)).count();
        let (inside, after) = rest.split_at(length);
        let inner: Vec<Leaf> = inside
            .iter()
            .map(|leaf| Leaf {
                inline: leaf.inline.clone(),
                around: leaf.around.iter().filter(|other| **other != wrap).cloned().collect(),
            })
            .collect();
        out.extend(wrapped(wrap, nested(&inner)));
        rest = after;
    }
    out
}

/// Of what is around the first of `leaves`, what goes on the longest, a link before all else.
fn outermost(leaves: &[Leaf]) -> Option<Wrap> {
    let around = &leaves.first()?.around;
    if let Some(link) = around.iter().find(|wrap| matches!(wrap, Wrap::Link { .. })) {
        return Some(link.clone());
    }
    let length = |wrap: &&Wrap| leaves.iter().take_while(|leaf| leaf.around.contains(wrap)).count();
    // The first of the longest.
    around.iter().rev().max_by_key(length).cloned()
}

/// `content` inside `wrap`, with the spaces at its ends outside.
fn wrapped(wrap: Wrap, content: Vec<Inline>) -> Vec<Inline> {
    let is_space = |inline: &Inline| match inline {
        Inline::SoftBreak | Inline::HardBreak | Inline::WordBreak => true,
        Inline::Text(text) => text.trim().is_empty(),
        _ => false,
    };
    let start = content.iter().take_while(|it| is_space(it)).count();
    let end = content.len() - content.iter().rev().take_while(|it| is_space(it)).count();
    if start >= end {
        return content;
    }
    let (before, after) = (content[..start].to_vec(), content[end..].to_vec());
    let inner = content[start..end].to_vec();
    let whole = match wrap {
        Wrap::Link { url, title } => Inline::Link { url, title, content: inner },
        Wrap::Language(tag) => Inline::Language(tag, inner),
        Wrap::Style(style) => Inline::Styled(style, inner),
    };
    before.into_iter().chain([whole]).chain(after).collect()
}

/// Adds an inline; neighboring texts are one.
fn push(out: &mut Vec<Inline>, inline: Inline) {
    match (out.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(text))
        | (Some(Inline::Code(before)), Inline::Code(text)) => before.push_str(&text),
        (_, inline) => out.push(inline),
    }
}

/// Inlines without spaces and line ends at their start and end.
fn trimmed(mut content: Vec<Inline>) -> Vec<Inline> {
    let is_end = |inline: &Inline| matches!(inline, Inline::SoftBreak | Inline::HardBreak);
    loop {
        match content.first_mut() {
            Some(Inline::Text(text)) => *text = text.trim_start().to_owned(),
            Some(inline) if is_end(inline) => {
                content.remove(0);
                continue;
            }
            _ => break,
        }
        if matches!(content.first(), Some(Inline::Text(text)) if text.is_empty()) {
            content.remove(0);
        } else {
            break;
        }
    }
    loop {
        match content.last_mut() {
            Some(Inline::Text(text)) => text.truncate(text.trim_end().len()),
            Some(inline) if is_end(inline) => {
                content.pop();
                continue;
            }
            _ => break,
        }
        if matches!(content.last(), Some(Inline::Text(text)) if text.is_empty()) {
            content.pop();
        } else {
            break;
        }
    }
    content
}

/// The ending of the name of a picture's file, by its first bytes.
fn ending(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xff, 0xd8, ..] => "jpg",
        [b'G', b'I', b'F', ..] => "gif",
        [b'R', b'I', b'F', b'F', ..] => "webp",
        [b'B', b'M', ..] => "bmp",
        [b'I', b'I', b'*', ..] | [b'M', b'M', 0, b'*', ..] => "tif",
        [0xd7, 0xcd, 0xc6, 0x9a, ..] => "wmf",
        [1, 0, 0, 0, ..] => "emf",
        bytes if memchr::memmem::find(bytes, b"<svg").is_some() => "svg",
        _ => "bin",
    }
}
