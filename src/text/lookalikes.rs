//! Letters of one alphabet that look like those of another.
//!
//! The pairs are those of Unicode's list of confusable characters
//! ([UTS #39](https://www.unicode.org/reports/tr39/#Confusable_Detection)) that most fonts draw alike. Letters that
//! stand for a quantity or a unit, such as the Greek ν and ρ, are not among them.

use super::characters::has_byte;

/// A word with letters of two alphabets, or a sign that looks like another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mixed {
    /// Where it begins in the text, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// The word with the letters that are meant.
    pub meant: String,
    /// The letters that look like others, each once, with commas between them.
    pub letters: String,
    /// The alphabet of these letters.
    pub script: &'static str,
    /// Whether it is a sign and no word.
    pub is_sign: bool,
}

/// Cyrillic letters and the Latin ones that they look like.
const CYRILLIC: [(char, char); 31] = [
    ('а', 'a'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
    ('Ԛ', 'Q'),
    ('Ԝ', 'W'),
];

/// Greek letters and the Latin ones that they look like.
const GREEK: [(char, char); 15] = [
    ('ο', 'o'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
];

/// Whether a letter is of an alphabet.
type Test = fn(char) -> bool;

const GREEK_QUESTION_MARK: char = '\u{37e}';

/// The words of a text that have letters of two alphabets, of which those of one look like the other's.
pub fn mixed(text: &str) -> impl Iterator<Item = Mixed> {
    // The first bytes of Greek and Cyrillic letters in UTF-8.
    let has_other = has_byte(text, |byte| (0xcd..=0xd4).contains(&byte));
    let mut at = 0;
    std::iter::from_fn(move || {
        while has_other && at < text.len() {
            let start =
                at + text[at..].find(|c: char| c.is_alphabetic() || c == GREEK_QUESTION_MARK)?;
            let rest = &text[start..];
            if rest.starts_with(GREEK_QUESTION_MARK) {
                at = start + GREEK_QUESTION_MARK.len_utf8();
                if !has_greek(text) {
                    return Some(sign(start));
                }
                continue;
            }
            let end = start + rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            at = end;
            let found = word(&text[start..end], start);
            if found.is_some() {
                return found;
            }
        }
        None
    })
}

/// Whether a text has Greek words, and not only a letter that looks like another or a quantity.
fn has_greek(text: &str) -> bool {
    text.chars().zip(text.chars().skip(1)).any(|(one, next)| is_greek(one) && is_greek(next))
}

fn sign(start: usize) -> Mixed {
    Mixed {
        start,
        end: start + GREEK_QUESTION_MARK.len_utf8(),
        meant: ";".to_owned(),
        letters: String::new(),
        script: "Greek",
        is_sign: true,
    }
}

fn word(word: &str, start: usize) -> Option<Mixed> {
    if word.is_ascii() || !word.contains(is_latin) {
        return None;
    }
    let (script, is_other, pairs): (_, Test, &[(char, char)]) =
        match (word.contains(is_cyrillic), word.contains(is_greek)) {
            (true, false) => ("Cyrillic", is_cyrillic, &CYRILLIC),
            (false, true) => ("Greek", is_greek, &GREEK),
            _ => return None,
        };
    let latin = |c: char| pairs.iter().find(|(other, _)| *other == c).map(|(_, latin)| *latin);
    let other = |c: char| pairs.iter().find(|(_, latin)| *latin == c).map(|(other, _)| *other);
    let found = |meant: &dyn Fn(char) -> Option<char>, is_wrong: Test, script| {
        let mut letters: Vec<String> = Vec::new();
        let mut whole = String::new();
        for c in word.chars() {
            let right = if is_wrong(c) { meant(c)? } else { c };
            whole.push(right);
            if right != c && !letters.iter().any(|letter| letter.starts_with(c)) {
                letters.push(c.to_string());
            }
        }
        let (end, letters) = (start + word.len(), letters.join(", "));
        Some(Mixed { start, end, meant: whole, letters, script, is_sign: false })
    };
    let as_latin = found(&latin, is_other, script);
    // The few letters of a Greek word that are Latin may be meant: a name of a quantity has an index.
    let count = |is: Test| word.chars().filter(|c| is(*c)).count();
    as_latin.or_else(|| {
        let is_word = script == "Cyrillic" && count(is_other) > count(is_latin);
        is_word.then(|| found(&other, is_latin, "Latin")).flatten()
    })
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'À'..='ɏ')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{386}' | '\u{388}'..='\u{3ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meant(text: &str) -> Vec<String> {
        mixed(text).map(|found| found.meant).collect()
    }

    #[test]
    fn letters_of_another_alphabet_are_found() {
        assert_eq!(meant("The pоrt of Оslo and the dеsk"), ["port", "Oslo", "desk"]);
        assert_eq!(meant("The Νorth, the pοrt\u{37e} closed."), ["North", "port", ";"]);
        assert_eq!(meant("Вторая cтрока"), ["строка"]);
        assert_eq!(meant("Malmö cаfé"), ["café"]);
    }

    #[test]
    fn words_and_signs_that_are_meant_are_left_alone() {
        for text in [
            "5 µm, 5 μm, 4 kΩ, ΔT, λmax, α1, β-carotene, γ-ray, νe, ρc, χ2",
            "Московский, Ελλάδα, Я-paper, e-почта, ЯндексGo, 2О24",
            "Τι είναι;\u{37e}",
            "ASCII alone; and café",
        ] {
            assert_eq!(meant(text), Vec::<String>::new(), "{text}");
        }
    }
}
