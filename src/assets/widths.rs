//! How wide text is in print, estimated from the fonts in the program: good for finding what can't fit a
//! line, not for setting one.

use unicode_width::UnicodeWidthChar;

/// What a piece of text is set in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Libertinus Serif.
    Regular,
    /// The same in bold.
    Bold,
    /// `DejaVu` Sans Mono.
    Code,
}

/// The advance of each printable ASCII character in Libertinus Serif, in thousandths of the font's size.
const REGULAR: [u16; 95] = [
    250, 288, 336, 465, 465, 637, 705, 190, 298, 298, 369, 550, 220, 338, 220, 323, 465, 465, 465,
    465, 465, 465, 465, 465, 465, 465, 236, 236, 550, 550, 550, 435, 895, 695, 588, 646, 701, 557,
    485, 685, 730, 297, 322, 637, 528, 839, 699, 702, 541, 702, 587, 485, 597, 661, 652, 951, 660,
    575, 604, 356, 287, 356, 518, 486, 392, 457, 493, 428, 506, 447, 310, 500, 538, 271, 272, 512,
    264, 790, 542, 504, 519, 503, 372, 390, 316, 531, 497, 747, 490, 515, 424, 277, 205, 277, 449,
];

/// The same in bold.
const BOLD: [u16; 95] = [
    250, 266, 376, 514, 514, 637, 729, 215, 315, 315, 433, 537, 244, 358, 244, 316, 514, 514, 514,
    514, 514, 514, 514, 514, 514, 514, 256, 256, 512, 551, 512, 430, 988, 740, 654, 706, 734, 609,
    545, 732, 817, 367, 373, 736, 577, 899, 740, 730, 614, 730, 716, 504, 652, 732, 700, 1028, 718,
    624, 624, 397, 307, 397, 518, 486, 392, 506, 542, 456, 561, 489, 391, 521, 619, 322, 312, 613,
    325, 905, 616, 551, 581, 573, 428, 427, 358, 598, 529, 777, 561, 558, 452, 307, 220, 307, 473,
];

/// The advance of every character of `DejaVu` Sans Mono.
const CODE: f64 = 0.602;

/// No ASCII character is wider, in ems.
pub const WIDEST_ASCII: f64 = 1.028;

/// The width of `c` in ems. Beyond ASCII a letter has a usual width of its case, and a character of
/// East Asia a whole em.
pub fn width(c: char, face: Face) -> f64 {
    let columns = c.width().unwrap_or_default();
    match face {
        _ if columns == 0 => 0.0,
        _ if columns == 2 => 1.0,
        Face::Code => CODE,
        Face::Regular => proportional(c, &REGULAR),
        Face::Bold => proportional(c, &BOLD),
    }
}

fn proportional(c: char, advances: &[u16; 95]) -> f64 {
    let ascii = u32::from(c).checked_sub(0x20).and_then(|at| usize::try_from(at).ok());
    let usual = if c.is_uppercase() { 'N' } else { 'n' };
    let advance = ascii.and_then(|at| advances.get(at));
    advance.map_or_else(
        || if c == usual { 0.5 } else { proportional(usual, advances) },
        |advance| f64::from(*advance) / 1000.0,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_a_width() {
        let text = |text: &str, face| text.chars().map(|c| width(c, face)).sum::<f64>();
        assert!((text("Mill", Face::Regular) - 1.638).abs() < 1e-6);
        assert!(text("Mill", Face::Bold) > text("Mill", Face::Regular));
        assert!((text("ill", Face::Code) - 1.806).abs() < 1e-6);
        assert!(REGULAR.iter().chain(&BOLD).all(|it| f64::from(*it) / 1000.0 <= WIDEST_ASCII));
        assert!((text("\u{e9}\u{416}\u{6e2f}", Face::Regular) - 2.241).abs() < 1e-6);
    }
}
