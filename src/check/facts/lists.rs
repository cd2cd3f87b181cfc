//! Lists of words in one text, with spaces between them.

/// Whether `word` is one of `words`.
pub(in crate::check) fn is_listed(word: &str, words: &str) -> bool {
    words.split_whitespace().any(|known| known == word)
}

/// Whether `word` is one of `words`, in any case.
pub(in crate::check) fn is_one_of(word: &str, words: &str) -> bool {
    words.split_whitespace().any(|known| known.eq_ignore_ascii_case(word))
}
