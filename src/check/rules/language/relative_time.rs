use super::context::{Sentence, is_in_name};
use super::time_spans::{self, Direction};
use crate::check::facts::lists::is_one_of;
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

const PHRASES: [(&str, Direction); 26] = [
    ("as of now", Direction::Here),
    ("as of this writing", Direction::Here),
    ("as of today", Direction::Here),
    ("at present", Direction::Here),
    ("at the moment", Direction::Here),
    ("at the time of writing", Direction::Here),
    ("at this time", Direction::Here),
    ("at this writing", Direction::Here),
    ("currently", Direction::Here),
    ("nowadays", Direction::Here),
    ("presently", Direction::Here),
    ("so far", Direction::Here),
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
    let own = |hit: &&Hit<'_>| hit.prose.kind != ProseKind::Heading && !is_in_brackets(hit);
    for hit in hits.iter().filter(own) {
        if out.is_full() {
            break;
        }
        if let Some((phrase, direction)) = PHRASES.get(hit.phrase) {
            let sentence = Sentence::around(hit);
            if is_relative(phrase, sentence) && !is_fixed(hit, sentence) {
                report(hit, *direction, out);
            }
            continue;
        }
        let Some(span) = time_spans::find(hit) else { continue };
        let is_named = time_spans::is_named(hit.text());
        let hit = Hit { start: span.start, end: span.end, ..*hit };
        let sentence = Sentence::around(&hit);
        // `next Monday` has a capital, and is no name.
        let is_fixed = is_fixed(&hit, sentence) && !(is_named && is_free(&hit, sentence));
        if is_fixed || !is_counted_from_today(&hit, sentence, span.direction) {
            continue;
        }
        match span.direction {
            Direction::Since => report_since(cx, &hit, span.years, out),
            direction => report(&hit, direction, out),
        }
    }
}

/// Whether the sentence fixes the time in another way: by a date, or because it is about every case.
fn is_fixed(hit: &Hit<'_>, sentence: Sentence<'_>) -> bool {
    sentence.is_general() || sentence.is_dated() || is_in_name(hit, sentence)
}

/// Whether `next Monday` or `last January` is no part of a name, and its sentence says not when it is.
fn is_free(hit: &Hit<'_>, sentence: Sentence<'_>) -> bool {
    let is_small = hit.text().starts_with(char::is_lowercase) || sentence.is_start();
    is_small && !sentence.is_general() && !sentence.is_dated()
}

/// Whether a phrase is in square brackets: `[today's date]` is a field of a form, and not part of the text.
fn is_in_brackets(hit: &Hit<'_>) -> bool {
    let is_opened =
        hit.before().rfind(['[', ']']).is_some_and(|at| hit.before()[at..].starts_with('['));
    is_opened && hit.after().find(['[', ']']).is_some_and(|at| hit.after()[at..].starts_with(']'))
}

/// Whether a phrase is meant from the day of writing: `as soon as`, `soon after the filing` and `up to date` are not.
fn is_relative(phrase: &str, sentence: Sentence<'_>) -> bool {
    let (previous, next) = (sentence.previous(), sentence.next());
    match phrase {
        "soon" => is_soon_from_today(sentence),
        "to date" => {
            let counted =
                "date difficult due easy hard impossible inception month possible quarter up year";
            let verbs = "are had has have is no none only show shows there";
            !is_one_of(previous, counted) && (sentence.ends_clause() || is_one_of(next, verbs))
        }
        "at this time" | "at the moment" | "at present" => {
            // `at this time of year`, `at present value`, `at the moment it arrives`, and what is told of the past.
            let defined = "of that value values when";
            let clause = "a an each every he in it she they";
            let is_open = sentence.is_start() && phrase != "at the moment";
            !is_one_of(next, defined)
                && (is_open || !is_one_of(next, clause))
                && (is_open || phrase != "at the moment" || next != "the")
                && !is_one_of(previous, "not applicable")
                && !sentence.has("was were had did")
        }
        "today" => !sentence.after.starts_with("'s date") && !sentence.after.starts_with("’s date"),
        "so far" => is_until_now(sentence),
        // `the second most recently pushed value` counts from the latest.
        "most recently" => !is_ordinal(previous),
        "upcoming" => !is_one_of(previous, "a an any each every"),
        "currently" | "presently" => !sentence.has_before("was were had"),
        _ => true,
    }
}

/// Whether a word says which of several in a row: `second`, `3rd`, `Nth`.
fn is_ordinal(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    let ends = ["st", "nd", "rd", "th"];
    let stem = ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or_default();
    let is_number = stem.len() == 1 || stem.starts_with(|c: char| c.is_ascii_digit());
    is_number || is_one_of(&word, "second third fourth fifth sixth seventh eighth ninth tenth next")
}

/// Whether `so far` is about time: not `so far as`, `so far apart`, `has gone so far`.
fn is_until_now(sentence: Sentence<'_>) -> bool {
    let moves = "are as be been came carried come extends far get go goes gone had how in is lay lie lies live lived not reach \
                 reached was went were";
    let places = "above ahead apart as away back beyond down east from inland into north off out outside removed south that up \
                  west";
    !is_one_of(sentence.previous(), moves)
        && !is_one_of(sentence.next(), places)
        && !sentence.has_before("had was were did")
        && !is_attribute(sentence)
}

/// Whether `so far` belongs to a noun, as in `the changes done so far`: how far is told by what is done and not by the
/// day of writing.
fn is_attribute(sentence: Sentence<'_>) -> bool {
    let done = "accumulated applied collected computed consumed done executed found generated given known made parsed \
                processed pushed read received seen sent taken visited written";
    is_one_of(sentence.previous(), done)
        && !sentence.has_before("has have be been is are being i we you they")
}

/// Whether `soon` says when something will be, and not how fast one thing follows another.
fn is_soon_from_today(sentence: Sentence<'_>) -> bool {
    let after = "after afterward afterwards as before enough following once thereafter upon";
    let future = "will won't won’t shall plans plan expects expect hopes hope going";
    !is_one_of(sentence.previous(), "as how so too very quite")
        && !is_one_of(sentence.next(), after)
        && (sentence.has(future) || is_one_of(sentence.previous(), "is are coming"))
}

/// Whether a span of time is counted from the day of writing and not from another time in the sentence.
fn is_counted_from_today(hit: &Hit<'_>, sentence: Sentence<'_>, direction: Direction) -> bool {
    if direction == Direction::Since {
        return is_lasting(sentence) && !sentence.is_after_relative();
    }
    let text = hit.text();
    let first = text.split(' ').next().unwrap_or_default();
    let (previous, next) = (sentence.previous(), sentence.next());
    if is_one_of(first, "this") {
        // `in this year` is a year in the text, `later this year` is not.
        let is_season = time_spans::is_season(text);
        return !is_one_of(previous, "from in of during than within")
            && (is_season || !is_one_of(previous, "for to"))
            || sentence.has_before("end later earlier");
    }
    if text.ends_with("ago") {
        // `boats that were cleaned more than 30 days ago` are such boats on any day.
        let is_limit = is_one_of(first, "at less more over");
        return !(sentence.has_before("had than") || is_limit && sentence.is_after_relative());
    }
    // `the most recent four weeks` of a table.
    if is_one_of(previous, "most")
        || is_one_of(next, "of after following before preceding prior that in")
    {
        return false;
    }
    // `the next month` follows a month in the text, `next month` the month of writing.
    !is_one_of(previous, "the its their his her each every a")
        || is_counted_with_article(text, first, sentence)
}

/// The same of a span after an article: `over the past year`, `in the coming weeks`.
fn is_counted_with_article(text: &str, first: &str, sentence: Sentence<'_>) -> bool {
    let anchors = "after afterward at before beginning covered ending following for from in on once preceding \
                   prior since starting that to until when which";
    if is_one_of(sentence.next(), anchors) || sentence.has("must shall may should can cannot") {
        return false;
    }
    if is_one_of(first, "next coming") {
        let is_single =
            is_one_of(first, "next") && text.split(' ').count() == 2 && !text.ends_with('s');
        return !is_single && sentence.has("will plans plan expects expect is are intends would");
    }
    // `a bill of the last year` and `a bill sent within the last 60 days` may be of any time.
    if sentence.has_before("Within within") {
        return sentence.has("has have");
    }
    sentence.has_before("During For In Over during for in of over")
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
fn is_lasting(sentence: Sentence<'_>) -> bool {
    let Sentence { before, after } = sentence;
    // `It has been closed; it had been open for a year.`
    let before = before.rsplit(';').next().unwrap_or(before);
    has_perfect(before) || (before.trim().is_empty() && has_perfect(after))
}

/// Whether a clause has `has` or `have`, and no duty, wish or possibility beside it.
fn has_perfect(clause: &str) -> bool {
    const OTHER: &str = "can could may might must shall should to will would";
    let is_perfect =
        |word: &str| is_one_of(word, "has have") || word.ends_with("'ve") || word.ends_with("’ve");
    let mut previous = "";
    let mut words = clause.split_whitespace();
    let found = words.by_ref().any(|word| {
        let is_own = is_perfect(word) && !is_one_of(previous, OTHER);
        previous = word;
        is_own
    });
    // `have to answer`, `has asked importers to keep`; but `has leased water to the city`.
    let rest: Vec<&str> = words.collect();
    let is_purpose =
        |pair: &[&str]| pair[0] == "to" && !is_one_of(pair[1], "a an the its their our all");
    found
        && rest.first() != Some(&"to")
        && !rest.windows(2).any(is_purpose)
        && rest.last() != Some(&"to")
        && !rest.iter().any(|word| *word != "to" && is_one_of(word, OTHER))
        && !rest.contains(&"had")
}
