use super::grammar;
use crate::check::facts::lists::is_one_of;
use crate::check::facts::phrases::Hit;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink, UnitNames};
use crate::paper::fields::MONTHS;
use crate::project::units::{NameKind, Registry};
use crate::text::finding::Fix;

rule! {
    /// A unit must be called in the text by the name it has in the registry.
    ///
    /// ## Why
    ///
    /// A group that goes by three names looks like three groups, and a search for one finds a third of
    /// the papers. The federal plain language guidelines ask to use one term for one thing. The
    /// registry, `units.yaml`, says which name is official at the paper's period and which short forms
    /// are allowed; its `aliases` are the names that people use and papers should not. Other spellings of these
    /// names are found without being listed: `Centers Workgroup`, `Centers WG`. A name that was
    /// dropped before the paper's period is reported as well, unless the text says that it is an old
    /// one: `formerly …`.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The Centers Working Group meets every 2 weeks.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the official name, or a short form that the registry lists under `short`.
    "inconsistent-name", Warning => Phrases(phrases, check)
}

/// Words near a name that say that it is an old or an unofficial one.
const HISTORY: [&str; 16] = [
    "became",
    "becomes",
    "called",
    "former",
    "formerly",
    "known",
    "merged",
    "old",
    "once",
    "originally",
    "previously",
    "renamed",
    "replaced",
    "succeeded",
    "superseded",
    "then",
];

fn phrases(names: &UnitNames) -> Vec<&str> {
    names.phrases().collect()
}

fn check(cx: &PaperContext<'_>, hits: &[Hit<'_>], out: &mut Sink<'_>) {
    let Some(registry) = cx.registry() else { return };
    let names = &cx.shared.unit_names;
    let period = cx.period();
    for hit in hits {
        if out.is_full() {
            break;
        }
        let respelled = names.respelled(&hit.prose.text[..hit.end]);
        let respelled = respelled.filter(|name| name.start < hit.start);
        let hit = &Hit { start: respelled.map_or(hit.start, |name| name.start), ..*hit };
        let own = names.name(hit.phrase);
        let Some(known) = respelled.map(|name| name.name).or(own) else { continue };
        // An alias in lowercase is an ordinary word: "the bond group".
        let is_name =
            hit.text().starts_with(char::is_uppercase) || !known.starts_with(char::is_uppercase);
        let is_lowered = is_in_small_letters(hit.text(), known);
        let name = if respelled.is_some() { known } else { hit.text() };
        let found = registry.find(name, period).filter(|_| is_name || is_lowered);
        let Some((unit, kind)) = found else { continue };
        let kind = if respelled.is_some() || is_lowered { NameKind::Alias } else { kind };
        let right = &period.map_or(unit, |period| registry.at(unit, period)).name;
        let is_right = match kind {
            NameKind::Official | NameKind::Short => *right == unit.name,
            NameKind::Alias => right.eq_ignore_ascii_case(hit.text()) && !is_lowered,
        };
        if !is_right && !is_history(hit) && !is_company(hit) && !is_longer(hit) {
            report(cx, registry, hit, kind, right, out);
        }
    }
}

fn report(
    cx: &PaperContext<'_>,
    registry: &Registry,
    hit: &Hit<'_>,
    kind: NameKind,
    right: &str,
    out: &mut Sink<'_>,
) {
    let text = hit.text();
    let message = match (kind, cx.period()) {
        (NameKind::Alias, _) | (_, None) => format!("`{text}` is not the official name"),
        (_, Some(period)) => format!("`{text}` was not the name in {}", period.printed()),
    };
    let unit = registry.units.iter().find(|unit| unit.name == right);
    let short = unit.and_then(|unit| unit.short.first());
    let or_short = short.map(|short| format!(" or `{short}`")).unwrap_or_default();
    let mut report = out.at(hit.span(), message).help(format!("write `{right}`{or_short}"));
    if let Some(unit) = unit {
        report = report.label_in(&registry.file, unit.span, "the name in the registry");
    }
    let words = grammar::fitted(hit.before(), right);
    if let (Some(span), Some(words)) = (hit.replaceable(&cx.paper.file), words) {
        report.fix(Fix::risky("write the official name", span, words));
    }
}

/// Whether a name of so many words that no others are likely to be in that order is in small letters: `the regional desks
/// working group`.
fn is_in_small_letters(text: &str, name: &str) -> bool {
    name.split_whitespace().count() > 3
        && name.split_whitespace().all(|word| word.starts_with(char::is_uppercase))
        && !text.contains(char::is_uppercase)
}

/// Words that begin a sentence before a name, and are no part of it.
const OPENERS: &str = "a after although an and any as at because before both but by each either every for from had has have if \
                       in is like neither nor of on once only or our since so some that the then these this to under unless \
                       until was were when where whether while with without your";

/// Whether the name is the end of another group's: `the Groundwater Data Working Group`.
fn is_longer(hit: &Hit<'_>) -> bool {
    let Some(before) = hit.before().strip_suffix(' ') else { return false };
    let word = before.rsplit(|c: char| !c.is_alphanumeric() && c != '-').next().unwrap_or_default();
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_some_and(char::is_lowercase)
        && !is_one_of(word, OPENERS)
        && !MONTHS.contains(&word)
}

/// Whether the name is the beginning of a company's.
fn is_company(hit: &Hit<'_>) -> bool {
    let next = hit.after().trim_start_matches([' ', ',']);
    let next = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    ["Inc", "LLC", "Ltd", "Corp", "Corporation", "Company", "Holdings", "LLP"].contains(&next)
}

fn is_history(hit: &Hit<'_>) -> bool {
    let is_sign = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        HISTORY.iter().any(|sign| word.eq_ignore_ascii_case(sign))
    };
    hit.before().split_whitespace().rev().take(3).any(is_sign)
        || hit.after().split_whitespace().take(words_after(hit)).any(is_sign)
        || [", now ", " (now "].iter().any(|now| hit.after().starts_with(now))
}

/// How many words after a name may say that it is an old one: more in a clause about it, `, which has since been renamed`.
fn words_after(hit: &Hit<'_>) -> usize {
    if hit.after().starts_with(", which") || hit.after().starts_with(" (which") { 6 } else { 3 }
}
