//! Rows of a table as a file of comma-separated values has them (RFC 4180).

use std::ops::RangeInclusive;

/// How few lines with the same separators are rows and not a sentence.
const FEWEST_ROWS: usize = 3;

/// How many cells a row has; in a longer one the separators are part of the text.
const CELLS: RangeInclusive<usize> = 2..=30;

/// The longest cell of a row that has spaces after its separators, in words.
const MAX_WORDS: usize = 4;

/// The rows of a text, all with the same number of cells, if it is meant as a table.
pub(super) fn rows(text: &str) -> Option<Vec<Vec<&str>>> {
    text.lines().nth(FEWEST_ROWS - 1)?;
    [',', ';', '|'].into_iter().find_map(|separator| {
        let mut rows = Vec::new();
        for line in text.lines() {
            let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
            let row = cells(line, separator).filter(|row| CELLS.contains(&row.len()))?;
            let is_like_first =
                rows.first().is_none_or(|first: &Vec<&str>| first.len() == row.len());
            if !is_like_first {
                return None;
            }
            rows.push(row);
        }
        are_rows(&rows, separator).then_some(rows)
    })
}

/// Whether these are rows: nothing is after their separators but the next cell, or each has short cells and a number.
fn are_rows(rows: &[Vec<&str>], separator: char) -> bool {
    let cells = || rows.iter().flatten();
    let is_tight = cells().all(|cell| !cell.starts_with(' '));
    let is_number = |cell: &&str| {
        let cell = cell.trim().trim_matches(['$', '%', '€', '-']);
        cell.starts_with(|c: char| c.is_ascii_digit())
            && cell.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | '/'))
    };
    // `1,240,500` is one number.
    let is_thousands = rows.iter().all(|row| {
        let mut groups = row.iter().skip(1);
        groups.all(|cell| cell.len() == 3 && cell.bytes().all(|byte| byte.is_ascii_digit()))
    });
    let are_short = || cells().all(|cell| cell.split_whitespace().count() <= MAX_WORDS);
    // The last cell of a line that a sentence is broken at is empty or ends one.
    let is_sentence = cells().any(|cell| cell.trim_end().ends_with(['.', '!', '?']));
    if rows.iter().all(|row| row.len() == 2) {
        // One separator a line is also in a list of places, `Oslo, 12`, and in lines of a sentence.
        let is_full = cells().all(|cell| !cell.trim().is_empty());
        let has_word = cells().any(|cell| cell.contains(char::is_alphabetic));
        let is_parted = is_tight || separator == ';';
        return is_parted && is_full && has_word && !is_thousands && !is_sentence && are_short();
    }
    let has_text = cells().any(|cell| cell.contains(char::is_alphanumeric));
    // The first row may have names, the rest has numbers.
    let have_numbers =
        || rows.iter().skip(1).all(|row| row.iter().any(|cell| is_number(&cell.trim())));
    has_text && !is_thousands && (is_tight || !is_sentence && are_short() && have_numbers())
}

/// The cells of a row, without the quotation marks that are around one; none if a mark is not closed.
fn cells(line: &str, separator: char) -> Option<Vec<&str>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        if let Some(quoted) = rest.strip_prefix('"') {
            let (cell, after) = quoted.split_once('"')?;
            cells.push(cell);
            match after.strip_prefix(separator) {
                Some(next) => rest = next,
                None => return after.trim().is_empty().then_some(cells),
            }
        } else {
            let Some((cell, next)) = rest.split_once(separator) else {
                cells.push(rest);
                return Some(cells);
            };
            cells.push(cell);
            rest = next;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_have_the_same_cells() {
        for text in [
            "Desk,Renewals,Hours\nNorth,1240,8\nSouth,860,9",
            "Desk;Renewals;Hours\r\nNorth;1240;8\r\nSouth;860;9",
            "\"Desk\",\"Renewals\",\"Hours\"\n\"North\",\"1,240\",\"8\"\n\"South\",\"860\",\"9\"",
            "Desk|Renewals|Hours\nNorth|1,240|8\nSouth|860|9",
            "> Desk,Renewals,Hours\n> North,1240,8\n> South,,",
            "Desk, Renewals, Hours\nNorth, 1240, 8\nSouth, 860, 9",
        ] {
            assert!(rows(text).is_some_and(|rows| rows.iter().all(|row| row.len() == 3)), "{text}");
        }
    }

    #[test]
    fn two_cells_are_rows_where_nothing_else_is_meant() {
        for text in [
            "a,b\nc,d\ne,f",
            "Name;Value\nNorth desk;12\nSouth desk;1,240",
            "Name; Value\r\nNorth; 12\r\nSouth; 14",
            "Name|Value\nNorth|12\nSouth|14",
        ] {
            assert!(rows(text).is_some_and(|rows| rows.iter().all(|row| row.len() == 2)), "{text}");
        }
    }

    #[test]
    fn sentences_and_numbers_are_no_rows() {
        for text in [
            "the desks, the ports, the brokers and\nthe filers, the agents, the carriers and\nthe banks, \
             the insurers, the sureties pay.",
            "Robin Roe, Chair, Port of Ardal\nAlex Doe, Member, Port of Oslo\nRobin Roe, Clerk, Port of Bergen",
            "1,240,500\n2,300,400\n3,100,200",
            "Desk,Renewals,Hours\nNorth,1240,8",
            "Desk,Renewals,Hours\nNorth,1240,8\nSouth,860",
            "Oslo, 12\nArdal, 14\nBergen, 15",
            "the desks;\nthe ports;\nthe filers",
            "1,5\n2,5\n3,5",
        ] {
            assert_eq!(rows(text), None, "{text}");
        }
    }
}
