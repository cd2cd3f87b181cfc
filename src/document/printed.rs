//! What print adds to a paper: curly quotation marks, dashes, spaces that don't break, numbers of tables.
//!
//! It is in no source and in no published Markdown, and never in code, addresses or numbers.

mod marks;

use self::marks::{dashes, quotes};
use super::walk::{NodeMut, walk_mut};
use super::{Block, Document, Field, Inline, Style, Table};
use crate::paper::fields::MONTHS;
use crate::series::{Captions, Typography};

/// What stands in the text of a block for what is no text, such as code.
const OBJECT: char = '\u{fffc}';
const NO_BREAK: char = '\u{a0}';
/// Words that a number belongs to: "Section 307".
const BEFORE_NUMBERS: [&str; 20] = [
    "Section", "Sections", "Sec.", "Part", "Title", "Chapter", "Article", "Table", "Figure",
    "Page", "page", "p.", "pp.", "No.", "Nos.", "Form", "Phase", "Item", "Step", "Pub#",
];
/// Words that belong to a number: "10 seconds".
const AFTER_NUMBERS: [&str; 38] = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
    "month", "months", "year", "years", "percent", "thousand", "million", "billion", "trillion",
    "a.m.", "p.m.", "foot", "feet", "mile", "miles", "pound", "pounds", "ton", "tons", "gallons",
    "km", "m", "cm", "mm", "kg", "g", "MB", "GB",
];

/// The document as it is printed.
pub(crate) fn printed(document: &Document) -> Document {
    let mut document = document.clone();
    let style = &document.head.style;
    if style.captions == Captions::Numbered {
        number(&mut document);
    }
    if document.head.style.typography == Typography::Smart {
        let label = document.number_label().map(str::to_owned);
        Typesetter::new(&document.meta.lang, label.as_deref()).document(&mut document);
    }
    document
}

impl Document {
    /// Puts back into `blocks`, which were printed in English, what is typed for what print makes of it: straight
    /// quotation marks and spaces, wherever print would make the same of them again.
    pub(crate) fn as_typed(blocks: &mut [Block]) {
        let setter = Typesetter::new("en", Some("Pub#"));
        let of_cells = Typesetter { may_join: false, ..setter };
        walk_mut(blocks, &mut |node| match node {
            NodeMut::Block(Block::Paragraph(content) | Block::Heading { content, .. }) => {
                setter.untype(content);
            }
            NodeMut::Block(Block::Table(Table { caption, note, head, rows, .. })) => {
                for text in [caption, note] {
                    setter.untype(text);
                }
                let cells = head.iter_mut().chain(rows.iter_mut().flatten());
                cells.for_each(|text| of_cells.untype(text));
            }
            _ => {}
        });
    }
}

/// Numbers the tables and figures that have captions.
fn number(document: &mut Document) {
    let (mut tables, mut figures) = (0, 0);
    let sections = document.sections.iter_mut().map(|section| &mut section.blocks);
    for blocks in sections.chain(&mut document.notes) {
        walk_mut(blocks, &mut |node| match node {
            NodeMut::Block(Block::Table(Table { caption, number, .. })) if !caption.is_empty() => {
                tables += 1;
                *number = Some(tables);
            }
            NodeMut::Block(Block::Paragraph(content)) => {
                if let [Inline::Image { title, .. }] = content.as_mut_slice()
                    && !title.is_empty()
                {
                    figures += 1;
                    *title = format!("Figure {figures}. {title}");
                }
            }
            _ => {}
        });
    }
}

/// Replaces characters by those that printers use.
struct Typesetter<'a> {
    /// Whether quotation marks are those of English.
    is_english: bool,
    /// The label of publication numbers.
    label: Option<&'a str>,
    /// Whether a space that belongs to both of its neighbors is kept from breaking.
    may_join: bool,
}

impl<'a> Typesetter<'a> {
    fn new(lang: &str, label: Option<&'a str>) -> Self {
        Self { is_english: is_english(lang), label, may_join: true }
    }

    fn document(&self, document: &mut Document) {
        let Document { head, sections, notes, foot_fields, marking, .. } = document;
        let texts = [&mut head.title, &mut head.kind];
        for text in
            texts.into_iter().chain([&mut head.committee, &mut head.agency].into_iter().flatten())
        {
            *text = self.line(text);
        }
        for fields in [&mut head.facts, &mut head.cover_facts, foot_fields] {
            for Field { value, linked, .. } in fields {
                *value = self.line(value);
                self.text(linked);
            }
        }
        let running = &mut head.running;
        let lines = [&mut running.left, &mut running.middle, &mut running.foot];
        let note = marking.as_mut().map(|marking| &mut marking.note);
        for text in lines.into_iter().chain(note).flatten() {
            *text = self.line(text);
        }
        for section in sections {
            if let Some(heading) = &mut section.heading {
                *heading = self.line(heading);
            }
            self.blocks(&mut section.blocks);
        }
        for blocks in notes {
            self.blocks(blocks);
        }
    }

    fn blocks(&self, blocks: &mut [Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(content) => {
                    if let [Inline::Image { title, .. }] = content.as_mut_slice() {
                        *title = self.line(title);
                    }
                    self.text(content);
                }
                Block::Heading { content, .. } => self.text(content),
                Block::Quote(inner) => self.blocks(inner),
                Block::List(list) => {
                    list.items.iter_mut().for_each(|item| self.blocks(&mut item.blocks));
                }
                Block::Table(table) => self.table(table),
                Block::Code { .. } | Block::Rule => {}
            }
        }
    }

    /// A cell keeps its spaces: its lines are short, and its width is measured as it is typed.
    fn table(&self, table: &mut Table) {
        let Table { caption, note, head, rows, .. } = table;
        for text in [caption, note] {
            self.text(text);
        }
        let of_cells = Self { may_join: false, ..*self };
        for cell in head.iter_mut().chain(rows.iter_mut().flatten()) {
            of_cells.text(cell);
        }
    }

    fn line(&self, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        self.replaced(&chars).into_iter().flatten().collect()
    }

    /// Replaces in the text of a block, across its inlines.
    fn text(&self, content: &mut Vec<Inline>) {
        let mut chars = Vec::new();
        gather(content, &mut chars);
        if !chars.iter().any(|c| matches!(c, '"' | '\'' | '-') || c.is_ascii_digit()) {
            return;
        }
        let replaced = self.replaced(&chars);
        scatter(content, &mut replaced.into_iter());
    }

    /// Replaces what [`text`](Self::text) made.
    fn untype(&self, content: &mut Vec<Inline>) {
        let mut chars = Vec::new();
        gather(content, &mut chars);
        let typed: Vec<char> = chars.iter().map(|c| typed(*c)).collect();
        let again = self.replaced(&typed);
        let kept = chars.iter().zip(&typed).zip(&again);
        let kept = kept.map(|((c, typed), again)| if *again == Some(*c) { *typed } else { *c });
        let kept: Vec<Option<char>> = kept.map(Some).collect();
        scatter(content, &mut kept.into_iter());
    }

    /// What takes the place of each character; nothing takes that of one that is left out.
    fn replaced(&self, chars: &[char]) -> Vec<Option<char>> {
        let mut out: Vec<Option<char>> = chars.iter().copied().map(Some).collect();
        for word in words(chars).filter(|word| !is_address(&chars[word.clone()])) {
            dashes(&chars[word.clone()], &mut out[word]);
        }
        if self.is_english {
            quotes(chars, &mut out);
        }
        if self.may_join {
            self.spaces(chars, &mut out);
        }
        out
    }

    fn spaces(&self, chars: &[char], out: &mut [Option<char>]) {
        let words: Vec<_> = words(chars).collect();
        for pair in words.windows(2) {
            let [first, second] = pair else { continue };
            let gap = first.end;
            if second.start != gap + 1 || chars[gap] != ' ' {
                continue;
            }
            let (first, second) = (word_of(&chars[first.clone()]), word_of(&chars[second.clone()]));
            if self.belong_together(&first, &second) {
                out[gap] = Some(NO_BREAK);
            }
        }
    }

    fn belong_together(&self, first: &str, second: &str) -> bool {
        let begins_with_digit = second.starts_with(|c: char| c.is_ascii_digit());
        let is_day = || {
            let day = second.trim_end_matches(|c: char| !c.is_ascii_digit());
            day.len() <= 2 && begins_with_digit
        };
        let is_number = first.ends_with(|c: char| c.is_ascii_digit())
            && first.contains(|c: char| c.is_ascii_digit());
        let after = second.trim_end_matches([',', ';', ':', ')', '?', '!']);
        let after_without_stop = after.strip_suffix('.').unwrap_or(after);
        (MONTHS.contains(&first) && is_day())
            || (begins_with_digit && (BEFORE_NUMBERS.contains(&first) || Some(first) == self.label))
            || (is_number
                && [after, after_without_stop].iter().any(|it| AFTER_NUMBERS.contains(it)))
    }
}

/// What is on the keyboard for a character of print.
const fn typed(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{201c}' | '\u{201d}' => '"',
        NO_BREAK => ' ',
        c => c,
    }
}

fn is_english(lang: &str) -> bool {
    lang.split(['-', '_']).next().is_some_and(|it| it.eq_ignore_ascii_case("en"))
}

/// The characters of a text; code, pictures and notes are objects, and so is text in keys or another language.
fn gather(content: &[Inline], out: &mut Vec<char>) {
    for inline in content {
        match inline {
            Inline::Text(text) => out.extend(text.chars()),
            Inline::SoftBreak => out.push(' '),
            Inline::HardBreak => out.push('\n'),
            Inline::WordBreak => {}
            other => match inner(other) {
                Some(content) => gather(content, out),
                None => out.push(OBJECT),
            },
        }
    }
}

/// Puts the characters back, in the order in which [`gather`] took them.
fn scatter(content: &mut Vec<Inline>, chars: &mut impl Iterator<Item = Option<char>>) {
    for inline in content {
        match inline {
            Inline::Text(text) => {
                let count = text.chars().count();
                *text = chars.by_ref().take(count).flatten().collect();
            }
            Inline::SoftBreak => {
                if chars.next() == Some(Some(NO_BREAK)) {
                    *inline = Inline::Text(NO_BREAK.to_string());
                }
            }
            Inline::HardBreak => drop(chars.next()),
            Inline::WordBreak => {}
            other => {
                if inner(other).is_some() {
                    if let Some(content) = other.content_mut() {
                        scatter(content, chars);
                    }
                } else {
                    chars.next();
                }
            }
        }
    }
}

/// What is inside an inline, if it is text of the paper's own language.
fn inner(inline: &Inline) -> Option<&Vec<Inline>> {
    match inline {
        Inline::Styled(Style::Keyboard, _) => None,
        Inline::Language(tag, content) => is_english(tag).then_some(content),
        // The address itself is its text.
        Inline::Link { url, content, .. } => {
            let is_bare =
                matches!(content.as_slice(), [Inline::Text(text)] if url.ends_with(text.as_str()));
            (!is_bare).then_some(content)
        }
        other => other.content(),
    }
}

/// The words of a text.
fn words(chars: &[char]) -> impl Iterator<Item = std::ops::Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + chars.get(at..)?.iter().position(|c| !c.is_whitespace())?;
        let length = chars[start..].iter().position(|c| c.is_whitespace());
        at = length.map_or(chars.len(), |length| start + length);
        Some(start..at)
    })
}

fn word_of(chars: &[char]) -> String {
    let word: String = chars.iter().collect();
    word.trim_start_matches(['(', '[', '"', '\'']).to_owned()
}

/// Whether a word is an address or a path, in which every character counts.
fn is_address(word: &[char]) -> bool {
    let text: String = word.iter().collect();
    text.contains("://") || text.starts_with("www.") || text.contains('@') || text.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::from_markdown::blocks;
    use crate::document::plain_text_of_blocks;

    fn set(text: &str) -> String {
        Typesetter::new("en-US", Some("Pub#")).line(text)
    }

    /// The text of a Markdown paragraph as it is printed.
    fn set_markdown(text: &str) -> Vec<Block> {
        let mut blocks: Vec<Block> = blocks(text).blocks.into_iter().map(|(_, it)| it).collect();
        Typesetter::new("en", None).blocks(&mut blocks);
        blocks
    }

    #[test]
    fn quotation_marks_are_curled() {
        for (typed, printed) in [
            ("\"Gift\"-\"box\" and 'parts'", "“Gift”-“box” and ‘parts’"),
            ("it's CBP's, the members' view", "it’s CBP’s, the members’ view"),
            ("(\"a\") --- \"b\"", "(“a”) — “b”"),
            ("she said, \"'Yes' is enough.\"", "she said, “‘Yes’ is enough.”"),
            ("the '90s and '24", "the ’90s and ’24"),
            ("a 6\" pipe, 5'10\" tall", "a 6\" pipe, 5'10\" tall"),
            ("\"version 2\" is out", "“version 2” is out"),
            ("<b a=\"x\"> and \"b\"", "<b a=\"x\"> and “b”"),
            ("rock 'n' roll, rock-'n'-roll", "rock ‘n’ roll, rock-’n’-roll"),
            ("\"", "”"),
            ("", ""),
        ] {
            assert_eq!(set(typed), printed, "{typed}");
        }
    }

    #[test]
    fn dashes_and_spaces_are_those_of_printers() {
        for (typed, printed) in [
            ("one---two", "one—two"),
            ("pages 3--7", "pages 3–7"),
            ("a -- b, --flag, ----", "a -- b, --flag, ----"),
            ("3733-0624, 2020-2024", "3733-0624, 2020-2024"),
            ("on May 21, 2024", "on May\u{a0}21, 2024"),
            ("within 10 seconds.", "within 10\u{a0}seconds."),
            ("Section 307 and Pub# 3733-0624", "Section\u{a0}307 and Pub#\u{a0}3733-0624"),
            ("In May 2024, 10 Centers", "In May 2024, 10 Centers"),
            ("https://example.org/a---b 1", "https://example.org/a---b 1"),
        ] {
            assert_eq!(set(typed), printed, "{typed}");
        }
    }

    #[test]
    fn code_addresses_and_other_languages_stay_as_they_are() {
        let text = |typed: &str| plain_text_of_blocks(&set_markdown(typed));
        assert_eq!(text("\"*Gift*\" is `\"a\"`."), "“Gift” is \"a\".");
        assert_eq!(text("<https://example.org/a---b>"), "https://example.org/a---b");
        assert_eq!(text("<span lang=\"fr\">l'avis</span> isn't"), "l'avis isn’t");
        assert_eq!(text("<kbd>'</kbd> key's"), "' key’s");
        assert_eq!(text("May\n21"), "May\u{a0}21");
        assert_eq!(text("\"`a`\" b\"c\""), "“a” b”c”");
        assert_eq!(Typesetter::new("fr", None).line("\"10 km\""), "\"10 km\"");
    }
}
