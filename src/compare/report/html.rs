//! A comparison as a web page that needs no other file.
//!
//! Insertions and deletions are `ins` and `del`, with words that only a screen reader says; on a screen they are
//! underlined and struck through as well as colored.

use super::super::{
    BlockChange, BlockKind, Comparison, Content, PARAGRAPH, Piece, PieceKind, SectionChange, State,
    TableChange,
};
use super::{Compared, wording};
use crate::text::html::escape;

const STYLE: &str = include_str!("page.css");

/// Writes comparisons as one page.
pub fn html(all: &[Compared]) -> String {
    let title = match all {
        [only] => format!("Changes: {}", only.title),
        _ => format!("Changes in {} papers", all.len()),
    };
    let lang = all.first().map_or("en", |compared| compared.lang.as_str());
    let mut page = Page { out: String::new(), level: 2, number: 0, lists: Vec::new() };
    for (at, compared) in all.iter().enumerate() {
        page.number = at + 1;
        if all.len() > 1 {
            page.level = 3;
            page.add(&format!("<h2>{}</h2>\n", escaped(&compared.title)));
        }
        page.paper(compared);
    }
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p class=\"note\" lang=\"en\">{}</p>\n{}</main>\n</body>\n</html>\n",
        escaped(lang),
        "<ins>Inserted</ins> text is underlined, <del>deleted</del> text is struck through.",
        page.out,
        title = escaped(&title),
    )
}

struct Page {
    out: String,
    /// The level of the headings of sections.
    level: usize,
    /// The number of the comparison.
    number: usize,
    /// The depths of the lists that are open.
    lists: Vec<usize>,
}

impl Page {
    fn add(&mut self, html: &str) {
        self.out.push_str(html);
    }

    fn note(&mut self, text: &str) {
        self.add(&format!("<p class=\"note\" lang=\"en\">{}</p>\n", escaped(text)));
    }

    fn paper(&mut self, compared: &Compared) {
        let comparison = &compared.comparison;
        let (old, new) = (escaped(&compared.old), escaped(&compared.new));
        self.add(&format!("<p>From <code>{old}</code> to <code>{new}</code></p>\n"));
        self.note(&wording::total(comparison));
        self.fields(comparison);
        for section in &comparison.sections {
            self.section(section);
        }
    }

    fn fields(&mut self, comparison: &Comparison) {
        if comparison.fields.is_empty() {
            return;
        }
        let level = self.level;
        self.add(&format!("<section>\n<h{level} lang=\"en\">Front matter</h{level}>\n"));
        self.add("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Changed fields\">\n<table>\n");
        self.add("<thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Old</th><th scope=\"col\">New</th></tr></thead>\n<tbody>\n");
        for field in &comparison.fields {
            let cell = |value: &Option<String>, kind: PieceKind| match value {
                Some(value) => inline(&[Piece { kind, text: value.clone() }]),
                None => "<span class=\"note\">none</span>".to_owned(),
            };
            let (old, new) =
                (cell(&field.old, PieceKind::Deleted), cell(&field.new, PieceKind::Inserted));
            let label = escaped(&field.label);
            self.add(&format!(
                "<tr><th scope=\"row\">{label}</th><td>{old}</td><td>{new}</td></tr>\n"
            ));
        }
        self.add("</tbody>\n</table>\n</div>\n</section>\n");
    }

    fn section(&mut self, section: &SectionChange) {
        let level = self.level;
        let heading = escaped(wording::heading(section));
        let heading = match section.state {
            State::Inserted => format!("<ins>{heading}</ins>"),
            State::Deleted => format!("<del>{heading}</del>"),
            _ => heading,
        };
        self.add(&format!("<section>\n<h{level}>{heading}</h{level}>\n"));
        self.note(&wording::summary(section));
        for block in &section.blocks {
            self.leave_lists(block);
            self.block(block);
        }
        self.close_lists(0);
        self.add("</section>\n");
    }

    /// Closes the lists that a block is not in, and opens that of an item; its last item stays open for what is in it.
    fn leave_lists(&mut self, block: &BlockChange) {
        let depth = block.depth - usize::from(block.kind == BlockKind::Quote).min(block.depth);
        if !is_item(block) {
            return self.close_lists(depth);
        }
        self.close_lists(depth);
        if self.lists.last() == Some(&depth) {
            self.add("</li>\n");
        } else {
            self.lists.push(depth);
            self.add("\n<ul>\n");
        }
    }

    /// Closes the lists that are deeper than `depth`.
    fn close_lists(&mut self, depth: usize) {
        while self.lists.pop_if(|open| *open > depth).is_some() {
            self.add("</li>\n</ul>\n");
        }
    }

    fn block(&mut self, block: &BlockChange) {
        // Lists indent what is in them.
        let depth = block.depth.saturating_sub(self.lists.len()).min(8);
        let tag = match block.kind {
            BlockKind::Bullet | BlockKind::Number => "li".to_owned(),
            BlockKind::Quote => "blockquote".to_owned(),
            BlockKind::Heading(level) => format!("h{}", (self.level + usize::from(level)).min(6)),
            BlockKind::Code | BlockKind::Table | BlockKind::Rule => "div".to_owned(),
            BlockKind::Paragraph => "p".to_owned(),
        };
        let changed = if block.is_same() { "" } else { " changed" };
        self.add(&format!("<{tag} class=\"d{depth}{changed}\"{} dir=\"auto\">", self.id(block)));
        match &block.content {
            Content::Table(table) => self.table(table),
            Content::Text(pieces) if block.kind == BlockKind::Code => {
                self.add(&format!("<pre tabindex=\"0\"><code>{}</code></pre>", inline(pieces)));
            }
            Content::Text(_) if block.kind == BlockKind::Rule => self.add(&rule(block.state)),
            Content::Text(pieces) => self.add(&inline(pieces)),
        }
        let remarks = self.remarks(block);
        self.add(&remarks);
        if !is_item(block) {
            self.add(&format!("</{tag}>\n"));
        }
    }

    /// The id of one place of a move.
    fn id(&self, block: &BlockChange) -> String {
        let here = if block.state == State::MovedHere { "to" } else { "from" };
        let id = |it| format!(" id=\"paper-{}-move-{it}-{here}\"", self.number);
        block.moved.as_ref().map_or_else(String::new, |moved| id(moved.number))
    }

    /// What is said about a block, inside it.
    fn remarks(&self, block: &BlockChange) -> String {
        let there = if block.state == State::MovedHere { "from" } else { "to" };
        let moved = block.moved.iter().map(|moved| {
            let text = escaped(&wording::moved(moved, block.state));
            format!("<a href=\"#paper-{}-move-{}-{there}\">{text}</a>", self.number, moved.number)
        });
        let remarks = wording::remarks(block).into_iter().map(|it| escaped(&it));
        let all: Vec<String> = moved.chain(remarks).collect();
        if all.is_empty() {
            return String::new();
        }
        format!(" <span class=\"note\" lang=\"en\">({})</span>", all.join("; "))
    }

    fn table(&mut self, table: &TableChange) {
        self.add(
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Table\">\n<table>\n",
        );
        if !table.caption.is_empty() {
            self.add(&format!("<caption>{}</caption>\n", inline(&table.caption)));
        }
        for (at, row) in table.rows.iter().enumerate() {
            let tag = if at == 0 { "th scope=\"col\"" } else { "td" };
            let end = if at == 0 { "th" } else { "td" };
            let cell = |cell: &Vec<Piece>| format!("<{tag} dir=\"auto\">{}</{end}>", inline(cell));
            let cells: String = row.cells.iter().map(cell).collect();
            self.add(&match at {
                0 => format!("<thead><tr>{cells}</tr></thead>\n<tbody>\n"),
                _ => format!("<tr>{cells}</tr>\n"),
            });
        }
        self.add("</tbody>\n</table>\n</div>\n");
        if !table.note.is_empty() {
            self.add(&format!("<p>{}</p>\n", inline(&table.note)));
        }
    }
}

fn is_item(block: &BlockChange) -> bool {
    matches!(block.kind, BlockKind::Bullet | BlockKind::Number)
}

fn rule(state: State) -> String {
    match state {
        State::Inserted => announced("ins", "inserted", "(a thematic break)"),
        State::Deleted | State::MovedAway => announced("del", "deleted", "(a thematic break)"),
        _ => "<hr>".to_owned(),
    }
}

fn inline(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        let text = escaped(&piece.text).replace(PARAGRAPH, " \u{b6} ");
        match piece.kind {
            PieceKind::Same => out.push_str(&text),
            PieceKind::Deleted => out.push_str(&announced("del", "deleted", &text)),
            PieceKind::Inserted => out.push_str(&announced("ins", "inserted", &text)),
        }
    }
    out
}

/// A change that a screen reader tells from the text around it, whether or not it says what the elements mean.
fn announced(tag: &str, what: &str, text: &str) -> String {
    format!(
        "<{tag}><span class=\"said\" lang=\"en\"> [{what}: </span>{text}\
         <span class=\"said\" lang=\"en\">] </span></{tag}>"
    )
}

/// `text` for the content of an element or a quoted attribute; HTML has no control characters.
fn escaped(text: &str) -> String {
    let is_none = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    escape(&text.replace(is_none, "\u{fffd}"))
}
