//! Tables in plain text as others lay them out: with pipes, drawn with `+` and `|`, with tabs, or in columns of spaces.

/// The rows of a table, the first of them its head.
pub(super) type Rows = Vec<Vec<String>>;

/// The table that `lines` begin with, and how many of them it takes; `is_start` says that nothing is right above them.
pub(super) fn table(lines: &[&str], is_start: bool) -> Option<(usize, Rows)> {
    let block = lines.iter().take_while(|line| !line.trim().is_empty()).count();
    let block = &lines[..block];
    let found = drawn(block).or_else(|| piped(block));
    found.or_else(|| is_start.then(|| tabbed(block).or_else(|| spaced(block))).flatten())
}

/// Rows between lines of `+` and `-`.
fn drawn(block: &[&str]) -> Option<(usize, Rows)> {
    let is_border = |line: &str| {
        let line = line.trim();
        line.len() > 2
            && line.starts_with('+')
            && line.ends_with('+')
            && line.chars().all(|c| matches!(c, '+' | '-' | '=' | ':'))
    };
    let border = block.first().map(|line| line.trim()).filter(|line| is_border(line))?;
    // A pipe in a cell is none between two.
    let edges: Vec<usize> = border.match_indices('+').map(|(at, _)| at).collect();
    let is_of_it = |line: &&&str| is_border(line) || line.trim().starts_with('|');
    let length = block.iter().take_while(is_of_it).count();
    let mut rows: Rows = Vec::new();
    let mut is_new = true;
    for line in &block[..length] {
        if is_border(line) {
            is_new = true;
            continue;
        }
        let cells = cells_between(line.trim(), &edges).unwrap_or_else(|| cells(line));
        match rows.last_mut().filter(|_| !is_new) {
            Some(row) => add(row, &cells),
            None => rows.push(cells),
        }
        is_new = false;
    }
    whole(length, rows)
}

/// The cells of a line whose pipes are below the signs of the line above it.
fn cells_between(line: &str, edges: &[usize]) -> Option<Vec<String>> {
    let line: Vec<char> = line.chars().collect();
    let cells = edges.windows(2).map(|edges| {
        let [start, end] = edges else { return None };
        (line.get(*start) == Some(&'|') && line.get(*end) == Some(&'|'))
            .then(|| line[start + 1..*end].iter().collect::<String>().trim().to_owned())
    });
    cells.collect()
}

/// Rows with pipes between their cells.
fn piped(block: &[&str]) -> Option<(usize, Rows)> {
    let width = cells(block.first()?).len();
    let has_width = |line: &&&str| line.contains('|') && cells(line).len() == width;
    let length = block.iter().take_while(has_width).count();
    let is_rule = |line: &str| line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+'));
    let rows = block[..length].iter().filter(|line| !is_rule(line)).map(|line| cells(line));
    let rows: Rows = rows.collect();
    // A sign between two words is no table.
    let is_framed = block.iter().take(length).all(|line| line.trim().starts_with('|'));
    (is_framed || length > 2 || rows.len() < length).then(|| whole(length, rows)).flatten()
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').unwrap_or(line);
    line.split('|').map(|cell| cell.trim().to_owned()).collect()
}

/// Rows with tabs between their cells. A value after the label of a field is no cell.
fn tabbed(block: &[&str]) -> Option<(usize, Rows)> {
    let split = |line: &&str| -> Vec<String> {
        line.split('\t').map(|cell| cell.trim().to_owned()).collect()
    };
    let rows: Rows = block.iter().map(split).collect();
    (!is_labeled(&rows)).then(|| whole(block.len(), rows)).flatten()
}

/// Rows whose cells begin at the same places, with spaces between them.
fn spaced(block: &[&str]) -> Option<(usize, Rows)> {
    let lines: Vec<Vec<char>> =
        block.iter().map(|line| line.trim_end().chars().collect()).collect();
    let width = lines.iter().map(Vec::len).max()?;
    let first = lines.first()?;
    let is_other = |line: &Vec<char>| {
        matches!(line.first(), Some('-' | '*' | '+' | '>' | '#'))
            || line.contains(&'\t')
            // The head of our own tables is underlined.
            || line.iter().all(|c| matches!(c, '-' | '=' | ' '))
    };
    if first.first().is_none_or(|c| c.is_whitespace()) || lines.iter().any(is_other) {
        return None;
    }
    let is_gap = |at: usize| lines.iter().all(|line| line.get(at).is_none_or(|c| *c == ' '));
    let mut starts = vec![0];
    for at in 2..width {
        if is_gap(at - 1) && is_gap(at - 2) && !is_gap(at) {
            starts.push(at);
        }
    }
    if starts.len() < 2 || starts.len() == 2 && lines.len() < 3 {
        return None;
    }
    let mut rows: Rows = Vec::new();
    for line in &lines {
        let cell = |at: usize| -> String {
            let end = starts.get(at + 1).copied().unwrap_or(usize::MAX).min(line.len());
            let cell = line.get(starts[at].min(end)..end).unwrap_or_default();
            cell.iter().collect::<String>().trim().to_owned()
        };
        let cells: Vec<String> = (0..starts.len()).map(cell).collect();
        match rows.last_mut().filter(|_| cells[0].is_empty()) {
            Some(row) => add(row, &cells),
            None => rows.push(cells),
        }
    }
    let is_full = rows.iter().take(2).all(|row| row.iter().all(|cell| !cell.is_empty()));
    (is_full && !is_labeled(&rows)).then(|| whole(block.len(), rows)).flatten()
}

/// Adds the next line of a row.
fn add(row: &mut [String], more: &[String]) {
    for (cell, more) in row.iter_mut().zip(more) {
        [cell.as_str(), more].join(" ").trim().clone_into(cell);
    }
}

/// Whether the first cells are labels.
fn is_labeled(rows: &Rows) -> bool {
    let mut first = rows.iter().filter_map(|row| row.first());
    rows.iter().all(|row| row.len() == 2) && first.all(|cell| cell.ends_with(':'))
}

/// A table of two rows or more, all of them with the same two cells or more.
fn whole(length: usize, rows: Rows) -> Option<(usize, Rows)> {
    let width = rows.first().map_or(0, Vec::len);
    (rows.len() > 1 && width > 1 && rows.iter().all(|row| row.len() == width))
        .then_some((length, rows))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Option<String> {
        let lines: Vec<&str> = text.lines().collect();
        let (length, rows) = table(&lines, true)?;
        let rows = rows.iter().map(|row| row.join(" / ")).collect::<Vec<_>>().join("; ");
        Some(format!("{length}: {rows}"))
    }

    #[test]
    fn tables_are_known_however_they_are_laid_out() {
        for (text, expected) in [
            ("| a | b |\n| 1 | 2 |", "2: a / b; 1 / 2"),
            ("| a | b |\n|---|--:|\n| 1 |   |\nrest", "3: a / b; 1 / "),
            ("a | b\n--|--\n1 | 2", "3: a / b; 1 / 2"),
            (
                "+---+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n|   | 3 |\n+---+---+",
                "6: a / b; 1 / 2 3",
            ),
            (
                "+-----+---+\n| a|b | c |\n+-----+---+\n| \u{e9}   | 2 |\n+-----+---+",
                "5: a|b / c; \u{e9} / 2",
            ),
            ("a\tb\n1\t2\n3\t4", "3: a / b; 1 / 2; 3 / 4"),
            (
                "Year   Desks   Staff\n2014   1       12\n2015   10      8",
                "3: Year / Desks / Staff; 2014 / 1 / 12; 2015 / 10 / 8",
            ),
            (
                "Year   What\n2014   A desk that\n       was new\n2015   Two",
                "4: Year / What; 2014 / A desk that was new; 2015 / Two",
            ),
        ] {
            assert_eq!(rows(text).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "a | b",
            "a | b\nc | d",
            "One line.  And another\nthat goes on.  So it is",
            "Date:\tMay 21\nFrom:\tAlex",
            "Date:   May 21\nFrom:   Alex\nTo:     Robin",
            "a\tb\nc",
            "- one  two\n- one  two\n- one  two",
            "+1 for it\n| no",
            "word word\nword word\nword word",
        ] {
            assert_eq!(rows(text), None, "{text}");
        }
    }
}
