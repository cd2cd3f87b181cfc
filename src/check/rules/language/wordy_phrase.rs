use std::sync::LazyLock;

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

/// One line per entry: the phrase, then the plain words for it, the best first.
const ENTRIES: &str = include_str!("wordy_phrases.txt");

/// The phrases, each with its plain words.
static TABLE: LazyLock<Vec<(&str, Vec<&str>)>> = LazyLock::new(|| {
    ENTRIES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(':'))
        .map(|(phrase, plain)| (phrase.trim(), plain.split(',').map(str::trim).collect()))
        .collect()
});

fn phrases(_: &UnitNames) -> Vec<&str> {
    TABLE.iter().map(|(phrase, _)| *phrase).collect()
}

fn check(cx: &PaperContext<'_>, hits: &[Hit<'_>], out: &mut Sink<'_>) {
    for hit in hits.iter().filter(|hit| !is_literal(hit)) {
        let Some((_, plain)) = TABLE.get(hit.phrase) else { continue };
        let choices: Vec<String> =
            plain.iter().map(|plain| format!("`{}`", hit.cased(plain))).collect();
        let report = out
            .at(hit.span(), format!("`{}` says more than it needs to", hit.text()))
            .help(format!("write {}", choices.join(" or ")));
        if let (Some(best), Some(span)) = (plain.first(), hit.replaceable(&cx.paper.file)) {
            let best = hit.cased(best);
            report.fix(Fix::risky(format!("write `{best}`"), span, best));
        }
    }
}

/// Whether the words are meant one by one, as in `a number of 5 digits`.
fn is_literal(hit: &Hit<'_>) -> bool {
    hit.text().eq_ignore_ascii_case("a number of")
        && hit.after().trim_start().starts_with(|c: char| c.is_ascii_digit())
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
