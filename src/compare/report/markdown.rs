//! A comparison in Markdown, for a comment on a pull request: insertions and deletions as `ins` and `del`, which GitHub
//! and GitLab show.

use super::super::{
    BlockChange, BlockKind, Comparison, Content, PARAGRAPH, Piece, PieceKind, SectionChange, State,
    TableChange,
};
use super::{Compared, wording};
use crate::text::show;

/// Writes comparisons one after the other.
pub fn markdown(all: &[Compared]) -> String {
    let mut out = String::new();
    for compared in all {
        let comparison = &compared.comparison;
        let Compared { old, new, title, .. } = compared;
        out.push_str(&format!("## {}\n\n", escaped(title)));
        let total = wording::total(comparison);
        out.push_str(&format!("{} \u{2192} {}: {total}\n\n", escaped(old), escaped(new)));
        fields(comparison, &mut out);
        for section in comparison.sections.iter().filter(|section| !section.is_same()) {
            let heading = escaped(wording::heading(section));
            out.push_str(&format!("### {heading}\n\n"));
            out.push_str(&format!("*{}*\n\n", escaped(&wording::summary(section))));
            blocks(section, &mut out);
        }
        let same = comparison.sections.iter().filter(|section| section.is_same());
        let same: Vec<String> = same.map(|section| escaped(wording::heading(section))).collect();
        if !same.is_empty() {
            out.push_str(&format!("Unchanged: {}\n\n", same.join(", ")));
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn fields(comparison: &Comparison, out: &mut String) {
    if comparison.fields.is_empty() {
        return;
    }
    out.push_str("| Field | Old | New |\n|---|---|---|\n");
    for field in &comparison.fields {
        let value = |value: &Option<String>| value.as_deref().map_or_else(String::new, escaped);
        let (old, new) = (value(&field.old), value(&field.new));
        out.push_str(&format!("| {} | {old} | {new} |\n", escaped(&field.label)));
    }
    out.push('\n');
}

fn blocks(section: &SectionChange, out: &mut String) {
    for block in section.blocks.iter().filter(|block| !block.is_same()) {
        match &block.content {
            Content::Table(table) => self::table(table, out),
            Content::Text(pieces) if block.kind == BlockKind::Code => code(pieces, out),
            Content::Text(pieces) => {
                let text = if block.kind == BlockKind::Rule {
                    marked_rule(block.state).to_owned()
                } else {
                    inline(pieces)
                };
                out.push_str(&format!("{}{text}\n\n", mark(block)));
            }
        }
        let moved = block.moved.iter().map(|it| wording::moved(it, block.state));
        for remark in moved.chain(wording::remarks(block)) {
            out.push_str(&format!("*({})*\n\n", escaped(&remark)));
        }
    }
}

const fn marked_rule(state: State) -> &'static str {
    match state {
        State::Inserted => "<ins>(a thematic break)</ins>",
        _ => "<del>(a thematic break)</del>",
    }
}

/// What a block begins with. Items are paragraphs with a sign, so that a number does not begin a list anew.
fn mark(block: &BlockChange) -> String {
    match block.kind {
        BlockKind::Heading(level) => format!("{} ", "#".repeat(usize::from(level + 3).min(6))),
        BlockKind::Bullet | BlockKind::Number => "\u{2022} ".to_owned(),
        BlockKind::Quote => "> ".to_owned(),
        _ => String::new(),
    }
}

fn inline(pieces: &[Piece]) -> String {
    let mut out = String::new();
    for piece in pieces {
        let text = escaped(&piece.text.replace(PARAGRAPH, " \u{b6} "));
        match piece.kind {
            PieceKind::Same => out.push_str(&text),
            PieceKind::Deleted => out.push_str(&format!("<del>{text}</del>")),
            PieceKind::Inserted => out.push_str(&format!("<ins>{text}</ins>")),
        }
    }
    out.trim().to_owned()
}

/// The lines of code with the signs of a patch.
fn code(pieces: &[Piece], out: &mut String) {
    let mut lines = Vec::new();
    for piece in pieces {
        let sign = match piece.kind {
            PieceKind::Same => ' ',
            PieceKind::Deleted => '-',
            PieceKind::Inserted => '+',
        };
        lines.extend(piece.text.lines().map(|line| format!("{sign}{}", show::lines(line))));
    }
    let longest = lines.iter().map(|line| longest_run(line)).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    out.push_str(&format!("{fence}diff\n{}\n{fence}\n\n", lines.join("\n")));
}

/// How many backticks follow each other.
fn longest_run(line: &str) -> usize {
    line.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

fn table(table: &TableChange, out: &mut String) {
    for pieces in [&table.caption, &table.note] {
        if pieces.iter().any(|piece| piece.kind != PieceKind::Same) {
            out.push_str(&format!("{}\n\n", inline(pieces)));
        }
    }
    for (at, row) in table.rows.iter().enumerate() {
        if at > 0 && row.state == State::Same {
            continue;
        }
        let cells: Vec<String> = row.cells.iter().map(|cell| inline(cell)).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
        if at == 0 {
            out.push_str(&format!("|{}\n", "---|".repeat(cells.len().max(1))));
        }
    }
    out.push('\n');
}

/// `text` on one line, with nothing in it that Markdown or HTML would take for markup.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in show::part(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' | '!' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    // At the beginning of a line these begin a list.
    let begins = out.trim_start_matches(|c: char| c.is_ascii_digit());
    if begins.len() < out.len() && begins.starts_with(['.', ')'])
        || out.starts_with(['-', '+', '='])
    {
        let at = out.len() - begins.len();
        out.insert(at, '\\');
    }
    out
}
