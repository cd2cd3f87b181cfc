use super::sentences::sentences;
use super::time_spans::{self, Direction};
use crate::check::facts::phrases::Hit;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink, UnitNames};
use crate::paper::body::ProseKind;
use crate::text::finding::Fix;

rule! {
    /// A time that is relative to today must be written as a date.
    ///
    /// ## Why
    ///
    /// A paper is carried forward from meeting to meeting and stays in the record for good. "For ten
    /// years", "currently" and "next month" are right on the day they are written and wrong a quarter
    /// later, and nothing shows it. Dates stay true. `in 2014` and `every 2 weeks` are fine, and
    /// quotations and headings are left alone.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// The desks have been permanent for ten years. The group recently met and will meet next month.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Say since when, until when or on which date: `since 2014`, `in May 2024`, `by July 31, 2024`.
    /// Often the word can go without loss: `CBP currently reviews …` says no more than `CBP reviews …`.
    "relative-time", Warning => Phrases(phrases, check)
}

const PHRASES: [(&str, Direction); 22] = [
    ("as of now", Direction::Here),
    ("as of today", Direction::Here),
    ("at present", Direction::Here),
    ("at the moment", Direction::Here),
    ("at this time", Direction::Here),
    ("currently", Direction::Here),
    ("nowadays", Direction::Here),
    ("presently", Direction::Here),
    ("thus far", Direction::Here),
    ("to date", Direction::Here),
    ("today", Direction::Here),
    ("until now", Direction::Here),
    ("lately", Direction::Back),
    ("most recently", Direction::Back),
    ("not long ago", Direction::Back),
    ("recently", Direction::Back),
    ("yesterday", Direction::Back),
    ("in the near future", Direction::Ahead),
    ("in the foreseeable future", Direction::Ahead),
    ("soon", Direction::Ahead),
    ("tomorrow", Direction::Ahead),
    ("upcoming", Direction::Ahead),
];

/// The phrases, then the nouns that times are counted in.
fn phrases(_: &UnitNames) -> Vec<&str> {
    PHRASES.iter().map(|(phrase, _)| *phrase).chain(time_spans::NOUNS).collect()
}

fn check(cx: &PaperContext<'_>, hits: &[Hit<'_>], out: &mut Sink<'_>) {
    for hit in hits.iter().filter(|hit| hit.prose.kind != ProseKind::Heading) {
        if let Some((phrase, direction)) = PHRASES.get(hit.phrase) {
            if !is_harmless(phrase, hit) {
                report(hit, *direction, out);
            }
            continue;
        }
        let Some(span) = time_spans::find(hit) else { continue };
        let hit = Hit { start: span.start, end: span.end, ..*hit };
        match span.direction {
            Direction::Since if is_lasting(&hit) => report_since(cx, &hit, span.years, out),
            Direction::Since => {}
            direction => report(&hit, direction, out),
        }
    }
}

/// Whether the words are part of a phrase that is not relative to today: `as soon as`,
/// `up to date`.
fn is_harmless(phrase: &str, hit: &Hit<'_>) -> bool {
    let words: &[&str] = match phrase {
        "soon" => &["as", "how", "so", "too"],
        "to date" => &["up", "date"],
        _ => return false,
    };
    let before = hit.before().split_whitespace().next_back().unwrap_or_default();
    words.iter().any(|word| before.eq_ignore_ascii_case(word))
}

fn message(hit: &Hit<'_>) -> String {
    format!("`{}` is true only at the time of writing", hit.text())
}

fn report(hit: &Hit<'_>, direction: Direction, out: &mut Sink<'_>) {
    let help = match direction {
        Direction::Here => "leave it out, or say as of which day or month",
        Direction::Back | Direction::Since => "write the day, the month or the year that is meant",
        Direction::Ahead => "write by when, with the day or the month",
    };
    out.at(hit.span(), message(hit)).help(help);
}

fn report_since(cx: &PaperContext<'_>, hit: &Hit<'_>, years: Option<i32>, out: &mut Sink<'_>) {
    let report = out.at(hit.span(), message(hit));
    let year = years.zip(cx.period()).and_then(|(years, period)| period.year().checked_sub(years));
    let Some(year) = year else {
        report.help("write since when");
        return;
    };
    let since = hit.cased(&format!("since {year}"));
    let report =
        report.help(format!("write since when; counted from the paper's period it is `{since}`"));
    if let Some(place) = hit.replaceable(&cx.paper.file) {
        report.fix(Fix::risky(format!("write `{since}`"), place, since));
    }
}

/// Whether the sentence is about what has lasted until now: `have been … for ten years`. `Keep the
/// records for five years` and `met for two years` don't age.
fn is_lasting(hit: &Hit<'_>) -> bool {
    let (before, after) = (hit.before(), hit.after());
    let start = hit.start - before.len();
    let Some(around) = hit.prose.text.get(start..hit.end + after.len()) else { return false };
    let Some(sentence) = sentences(around).find(|range| range.contains(&before.len())) else {
        return false;
    };
    let before = around.get(sentence.start..before.len()).unwrap_or_default();
    let after = around.get(hit.end - start..sentence.end).unwrap_or_default();
    has_perfect(before) || (before.trim().is_empty() && has_perfect(after))
}

/// Whether a clause has `has` or `have`, and no duty, wish or possibility after it.
fn has_perfect(clause: &str) -> bool {
    const OTHER: [&str; 8] = ["can", "could", "may", "might", "must", "should", "to", "will"];
    let is_perfect = |word: &str| {
        ["has", "have"].iter().any(|verb| word.eq_ignore_ascii_case(verb))
            || word.ends_with("'ve")
            || word.ends_with("’ve")
    };
    let mut words = clause.split_whitespace();
    words.any(is_perfect) && !words.any(|word| OTHER.contains(&word))
}
