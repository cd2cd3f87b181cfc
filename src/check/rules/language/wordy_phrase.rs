use std::sync::LazyLock;

use super::context::{Sentence, is_in_name, is_mentioned};
use super::grammar;
use crate::check::facts::lists::is_one_of;
use crate::check::facts::phrases::Hit;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink, UnitNames};
use crate::text::finding::Fix;

rule! {
    /// A wordy or stiff phrase must be replaced with a plain word.
    ///
    /// ## Why
    ///
    /// The federal plain language guidelines, under "Use simple words and phrases", list what makes
    /// government papers longer and harder to read than they need to be. This rule knows the entries
    /// that are hardly ever the right choice; words that are also terms of the trade, such as
    /// `facilitate`, are left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// In order to utilize the portal, filers must register prior to the first message.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Use the plain word: `To use the portal, filers must register before the first message.` Read
    /// the sentence again afterwards.
    "wordy-phrase", Warning => Phrases(phrases, check)
}

/// One line per entry: the phrase, then the plain words for it, the best first. `~` before these says that they don't
/// fit into every sentence, so that the author has to put them in.
const ENTRIES: &str = include_str!("wordy_phrases.txt");

/// An entry of the list.
struct Entry {
    phrase: &'static str,
    plain: Vec<&'static str>,
    /// Whether the best plain word can take the place of the phrase.
    fits: bool,
}

static TABLE: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let lines = ENTRIES.lines().filter(|line| !line.starts_with('#'));
    let entries = lines.filter_map(|line| line.split_once(':'));
    entries
        .map(|(phrase, plain)| {
            let words = plain.trim().trim_start_matches('~');
            let plain_words = words.split(',').map(str::trim).collect();
            Entry { phrase: phrase.trim(), plain: plain_words, fits: !plain.contains('~') }
        })
        .collect()
});

fn phrases(_: &UnitNames) -> Vec<&str> {
    TABLE.iter().map(|entry| entry.phrase).collect()
}

fn check(cx: &PaperContext<'_>, hits: &[Hit<'_>], out: &mut Sink<'_>) {
    for hit in hits {
        if out.is_full() {
            break;
        }
        let Some(entry) = TABLE.get(hit.phrase) else { continue };
        let sentence = Sentence::around(hit);
        if is_in_name(hit, sentence)
            || is_mentioned(hit, sentence, cx.paper.body())
            || is_literal(entry.phrase, sentence)
        {
            continue;
        }
        let choices: Vec<String> =
            entry.plain.iter().map(|plain| format!("`{}`", hit.cased(plain))).collect();
        let report = out
            .at(hit.span(), format!("`{}` says more than it needs to", hit.text()))
            .help(format!("write {}", choices.join(" or ")));
        let place = hit.replaceable(&cx.paper.file).filter(|_| fits(entry, sentence));
        if let (Some(best), Some(span)) = (entry.plain.first(), place) {
            let best = hit.cased(best);
            if grammar::fits_article(hit.before(), &best) {
                report.fix(Fix::risky(format!("write `{best}`"), span, best));
            }
        }
    }
}

/// Whether the best plain word fits into the sentence.
fn fits(entry: &Entry, sentence: Sentence<'_>) -> bool {
    let next = sentence.next();
    match entry.phrase {
        "in the event of" => is_one_of(next, "a an"),
        "make a determination" => is_one_of(next, "that whether on"),
        _ => entry.fits,
    }
}

/// Whether the words of a phrase are meant one by one, as in `a number of 5 digits`, or are a term of the trade.
fn is_literal(phrase: &str, sentence: Sentence<'_>) -> bool {
    let (previous, next) = (sentence.previous(), sentence.next());
    match phrase {
        "a number of" => is_exact_number(sentence, previous, next),
        // `the sheds are on the grounds that the port owns`
        "on the grounds that" => !sentence.has_before(
            "appeal appealed challenged criticized denied dismissed excluded exempt justified objected objects \
             opposed opposes overturned protested refused refuses rejected rejects withheld",
        ),
        "in order for" | "in order to" | "in order that" => {
            is_one_of(previous, "be kept keep put sorted listed arranged all")
                || (phrase == "in order for" && is_one_of(previous, "are is was were"))
        }
        "for a period of" => {
            let counts = "a about at eight five four nine no not one seven six ten three two up";
            !next.starts_with(|c: char| c.is_ascii_digit()) && !is_one_of(next, counts)
        }
        // `CPU utilization` and `the utilization rate` are terms.
        "utilization" => {
            let counted = "and better effective efficient full greater increased proper the";
            !is_one_of(next, "of") || !(previous.is_empty() || is_one_of(previous, counted))
        }
        // `disseminated tuberculosis`
        "disseminated" => {
            let verbs = "are be been being is not was were";
            !sentence.ends_clause()
                && !is_one_of(previous, verbs)
                && !is_one_of(next, "a all an any each her his its our that the their them these this to")
        }
        // `payments in lieu of taxes`, `a deed in lieu of foreclosure`
        "in lieu of" => is_one_of(previous, "bond cash deed deeds fee fees pay payment payments"),
        // `paid on an hourly basis` says how, and not how often.
        "on a daily basis" | "on a monthly basis" | "on a weekly basis" | "on a yearly basis"
        | "on an annual basis" | "on an hourly basis" | "on a quarterly basis" => {
            is_one_of(previous, "billed charged compensated employed hired leased paid rented")
        }
        // `with a view to the harbor`
        "with a view to" => !next.ends_with("ing"),
        // A noun: `a joint endeavor to …`.
        "endeavor to" => {
            let mut words = sentence.before.split_whitespace().rev().take(3);
            words.any(|word| is_one_of(word, "a an any her his its our the this"))
        }
        // `a rise in the amount of salt`, but `a grant in the amount of $500`
        "in the amount of" => {
            let is_sum = |c: char| c.is_ascii_digit() || matches!(c, '$' | '€' | '£' | '¥');
            !sentence.after.trim_start().starts_with(is_sum) && !is_number(next)
        }
        // `3° with respect to the vertical`
        "with respect to" => {
            is_one_of(previous, "derivative symmetric neutral")
                || sentence.before.contains('°')
                || sentence.has(
                    "angle angles axis degrees frame horizontal rotate rotated rotates rotation skewed tangent tilt \
                     tilted turned turns vertical",
                )
        }
        "by means of" => is_one_of(previous, "only other"),
        _ => false,
    }
}

/// Whether `a number of` is about a number and not about several things.
fn is_exact_number(sentence: Sentence<'_>, previous: &str, next: &str) -> bool {
    let given = "allot as assign assigned by choose contains enter gave get gets give given gives got has have is \
                 needs select set specify under write";
    let own = "any at between digits each from her his its my one our that the their these this those type your";
    let after: Vec<&str> = sentence.after.split_whitespace().skip(1).take(3).collect();
    // `a number of bytes that is even`
    let is_singular = after.windows(2).any(|pair| {
        is_one_of(pair[0], "that which and") && pair[1].ends_with('s') && pair[1] != "was"
    });
    // `a number of bytes equal to the length`
    let measured = "between determined equal given greater less specified than";
    let is_measured = after.iter().any(|word| is_one_of(word, measured));
    // `has a number of reasons` can only mean several of them.
    let several = "advantages benefits challenges changes comments concerns factors improvements issues options \
                   problems questions reasons ways";
    next.starts_with(|c: char| c.is_ascii_digit())
        || is_number(next)
        || is_one_of(next, own)
        || is_singular
        || is_measured
        || (is_one_of(previous, given) && !is_one_of(next, several))
        || sentence.has_before("digit digits numbered")
}

/// Whether a word is a number: `zero`, `twelve`.
fn is_number(word: &str) -> bool {
    is_one_of(word, "zero one two three four five six seven eight nine ten eleven twelve twenty")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_has_a_plain_word_and_stands_once() {
        let lines: Vec<&str> = ENTRIES.lines().filter(|line| !line.starts_with('#')).collect();
        let plain = |line: &&str| line.split_once(": ").is_some_and(|(_, plain)| !plain.is_empty());
        assert!(lines.iter().all(plain));
        assert!(lines.is_sorted(), "the list is sorted");
        let phrases: std::collections::BTreeSet<_> = lines
            .iter()
            .filter_map(|line| line.split_once(':'))
            .map(|(phrase, _)| phrase)
            .collect();
        assert_eq!(phrases.len(), lines.len());
    }
}
