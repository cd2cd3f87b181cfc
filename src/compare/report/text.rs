//! A comparison for a terminal.

use super::super::{
    BlockChange, BlockKind, Content, FieldChange, Piece, PieceKind, SectionChange, State,
    TableChange,
};
use super::styled::{Line, Style};
use super::{Compared, wording};
use crate::text::suggest::counted;

/// The widest line: longer ones are hard to follow.
const WIDEST: usize = 100;

/// How a comparison is written.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether in color.
    pub color: bool,
    /// How wide a line may be.
    pub width: usize,
    /// Whether each section has one line.
    pub is_stat: bool,
}

/// Writes comparisons one after the other.
pub fn text(all: &[Compared], options: Options) -> String {
    let width = options.width.min(WIDEST);
    let mut writer = Writer { out: String::new(), color: options.color, width };
    for (at, compared) in all.iter().enumerate() {
        if at > 0 {
            writer.out.push('\n');
        }
        let names = format!("{} \u{2192} {}", compared.old, compared.new);
        let mut line = Line::default();
        line.push(Style::Strong, &names);
        // Nothing breaks a path.
        line.write("", "", usize::MAX, options.color, &mut writer.out);
        if options.is_stat {
            writer.stat(compared);
        } else {
            writer.whole(compared);
        }
    }
    writer.out
}

struct Writer {
    out: String,
    color: bool,
    width: usize,
}

impl Writer {
    fn line(&mut self, style: Style, text: &str) {
        let mut line = Line::default();
        line.push(style, text);
        self.write(&line, "", "  ");
    }

    fn write(&mut self, line: &Line, first: &str, indent: &str) {
        line.write(first, indent, self.width, self.color, &mut self.out);
    }

    /// Writes a line for each section.
    fn stat(&mut self, compared: &Compared) {
        let comparison = &compared.comparison;
        let mut rows = vec![("Front matter", wording::fields_summary(comparison))];
        rows.extend(
            comparison.sections.iter().map(|it| (wording::heading(it), wording::summary(it))),
        );
        rows.push(("Total", wording::total(comparison)));
        let width = rows.iter().map(|row| row.0.chars().count()).max().unwrap_or_default().min(40);
        for (name, what) in rows {
            let pad = " ".repeat(width.saturating_sub(name.chars().count()));
            let mut line = Line::default();
            line.push(Style::Plain, name);
            let mut written = String::new();
            line.write("  ", "  ", usize::MAX, false, &mut written);
            let first = format!("{}{pad}  ", written.trim_end());
            let mut line = Line::default();
            line.push(Style::Plain, &what);
            line.write(&first, "    ", usize::MAX, self.color, &mut self.out);
        }
    }

    fn whole(&mut self, compared: &Compared) {
        let comparison = &compared.comparison;
        if comparison.is_same() {
            self.line(Style::Plain, "No differences");
            return;
        }
        if !comparison.fields.is_empty() {
            self.heading("Front matter", &wording::fields_summary(comparison));
            self.fields(&comparison.fields);
        }
        for section in &comparison.sections {
            self.heading(wording::heading(section), &wording::summary(section));
            if !section.is_same() {
                self.section(section);
            }
        }
    }

    fn heading(&mut self, name: &str, summary: &str) {
        self.out.push('\n');
        let mut line = Line::default();
        line.push(Style::Strong, name);
        line.push(Style::Faint, &format!(" ({summary})"));
        self.write(&line, "", "  ");
    }

    fn fields(&mut self, fields: &[FieldChange]) {
        let width =
            fields.iter().map(|field| field.label.chars().count()).max().unwrap_or_default();
        let width = width.min(self.width / 3);
        for field in fields {
            let pad = " ".repeat(width.saturating_sub(field.label.chars().count()));
            let mut line = Line::default();
            line.push(Style::Plain, &format!("{}:", field.label));
            // Spaces don't break, so that the columns stand.
            line.push(Style::Plain, &pad.replace(' ', "\u{a0}"));
            line.push(Style::Plain, " ");
            let value =
                |value: &Option<String>| value.clone().unwrap_or(wording::NOTHING.to_owned());
            line.push(Style::Deleted, &value(&field.old));
            line.push(Style::Plain, " \u{2192} ");
            line.push(Style::Inserted, &value(&field.new));
            self.write(&line, "  ", "      ");
        }
    }

    fn section(&mut self, section: &SectionChange) {
        let mut unchanged = 0;
        for block in &section.blocks {
            if block.is_same() {
                unchanged += 1;
                continue;
            }
            self.unchanged(&mut unchanged);
            self.block(block);
        }
        if unchanged < section.blocks.len() {
            self.unchanged(&mut unchanged);
        }
    }

    /// Says how many blocks are left out.
    fn unchanged(&mut self, count: &mut usize) {
        if *count > 0 {
            let mut line = Line::default();
            line.push(Style::Faint, &format!("({} unchanged)", counted(*count, "block")));
            self.write(&line, "    ", "    ");
        }
        *count = 0;
    }

    fn block(&mut self, block: &BlockChange) {
        let sign = sign(block.state);
        let indent = "  ".repeat(block.depth.saturating_sub(1).min(8));
        let first = format!("{sign} {indent}");
        if let Some(moved) = &block.moved {
            let mut line = Line::default();
            line.push(Style::Faint, &format!("({})", wording::moved(moved, block.state)));
            self.write(&line, &first, "      ");
        }
        match &block.content {
            Content::Table(table) => self.table(table, block.state),
            Content::Text(pieces) if block.kind == BlockKind::Code => self.code(pieces),
            Content::Text(pieces) => {
                let first = if block.moved.is_some() { format!("  {indent}") } else { first };
                self.text(block, pieces, &first);
            }
        }
        for remark in wording::remarks(block) {
            let mut line = Line::default();
            line.push(Style::Faint, &format!("({remark})"));
            self.write(&line, &format!("    {indent}"), "      ");
        }
    }

    fn text(&mut self, block: &BlockChange, pieces: &[Piece], first: &str) {
        let mark = match block.kind {
            BlockKind::Heading(level) => "#".repeat(usize::from(level) + 2) + " ",
            BlockKind::Bullet | BlockKind::Number => "\u{2022} ".to_owned(),
            BlockKind::Quote => "> ".to_owned(),
            _ => String::new(),
        };
        let mut line = Line::default();
        match block.state {
            // The sign says it of all of it.
            State::Inserted => line.push_all(Style::Inserted, pieces),
            State::Deleted => line.push_all(Style::Deleted, pieces),
            State::MovedAway => {
                let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
                let words: Vec<&str> = text.split_whitespace().take(9).collect();
                let dots = if words.len() > 8 { " \u{2026}" } else { "" };
                line.push(Style::Deleted, &words[..words.len().min(8)].join(" "));
                line.push(Style::Deleted, dots);
            }
            _ if block.kind == BlockKind::Rule => {}
            _ => line.push_pieces(pieces, false),
        }
        if block.kind == BlockKind::Rule {
            line.push(Style::Plain, "* * *");
        }
        let first = format!("{first}{mark}");
        let indent = " ".repeat(first.chars().count());
        self.write(&line, &first, &indent);
    }

    /// Writes the lines of code that differ, and one on each side of them.
    fn code(&mut self, pieces: &[Piece]) {
        let last = pieces.len().saturating_sub(1);
        for (at, piece) in pieces.iter().enumerate() {
            let lines: Vec<&str> = piece.text.lines().collect();
            let (sign, style) = match piece.kind {
                PieceKind::Same => (" ", Style::Plain),
                PieceKind::Deleted => ("-", Style::Deleted),
                PieceKind::Inserted => ("+", Style::Inserted),
            };
            for (index, text) in lines.iter().enumerate() {
                let is_near = (index == 0 && at > 0) || (index + 1 == lines.len() && at < last);
                if piece.kind != PieceKind::Same || is_near {
                    let mut line = Line::default();
                    line.push(style, &text.replace(' ', "\u{a0}"));
                    line.write(
                        &format!("{sign}     "),
                        "      ",
                        usize::MAX,
                        self.color,
                        &mut self.out,
                    );
                }
            }
        }
    }

    fn table(&mut self, table: &TableChange, state: State) {
        for (name, pieces) in [("Table", &table.caption), ("Note", &table.note)] {
            if pieces.iter().any(|piece| piece.kind != PieceKind::Same) {
                let mut line = Line::default();
                line.push(Style::Faint, &format!("{name}: "));
                line.push_pieces(pieces, false);
                self.write(&line, "~     ", "      ");
            }
        }
        for (at, row) in table.rows.iter().enumerate() {
            // The header says what the cells are.
            if row.state == State::Same && at > 0 {
                continue;
            }
            let mut line = Line::default();
            line.push(Style::Plain, "|");
            for cell in &row.cells {
                line.push(Style::Plain, " ");
                match row.state {
                    State::Inserted => line.push_all(Style::Inserted, cell),
                    State::Deleted => line.push_all(Style::Deleted, cell),
                    _ => line.push_pieces(cell, true),
                }
                line.push(Style::Plain, " |");
            }
            let sign = if row.state == State::Same { " " } else { sign(row.state) };
            let sign = if state == State::MovedHere { " " } else { sign };
            self.write(&line, &format!("{sign}     "), "        ");
        }
    }
}

/// The sign at the edge of a block.
const fn sign(state: State) -> &'static str {
    match state {
        State::Same => "=",
        State::Changed => "~",
        State::Inserted => "+",
        State::Deleted => "-",
        State::MovedHere => ">",
        State::MovedAway => "<",
    }
}
