//! Papers in plain text, in the layout that `render` gives them, as Markdown.

use std::fmt::Write;

/// The Markdown of a plain text. What would be markup in it is text, its underlined headings, lists, quotations and
/// addresses stay what they are, and notes that are numbered in brackets become footnotes.
pub(super) fn markdown(text: &str) -> String {
    let (body, notes) = notes(text);
    let body = super::columns::as_tables(body);
    let mut out = String::new();
    let mut lines = body.lines().peekable();
    while let Some(line) = lines.next() {
        let underline = lines.peek().copied().unwrap_or_default();
        if let Some(row) = line.strip_prefix(super::columns::ROW) {
            // The cells are text, the pipes between them are not.
            let cells: Vec<String> = row.split('\t').map(|cell| escaped(cell, &notes)).collect();
            let _ = writeln!(out, "| {} |", cells.join(" | "));
        } else if !line.trim().is_empty() && is_underline(underline) {
            let level = if underline.starts_with('=') { "#" } else { "##" };
            // Writing to a string can't fail.
            let _ = writeln!(out, "{level} {}", escaped(line.trim(), &notes));
            lines.next();
        } else {
            let _ = writeln!(out, "{}", escaped(line, &notes));
        }
    }
    for (label, note) in &notes {
        let note = escaped(note, &notes).replace('\n', "\n    ");
        let _ = write!(out, "\n[^{label}]: {note}\n");
    }
    out
}

fn is_underline(line: &str) -> bool {
    line.len() >= 3
        && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// The text without the notes at its end, and these by their labels.
fn notes(text: &str) -> (&str, Vec<(String, String)>) {
    let heading = ["\nNotes\n=====\n", "\nNotes\n-----\n"];
    let Some((body, rest)) = heading.iter().find_map(|heading| text.rsplit_once(heading)) else {
        return (text, Vec::new());
    };
    let mut notes: Vec<(String, String)> = Vec::new();
    for line in rest.lines() {
        let marked = line.strip_prefix('[').and_then(|line| line.split_once("] "));
        match (marked, notes.last_mut()) {
            (Some((label, first)), _) if label.bytes().all(|byte| byte.is_ascii_digit()) => {
                notes.push((label.to_owned(), first.to_owned()));
            }
            (_, Some((_, note))) => {
                note.push('\n');
                note.push_str(line.trim());
            }
            _ if line.trim().is_empty() => {}
            // It is a section like any other.
            _ => return (text, Vec::new()),
        }
    }
    for (_, note) in &mut notes {
        note.truncate(note.trim_end().len());
    }
    (body, notes)
}

/// A line in which only what begins it can be markup: a mark of a list, a quotation, an address in angle brackets.
fn escaped(line: &str, notes: &[(String, String)]) -> String {
    let start = line.len() - line.trim_start_matches([' ', '>']).len();
    let mark = line[start..].starts_with(['-', '*', '+']) && line[start + 1..].starts_with(' ');
    let start = if mark { start + 1 } else { start };
    let (before, text) = line.split_at(start);
    let mut out = before.to_owned();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '[' => note_reference(rest, notes, &mut out),
            '<' => address(rest, &mut out),
            _ => 0,
        };
        if length > 0 {
            rest = &rest[length..];
            continue;
        }
        let begins = out.trim_end() == before.trim_end();
        if matches!(c, '*' | '_' | '`' | '[' | ']' | '<' | '\\' | '~' | '|')
            || begins && matches!(c, '#' | '+' | '=')
            || c == '&' && rest[1..].contains(';')
        {
            out.push('\\');
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// Writes the reference to a note that `rest` begins with. Returns its length, 0 if it begins with none.
fn note_reference(rest: &str, notes: &[(String, String)], out: &mut String) -> usize {
    let label = rest[1..].split(']').next().unwrap_or_default();
    if !notes.iter().any(|(known, _)| known == label) {
        return 0;
    }
    out.push_str("[^");
    out.push_str(label);
    out.push(']');
    label.len() + 2
}

/// Writes the address in angle brackets that `rest` begins with. Returns its length, 0 if it begins with none.
fn address(rest: &str, out: &mut String) -> usize {
    let Some((inner, _)) = rest[1..].split_once('>') else { return 0 };
    let is_address = (inner.contains("://") || inner.starts_with("mailto:"))
        && !inner.contains(|c: char| c.is_whitespace() || c == '<');
    if !is_address {
        return 0;
    }
    out.push('<');
    out.push_str(inner);
    out.push('>');
    inner.len() + 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_laid_out_is_markup() {
        for (text, expected) in [
            ("Issue\n=====\n", "# Issue\n"),
            ("- a *b* [c]\n", "- a \\*b\\* \\[c\\]\n"),
            ("a <b> & c\n", "a \\<b> & c\n"),
            ("see <https://example.org/a_b>\n", "see <https://example.org/a_b>\n"),
            ("> # a\n", "> \\# a\n"),
            ("a[1].\n\nNotes\n=====\n\n[1] One\n    two.\n", "a[^1].\n\n[^1]: One\n    two.\n"),
            ("a[1].\n", "a\\[1\\].\n"),
            ("Notes\n=====\n\nNone.\n", "# Notes\n\nNone.\n"),
        ] {
            assert_eq!(markdown(text), expected, "{text}");
        }
    }
}
