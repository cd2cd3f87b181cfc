use super::context::{Sentence, is_in_name, is_mentioned};
use super::lasting::is_lasting;
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
            let is_mentioned = is_mentioned(hit, sentence, cx.paper.body());
            if !is_mentioned && is_relative(phrase, sentence) && !is_fixed(hit, sentence) {
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
            // `too thin to date`, `to sign and to date`: a verb.
            let is_verb =
                is_one_of(previous, "and forgot or") || sentence.word_before_last() == "too";
            !is_one_of(previous, counted)
                && !is_verb
                && (sentence.ends_clause() || is_one_of(next, verbs))
        }
        // `at the moment cargo is loaded`, but `At the moment, the desks are closed`.
        "at the moment" => {
            let is_now = sentence.ends_clause() || is_one_of(previous, "are has have is");
            is_now && !sentence.has("was were had did")
        }
        "at this time" | "at present" => {
            // `at this time of year`, `at present value`, and what is told of the past.
            let defined = "of that value values when";
            let clause = "a an each every he in it she they";
            !is_one_of(next, defined)
                && (sentence.is_start() || !is_one_of(next, clause))
                && !is_one_of(previous, "not applicable")
                && !sentence.has("was were had did")
        }
        "today" | "tomorrow" => {
            // `the workforce of tomorrow`
            let is_whose = ["'s date", "’s date"].iter().any(|end| sentence.after.starts_with(end));
            !is_whose && !is_one_of(previous, "of")
        }
        "so far" => is_until_now(sentence),
        // `the second most recently pushed value` and `the most recently fetched file` count from the latest.
        "most recently" => !is_ordinal(previous) && !is_one_of(previous, DETERMINERS),
        "recently" => !is_one_of(previous, "a an any each every no"),
        "upcoming" => !is_one_of(previous, "a an any each every"),
        "currently" | "presently" => {
            // `the currently active address` is told from others by it.
            !is_one_of(previous, DETERMINERS)
                && !sentence.has_before("was were had")
                && !is_of_any_time(sentence.before)
        }
        _ => true,
    }
}

/// Words before a noun and what belongs to it.
const DETERMINERS: &str = "a an any each every its no that the their this";

/// Whether a clause is about whatever is so at the time it speaks of: `the key with which the file is currently
/// encrypted`, `it validates that all are currently set`, `a field it doesn't know about is currently set`.
fn is_of_any_time(before: &str) -> bool {
    let clause = before.rsplit([',', ';']).next().unwrap_or_default();
    let words: Vec<&str> = clause.split_whitespace().collect();
    let tests = "check checks determine determines ensure ensures test tests validate validates verifies verify";
    let pronouns = "it they you";
    let is_contact = words.iter().take(3).any(|word| is_one_of(word, pronouns))
        && words.first().is_some_and(|word| is_one_of(word, "a an any the"));
    let is_told = |pair: &[&str]| {
        let [word, next] = pair else { return false };
        is_one_of(word, "which whom whose where")
            || is_one_of(word, tests) && is_one_of(next, "that the whether")
            || is_one_of(word, "that") && is_one_of(next, "are is")
    };
    is_contact || words.get(1..).is_some_and(|words| words.windows(2).any(is_told))
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
    let moves = "are as be been came carried come extend extended extends far get go goes gone had how in is just lay lie \
                 lies live lived not only reach reached reaches ran run runs see sees stretch stretches was went were";
    let places = "above ahead apart as away back beyond down east from inland into north off out outside removed south that up \
                  west";
    !is_one_of(sentence.previous(), moves)
        && !is_one_of(sentence.next(), places)
        && !sentence.has_before("had was were did")
        && !is_attribute(sentence)
        && !is_in_text(sentence)
}

/// Whether `so far` is the part of the text before: `So far, we haven't described …`.
fn is_in_text(sentence: Sentence<'_>) -> bool {
    let told = "assumed considered covered defined described discussed explained ignored introduced mentioned presented seen \
                talked treated";
    sentence.has("we We we've We've we’ve We’ve") && sentence.has(told)
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
    // `List all travel in the past five years.`
    let mut before = sentence.before.split_whitespace().rev().skip(1).take(4);
    let is_asked = sentence.before.split_whitespace().next().is_some_and(|it| is_one_of(it, ASKED));
    if sentence.after.ends_with('?') && sentence.has("you You your Your") {
        return false;
    }
    if !sentence.has("has have") && (is_asked || before.any(|word| is_one_of(word, "all any"))) {
        return false;
    }
    // `a bill of the last year` and `a bill sent within the last 60 days` may be of any time.
    if sentence.has_before("Within within") {
        return sentence.has("has have");
    }
    sentence.has_before("During For In Over during for in of over")
}

/// What begins the line of a form.
const ASKED: &str =
    "Attach Describe Disclose Enter Explain Give Include List Name Provide Report State Submit";

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
