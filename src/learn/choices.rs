//! Whether values are words of a list, and which of them are likely misspelled.

use std::collections::BTreeMap;

use super::sample::MANY;
use super::stages;

/// The most words of a list.
const MOST: usize = 12;
/// The longest word, in characters.
const LONGEST: usize = 40;

/// The words that values are, the most frequent first, and those that are left out.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Choices<'v> {
    pub(super) words: Vec<(&'v str, usize)>,
    /// The words that are rare, or another spelling of a frequent one.
    pub(super) odd: Vec<&'v str>,
}

/// The list that `values` are words of, if they are few words that come again. With `is_named` they are words by the name
/// of the key, and need not come again so often.
pub(super) fn choices<'v>(values: &[&'v str], is_named: bool) -> Option<Choices<'v>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut all: Vec<(&str, usize)> = counts.into_iter().collect();
    all.sort_by_key(|(word, count)| (std::cmp::Reverse(*count), *word));
    let (odd, words): (Vec<_>, Vec<_>) =
        all.iter().partition(|(word, count)| is_odd(word, *count, &all, values.len()));
    let kept: usize = words.iter().map(|(_, count)| count).sum();
    let often = if is_named { 1 } else { 3 };
    let are_few = !words.is_empty() && words.len() <= MOST && kept >= words.len() * often;
    let is_list = are_few
        && kept * 100 >= values.len() * 95
        && values.len() > 1
        && words.iter().all(|(word, _)| is_word(word));
    let odd = odd.into_iter().map(|(word, _)| word).collect();
    is_list.then_some(Choices { words, odd })
}

/// Whether a word is too rare among many values to be meant, or is another spelling of a more frequent one.
fn is_odd(word: &str, count: usize, all: &[(&str, usize)], of: usize) -> bool {
    let lower = word.to_lowercase();
    let is_variant = all.iter().any(|(other, often)| {
        *often >= count * 10 && *other != word && other.to_lowercase() == lower
    });
    is_variant || of >= MANY && count == 1 && !stages::is_known(word)
}

fn is_word(text: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || " -_/&+.()".contains(c);
    text.starts_with(char::is_alphabetic)
        && text.chars().all(is_part)
        && text.chars().count() <= LONGEST
        && text.split_whitespace().count() <= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, is_named: bool) -> Option<(Vec<&str>, Vec<&str>)> {
        let values: Vec<&str> = text.split(',').collect();
        let found = choices(&values, is_named)?;
        Some((found.words.iter().map(|(word, _)| *word).collect(), found.odd))
    }

    #[test]
    fn few_words_that_come_again_are_a_list() {
        assert_eq!(of("b,a,a,a,b,b", false), Some((vec!["a", "b"], vec![])));
        assert_eq!(of("a,b,c,d", false), None);
        assert_eq!(of("a,b", true), Some((vec!["a", "b"], vec![])));
        assert_eq!(of("1,1,1,1", false), None, "numbers are no words");
    }

    #[test]
    fn a_word_that_comes_once_in_many_is_left_out() {
        let many = format!("{}Finall", "Final,".repeat(40));
        assert_eq!(of(&many, false), Some((vec!["Final"], vec!["Finall"])));
        let known = format!("{}Moved", "Final,".repeat(40));
        assert_eq!(of(&known, false), Some((vec!["Final", "Moved"], vec![])));
        let cased = format!("{}final", "Final,".repeat(40));
        assert_eq!(of(&cased, false), Some((vec!["Final"], vec!["final"])));
    }
}
