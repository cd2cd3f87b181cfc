//! Where the words that an acronym stands for are in a paper, beside it or not.

use std::ops::Range;

use super::acronyms::Mention;
use super::expansion::matched;
use super::{capitals, codes};
use crate::paper::Paper;
use crate::paper::body::{Prose, ProseKind};
use crate::series::Role;
use crate::series::Series;
use crate::text::source::Span;

/// Where the long form is, seen from an acronym.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::check) enum Spelled<'p> {
    /// Before it or together with it: a reader knows what it means.
    Known,
    /// After it.
    Later {
        /// The long form.
        long: &'p str,
        /// Its place in the file.
        span: Span,
    },
}

/// How many bytes may be between an acronym of two letters and its long form, as in `IP, short for`.
const NEAR: usize = 16;

/// How a long form is joined to the acronym after it.
const BEFORE_SHORT: [&str; 8] =
    [", or", " or", " called", " as", ", or the", " abbreviated", " hereafter", " a.k.a."];

/// Words that join the main words of a long form.
const SMALL: [&str; 13] =
    ["a", "an", "and", "by", "de", "for", "from", "in", "of", "on", "the", "to", "with"];

/// Whether the acronym needs no long form where it is: as a code or as part of a name.
pub(in crate::check) fn is_part_of_name(mention: &Mention<'_>) -> bool {
    let (text, start) = (mention.prose.text.as_str(), mention.start);
    let end = start + mention.name.len();
    capitals::is_in_name(text, start, end)
        || capitals::is_designation(text, end)
        || capitals::is_code(mention.prose, start, end)
        || codes::is_clear(text, start..end)
}

/// Whether three letters or more are those of the name of the agency that publishes the series: `CBP`.
pub(in crate::check) fn is_agency(series: &Series, name: &str) -> bool {
    let agency = series.agency.as_deref().unwrap_or_default();
    name.len() > 2 && spell(agency, name).is_some_and(|range| range.end == agency.len())
}

/// Where the words that a mention's letters begin are in the paper.
pub(in crate::check) fn find<'p>(
    paper: &'p Paper,
    series: &Series,
    mention: &Mention<'p>,
) -> Option<Spelled<'p>> {
    let name = mention.name;
    let blocks = &paper.body().prose;
    let at = blocks.partition_point(|block| block.span.start < mention.prose.span.start);
    debug_assert!(std::ptr::eq(&raw const blocks[at], mention.prose), "in order");
    let title = series.text(paper, Role::Title).unwrap_or_default();
    let is_long = name.bytes().filter(u8::is_ascii_alphabetic).count() > 2;
    if is_joined_before(mention) || is_near(mention) || is_described(mention) {
        return Some(Spelled::Known);
    }
    // The next cell of a row in a table of abbreviations.
    let row = blocks
        .get(at + 1)
        .filter(|next| mention.prose.kind == ProseKind::Cell && next.kind == ProseKind::Cell);
    if row.is_some_and(|next| spell(&next.text, name).is_some_and(|range| range.start == 0)) {
        return Some(Spelled::Known);
    }
    if !is_long {
        return None;
    }
    let is_earlier = spell(title, name).is_some()
        || blocks[..at].iter().any(|block| spell(&block.text, name).is_some());
    let (before, rest) = mention.prose.text.split_at(mention.start);
    if is_earlier || spell(before, name).is_some() {
        return Some(Spelled::Known);
    }
    let later = blocks[at + 1..].iter().find_map(|block| Some((block, spell(&block.text, name)?)));
    let here = spell(rest, name)
        .map(|range| (mention.prose, range.start + mention.start..range.end + mention.start));
    let (block, range): (&'p Prose, _) = here.or(later)?;
    // A footnote at the acronym explains it there.
    if rest[name.len()..].trim_start_matches(['.', ',', ';']).starts_with(Prose::OBJECT) {
        return Some(Spelled::Known);
    }
    let span = block.span_of(range.start, range.end);
    Some(Spelled::Later { long: &block.text[range], span })
}

/// `the Automated Clearinghouse, or ACH`.
fn is_joined_before(mention: &Mention<'_>) -> bool {
    let before = mention.prose.text[..mention.start].trim_end_matches([' ', '"', '“']);
    BEFORE_SHORT.iter().any(|joint| {
        before.strip_suffix(joint).map(without_leads).is_some_and(|before| {
            let words = before.rsplit(' ').take(mention.name.len() + 2);
            let reach = words.map(|word| word.len() + 1).sum::<usize>().min(before.len());
            let window = &before[before.len() - reach..];
            matched(window, mention.name).is_some_and(|long| long.contains([' ', '-']))
        })
    })
}

/// `text` without the words and marks at its end that lead to a short form: `privacy, known for short`.
fn without_leads(mut text: &str) -> &str {
    const LEADS: &str = "abbreviated also better commonly for generally known often referred short shortened simply \
                         sometimes to usually";
    loop {
        let word = text.rsplit(' ').next().unwrap_or_default();
        let is_lead = !word.is_empty() && LEADS.split_whitespace().any(|lead| lead == word);
        let Some(rest) = text.strip_suffix(word).filter(|_| is_lead) else { break };
        text = rest.trim_end();
    }
    text.trim_end_matches(',')
}

/// `FALA (faller, class A)`, `Acetaminophen (APAP)`: what letters mean, where a comma is in it or it is one word.
fn is_described(mention: &Mention<'_>) -> bool {
    let (text, start) = (mention.prose.text.as_str(), mention.start);
    let end = start + mention.name.len();
    let inside = text[end..].strip_prefix(" (").and_then(|rest| rest.split_once(')'));
    let is_given = inside.is_some_and(|(long, _)| {
        // `WASM (wasm32)` says the same again.
        long.contains(' ')
            && long.split_whitespace().count() <= 2 * mention.name.len()
            && matched(long, mention.name).is_some_and(|found| found.len() == long.len())
    });
    is_given || codes::is_short_for_word(text, &(start..end))
}

/// `ISF: Importer Security Filing`, `ISF stands for …`, `Importer Security Filing – ISF`.
fn is_near(mention: &Mention<'_>) -> bool {
    let text = mention.prose.text.as_str();
    let end = mention.start + mention.name.len();
    let reach = |from: usize, bytes: usize| text.ceil_char_boundary((from + bytes).min(text.len()));
    let after = &text[end..reach(end, 12 * mention.name.len() + NEAR)];
    if spell(after, mention.name).is_some_and(|range| range.start <= NEAR) {
        return true;
    }
    let from =
        text.floor_char_boundary(mention.start.saturating_sub(12 * mention.name.len() + NEAR));
    let before = &text[from..mention.start];
    spell(before, mention.name).is_some_and(|range| before.len() - range.end <= NEAR / 4)
}

/// The first words of `text` whose first letters are the letters of `name`, with small words between them.
///
/// Short words in small letters are too common to be taken for a long form: `in order to` is none for `IOT`.
fn spell(text: &str, name: &str) -> Option<Range<usize>> {
    let letters: Vec<u8> = name.bytes().filter(u8::is_ascii_alphabetic).collect();
    let first = *letters.first()?;
    for word in (Words { text, at: 0 }) {
        if begins_with(&text[word.clone()], first)
            && is_main(&text[word.clone()])
            && let Some(end) = spelled_from(text, word.end, &letters[1..])
        {
            return Some(word.start..end);
        }
    }
    None
}

/// The end of the words from `at` on that begin with `letters`.
fn spelled_from(text: &str, at: usize, letters: &[u8]) -> Option<usize> {
    let mut words = Words { text, at };
    let mut end = at;
    let mut may_skip = true;
    for letter in letters {
        loop {
            let word = words.next()?;
            // A sentence or a clause ends in between.
            let gap = &text[end..word.start];
            let is_initial = gap.starts_with('.') && text[..end].ends_with(char::is_uppercase);
            if gap.contains([',', ';', ':', '(', ')', '\n']) || (gap.contains('.') && !is_initial) {
                return None;
            }
            let is_match = begins_with(&text[word.clone()], *letter);
            let is_small = SMALL.contains(&&text[word.clone()]);
            end = word.end;
            if is_match && (is_main(&text[word.clone()]) || is_small) {
                break;
            }
            // `Centers for Medicare & Medicaid Services` has a letter for one of two words.
            let is_skipped = may_skip && text[word].starts_with(char::is_uppercase);
            if !is_small && !is_skipped {
                return None;
            }
            may_skip &= is_small;
        }
    }
    Some(end)
}

/// Whether a word stands for `letter`; "Extensible" stands for an X.
fn begins_with(word: &str, letter: u8) -> bool {
    let word = word.as_bytes();
    word.first().is_some_and(|first| first.eq_ignore_ascii_case(&letter))
        || (letter == b'X' && word.get(..2).is_some_and(|head| head.eq_ignore_ascii_case(b"ex")))
}

/// Whether a word can be a main word of a long form: it has a capital, or is none of the most common words.
fn is_main(word: &str) -> bool {
    const COMMON: [&str; 64] = [
        "all", "also", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "did",
        "do", "each", "for", "from", "had", "has", "have", "he", "her", "his", "how", "if", "in",
        "into", "is", "it", "its", "may", "more", "most", "must", "no", "nor", "not", "of", "off",
        "on", "one", "only", "or", "our", "out", "over", "she", "so", "than", "that", "the",
        "their", "them", "then", "there", "they", "this", "to", "was", "were", "when", "who",
        "will", "with",
    ];
    word.starts_with(char::is_uppercase) || (word.len() > 2 && !COMMON.contains(&word))
}

/// The words of a text, as ranges; a hyphen is between words.
struct Words<'t> {
    text: &'t str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.find(char::is_alphanumeric)?;
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
        let length = self.text[start..].find(|c| !is_word(c));
        let end = length.map_or(self.text.len(), |length| start + length);
        self.at = end;
        Some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn long<'t>(text: &'t str, name: &str) -> Option<&'t str> {
        spell(text, name).map(|range| &text[range])
    }

    #[test]
    fn first_letters_spell_the_acronym() {
        assert_eq!(
            long("It is the merchandise processing fee.", "MPF"),
            Some("merchandise processing fee")
        );
        assert_eq!(long("each foreign-trade zone", "FTZ"), Some("foreign-trade zone"));
        assert_eq!(long("at Ports of Entry", "POE"), Some("Ports of Entry"));
        assert_eq!(
            long("the Centers for Medicare & Medicaid Services pays", "CMS"),
            Some("Centers for Medicare & Medicaid Services")
        );
        assert_eq!(
            long("the U.S. Army Corps of Engineers", "USACE"),
            Some("U.S. Army Corps of Engineers")
        );
        assert_eq!(long("of the Ports of Entry", "PE"), Some("Ports of Entry"));
    }

    #[test]
    fn words_that_lead_to_a_short_form_are_passed_over() {
        for text in
            ["privacy, known for short", "privacy, often abbreviated", "privacy, also known"]
        {
            assert_eq!(without_leads(text), "privacy", "{text}");
        }
        assert_eq!(without_leads("a place to wait for"), "a place to wait");
    }

    #[test]
    fn other_words_do_not() {
        assert_eq!(long("in order to go", "IOT"), None);
        assert_eq!(long("The ports. Entry is free, other than early.", "PEO"), None);
        assert_eq!(long("merchandise was processed for a fee", "MPF"), None);
    }
}
