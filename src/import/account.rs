//! Whether every word of a file is in the source or was told.

use std::collections::HashSet;

use super::piece::{Piece, Place};

/// A piece of the file: its place and its text.
pub(super) struct Entry {
    pub(super) place: Place,
    pub(super) text: String,
}

/// The pieces of a file that have words, and the `notes` that were taken out of them.
pub(super) fn entries<'p>(
    pieces: impl Iterator<Item = &'p Piece>,
    notes: Vec<(Place, String)>,
) -> Vec<Entry> {
    let entries = pieces.map(|piece| {
        let block = std::slice::from_ref(&piece.block);
        let all = [piece.lines().join(" "), crate::document::plain_text_of_blocks(block)];
        Entry { place: piece.place, text: all.join(" ") }
    });
    let notes = notes.into_iter().map(|(place, text)| Entry { place, text });
    entries.chain(notes).filter(|entry| words(&entry.text).next().is_some()).collect()
}

/// Those of `entries` that have a word which is in none of the texts `told`, with the first such word.
pub(super) fn lost(entries: &[Entry], told: &[&str]) -> Vec<(Place, String)> {
    let known: HashSet<String> = told.iter().flat_map(|text| without_marks(text)).collect();
    let lost = entries.iter().filter_map(|entry| {
        let word = words(&entry.text).find(|word| !known.contains(word))?;
        Some((entry.place, word))
    });
    lost.collect()
}

/// The words of a text without the marks of Markdown that may be inside a word.
fn without_marks(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    let mut in_tag = false;
    for c in text.chars() {
        match c {
            '<' => in_tag = true,
            '>' if in_tag => in_tag = false,
            '*' | '\\' | '~' | '`' => {}
            c if !in_tag => plain.push(c),
            _ => {}
        }
    }
    // A tag may also be an address, or a sign of comparison.
    let without_notes = without_notes(&plain);
    let texts = [plain.as_str(), text, &without_links(&plain), &without_links(&without_notes)];
    texts.into_iter().flat_map(words).collect()
}

/// A text without the references to its footnotes: one may be inside a word.
fn without_notes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("[^") {
        let Some((_, after)) = after.split_once(']') else { break };
        out.push_str(before);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// A text whose links are their words alone: one may begin or end inside a word.
fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        let Some((_, after)) = after.split_once(')') else { break };
        out.push_str(before);
        rest = after;
    }
    out.push_str(rest);
    out.replace('[', "")
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let text = text.replace('_', "");
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_told_nowhere_is_found() {
        let entry = |text: &str| vec![Entry { place: Place::Line(3), text: text.to_owned() }];
        let told = ["with**hold**ing the 21<sup>st</sup> \\[a\\] b_c"];
        assert!(lost(&entry("Withholding the 21st [a] b_c"), &told).is_empty());
        assert_eq!(lost(&entry("the last word"), &told), [(Place::Line(3), "last".to_owned())]);
        let told = ["[link](https://example.org/a)[mapped](https://example.org/b)s"];
        assert!(lost(&entry("linkmappeds"), &told).is_empty());
        assert!(lost(&entry("onetwo"), &["one[^1]two."]).is_empty());
    }
}
