//! Characters by what a reader sees of them: sets, names and a way to show them.
//!
//! All sets are made of [Unicode's properties](https://www.unicode.org/reports/tr44/). Two are
//! about characters without a glyph, and differ:
//!
//! - [`is_invisible`] is what *misleads* a reader, who sees nothing where a program sees something. A space is
//!   seen, as a gap; a variation selector is seen in the character before it.
//! - [`needs_no_glyph`] is what *a font may lack* without a hole on the page: all of Unicode's
//!   default ignorable characters, and spaces.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use icu_properties::props::{
    BidiClass, BinaryProperty, Dash, DefaultIgnorableCodePoint, Emoji, EmojiModifier,
    EnumeratedProperty, ExtendedPictographic, GeneralCategory, HangulSyllableType, JoiningType,
    NoncharacterCodePoint, Script, VariationSelector,
};

/// The most characters of a paper's text that a message repeats.
const MAX_SHOWN: usize = 60;

/// The character in a message: "no-break space (U+00A0)".
pub fn describe(c: char) -> String {
    format!("{} (U+{:04X})", name(c), u32::from(c))
}

fn name(c: char) -> &'static str {
    match c {
        '\u{a0}' => "no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{61c}' => "letter mark for Arabic",
        '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' => "Hangul filler",
        '\u{2000}' | '\u{2002}' => "en space",
        '\u{2001}' | '\u{2003}' => "em space",
        '\u{2009}' => "thin space",
        '\u{200b}' => "zero-width space",
        '\u{200c}' => "zero-width non-joiner",
        '\u{200d}' => "zero-width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{202f}' => "narrow no-break space",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{2060}' => "word joiner",
        '\u{2061}'..='\u{2064}' => "hidden mathematical sign",
        '\u{3000}' => "wide space",
        '\u{feff}' => "byte order mark",
        '\u{fffc}' => "object replacement character",
        '\u{fffd}' => "replacement character",
        '\u{e0000}'..='\u{e007f}' => "tag character",
        c if VariationSelector::for_char(c) => "variation selector",
        c if c.is_control() => "control character",
        c if c.is_whitespace() => "space of another width",
        c if turns_direction(c) => "text direction control",
        c if is_noncharacter(c) => "noncharacter",
        c if is_invisible(c) => "hidden format character",
        _ => "character",
    }
}

/// Whether a reader sees nothing at all of `c`, not even a space, or sees the text around it in another
/// order.
pub fn is_invisible(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_control() && !matches!(c, '\n' | '\r' | '\t');
    }
    c.is_control()
        || is_noncharacter(c)
        || DefaultIgnorableCodePoint::for_char(c) && !VariationSelector::for_char(c)
}

/// Whether `c` has no place in a text unless it [has a use](has_use): what is invisible, a variation selector,
/// and what is left where a line break, an object or a character was lost.
pub fn is_suspect(c: char) -> bool {
    is_invisible(c)
        || !c.is_ascii()
            && (matches!(c, '\u{2028}' | '\u{2029}' | '\u{fffc}' | '\u{fffd}')
                || VariationSelector::for_char(c))
}

/// Whether `c` does harm even in code: it reverses what is shown, is acted on by a terminal, or hides a
/// text.
pub fn is_harmful(c: char) -> bool {
    turns_direction(c)
        || c.is_control()
        || is_noncharacter(c)
        || is_tag(c)
        || matches!(c, '\u{e0100}'..='\u{e01ef}')
}

/// The first [suspect](is_suspect) character of `text` without a use, with its place.
pub fn first_suspect(text: &str) -> Option<(usize, char)> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    suspects(&text[start..])
        .map(|(at, c)| (start + at, c))
        .find(|(at, c)| !has_use(&text[..*at], *c, &text[at + c.len_utf8()..]))
}

/// Whether any byte of a block is wanted. Without an early exit the processor compares many at once, so that a text is
/// looked through in blocks much faster than byte by byte.
pub fn any_byte(block: &[u8], is_wanted: impl Fn(u8) -> bool) -> bool {
    block.iter().fold(false, |any, byte| any | is_wanted(*byte))
}

/// The bytes that are compared at once.
const BLOCK: usize = 64;

/// Whether any byte of a text is wanted; found in blocks, as [`any_byte`] is fast.
pub fn has_byte(text: &str, is_wanted: impl Fn(u8) -> bool) -> bool {
    text.as_bytes().chunks(BLOCK).any(|block| any_byte(block, &is_wanted))
}

/// The [suspect](is_suspect) characters of `text`, with their places.
pub fn suspects(text: &str) -> impl Iterator<Item = (usize, char)> {
    let begins = |byte: u8| byte >= 0x7f || byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t');
    let blocks = text.as_bytes().chunks(BLOCK).enumerate();
    let blocks = blocks.filter(move |(_, block)| any_byte(block, begins));
    let places = blocks.flat_map(|(index, block)| (index * BLOCK..).zip(block));
    let first = places.filter(move |(_, byte)| begins(**byte));
    // None where the byte is inside a character.
    let chars = first.filter_map(|(at, _)| Some((at, text.get(at..)?.chars().next()?)));
    chars.filter(|(_, c)| is_suspect(*c))
}

/// What a control character is meant as: one of Windows-1252, as HTML reads it too, or Word's no-break hyphen.
pub fn meant_by(c: char) -> Option<char> {
    if c == '\u{1e}' {
        return Some('-');
    }
    let byte = u8::try_from(c).ok().filter(|byte| matches!(byte, 0x80..=0x9f))?;
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    text.chars().next().filter(|meant| !meant.is_control())
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0000}'..='\u{e007f}')
}

/// Whether a page looks the same with a font that has no glyph for `c`.
pub fn needs_no_glyph(c: char) -> bool {
    c.is_whitespace() || c.is_control() || DefaultIgnorableCodePoint::for_char(c)
}

/// Whether `c` is a Unicode noncharacter, which HTML and XML forbid.
pub fn is_noncharacter(c: char) -> bool {
    !c.is_ascii() && NoncharacterCodePoint::for_char(c)
}

/// Whether `c` is for private use: anybody may give it a glyph and a meaning.
pub fn is_private(c: char) -> bool {
    GeneralCategory::for_char(c) == GeneralCategory::PrivateUse
}

/// The hyphen, dashes and the minus sign, which are taken for each other.
pub fn is_dash(c: char) -> bool {
    Dash::for_char(c)
}

/// Which way a script runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Like Latin.
    LeftToRight,
    /// Like Hebrew and Arabic.
    RightToLeft,
}

/// The direction of a character that has one of its own, as letters do: Unicode's strong characters
/// ([UAX #9](https://www.unicode.org/reports/tr9/#Bidirectional_Character_Types)).
pub fn direction(c: char) -> Option<Direction> {
    match BidiClass::for_char(c) {
        BidiClass::LeftToRight => Some(Direction::LeftToRight),
        BidiClass::RightToLeft | BidiClass::ArabicLetter => Some(Direction::RightToLeft),
        _ => None,
    }
}

/// Whether `c` opens or closes a run of text in another direction than the one around it, so that a page
/// can show something else than the source says.
pub fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a [suspect](is_suspect) character between `before` and `after` does what it is there for:
/// joins an emoji or selects its look, shapes a script's letters, turns a word that runs from right to left, or
/// spells a flag.
pub fn has_use(before: &str, c: char, after: &str) -> bool {
    // A mark belongs to the letter before it.
    let is_mark = |c: &char| {
        BidiClass::for_char(*c) == BidiClass::NonspacingMark || EmojiModifier::for_char(*c)
    };
    let base = before.chars().rev().find(|c| !is_mark(c));
    let next = after.chars().next();
    let is_any = |test: fn(char) -> bool| base.is_some_and(test) || next.is_some_and(test);
    let is_joined = || base.is_some_and(is_picture) && next.is_some_and(is_picture);
    match c {
        '\u{200d}' => is_joined() || is_any(needs_joiners),
        '\u{200c}' | '\u{180e}' | '\u{17b4}' | '\u{17b5}' => is_any(needs_joiners),
        '\u{61c}' | '\u{200e}' | '\u{200f}' => is_any(runs_left),
        '\u{115f}' | '\u{1160}' => is_any(is_conjoining),
        '\u{34f}' => next.as_ref().is_some_and(is_mark),
        '\u{e0000}'..='\u{e007f}' => is_in_flag(before, c, after),
        c if VariationSelector::for_char(c) => is_selected(before, c, after),
        _ => false,
    }
}

/// The flags that are spelled with tags after U+1F3F4: England, Scotland and Wales
/// ([UTS #51](https://www.unicode.org/reports/tr51/#valid-emoji-tag-sequences)).
const SPELLED_FLAGS: [&str; 3] = ["gbeng", "gbsct", "gbwls"];

fn is_in_flag(before: &str, c: char, after: &str) -> bool {
    let spelled = |c: char| char::from_u32(u32::from(c) - 0xe0000).unwrap_or('\0');
    let head: String = before.chars().rev().take(6).take_while(|c| is_tag(*c)).collect();
    let Some(start) = before.len().checked_sub(head.len()) else { return false };
    let tags = head.chars().rev().chain([c]).chain(after.chars().take_while(|c| is_tag(*c)));
    let name: String = tags.take(7).map(spelled).collect();
    let is_flag = name.strip_suffix('\u{7f}').is_some_and(|name| SPELLED_FLAGS.contains(&name));
    is_flag && before[..start].ends_with('\u{1f3f4}')
}

/// Whether a variation selector follows a character that has variants
/// ([UTS #37](https://www.unicode.org/reports/tr37/), `StandardizedVariants.txt`, `emoji-variation-sequences.txt`).
fn is_selected(before: &str, c: char, after: &str) -> bool {
    let Some(base) = before.chars().next_back() else { return false };
    match c {
        '\u{fe0e}' | '\u{fe0f}' if base.is_ascii() => after.starts_with('\u{20e3}'),
        '\u{fe0e}' | '\u{fe0f}' => Emoji::for_char(base),
        '\u{180b}'..='\u{180f}' => Script::for_char(base) == Script::Mongolian,
        '\u{e0100}'..='\u{e01ef}' => Script::for_char(base) == Script::Han,
        '\u{fe00}' if base == '0' => true,
        _ => {
            !base.is_ascii()
                && !VariationSelector::for_char(base)
                && !base.is_whitespace()
                && !Script::Latin.eq(&Script::for_char(base))
        }
    }
}

fn is_picture(c: char) -> bool {
    ExtendedPictographic::for_char(c)
}

/// Scripts whose letters change their shape with their neighbors: those with joined letters, as Arabic, and
/// those of India and its neighbors.
fn needs_joiners(c: char) -> bool {
    let is_joined = matches!(
        JoiningType::for_char(c),
        JoiningType::DualJoining | JoiningType::RightJoining | JoiningType::LeftJoining
    );
    is_joined
        || matches!(
            Script::for_char(c),
            Script::Arabic
                | Script::Bengali
                | Script::Devanagari
                | Script::Gujarati
                | Script::Gurmukhi
                | Script::Kannada
                | Script::Khmer
                | Script::Malayalam
                | Script::Mongolian
                | Script::Myanmar
                | Script::Oriya
                | Script::Sinhala
                | Script::Syriac
                | Script::Tamil
                | Script::Telugu
        )
}

fn runs_left(c: char) -> bool {
    direction(c) == Some(Direction::RightToLeft)
        || BidiClass::for_char(c) == BidiClass::ArabicNumber
}

/// The parts that a Korean syllable is composed of.
fn is_conjoining(c: char) -> bool {
    HangulSyllableType::for_char(c) != HangulSyllableType::NotApplicable
}

/// Whether a reader sees nothing of `text`.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// `text` without the characters that nobody sees, such as a zero-width space pasted along with a
/// word. In running text some of them have a use; in a number, a day or a name they have none.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.contains(is_invisible) {
        Cow::Owned(text.chars().filter(|c| !is_invisible(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// A paper's text for a message: on one line, nothing hidden in it, and not too long.
pub fn shown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len().min(MAX_SHOWN * 4));
    for (index, c) in text.trim().chars().enumerate() {
        if index == MAX_SHOWN {
            shown.push('…');
            break;
        }
        shown.push(match c {
            '\n' | '\r' | '\t' => ' ',
            c if is_invisible(c) => char::REPLACEMENT_CHARACTER,
            c => c,
        });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown_in_messages() {
        assert_eq!(shown(" a\u{1b}[2Jb\u{202e}\nc "), "a\u{fffd}[2Jb\u{fffd} c");
        assert_eq!(shown(&"é".repeat(99)).chars().count(), MAX_SHOWN + 1);
    }

    #[test]
    fn invisible_characters_are_left_out() {
        assert_eq!(visible("37\u{200b}33\u{ad}-0624\u{feff}"), "3733-0624");
        assert_eq!(visible("A\u{3164}\u{34f}\u{fff0}B\u{1fffe}"), "AB");
        assert!(matches!(visible("é"), Cow::Borrowed("é")));
    }

    #[test]
    fn spaces_and_selectors_are_seen_and_need_no_glyph() {
        for c in ['\n', '\t', ' ', '\u{a0}', '\u{3000}', '\u{fe0f}', '\u{e0100}'] {
            assert!(!is_invisible(c) && needs_no_glyph(c), "{c:?}");
        }
        for c in ['\0', '\u{ad}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{3164}', '\u{e0041}'] {
            assert!(is_invisible(c) && needs_no_glyph(c), "{c:?}");
        }
        for c in ['a', 'é', '\u{301}', '\u{600}', '\u{e000}', '\u{1f69a}'] {
            assert!(!is_invisible(c) && !needs_no_glyph(c), "{c:?}");
        }
    }

    #[test]
    fn joiners_and_marks_have_a_use_in_their_scripts() {
        let used = |before, c, after| has_use(before, c, after);
        assert!(used("\u{1f468}\u{1f3fb}", '\u{200d}', "\u{1f4bb}"));
        assert!(used("\u{2764}\u{fe0f}", '\u{200d}', "\u{1f525}"));
        assert!(
            used("\u{645}\u{6cc}", '\u{200c}', "\u{62e}") && used("\u{915}\u{94d}", '\u{200d}', "")
        );
        assert!(used("\u{5d0}\u{5b8}", '\u{200f}', "!") && used("!", '\u{61c}', "\u{661}"));
        assert!(used("", '\u{115f}', "\u{1161}"));
        assert!(!used("a", '\u{200d}', "b") && !used("\u{1f468}", '\u{200d}', "b"));
        assert!(!used("a", '\u{200f}', "1") && !used("\u{5d0}", '\u{202e}', "\u{5d1}"));
        assert!(!used("a", '\u{3164}', "") && !used("a", '\u{e0062}', ""));
        assert!(used("\u{2764}", '\u{fe0f}', "") && used("1", '\u{fe0f}', "\u{20e3}"));
        assert!(
            !used("1", '\u{fe0f}', "") && !used("a", '\u{fe00}', "") && !used("", '\u{fe0f}', "")
        );
        assert!(used("\u{845b}", '\u{e0100}', "") && !used("a", '\u{e0100}', ""));
    }

    #[test]
    fn control_characters_mean_what_they_are_in_windows_1252() {
        let meant: String = "\u{80}\u{85}\u{92}\u{96}\u{1e}".chars().filter_map(meant_by).collect();
        assert_eq!(meant, "€…’–-");
        assert_eq!("\u{81}\u{7f}\u{7}é".chars().find_map(meant_by), None);
    }

    #[test]
    fn tags_spell_the_known_flags_and_no_other_text() {
        let flag = "\u{1f3f4}\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";
        assert_eq!(first_suspect(flag), None);
        assert!(first_suspect(&flag.replace('\u{e006e}', "\u{e006d}")).is_some());
        assert!(first_suspect(&flag.replace('\u{1f3f4}', "a")).is_some());
        assert!(first_suspect(&flag.replace('\u{e007f}', "")).is_some());
    }

    #[test]
    fn a_dash_is_one_in_every_width() {
        assert!("-\u{2010}\u{2013}\u{2014}\u{2212}\u{fe58}\u{ff0d}".chars().all(is_dash));
        assert!(!"_~=\u{ad}".chars().any(is_dash));
    }

    #[test]
    fn characters_are_named_with_their_number() {
        assert_eq!(describe('\u{a0}'), "no-break space (U+00A0)");
        assert_eq!(describe('\u{200b}'), "zero-width space (U+200B)");
        assert_eq!(describe('\u{1fffe}'), "noncharacter (U+1FFFE)");
        assert_eq!(describe('\u{2067}'), "text direction control (U+2067)");
    }
}
