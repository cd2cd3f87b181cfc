use std::collections::HashMap;

use super::grammar;
use crate::check::facts::acronyms::Mention;
use crate::check::facts::capitals::parts;
use crate::check::facts::expansion::{Order, shares_letters};
use crate::check::facts::meanings;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::text::finding::Fix;
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// An acronym that is introduced must be used again.
    ///
    /// ## Why
    ///
    /// A reader who meets a long form with its letters in parentheses remembers them for later. If
    /// they never come back, the effort was for nothing. The federal plain language guidelines, under
    /// "Minimize abbreviations", allow an acronym only for a term that is used often.
    ///
    /// Letters that everybody knows for just that meaning are left alone, `information technology (IT)`, but
    /// not those that the paper gives another one, `belt press (BP)`. The rule asks only about letters of
    /// which at least half begin a word of the long form: others, such as `Acetaminophen (APAP)` or
    /// `Detroit Metropolitan Airport (DTW)`, are a name or a code of their own, worth giving once.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks work with the ports of entry (POEs) on renewals. The ports report weekly.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Drop the parentheses, or use the acronym where the long form appears again.
    "unused-acronym", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let mentions = cx.mentions();
    let counts = count(mentions);
    let mut occurrences = Occurrences::new(cx.paper.file.text());
    for mention in mentions {
        if out.is_full() {
            break;
        }
        let Some(expansion) = &mention.expansion else { continue };
        let is_used = names(mention).any(|name| counts.get(name).is_some_and(|count| *count > 1));
        // Code and the texts of pictures use acronyms as well.
        // `New York (NY)` and `Detroit Metropolitan Airport (DTW)` are places and their codes, and `information
        // technology (IT)` burdens nobody.
        if !shares_letters(expansion.long, mention.name)
            || is_symbol(expansion.long, mention.name)
            || meanings::is_famous_for(mention.name, expansion.long)
            || mention.is_quoted
            || is_used
            || occurrences.are_several(mention.name)
        {
            continue;
        }
        let extra = mention.prose.span_of(expansion.extra.start, expansion.extra.end);
        let message = format!("`{}` is introduced and never used again", mention.name);
        match expansion.order {
            Order::LongFirst => {
                let bracket = cx.source(extra);
                let report = out.at(extra, message).help(format!("drop `{bracket}`"));
                let space = Span::new(extra.start.saturating_sub(1), extra.start);
                if bracket.starts_with(['(', '[']) && cx.source(space) == " " {
                    let span = Span::new(space.start, extra.end);
                    report.fix(Fix::risky(format!("drop `{bracket}`"), span, ""));
                }
            }
            Order::ShortFirst => {
                let before = cx.paper.file.text().get(..extra.start).unwrap_or_default();
                let fitted = grammar::fitted(before, expansion.long).map(|words| (extra, words));
                let with_article = || {
                    let (start, words) = grammar::with_other_article(before, expansion.long)?;
                    Some((Span::new(start, extra.end), words))
                };
                let fitted = fitted.or_else(with_article);
                let shown = fitted.as_ref().map_or(expansion.long, |(_, words)| words);
                let report = out
                    .at(extra, message)
                    .help(format!("write the long form alone: {}", suggest::shown(shown)));
                if let Some((span, words)) = fitted {
                    report.fix(Fix::risky(format!("write `{words}`"), span, words));
                }
            }
        }
    }
}

/// Whether the letters are the code of an airport, or stand for single letters: `Fairbanks International Airport (FAI)`,
/// `an X and a Y (XY)`.
fn is_symbol(long: &str, name: &str) -> bool {
    let is_airport = name.len() == 3 && (long.ends_with("Airport") || long.ends_with("Airfield"));
    is_airport || !long.split_whitespace().any(|word| word.len() > 3)
}

/// How often each acronym is mentioned. `AD/CVD` mentions `AD` as well, and the other way round.
fn count<'m>(mentions: &'m [Mention<'_>]) -> HashMap<&'m str, usize> {
    let mut counts = HashMap::new();
    for mention in mentions {
        for name in names(mention) {
            *counts.entry(name).or_insert(0) += 1;
        }
    }
    counts
}

/// An acronym and its parts, each once.
fn names<'m>(mention: &'m Mention<'_>) -> impl Iterator<Item = &'m str> {
    let parts = parts(mention.name).filter(|part| *part != mention.name);
    parts.chain([mention.name])
}

/// How many names are searched for in a paper one by one; with more of them, all words are counted once.
const SEARCHES: usize = 64;

/// Which names are in a paper several times as words of their own, in its title too.
struct Occurrences<'t> {
    text: &'t str,
    searches: usize,
    /// How often each run of letters and digits is there, a plural as its singular.
    counts: Option<HashMap<&'t str, u32>>,
}

impl<'t> Occurrences<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, searches: 0, counts: None }
    }

    fn are_several(&mut self, name: &str) -> bool {
        self.searches += 1;
        if self.searches <= SEARCHES {
            return self.search(name);
        }
        // One that is put together of several is taken to be used again rather than searched for.
        let counts = self.counts.get_or_insert_with(|| counts(self.text));
        counts.get(name).is_none_or(|count| *count > 1)
    }

    fn search(&self, name: &str) -> bool {
        let is_whole = |at: &usize| {
            let after = &self.text[at + name.len()..];
            let after = after.strip_prefix('s').unwrap_or(after);
            !self.text[..*at].ends_with(char::is_alphanumeric)
                && !after.starts_with(char::is_alphanumeric)
        };
        let found = memchr::memmem::find_iter(self.text.as_bytes(), name);
        found.filter(is_whole).nth(1).is_some()
    }
}

fn counts(text: &str) -> HashMap<&str, u32> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *counts.entry(word).or_default() += 1;
        if let Some(singular) = word.strip_suffix('s') {
            *counts.entry(singular).or_default() += 1;
        }
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_counted_as_it_is_searched_for() {
        let text = "ABC (XYZ, ABCs), XYZW aXYZ DEF/GHI; DEF/GHI";
        let mut occurrences = Occurrences::new(text);
        for round in 0..2 * SEARCHES {
            let several = ["ABC", "XYZ", "DEF", "XYZW"].map(|name| occurrences.are_several(name));
            assert_eq!(several, [true, false, true, false], "{round}");
        }
        assert!(occurrences.are_several("DEF/GHI"));
    }
}
