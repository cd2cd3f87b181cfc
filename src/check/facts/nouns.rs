//! Whether a sentence uses letters as it uses a common noun: in the plural, or after an article as the last word of what
//! the article belongs to.
//!
//! Only a common noun has a long form that a reader surely wants. Letters without an article (`FERC approved`) and
//! before another noun (`the NEXUS lane`) can be the name of a company, a product, a place or a code.

use super::acronyms::Mention;
use super::lists::{is_listed, is_one_of};
use super::phrases::{after, before};

/// Words that only a noun or its adjectives follow.
const DETERMINERS: &str =
    "a an another any each either every her his its my neither our the their this your";

/// Adjectives that may be between such a word and the letters. Not every word may: `the word NOPE`.
const ADJECTIVES: &str = "annual county current draft entire federal final first former full joint last local \
    national new next old only original other own proposed regional revised same second separate signed single \
    standard state third usual whole";

/// Words that can't belong to a noun before them that has no other head: prepositions, conjunctions, auxiliary verbs,
/// adverbs, and forms of verbs that are no nouns.
const CLOSERS: &str = "about across after against ago alone already also although always among are aren't around as \
    asks at became because become becomes been before began begins behind being below besides between bought brought \
    built but by came can can't cannot chose comes could couldn't did didn't do does doesn't down drew during either \
    fell felt for found from gave gets gives goes got grew had hadn't has hasn't have haven't he held here how if in \
    inside instead into is isn't it itself kept knew lasts led left lies lost made makes may meant meets met might \
    must near never no nor not of off often on once only onto out outside over paid past pays per publishes put ran \
    read receives regarding remains requires rose said sat saw says seems sent set shall she should since sold spent \
    spoke stood than that then there they though thought through throughout to told took toward under unless until up \
    upon uses via wants was wasn't we went were weren't when where whether which while who whom whose will with \
    within without won't would wouldn't wrote yet you";

/// Words that begin the object of a verb, or a clause, and don't go on with a noun.
const OBJECTS: &str = "a all an and any both by each either every for her him his how if in it its itself more most \
    no nobody nothing on only our that the their them they this those to us we what when where whether which who \
    whose with your";

/// The fewest and the most letters of what is taken for an acronym; six in a row are most often a name, `a CESSNA`.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=5;

/// Whether the mention's own sentence uses its letters as a common noun.
pub(in crate::check) fn is_common_noun(mention: &Mention<'_>) -> bool {
    let (text, start, name) = (mention.prose.text.as_str(), mention.start, mention.name);
    let is_plain = name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'&');
    let head = before(text, start);
    let rest = after(text, start + name.len());
    if !is_plain || !LETTERS.contains(&name.len()) || head.ends_with(['-', '–', '/', '&', '.']) {
        return false;
    }
    match rest.strip_prefix('s') {
        Some(rest) => !rest.starts_with(['-', '/', '(']),
        None => is_determined(head) && closes(rest),
    }
}

/// Whether a word such as `the` ends `head`, with an adjective after it or without.
fn is_determined(head: &str) -> bool {
    let words = head.trim_end_matches(['*', '_']);
    let Some(words) = words.strip_suffix([' ', '\n', '\u{a0}']) else { return false };
    let mut words = words
        .rsplit(|c: char| c.is_whitespace())
        .map(|word| word.trim_start_matches(|c: char| !c.is_alphanumeric()));
    let is_determiner = |word: &str| is_one_of(word, DETERMINERS);
    let Some(last) = words.next() else { return false };
    is_determiner(last) || (is_listed(last, ADJECTIVES) && words.next().is_some_and(is_determiner))
}

/// Whether nothing in `rest` can be a noun that the letters before it belong to.
fn closes(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['*', '_']);
    if let Some(rest) = rest.strip_prefix(['\'', '’']) {
        return rest.starts_with("s ");
    }
    let mark = rest.trim_start_matches(['"', '”', ')', ']']);
    if mark.trim().is_empty() || mark.starts_with(['.', ';', ':', '?', '!']) {
        return !mark.starts_with([':', '.'])
            || mark[1..].starts_with(|c: char| c.is_whitespace())
            || mark.len() == 1;
    }
    // `the SAP, JIRA and Oracle licenses`
    if let Some(next) = mark.strip_prefix(", ") {
        return !next.starts_with(char::is_uppercase) && !next.starts_with("and ");
    }
    let Some(rest) = mark.strip_prefix([' ', '\n', '\u{a0}']) else { return false };
    let mut words = rest.split_whitespace();
    let next = words.next().unwrap_or_default();
    let bare = next.trim_end_matches([',', '.', ';', ':', ')', '?', '!']);
    let follower = words.next().unwrap_or_default();
    if matches!(next, "and" | "or" | "&") {
        return is_one_of(follower, DETERMINERS) || is_listed(follower, CLOSERS);
    }
    let is_lower = bare.starts_with(|c: char| c.is_ascii_lowercase());
    let is_verb = bare.ends_with('s') && !bare.ends_with("ss") && next.len() == bare.len();
    is_listed(bare, CLOSERS)
        || matches!(next, "–" | "—")
        || (is_lower && bare.len() > 4 && bare.ends_with("ed"))
        || (is_lower && is_verb && is_object(follower))
}

fn is_object(word: &str) -> bool {
    is_listed(word, OBJECTS)
        || word.trim_start_matches('$').starts_with(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_noun(text: &str) -> bool {
        let start = text.find("FSP").unwrap_or_default();
        let end = start + "FSP".len();
        is_determined(&text[..start]) && closes(&text[end..])
    }

    #[test]
    fn an_article_and_no_noun_after_it_make_a_noun() {
        for text in [
            "The FSP is late.",
            "the FSP",
            "in each FSP.",
            "a new FSP for the port",
            "the FSP’s first page",
            "the FSP and the map",
            "(the FSP) is",
            "the **FSP** was",
            "the FSP lists the ports",
            "The FSP approved it.",
            "the FSP, which",
            "the FSP: all",
        ] {
            assert!(is_noun(text), "{text}");
        }
    }

    #[test]
    fn names_and_what_is_before_a_noun_make_none() {
        for text in [
            "FSP approved it.",
            "in FSP.",
            "the FSP lane",
            "the FSP lanes are",
            "the FSP and JIRA boards",
            "the FSP, JIRA and Oracle licenses",
            "the word FSP is",
            "the FSP Act",
            "the FSP 12",
            "the FSP.txt file",
            "Vitamin FSP is",
            "the FSP-based",
        ] {
            assert!(!is_noun(text), "{text}");
        }
    }

    #[test]
    fn the_lists_are_sorted() {
        for list in [DETERMINERS, ADJECTIVES, CLOSERS, OBJECTS] {
            let words: Vec<&str> = list.split_whitespace().collect();
            assert!(words.is_sorted(), "{list}");
        }
    }
}
