use super::context::{Sentence, is_in_name, is_mentioned};
use crate::check::facts::lists::is_one_of;
use crate::check::facts::phrases::Hit;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink, UnitNames};
use crate::text::finding::Fix;

rule! {
    /// A word that can be read in two ways must be replaced with a clear one.
    ///
    /// ## Why
    ///
    /// Is a bi-weekly group one that meets twice a week or every two weeks? Dictionaries allow both.
    /// The federal plain language guidelines ask for `must` in place of `shall`, which can be a duty,
    /// a promise or a forecast, and for `A or B, or both` in place of `and/or`.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The group meets bi-weekly and/or by telephone. Filers shall answer within 10 days.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write out what is meant: `every 2 weeks` or `twice a week`; `A or B, or both`; `must` for a
    /// duty and `will` for the future.
    "ambiguous-term", Warning => Phrases(phrases, check)
}

/// A word, why it is not clear, and what to write.
struct Term {
    word: &'static str,
    meaning: &'static str,
    help: &'static str,
}

const fn term(word: &'static str, meaning: &'static str, help: &'static str) -> Term {
    Term { word, meaning, help }
}

const WEEKLY: &str = "can mean twice a week or every two weeks";
const MONTHLY: &str = "can mean twice a month or every two months";
const YEARLY: &str = "can mean twice a year or every two years";
const WEEKS: &str = "write `every 2 weeks` or `twice a week`";
const MONTHS: &str = "write `every 2 months` or `twice a month`";
const YEARS: &str = "write `twice a year` or `every 2 years`";
const SHALL: &str = "shall";

const TERMS: [Term; 13] = [
    term("biweekly", WEEKLY, WEEKS),
    term("bi-weekly", WEEKLY, WEEKS),
    term("bimonthly", MONTHLY, MONTHS),
    term("bi-monthly", MONTHLY, MONTHS),
    term("biannual", YEARLY, YEARS),
    term("bi-annual", YEARLY, YEARS),
    term("biannually", YEARLY, YEARS),
    term("bi-annually", YEARLY, YEARS),
    term("biyearly", YEARLY, YEARS),
    term("bi-yearly", YEARLY, YEARS),
    term("and/or", "leaves open whether one or both are meant", "write `A or B, or both`"),
    term("and / or", "leaves open whether one or both are meant", "write `A or B, or both`"),
    term(
        SHALL,
        "can be a duty, a promise or a forecast",
        "write `must` for a duty, `will` for the future",
    ),
];

fn phrases(_: &UnitNames) -> Vec<&str> {
    TERMS.iter().map(|term| term.word).collect()
}

fn check(cx: &PaperContext<'_>, hits: &[Hit<'_>], out: &mut Sink<'_>) {
    for hit in hits {
        if out.is_full() {
            break;
        }
        let Some(term) = TERMS.get(hit.phrase) else { continue };
        let sentence = Sentence::around(hit);
        if is_in_name(hit, sentence)
            || is_mentioned(hit, sentence, cx.paper.body())
            || is_clear(term.word, sentence)
        {
            continue;
        }
        let message = format!("`{}` {}", hit.text(), term.meaning);
        let is_ban = term.word == SHALL && is_negated(sentence);
        let help = if is_ban {
            "write `may` for what is forbidden, `will` for the future"
        } else {
            term.help
        };
        let report = out.at(hit.span(), message).help(help);
        if term.word == SHALL
            && !is_ban
            && let Some(span) = hit.replaceable(&cx.paper.file)
        {
            report.fix(Fix::risky("write `must`", span, hit.cased("must")));
        }
    }
}

/// Whether the sentence leaves no doubt: `Shall we …?` asks for no duty, `an and/or switch` is a name, and `biweekly
/// (every 14 days)` is explained.
fn is_clear(word: &str, sentence: Sentence<'_>) -> bool {
    match word {
        SHALL => sentence.is_start(),
        "and/or" | "and / or" => is_one_of(sentence.previous(), "a an the"),
        _ => is_explained(sentence.after),
    }
}

/// Whether what follows says how often: in brackets, or after a comma or a dash.
fn is_explained(after: &str) -> bool {
    let after = after.trim_start();
    let Some(rest) = after.strip_prefix(['(', ',', '–', '—', '-']) else { return false };
    let leads = ["i.e.,", "i.e.", "that is,", "that is", "meaning", "or"];
    let rest = rest.trim_start();
    let rest = leads.iter().find_map(|lead| rest.strip_prefix(lead)).unwrap_or(rest).trim_start();
    let often = "every twice once two 2 six 6 24 26 semiannual semimonthly semiweekly";
    rest.split(|c: char| !c.is_alphanumeric()).next().is_some_and(|word| is_one_of(word, often))
}

/// Whether `must` would change what is said: `no person shall` is `no person may`.
fn is_negated(sentence: Sentence<'_>) -> bool {
    let opener = sentence.before.split_whitespace().next().unwrap_or_default();
    is_one_of(opener, "No Neither Nothing Nobody None")
        || sentence.has_before("no neither nor nothing nobody none")
}
