//! Words in capitals that are shouted, as on a sign, and no acronyms.

use super::capitals::is_ordinary;
use super::phrases::{after, before};
use crate::paper::body::{Prose, ProseKind};

/// Whether it is among other words in capitals: in a heading without small letters, or as one of
/// three or more in a row.
pub(super) fn is_shouted(prose: &Prose, start: usize, end: usize) -> bool {
    let (before, after) = (before(&prose.text, start), after(&prose.text, end));
    let text = &prose.text[start - before.len()..end + after.len()];
    let has_neighbors = text.trim().contains(char::is_whitespace);
    if prose.kind == ProseKind::Heading && has_neighbors && !text.contains(char::is_lowercase) {
        return true;
    }
    let is_loud = |word: &&str| {
        word.contains(char::is_alphabetic)
            && !word.contains(char::is_lowercase)
            && !word.starts_with('(')
    };
    let is_joined = |word: &&str| is_loud(word) && !word.ends_with([',', ';', ':', '.']);
    let neighbors = || before.rsplit(' ').skip(1).take_while(is_joined).take(2);
    // `DON'T DROWN`
    if before.ends_with(' ') && neighbors().any(|word| word.contains(['\'', '’'])) {
        return true;
    }
    let louds = if before.ends_with(' ') { neighbors().count() } else { 0 };
    let after = after.strip_prefix(' ').unwrap_or_default();
    let previous = neighbors().next().filter(|_| before.ends_with(' '));
    let next = after.split(' ').next().filter(is_loud);
    if previous.into_iter().chain(next).any(|word| is_pair(&prose.text[start..end], word)) {
        return true;
    }
    louds + after.split(' ').take_while(is_loud).take(2).count() >= 2
}

/// Whether two words in capitals beside each other are shouted and no acronyms: `THE BOSS`, `HIGH VOLTAGE`,
/// `GONE FISHING`.
fn is_pair(name: &str, other: &str) -> bool {
    const LEAST: usize = 4;
    const TOGETHER: usize = 10;
    let other = other.trim_matches(|c: char| !c.is_alphanumeric());
    let is_spoken = |word: &str| {
        word.len() >= LEAST
            && word.contains(['A', 'E', 'I', 'O', 'U', 'Y'])
            && word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let is_word = other.len() > 2 && is_ordinary(other);
    is_word || (is_spoken(name) && is_spoken(other) && name.len() + other.len() >= TOGETHER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_shouted_words_are_no_acronyms() {
        for (name, other) in [
            ("VOLTAGE", "HIGH"),
            ("RABIES", "ALERT"),
            ("GONE", "FISHING"),
            ("FISHING", "GONE."),
            ("BOSS", "THE"),
            ("LOCUS", "SIGILLI,"),
        ] {
            assert!(is_pair(name, other), "{name} {other}");
        }
        for (name, other) in [("CBP", "FTZ"), ("USAID", "OFDA"), ("NMFS", "FY"), ("NTSB", "IT")] {
            assert!(!is_pair(name, other), "{name} {other}");
        }
    }
}
