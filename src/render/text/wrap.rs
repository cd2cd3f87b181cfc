//! Lines of a width, counted in the columns of a terminal.

use textwrap::core::Word;
use textwrap::{Options, WordSeparator, WordSplitter, WrapAlgorithm};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The width below which text is no longer squeezed, however deep it is nested.
pub(super) const NARROWEST: usize = 20;

/// `text` in lines of at most `width` columns; only a longer word, such as an address, is wider.
pub(in crate::render) fn wrapped(text: &str, width: usize) -> String {
    lines(text, width).join("\n")
}

/// `text` wrapped, with a line of `mark` below that is as wide as its widest line.
pub(in crate::render) fn underlined(text: &str, mark: &str, width: usize) -> String {
    let lines = lines(text, width);
    let widest = lines.iter().map(|line| line.width()).max().unwrap_or_default();
    format!("{}\n{}", lines.join("\n"), mark.repeat(widest / mark.width().max(1)))
}

/// `text` in lines of at most `width` columns; its own line ends are kept.
pub(super) fn lines(text: &str, width: usize) -> Vec<String> {
    let options = Options::new(width.max(NARROWEST))
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation)
        .word_separator(WordSeparator::Custom(words))
        .wrap_algorithm(WrapAlgorithm::FirstFit);
    text.split('\n')
        .flat_map(|line| textwrap::wrap(line.trim(), &options))
        .map(|line| line.trim_end().to_owned())
        .collect()
}

/// The words of a line by the [Unicode rules](https://www.unicode.org/reports/tr14/), but broken only
/// at spaces and between wide characters: an address broken at its slashes can't be followed.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut found = WordSeparator::UnicodeBreakProperties.find_words(line).peekable();
    let mut start = 0;
    Box::new(std::iter::from_fn(move || {
        let mut end = start;
        loop {
            let part = found.next()?;
            end += part.word.len() + part.whitespace.len();
            let can_break = !part.whitespace.is_empty()
                || part.word.ends_with(is_wide)
                || found.peek().is_none_or(|next| next.word.starts_with(is_wide));
            if can_break {
                let word = Word::from(&line[start..end]);
                start = end;
                return Some(word);
            }
        }
    }))
}

fn is_wide(c: char) -> bool {
    c.width() == Some(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_never_broken() {
        let url = "<https://example.org/a-very-long/path-that-is/wider-than-the-line?x=1>";
        assert_eq!(lines(&format!("see {url} now"), 30), ["see", url, "now"]);
    }

    #[test]
    fn wide_characters_take_two_columns_and_can_be_separated() {
        let lines = lines(&"漢字".repeat(12), 20);
        assert!(lines.iter().all(|line| line.width() <= 20), "{lines:?}");
        assert_eq!(lines.len(), 3);
        assert_eq!(underlined("漢字", "=", 20), "漢字\n====");
    }
}
