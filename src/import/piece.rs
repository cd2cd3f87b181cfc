//! The pieces of a text: its blocks, wherever they were read.

use crate::document::{Block, Inline, Style, plain_text};

/// Where in an imported file something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Nowhere in particular.
    File,
    /// In a line of a text, from 1.
    Line(usize),
    /// In a paragraph of a Word file, from 1, those in tables and empty ones counted.
    Paragraph(usize),
}

impl Place {
    /// The number of the line or the paragraph; 0 for neither.
    pub const fn number(self) -> usize {
        match self {
            Self::File => 0,
            Self::Line(number) | Self::Paragraph(number) => number,
        }
    }
}

/// What a style of Word says of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum StyleHint {
    #[default]
    None,
    Title,
    Quote,
    Code,
    Rule,
    Caption,
    TableCaption,
    TableNote,
    ListContinue,
}

impl StyleHint {
    /// What the style of this name, in small letters, says.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "title" | "repeated title" => Self::Title,
            "quote" | "quote right to left" | "intense quote" | "quotations" | "block text" => {
                Self::Quote
            }
            "horizontal rule" | "horizontal line" => Self::Rule,
            "caption" => Self::Caption,
            "list continue" => Self::ListContinue,
            name if name.starts_with("table caption") => Self::TableCaption,
            name if name.starts_with("table note") => Self::TableNote,
            name if crate::word::is_code(name) => Self::Code,
            _ => Self::None,
        }
    }
}

/// A piece of a text.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) place: Place,
    pub(super) hint: StyleHint,
    pub(super) block: Block,
    /// Its Markdown, where it was read from Markdown.
    pub(super) source: Option<Source>,
}

/// A piece of a Markdown text as it is written.
#[derive(Debug, Clone, Default)]
pub(super) struct Source {
    /// The piece itself.
    pub(super) text: String,
    /// What of it follows the bold label that it begins with.
    pub(super) rest: String,
    /// What is between it and the next piece, and no block: definitions, comments.
    pub(super) after: String,
}

/// What a label may end in.
pub(super) const LABEL_ENDS: [char; 4] = [':', '.', '\u{2013}', '\u{2014}'];

/// What may be between a label that is set off and what it labels.
const RUN_IN_ENDS: [char; 6] = [':', '\u{2013}', '\u{2014}', ' ', '\t', '\u{a0}'];

/// A label at the start of a piece, and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Labeled {
    pub(super) label: String,
    /// Whether the label is set off by bold type.
    pub(super) is_bold: bool,
    /// What follows, as text.
    pub(super) value: String,
}

impl Piece {
    pub(super) fn of_block(place: Place, hint: StyleHint, block: Block) -> Self {
        Self { place, hint, block, source: None }
    }

    /// A piece that is only Markdown, such as a definition.
    pub(super) fn of_source(place: Place, text: String) -> Self {
        let source = Source { text, ..Source::default() };
        let block = Block::Paragraph(Vec::new());
        Self { place, hint: StyleHint::None, block, source: Some(source) }
    }

    /// Takes what is between this piece and the next.
    pub(super) fn take_after(&mut self) -> Option<Self> {
        let after = std::mem::take(&mut self.source.as_mut()?.after);
        (!after.trim().is_empty()).then(|| Self::of_source(self.place, after))
    }

    /// The block, where it is written anew.
    pub(super) fn block_mut(&mut self) -> Option<&mut Block> {
        self.source.is_none().then_some(&mut self.block)
    }

    /// The level of the heading that it is, and its text.
    pub(super) fn heading(&self) -> Option<(u8, String)> {
        match &self.block {
            Block::Heading { level, content, .. } => Some((*level, plain_text(content))),
            _ => None,
        }
    }

    /// Its lines as plain text: those of a paragraph, the rows of a table with tabs between cells.
    pub(super) fn lines(&self) -> Vec<String> {
        let lines: Vec<String> = match &self.block {
            Block::Paragraph(content) | Block::Heading { content, .. } => lines(content),
            Block::Table(table) => std::iter::once(&table.head)
                .chain(&table.rows)
                .map(|row| row.iter().map(|it| plain_text(it)).collect::<Vec<_>>().join("\t"))
                .collect(),
            Block::Code { text, .. } => text.lines().map(str::to_owned).collect(),
            Block::Rule => Vec::new(),
            block => vec![crate::document::plain_text_of_blocks(std::slice::from_ref(block))],
        };
        let clean = lines.iter().map(|line| line.trim().to_owned());
        clean.filter(|line| !line.is_empty()).collect()
    }

    /// The bold label that it begins with.
    pub(super) fn bold_label(&self) -> Option<Labeled> {
        let Block::Paragraph(content) = &self.block else { return None };
        let [Inline::Styled(Style::Strong, bold), rest @ ..] = content.as_slice() else {
            return None;
        };
        let label = plain_text(bold).trim().to_owned();
        let value = lines(rest).join("\n");
        let value = value.trim();
        let has_colon = label.ends_with(LABEL_ENDS) || value.starts_with(RUN_IN_ENDS);
        let is_line = value.is_empty() || matches!(rest.first(), Some(Inline::HardBreak));
        (has_colon || is_line).then(|| Labeled {
            label: label.trim_end_matches(LABEL_ENDS).trim_end().to_owned(),
            is_bold: true,
            value: value.trim_start_matches(RUN_IN_ENDS).trim().to_owned(),
        })
    }

    /// A paragraph in parts, each of which but the first begins with a bold label that `is_label`, at the start of a
    /// line. Where it was read from Markdown it is left as it is written.
    pub(super) fn at_labels(self, is_label: impl Fn(&str) -> bool) -> Vec<Self> {
        let content = match &self.block {
            Block::Paragraph(content) if self.source.is_none() => content.as_slice(),
            _ => return vec![self],
        };
        let part = |content: &[Inline]| {
            Self::of_block(self.place, self.hint, Block::Paragraph(content.to_vec()))
        };
        let mut parts = Vec::new();
        let mut start = 0;
        for (at, _) in content.iter().enumerate().filter(|(_, it)| **it == Inline::HardBreak) {
            if part(&content[at + 1..]).bold_label().is_some_and(|it| is_label(&it.label)) {
                let end = content[start..at].iter().rposition(|it| *it != Inline::HardBreak);
                parts.push(part(&content[start..end.map_or(start, |end| start + end + 1)]));
                start = at + 1;
            }
        }
        parts.push(part(&content[start..]));
        parts
    }

    /// The label that it begins with in whatever type, before what it labels.
    pub(super) fn run_in_label(&self) -> Option<Labeled> {
        let Block::Paragraph(content) = &self.block else { return None };
        let (label, value) = match content.as_slice() {
            [Inline::Styled(_, label), rest @ ..] => (plain_text(label), lines(rest).join("\n")),
            [Inline::Text(text), rest @ ..] => {
                let (label, value) = text.split_once(':')?;
                (format!("{label}:"), format!("{value}{}", lines(rest).join("\n")))
            }
            _ => return None,
        };
        let (label, value) = (label.trim(), value.trim());
        let has_end = label.ends_with(LABEL_ENDS) || value.starts_with(RUN_IN_ENDS);
        let value = value.trim_start_matches(RUN_IN_ENDS).trim();
        (has_end && !value.is_empty()).then(|| Labeled {
            label: label.trim_end_matches(LABEL_ENDS).trim_end().to_owned(),
            is_bold: false,
            value: value.to_owned(),
        })
    }

    /// The words of it that open a section.
    pub(super) fn opener_text(&self) -> String {
        let label = self.bold_label().or_else(|| self.run_in_label()).map(|label| label.label);
        label.unwrap_or_else(|| self.lines().into_iter().next().unwrap_or_default())
    }

    /// What follows the `label` that the Markdown text `own` begins with, whatever sets the label off.
    pub(super) fn after_label<'t>(own: &'t str, label: &str) -> Option<&'t str> {
        let at = own.find(label)?;
        let mut marks = own[..at].trim();
        let is_end = |c: char| LABEL_ENDS.contains(&c) || c.is_whitespace();
        let mut rest = own[at + label.len()..].trim_start_matches(is_end);
        while let Some(last) = marks.chars().last() {
            let start = match last {
                '>' => marks.rfind('<')?,
                '*' | '_' => marks.len() - last.len_utf8(),
                _ => return None,
            };
            let name = marks[start..].trim_matches(['<', '>']).split_whitespace().next();
            rest = match name.filter(|_| last == '>') {
                Some(name) => rest.strip_prefix(format!("</{name}>").as_str())?,
                None => rest.strip_prefix(last)?,
            };
            marks = &marks[..start];
        }
        Some(rest.trim_start().trim_start_matches(RUN_IN_ENDS))
    }

    /// The piece without the label that it begins with; none if nothing is left.
    pub(super) fn without_label(mut self) -> Option<Self> {
        if let Some(source) = &mut self.source {
            // Rather have the label twice than lose what it labels.
            if !source.rest.is_empty() {
                source.text = std::mem::take(&mut source.rest);
            }
        }
        let Block::Paragraph(content) = self.block else { return None };
        let rest = without_label(content);
        self.block = Block::Paragraph(rest.clone());
        (!rest.is_empty()).then_some(self)
    }
}

/// The content of a paragraph without the label that it begins with.
fn without_label(mut content: Vec<Inline>) -> Vec<Inline> {
    match content.first_mut() {
        Some(Inline::Styled(..)) => drop(content.remove(0)),
        Some(Inline::Text(text)) => {
            *text = text.split_once(':').map_or("", |(_, rest)| rest).to_owned();
        }
        _ => {}
    }
    if let Some(Inline::Text(text)) = content.first_mut() {
        *text = text.trim_start_matches(RUN_IN_ENDS).to_owned();
    }
    while let Some(first) = content.first() {
        let is_empty = matches!(first, Inline::Text(text) if text.is_empty());
        if !is_empty && !matches!(first, Inline::SoftBreak | Inline::HardBreak) {
            break;
        }
        content.remove(0);
    }
    content
}

/// A label in plain text: what is before a colon or a tab.
pub(super) fn labeled(line: &str) -> Option<Labeled> {
    let at = line.find([':', '\t'])?;
    let (label, value) = line.split_at(at);
    Some(Labeled {
        label: label.trim().to_owned(),
        is_bold: false,
        value: value.trim_start_matches([':', '\t', ' ', '\u{a0}']).trim().to_owned(),
    })
}

/// The lines of a paragraph. A line end in its source, which is a space on the page, stays a line end in them.
fn lines(content: &[Inline]) -> Vec<String> {
    let mut lines = vec![String::new()];
    push_lines(content, &mut lines);
    lines
}

fn push_lines(content: &[Inline], lines: &mut Vec<String>) {
    for inline in content {
        match inline {
            Inline::HardBreak => lines.push(String::new()),
            Inline::SoftBreak => lines.last_mut().into_iter().for_each(|line| line.push('\n')),
            inline => match (inline.content(), lines.last_mut()) {
                (Some(inner), _) => push_lines(inner, lines),
                (None, Some(line)) => line.push_str(&plain_text(std::slice::from_ref(inline))),
                (None, None) => {}
            },
        }
    }
}
