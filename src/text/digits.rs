//! Digits besides 0 to 9, which look like them and which no program takes for them.

use icu_properties::props::{EnumeratedProperty, GeneralCategory};

use super::characters::is_dash;

/// `text` with 0 to 9 in the place of the decimal digits of all scripts.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| value(c).and_then(|it| char::from_digit(it, 10)).unwrap_or(c)).collect()
}

/// The value of a decimal digit of any script. A raised or a framed one is none: it may be the number of a note.
fn value(c: char) -> Option<u32> {
    if !is_decimal(c) {
        return None;
    }
    // Unicode has all ten of a script in their order, and sometimes those of another script next to them.
    let is_next = |at: &u32| char::from_u32(*at).is_some_and(is_decimal);
    let zero = (0..u32::from(c)).rev().take_while(is_next).last().unwrap_or(u32::from(c));
    Some((u32::from(c) - zero) % 10)
}

fn is_decimal(c: char) -> bool {
    GeneralCategory::for_char(c) == GeneralCategory::DecimalNumber
}

/// What `c` is in the place of a digit or a hyphen, after its code point; its looks may deceive.
pub fn named(c: char) -> String {
    let name = match c {
        '\n' | '\r' => ", a line break",
        '\t' => ", a tab",
        c if is_decimal(c) => ", a digit of another script",
        c if c.is_numeric() => ", which is no plain digit",
        c if is_dash(c) => ", a dash where a hyphen belongs",
        _ => "",
    };
    format!("U+{:04X}{name}", u32::from(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_digits_of_all_scripts_are_read_and_no_others() {
        assert_eq!(plain("２０２４-\u{664}\u{665}-\u{96b}"), "2024-45-5");
        assert_eq!(plain("\u{1d7ce}\u{1d7d7}\u{1d7d8}\u{1d7ff}"), "0909");
        assert_eq!(plain("2¹ ② Ⅵ ½ 六 0"), "2¹ ② Ⅵ ½ 六 0");
    }

    #[test]
    fn a_character_is_named_by_what_it_looks_like() {
        for (c, name) in [
            ('２', "U+FF12, a digit of another script"),
            ('²', "U+00B2, which is no plain digit"),
            ('\u{2011}', "U+2011, a dash where a hyphen belongs"),
            ('\u{41e}', "U+041E"),
        ] {
            assert_eq!(named(c), name);
        }
    }
}
