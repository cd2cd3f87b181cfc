//! How wide the text of a table is in print, from the metrics of its fonts.

use unicode_width::UnicodeWidthChar;

/// What the text of tables is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Public Sans, in PDF.
    Print,
    /// Arial, in Word.
    Word,
}

/// What a piece of text is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Face {
    /// The family.
    pub family: Family,
    /// Whether it is bold.
    pub is_bold: bool,
    /// Whether it is code, in a font of its own.
    pub is_code: bool,
    /// Whether it is a number, whose digits are all as wide as each other.
    pub is_number: bool,
}

/// The advance of each printable ASCII character in Public Sans, in thousandths of the size of the type.
const SANS: [u16; 95] = [
    243, 251, 426, 603, 658, 904, 708, 248, 302, 309, 394, 554, 242, 378, 225, 350, 612, 407, 596,
    630, 628, 640, 622, 600, 648, 624, 226, 240, 546, 554, 546, 521, 831, 710, 670, 688, 694, 620,
    594, 733, 766, 283, 388, 682, 578, 886, 754, 734, 636, 748, 676, 674, 594, 700, 672, 954, 688,
    607, 637, 303, 350, 303, 473, 518, 218, 553, 596, 544, 596, 566, 396, 622, 576, 248, 262, 562,
    303, 865, 577, 566, 596, 596, 391, 507, 389, 580, 504, 786, 564, 535, 480, 328, 263, 332, 568,
];

/// The same in bold.
const SANS_BOLD: [u16; 95] = [
    226, 282, 480, 616, 680, 939, 784, 261, 333, 336, 473, 588, 277, 393, 270, 381, 644, 428, 635,
    665, 656, 675, 660, 626, 671, 659, 270, 278, 578, 588, 578, 534, 828, 726, 684, 718, 720, 634,
    614, 759, 770, 308, 402, 717, 578, 918, 782, 760, 652, 773, 696, 694, 616, 724, 704, 968, 717,
    668, 670, 337, 381, 337, 484, 553, 264, 566, 608, 547, 608, 576, 396, 628, 592, 267, 288, 580,
    329, 896, 593, 576, 607, 607, 412, 528, 416, 595, 520, 792, 588, 563, 496, 384, 268, 384, 612,
];

/// The same in Arial, which Word sets tables in.
const WORD: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The same in bold.
const WORD_BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667,
    611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556,
    278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// The size of code in a text, as a share of the text around: its letters are large.
pub const CODE_SCALE: f64 = 0.92;
/// The advance of every character of code.
const CODE: f64 = 0.602 * CODE_SCALE;
/// The advance of a digit in a number in Public Sans: 0.7, set closer by 0.05.
const DIGIT: f64 = 0.65;

/// No ASCII character is wider, in ems.
pub const WIDEST_ASCII: f64 = 1.0;

impl Face {
    /// A face of `family` for plain text.
    pub const fn new(family: Family) -> Self {
        Self { family, is_bold: false, is_code: false, is_number: false }
    }

    /// The width of `c` in ems. What is beyond ASCII has the width of the widest of its kind.
    pub fn width(self, c: char) -> f64 {
        let columns = c.width().unwrap_or_default();
        match (columns, self.is_code) {
            (0, _) => 0.0,
            (2, _) => 1.0,
            (_, true) => CODE,
            _ if self.is_number && self.family == Family::Print && c.is_ascii_digit() => DIGIT,
            _ => ascii(c, self.advances()).unwrap_or_else(|| usual(c)),
        }
    }

    const fn advances(self) -> &'static [u16; 95] {
        match (self.family, self.is_bold) {
            (Family::Print, false) => &SANS,
            (Family::Print, true) => &SANS_BOLD,
            (Family::Word, false) => &WORD,
            (Family::Word, true) => &WORD_BOLD,
        }
    }
}

fn ascii(c: char, advances: &[u16; 95]) -> Option<f64> {
    let c = match c {
        '\u{a0}' => ' ',
        '\u{2018}' | '\u{2019}' | '\u{b7}' => '*',
        '\u{201c}' | '\u{201d}' => '"',
        other => other,
    };
    let at = usize::try_from(u32::from(c).checked_sub(0x20)?).ok()?;
    advances.get(at).map(|advance| f64::from(*advance) / 1000.0)
}

/// A width in ems that nearly no character of the kind of `c` is beyond.
fn usual(c: char) -> f64 {
    let is_latin = matches!(c, '\u{c0}'..='\u{24f}');
    match (c.is_alphabetic(), c.is_uppercase(), is_latin) {
        (true, true, true) => 0.8,
        (true, false, true) => 0.65,
        (true, true, false) => 0.95,
        (true, false, false) => 0.85,
        _ => 1.2,
    }
}

/// Whether a text is a number, with its signs and unit: "−1,240.5", "96.2%", "$3".
pub fn is_number(text: &str) -> bool {
    let is_sign = |c: char| ".,%$+-()/ \u{2212}\u{2013}\u{20ac}\u{a3}\u{a0}".contains(c);
    text.chars().any(|c| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || is_sign(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_a_width() {
        let face = Face::new(Family::Print);
        let text = |text: &str, face: Face| text.chars().map(|c| face.width(c)).sum::<f64>();
        assert!((text("Mill", face) - 1.740).abs() < 1e-6);
        assert!(text("Mill", Face { is_bold: true, ..face }) > text("Mill", face));
        assert!((text("ill", Face { is_code: true, ..face }) - 3.0 * CODE).abs() < 1e-6);
        assert!((text("11", Face { is_number: true, ..face }) - 1.3).abs() < 1e-6);
        for advances in [SANS, SANS_BOLD, WORD, WORD_BOLD] {
            assert!(advances.iter().all(|it| f64::from(*it) / 1000.0 <= WIDEST_ASCII + 0.02));
        }
        assert!((text("\u{e9}\u{6e2f}\u{301}", face) - 1.65).abs() < 1e-6);
    }

    #[test]
    fn a_number_is_told_from_a_text_with_digits() {
        for number in ["1,240", "96.2%", "\u{2212}3", "$1.5", "(12)", "2024-10-01"] {
            assert!(is_number(number), "{number}");
        }
        for text in ["", "-", "A1", "10 days", "1st"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
