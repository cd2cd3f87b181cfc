//! A line of text in Markdown.
//!
//! The tree is first laid out flat, then every mark is chosen knowing its neighbors: a delimiter
//! such as `**` works only next to the right characters, and where it would not, a tag does.

use super::escape::{Holder, Place, escape};
use crate::document::{Inline, Style};

/// Written between a delimiter and a neighbor that it would not work with; never shown.
const SEPARATOR: &str = "<!-- -->";

/// `content` as Markdown lines, in a block of the kind `holder`.
pub(super) fn write(content: &[Inline], holder: Holder) -> String {
    let mut layout = Layout { pieces: Vec::new(), holder, styles: Vec::new(), in_link: false };
    layout.inlines(content);
    let marks = choose_marks(&layout.pieces);
    join(&layout.pieces, &marks, holder)
}

/// A field's value as Markdown, as if it were alone on its line; its line ends are kept.
pub(super) fn write_text(text: &str) -> String {
    let lines = text.lines().map(|line| {
        let content = [Inline::Text(line.trim().to_owned())];
        write(&content, Holder::Paragraph)
    });
    lines.collect::<Vec<_>>().join("  \n")
}

#[derive(Debug)]
enum Piece {
    /// Markdown already.
    Raw(String),
    /// A footnote reference.
    Note(usize),
    /// Characters to escape.
    Text { text: String, in_link: bool },
    /// The start of styled text; `end` is the piece that ends it.
    Open { style: Style, end: usize, plain: bool },
    /// The end of what the piece `start` began.
    Close { start: usize },
    /// A line end.
    LineEnd(&'static str),
}

struct Layout {
    pieces: Vec<Piece>,
    holder: Holder,
    styles: Vec<Style>,
    in_link: bool,
}

impl Layout {
    fn inlines(&mut self, content: &[Inline]) {
        for (index, inline) in content.iter().enumerate() {
            match inline {
                Inline::HardBreak => {
                    let next = content.get(index + 1);
                    // Two line ends would end the paragraph, and one at its end means nothing.
                    let is_plain = index > 0 && next.is_some_and(|next| *next != Inline::HardBreak);
                    self.hard_break(is_plain);
                }
                other => self.inline(other),
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        let piece = match inline {
            Inline::Text(text) => Piece::Text { text: text.clone(), in_link: self.in_link },
            Inline::Code(code) => Piece::Raw(self.in_cell(code_span(code))),
            Inline::Styled(style, content) => return self.styled(*style, content),
            Inline::Language(tag, content) => {
                self.pieces.push(Piece::Raw(format!("<span lang=\"{tag}\">")));
                self.inlines(content);
                Piece::Raw("</span>".to_owned())
            }
            Inline::Link { url, title, content } => return self.link(url, title, content),
            Inline::Image { url, title, alt } => {
                self.pieces.push(Piece::Raw("![".to_owned()));
                self.pieces.push(Piece::Text { text: alt.clone(), in_link: true });
                Piece::Raw(self.in_cell(format!("]{}", target(url, title))))
            }
            Inline::NoteRef(number) => Piece::Note(*number),
            Inline::SoftBreak if self.holder == Holder::Paragraph => Piece::LineEnd("\n"),
            Inline::SoftBreak => Piece::Raw(" ".to_owned()),
            Inline::HardBreak => return self.hard_break(false),
            Inline::WordBreak => Piece::Raw("<wbr>".to_owned()),
        };
        self.pieces.push(piece);
    }

    fn hard_break(&mut self, can_be_plain: bool) {
        let is_plain = can_be_plain && self.holder == Holder::Paragraph;
        self.pieces.push(if is_plain {
            Piece::LineEnd("  \n")
        } else {
            Piece::Raw("<br>".to_owned())
        });
    }

    fn styled(&mut self, style: Style, content: &[Inline]) {
        if style == Style::Strikethrough && self.styles.contains(&style) {
            return self.inlines(content);
        }
        let start = self.pieces.len();
        let nested = self.styles.contains(&style);
        let has_strong = self.styles.contains(&Style::Strong) || contains_strong(content);
        let plain = if style == Style::Emphasis { !nested && !has_strong } else { !nested };
        self.pieces.push(Piece::Open { style, end: 0, plain });
        self.styles.push(style);
        self.inlines(content);
        self.styles.pop();
        let at = self.pieces.len();
        if let Some(Piece::Open { end, .. }) = self.pieces.get_mut(start) {
            *end = at;
        }
        self.pieces.push(Piece::Close { start });
    }

    fn link(&mut self, url: &str, title: &str, content: &[Inline]) {
        if let [Inline::Text(text)] = content
            && title.is_empty()
            && is_autolink(url, text)
        {
            self.pieces.push(Piece::Raw(self.in_cell(format!("<{text}>"))));
            return;
        }
        self.pieces.push(Piece::Raw("[".to_owned()));
        let outer = std::mem::replace(&mut self.in_link, true);
        self.inlines(content);
        self.in_link = outer;
        self.pieces.push(Piece::Raw(self.in_cell(format!("]{}", target(url, title)))));
    }

    /// A pipe would end the cell, even in code.
    fn in_cell(&self, markdown: String) -> String {
        if self.holder == Holder::Cell { markdown.replace('|', "\\|") } else { markdown }
    }
}

fn contains_strong(content: &[Inline]) -> bool {
    content.iter().any(|inline| match inline {
        Inline::Styled(style, inner) => *style == Style::Strong || contains_strong(inner),
        Inline::Link { content, .. } => contains_strong(content),
        _ => false,
    })
}

/// The classes of neighboring characters that `CommonMark`'s rules on delimiters distinguish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Gap,
    Word,
    Punctuation,
    /// A character that versions of the rules treat differently.
    Unsure,
}

fn class(c: char) -> Class {
    match c {
        c if c.is_whitespace() => Class::Gap,
        // Circled and squared letters are letters and symbols at once.
        '\u{24b6}'..='\u{24e9}' | '\u{1f130}'..='\u{1f189}' => Class::Unsure,
        c if c.is_alphanumeric() => Class::Word,
        c if c.is_ascii_punctuation() => Class::Punctuation,
        _ => Class::Unsure,
    }
}

fn first_of(piece: Option<&Piece>) -> Class {
    match piece {
        None | Some(Piece::LineEnd(_)) => Class::Gap,
        Some(Piece::Text { text, .. } | Piece::Raw(text)) => {
            text.chars().next().map_or(Class::Gap, class)
        }
        Some(Piece::Open { .. } | Piece::Close { .. } | Piece::Note(_)) => Class::Punctuation,
    }
}

fn last_of(piece: Option<&Piece>) -> Class {
    match piece {
        Some(Piece::Text { text, .. } | Piece::Raw(text)) => {
            text.chars().next_back().map_or(Class::Gap, class)
        }
        other => first_of(other),
    }
}

/// The start and end marks of each opening piece, by its index; empty for the others.
fn choose_marks(pieces: &[Piece]) -> Vec<(String, String)> {
    let mut marks = Vec::with_capacity(pieces.len());
    for (at, piece) in pieces.iter().enumerate() {
        marks.push(match piece {
            Piece::Open { style, end, plain } => {
                let before = |at: usize| at.checked_sub(1).and_then(|at| pieces.get(at));
                let start = (last_of(before(at)), first_of(pieces.get(at + 1)));
                let end = (first_of(pieces.get(end + 1)), last_of(before(*end)));
                mark(*style, *plain, start, end)
            }
            _ => (String::new(), String::new()),
        });
    }
    marks
}

/// The marks for `style`; `start` and `end` are the classes outside and inside of each end. `plain`
/// is false where a delimiter could pair with one further out.
fn mark(style: Style, plain: bool, start: (Class, Class), end: (Class, Class)) -> (String, String) {
    let works = |(outside, inside): (Class, Class)| {
        inside == Class::Word || (inside != Class::Gap && is_edge(outside))
    };
    let at_edges = is_edge(start.0) && is_edge(end.0);
    let both_work = works(start) && works(end);
    let both = |mark: &str| (mark.to_owned(), mark.to_owned());
    let tag = |name: &str| (format!("<{name}>"), format!("</{name}>"));
    match style {
        Style::Strong if plain && both_work => both("**"),
        Style::Strong => tag("b"),
        Style::Emphasis if at_edges && both_work => both("_"),
        Style::Emphasis if plain && both_work && is_text(start) && is_text(end) => both("*"),
        Style::Emphasis => tag("i"),
        Style::Strikethrough => {
            let (before, opened) = separators(start);
            let (after, closing) = separators(end);
            (format!("{before}~~{opened}"), format!("{closing}~~{after}"))
        }
        Style::Superscript => tag("sup"),
        Style::Subscript => tag("sub"),
        Style::Underline => tag("u"),
        Style::Small => tag("small"),
        Style::Keyboard => tag("kbd"),
    }
}

/// What strikethrough, which has no tag to fall back on, needs outside and inside.
fn separators((outside, inside): (Class, Class)) -> (&'static str, &'static str) {
    let inner = if inside == Class::Word || inside == Class::Punctuation { "" } else { SEPARATOR };
    let is_fine = is_edge(outside) || (inside == Class::Word && inner.is_empty());
    (if is_fine { "" } else { SEPARATOR }, inner)
}

fn is_edge(class: Class) -> bool {
    matches!(class, Class::Gap | Class::Punctuation)
}

fn is_text((outside, inside): (Class, Class)) -> bool {
    [outside, inside].iter().all(|class| matches!(class, Class::Word | Class::Gap))
}

/// Whether a block has one star in all, and none of the marks that are stars.
fn has_lone_star(pieces: &[Piece]) -> bool {
    let stars = pieces.iter().map(|piece| match piece {
        Piece::Text { text, .. } => text.matches('*').count(),
        Piece::Open { style: Style::Emphasis | Style::Strong, .. } => 2,
        _ => 0,
    });
    stars.sum::<usize>() == 1
}

fn join(pieces: &[Piece], marks: &[(String, String)], holder: Holder) -> String {
    let is_star_alone = has_lone_star(pieces);
    let mut out = String::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Raw(markdown) => out.push_str(markdown),
            Piece::Note(number) => out.push_str(&format!("[^{number}]")),
            Piece::Text { text, in_link } => {
                let place = Place {
                    is_star_alone,
                    continues: out.ends_with('\n'),
                    before: out.chars().next_back().filter(|c| *c != '\n'),
                    after: next_char(pieces, marks, at),
                    holder,
                    in_link: *in_link,
                    after_note: at > 0 && matches!(pieces[at - 1], Piece::Note(_)),
                };
                out.push_str(&escape(text, place));
            }
            Piece::Open { .. } => out.push_str(&marks[at].0),
            Piece::Close { start } => out.push_str(&marks[*start].1),
            Piece::LineEnd(end) => out.push_str(end),
        }
    }
    out
}

/// The character that is written after the piece `at`.
fn next_char(pieces: &[Piece], marks: &[(String, String)], at: usize) -> Option<char> {
    match pieces.get(at + 1)? {
        Piece::Raw(text) | Piece::Text { text, .. } => text.chars().next(),
        Piece::Note(_) => Some('['),
        Piece::Open { .. } => marks[at + 1].0.chars().next(),
        Piece::Close { start } => marks[*start].1.chars().next(),
        Piece::LineEnd(_) => None,
    }
}

fn code_span(code: &str) -> String {
    let fence = "`".repeat(longest_run(code, '`').map_or(1, |run| run + 1));
    let is_padded = code.starts_with(' ') && code.ends_with(' ') && !code.trim().is_empty();
    let pad = if is_padded || code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{code}{pad}{fence}")
}

/// The length of the longest run of `c` in `text`; `None` if there is none.
pub(super) fn longest_run(text: &str, c: char) -> Option<usize> {
    text.split(|other| other != c).map(str::len).max().filter(|&run| run > 0)
}

/// The part of a link or picture after its text.
fn target(url: &str, title: &str) -> String {
    let url = address(url);
    if title.is_empty() {
        return format!("({url})");
    }
    format!("({url} \"{}\")", backslashed(title, &['"', '\\', '&', '`', '<']))
}

fn address(url: &str) -> String {
    let needs_brackets = url.is_empty()
        || url.starts_with('<')
        || url.contains(|c: char| c.is_whitespace() || c.is_control());
    if needs_brackets {
        return format!("<{}>", backslashed(url, &['<', '>', '\\', '&']));
    }
    let specials: &[char] =
        if has_paired_parentheses(url) { &['\\', '&'] } else { &['\\', '&', '(', ')'] };
    backslashed(url, specials)
}

/// Whether the parentheses in `url` pair up, so that they need no escaping.
fn has_paired_parentheses(url: &str) -> bool {
    let mut depth = 0_usize;
    for c in url.chars() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return false,
            ')' => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}

/// `text` with a backslash before each of `specials`, an ampersand only where it would begin a
/// character reference, a backslash only where it would escape.
fn backslashed(text: &str, specials: &[char]) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let is_harmless = match c {
            '&' => !rest.contains(';'),
            '\\' => rest.starts_with(|next: char| !next.is_ascii_punctuation()),
            _ => false,
        };
        if specials.contains(&c) && !is_harmless {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Whether a link with this address and text can be written as `<text>`.
fn is_autolink(url: &str, text: &str) -> bool {
    let is_clean = |text: &str| {
        !text.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\\`|".contains(c))
    };
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    if scheme == "mailto" && rest == text {
        let is_mail = |c: char| c.is_ascii_alphanumeric() || "@.-_+".contains(c);
        return text.matches('@').count() == 1
            && text.chars().all(is_mail)
            && text.split('@').all(|part| part.starts_with(|c: char| c.is_ascii_alphanumeric()))
            && text.split(['@', '.']).all(|part| {
                !part.is_empty()
                    && part.len() < 64
                    && !part.starts_with('-')
                    && !part.ends_with('-')
            })
            && !text.split('@').nth(1).is_some_and(|domain| domain.contains(['_', '+']));
    }
    url == text
        && is_clean(text)
        && (2..=32).contains(&scheme.len())
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c))
}
