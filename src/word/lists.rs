//! Lists, ECMA-376 part 1, 17.9: which mark a paragraph has, counted as Word counts.

use std::collections::HashMap;

use roxmltree::Node;

use super::elements::{child, child_value, local, value};

/// The most levels of a list.
const LEVELS: usize = 9;

/// The mark of an item.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListMark {
    /// The list; what has another id may still look like the same list.
    pub list: String,
    /// How deep the item is, from 0.
    pub level: u8,
    /// The number of the item; none for a bullet.
    pub number: Option<u64>,
    /// Whether it begins to count anew.
    pub is_first: bool,
    /// The bullet, or the kind of the numbers, for example `lowerLetter`.
    pub kind: String,
    /// The mark if it has words, for example `Finding 2:`; empty otherwise.
    pub label: String,
}

#[derive(Debug, Clone, Default)]
struct Level {
    kind: String,
    start: u64,
    text: String,
}

/// The lists of a file.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The levels of each definition.
    definitions: HashMap<String, Vec<Level>>,
    /// The definition of each list, and where it starts by level.
    uses: HashMap<String, (String, HashMap<usize, u64>)>,
    /// What was counted, by list or, for those that go on with each other, by definition.
    counts: HashMap<String, Vec<Option<u64>>>,
}

impl Lists {
    /// Reads the part of the numbering.
    pub(super) fn read(root: Node<'_, '_>) -> Self {
        let mut lists = Self::default();
        for node in root.children().filter(Node::is_element) {
            match local(&node) {
                "abstractNum" => {
                    let Some(id) = value(&node, "abstractNumId") else { continue };
                    lists.definitions.insert(id.to_owned(), levels(node));
                }
                "num" => {
                    let (Some(id), Some(definition)) =
                        (value(&node, "numId"), child_value(node, "abstractNumId"))
                    else {
                        continue;
                    };
                    lists.uses.insert(id.to_owned(), (definition.to_owned(), starts(node)));
                }
                _ => {}
            }
        }
        lists
    }

    /// The mark of the next paragraph of the list `id` at `level`; none for "no list", and for one that is not defined
    /// or has no marks.
    pub(super) fn next(&mut self, id: &str, level: u8) -> Option<ListMark> {
        let (definition, starts) = self.uses.get(id)?;
        let at = usize::from(level).min(LEVELS - 1);
        let levels = self.definitions.get(definition)?;
        let known = levels.get(at)?;
        if known.kind == "none" && known.text.trim().is_empty() {
            return None;
        }
        let mut mark = ListMark {
            list: id.to_owned(),
            level,
            kind: known.kind.clone(),
            ..ListMark::default()
        };
        if known.kind == "bullet" || known.kind == "none" {
            mark.kind.clone_from(&known.text);
            if has_words(&known.text) {
                mark.label.clone_from(&known.text);
            }
            return Some(mark);
        }
        let counter = if starts.is_empty() { format!("of {definition}") } else { id.to_owned() };
        let counts = self.counts.entry(counter).or_insert_with(|| vec![None; LEVELS]);
        for deeper in counts.iter_mut().skip(at + 1) {
            *deeper = None;
        }
        let start = starts.get(&at).copied().unwrap_or(known.start);
        let count = counts.get_mut(at)?;
        mark.is_first = count.is_none();
        let number = count.map_or(start, |count| count.saturating_add(1));
        *count = Some(number);
        mark.number = Some(number);
        if has_words(&known.text) {
            mark.label = label(levels, counts, at);
        }
        Some(mark)
    }
}

/// Whether the text of a mark is more than signs and numbers.
fn has_words(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphabetic());
    words.any(|word| word.chars().nth(1).is_some())
}

/// The text of the mark at a level, with the numbers of this one and those above in their places.
fn label(levels: &[Level], counts: &[Option<u64>], at: usize) -> String {
    let Some(level) = levels.get(at) else { return String::new() };
    let numbers = levels.iter().zip(counts).enumerate();
    numbers.fold(level.text.clone(), |text, (place, (level, count))| {
        let place = format!("%{}", place + 1);
        text.replace(&place, &written(count.unwrap_or(level.start), &level.kind))
    })
}

/// A number as a list of this kind has it.
fn written(number: u64, kind: &str) -> String {
    match kind {
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerRoman" => roman(number),
        "upperRoman" => roman(number).to_uppercase(),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// After `z` comes `aa`, then `bb`.
fn letters(number: u64) -> String {
    let Some(last) = number.checked_sub(1).filter(|last| *last < 26 * 9) else {
        return number.to_string();
    };
    let letter = (b'a'..=b'z').nth(usize::try_from(last % 26).unwrap_or_default());
    let count = usize::try_from(last / 26 + 1).unwrap_or(1);
    letter.map_or_else(String::new, |letter| char::from(letter).to_string().repeat(count))
}

fn roman(number: u64) -> String {
    const SIGNS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if number > 3999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            out.push_str(sign);
            rest -= value;
        }
    }
    out
}

fn levels(node: Node<'_, '_>) -> Vec<Level> {
    let mut levels = vec![Level::default(); LEVELS];
    for node in node.children().filter(|node| node.is_element() && local(node) == "lvl") {
        let at = value(&node, "ilvl").and_then(|at| at.parse::<usize>().ok()).unwrap_or_default();
        if let Some(level) = levels.get_mut(at) {
            *level = Level {
                kind: child_value(node, "numFmt").unwrap_or("decimal").to_owned(),
                start: child_value(node, "start").and_then(|it| it.parse().ok()).unwrap_or(1),
                text: child_value(node, "lvlText").unwrap_or_default().to_owned(),
            };
        }
    }
    levels
}

fn starts(node: Node<'_, '_>) -> HashMap<usize, u64> {
    let overrides =
        node.children().filter(|node| node.is_element() && local(node) == "lvlOverride");
    let start = |node: Node<'_, '_>| {
        let own = child(node, "lvl").and_then(|level| child_value(level, "start"));
        let start = child_value(node, "startOverride").or(own)?;
        Some((value(&node, "ilvl")?.parse().ok()?, start.parse().ok()?))
    };
    overrides.filter_map(start).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_their_kind_has_them() {
        for (number, kind, expected) in [
            (3, "decimal", "3"),
            (3, "decimalZero", "03"),
            (27, "lowerLetter", "aa"),
            (2, "upperLetter", "B"),
            (1994, "lowerRoman", "mcmxciv"),
            (4, "upperRoman", "IV"),
            (0, "lowerLetter", "0"),
            (9999, "upperRoman", "9999"),
        ] {
            assert_eq!(written(number, kind), expected);
        }
    }
}
