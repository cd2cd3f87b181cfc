//! The words of a source in the order that its page has them: a caption above its table, notes after all text.

use std::ops::Range;

use super::merge::tables;
use super::tokens::{Gap, Token};

/// The words `own` of the text `body` in the order of its page. Each keeps its place in the text.
pub(super) fn as_printed<'t>(own: &[Token<'t>], body: &str) -> Vec<Token<'t>> {
    with_notes_last(&with_captions_first(own), body)
}

/// Captions that are written below their tables come above them.
fn with_captions_first<'t>(own: &[Token<'t>]) -> Vec<Token<'t>> {
    let mut out: Vec<Token<'_>> = Vec::with_capacity(own.len());
    let mut taken = 0;
    for table in tables(own) {
        let after = &own[table.end..];
        let above = own[..table.start].iter().rposition(Token::begins_block).unwrap_or_default();
        let has_caption = begins_caption(&own[above..table.start]);
        let is_block = after.first().is_some_and(|first| first.gap() == Gap::Paragraph);
        if has_caption || table.start < taken || !is_block || !begins_caption(after) {
            continue;
        }
        let length = after.iter().skip(1).position(Token::begins_block);
        let end = length.map_or(own.len(), |length| table.end + 1 + length);
        out.extend_from_slice(&own[taken..table.start]);
        out.extend_from_slice(&own[table.end..end]);
        out.extend_from_slice(&own[table]);
        taken = end;
    }
    out.extend_from_slice(&own[taken..]);
    out
}

/// Whether a paragraph of these words is a caption.
fn begins_caption(words: &[Token<'_>]) -> bool {
    match words {
        [colon, ..] if colon.text() == ":" => true,
        [table, colon, ..] => {
            table.text().eq_ignore_ascii_case("table")
                && colon.text() == ":"
                && colon.gap() == Gap::None
        }
        _ => false,
    }
}

/// The texts of notes come last, in the order of their numbers.
fn with_notes_last<'t>(own: &[Token<'t>], body: &str) -> Vec<Token<'t>> {
    let mut notes: Vec<Range<usize>> = Vec::new();
    for (at, token) in own.iter().enumerate() {
        let colon = own.get(at + 1).filter(|next| next.text() == ":" && next.gap() == Gap::None);
        let begins = colon.is_some() && token.rank() > 0 && token.text().starts_with("[^");
        // What is indented goes on with the note.
        let space = &body[token.start..token.word.start];
        let is_indented = space.ends_with("    ") || space.ends_with('\t');
        match notes.last_mut() {
            _ if begins => notes.push(at..at + 1),
            Some(note) if note.end == at && (token.gap() != Gap::Paragraph || is_indented) => {
                note.end = at + 1;
            }
            _ => {}
        }
    }
    let number = |note: &Range<usize>| {
        let label = own.get(note.start).map_or("", Token::text);
        let digits = label.trim_start_matches("[^").trim_end_matches(']');
        digits.parse::<usize>().unwrap_or(usize::MAX)
    };
    let is_text = |at: &usize| !notes.iter().any(|note| note.contains(at));
    let mut order: Vec<usize> = (0..own.len()).filter(is_text).collect();
    let mut sorted = notes.clone();
    sorted.sort_by_key(number);
    order.extend(sorted.into_iter().flatten());
    order.into_iter().filter_map(|at| own.get(at).cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    #[test]
    fn captions_and_notes_are_where_the_page_has_them() {
        let table = "| a | b |\n|---|---|\n| c | d |";
        for (source, page) in [
            (
                format!("x\n\n{table}\n\nTable: Cap\n\ny"),
                format!("x\n\nTable: Cap\n\n{table}\n\ny"),
            ),
            (format!("{table}\n\n: Cap"), format!(": Cap\n\n{table}")),
            (
                format!("Table: Cap\n\n{table}\n\nTable: no"),
                format!("Table: Cap\n\n{table}\n\nTable: no"),
            ),
            (format!("{table}\n\nTable talk"), format!("{table}\n\nTable talk")),
            (
                "x[^1] y[^2]\n\n[^2]: two\n\n    more\n\n[^1]: one\n\nz".to_owned(),
                "x[^1] y[^2]\n\nz\n\n[^1]: one\n\n[^2]: two\n\n    more".to_owned(),
            ),
        ] {
            let own = as_printed(&tokens(&source, &[]), &source);
            let text = |words: &[Token<'_>]| {
                words.iter().map(|it| it.text().to_owned()).collect::<Vec<_>>()
            };
            assert_eq!(text(&own), text(&tokens(&page, &[])), "{source}");
        }
    }
}
