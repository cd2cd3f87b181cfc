//! Which way a text runs.

use crate::document::{Inline, plain_text};

/// Whether a paragraph runs from right to left: its first letter that has a direction does
/// ([UAX #9](https://www.unicode.org/reports/tr9/), rules P2 and P3).
pub(super) fn is_right_to_left(content: &[Inline]) -> bool {
    let text = plain_text(content);
    let is_strong = |c: &char| c.is_alphabetic();
    text.chars().find(is_strong).is_some_and(|c| {
        matches!(c,
            '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
            | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_decides() {
        let runs_left = |text: &str| is_right_to_left(&[Inline::Text(text.to_owned())]);
        assert!(runs_left("12. \u{645}\u{631}\u{62d}\u{628}\u{627} word"));
        assert!(!runs_left("Word \u{5e9}\u{5dc}\u{5d5}\u{5dd}"));
        assert!(!runs_left("1,240"));
    }
}
