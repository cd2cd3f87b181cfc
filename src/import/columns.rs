//! Tables in plain text: columns below a head that is underlined with dashes, and others.

use std::ops::Range;

use super::text_tables;

/// What a line of a table begins with; its cells have tabs between them.
pub(super) const ROW: char = '\u{1}';

/// The text with each line of a table after [`ROW`], and a row of dashes below its head.
pub(super) fn as_tables(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out: Vec<String> = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let columns = columns(line);
        let is_start = out.last().is_none_or(|line| line.trim().is_empty());
        if let Some((length, rows)) = text_tables::table(&lines[at..], is_start) {
            let width = rows.first().map_or(0, Vec::len);
            out.extend(rows.iter().take(1).map(|cells| row(cells)));
            out.push(row(&vec!["---".to_owned(); width]));
            out.extend(rows.iter().skip(1).map(|cells| row(cells)));
            out.push(String::new());
            at += length;
            continue;
        }
        // The head is what is right above the dashes.
        let head = out.iter().rev().take_while(|line| !line.trim().is_empty()).count();
        if columns.len() < 2 || head == 0 {
            out.push((*line).to_owned());
            at += 1;
            continue;
        }
        let above: Vec<String> = out.split_off(out.len() - head);
        let above: Vec<&str> = above.iter().map(String::as_str).collect();
        out.push(row(&joined(&above, &columns)));
        out.push(row(&vec!["---".to_owned(); columns.len()]));
        at += 1;
        while let Some(line) = lines.get(at).filter(|line| !line.trim().is_empty()) {
            let mut cells = joined(&[line], &columns);
            at += 1;
            // What begins without a first cell goes on with the row above.
            while let Some(next) = lines.get(at).filter(|next| goes_on(next, &columns)) {
                for (cell, more) in cells.iter_mut().zip(joined(&[next], &columns)) {
                    [cell.as_str(), &more].join(" ").trim().clone_into(cell);
                }
                at += 1;
            }
            out.push(row(&cells));
        }
    }
    out.join("\n") + "\n"
}

/// The columns that a line of dashes has.
fn columns(line: &str) -> Vec<Range<usize>> {
    let is_dashes = line.contains("--") && line.chars().all(|c| matches!(c, '-' | ' '));
    let mut columns: Vec<Range<usize>> = Vec::new();
    for (at, c) in line.char_indices().filter(|_| is_dashes) {
        match columns.last_mut() {
            Some(last) if c == '-' && last.end == at => last.end = at + 1,
            _ if c == '-' => columns.push(at..at + 1),
            _ => {}
        }
    }
    columns
}

fn goes_on(line: &str, columns: &[Range<usize>]) -> bool {
    !line.trim().is_empty() && joined(&[line], columns).first().is_some_and(String::is_empty)
}

/// The cells of a row that is on several lines. A cell begins with its column, counted in characters, and goes to the next.
fn joined(lines: &[&str], columns: &[Range<usize>]) -> Vec<String> {
    let cell = |at: usize, line: &&str| -> String {
        let start = columns.get(at).map_or(0, |column| column.start);
        let end = columns.get(at + 1).map_or(usize::MAX, |next| next.start);
        line.chars().skip(start).take(end - start).collect()
    };
    let texts = |at: usize| lines.iter().map(move |line| cell(at, line).trim().to_owned());
    (0..columns.len()).map(|at| texts(at).collect::<Vec<_>>().join(" ").trim().to_owned()).collect()
}

fn row(cells: &[String]) -> String {
    format!("{ROW}{}", cells.join("\t"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_become_cells() {
        let text = "Before.\n\nTheme  What it\n       covers\n-----  -------\nOne    a b\n       c\nTwo    d\n\nAfter.\n";
        let expected = "Before.\n\n\u{1}Theme\tWhat it covers\n\u{1}---\t---\n\u{1}One\ta b c\n\u{1}Two\td\n\nAfter.\n";
        assert_eq!(as_tables(text), expected);
        for text in ["a\n---\n", "-- --\n", "* * *\n", "a -- b\n"] {
            assert_eq!(as_tables(text), text);
        }
    }
}
