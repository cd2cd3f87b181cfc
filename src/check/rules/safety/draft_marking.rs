use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::marking_extent;
use crate::check::facts::lists::is_listed;
use crate::check::facts::phrases::{apart, is_in_quotes};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::{Prose, ProseKind};
use crate::series::FieldType;
use crate::series::values::{FieldValue, Value};
use crate::text::signs::has_capitals;

rule! {
    /// A published paper must not have the marking of a draft.
    ///
    /// ## Why
    ///
    /// Drafts are marked so that nobody takes them for the agency's position. A marking that was typed
    /// into the text stays there when the paper is cleared, and the page then contradicts itself. One in
    /// parentheses after the name of another document, "the Filing Guide (DRAFT)", is that document's, and
    /// one that the text speaks of, "the cover sheet is stamped DRAFT", is no marking. Nor does the name of the stage
    /// contradict it: `DRAFT` at a stage `Draft`.
    ///
    /// ## Example
    ///
    /// ```markdown
    /// DRAFT: the desks opened in 2014.
    /// ```
    ///
    /// ## How to fix
    ///
    /// Delete the marking. The program prints the marking of each stage by itself; go back to
    /// `stage: draft` if the paper is still a draft.
    "draft-marking", Error => Paper(check)
}

/// Markings in use at federal agencies, besides those of the series.
const MARKINGS: [&str; 4] = ["DRAFT", "PRE-DECISIONAL", "DELIBERATIVE", "NOT FOR RELEASE"];

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let own = &cx.series.stages.markings;
    if own.contains_key(cx.stage_name()) || !cx.is_stage_certain() {
        return;
    }
    let own = own.values().map(|marking| marking.text.as_str());
    let stage = cx.stage_name();
    // At the stage `Draft` of a series without markings, `DRAFT` says what is so.
    let is_stage = |marking: &str| marking.eq_ignore_ascii_case(stage);
    let markings: BTreeSet<&str> = own.chain(MARKINGS).filter(|it| !is_stage(it)).collect();
    let help = match cx.values.stage {
        0 => "delete the marking",
        _ => "delete the marking, or go back to an earlier stage",
    };
    // A series may have a marking in small letters.
    let are_loud = markings.iter().all(|marking| has_capitals(marking));
    for (field, field_value) in cx.values.iter() {
        let FieldValue::Value(entry, value) = field_value else { continue };
        let texts = match value {
            Value::Text(text) if field.field_type == FieldType::Text => [Some(text), None],
            Value::Person(person) => [Some(&person.name), person.office.as_ref()],
            _ => continue,
        };
        for text in texts.into_iter().flatten().filter(|text| !are_loud || has_capitals(text)) {
            let Some(found) = find(text, &markings).into_iter().next() else { continue };
            let message = format!(
                "the field `{}` has the marking `{}` at the stage `{stage}`",
                field.id, &text[found]
            );
            out.at(entry.place(), message).help(help);
        }
    }
    for prose in &cx.paper.body().prose {
        for found in in_small_letters(prose).filter(|_| are_loud && !is_stage("draft")) {
            let words = &prose.text[found.clone()];
            out.at(
                prose.span_of(found.start, found.end),
                format!("the text has the marking `{words}` at the stage `{stage}`"),
            )
            .help(help);
        }
        if are_loud && !prose.has_capitals() {
            continue;
        }
        for found in merged(&prose.text, find(&prose.text, &markings)) {
            let is_other = is_of_another_document(prose, &found)
                || is_spoken_of(&prose.text, &found)
                || is_part_of_term(&prose.text, &found);
            if is_other {
                continue;
            }
            let found = marking_extent::whole(&prose.text, found);
            let message = format!(
                "the text has the marking `{}` at the stage `{stage}`",
                marking_extent::shown(&prose.text[found.clone()])
            );
            let span = marking_extent::with_emphasis(cx, prose.span_of(found.start, found.end));
            out.at(span, message).help(help);
        }
    }
}

/// Whether the marking is in brackets after the name of another document, as in `see SP 800-63 (DRAFT).`
fn is_of_another_document(prose: &Prose, found: &Range<usize>) -> bool {
    let (before, after) = (&prose.text[..found.start], &prose.text[found.end..]);
    let Some(name) = before.strip_suffix(['(', '[']).filter(|_| after.starts_with([')', ']']))
    else {
        return false;
    };
    // `Regional desks (DRAFT)` as a whole paragraph is a title of the paper's own.
    let is_whole = after.len() == 1 && !name.contains(['.', ',', ';', ':']);
    let is_title = matches!(prose.kind, ProseKind::Paragraph | ProseKind::Heading);
    name.contains(char::is_alphanumeric) && !(is_whole && is_title)
}

/// Verbs and nouns before the words of a label: `stamped DRAFT`, `the watermark DRAFT`.
const LABELING: [&str; 16] = [
    "label",
    "labeled",
    "mark",
    "marked",
    "marking",
    "print",
    "printed",
    "read",
    "reads",
    "said",
    "say",
    "says",
    "stamp",
    "stamped",
    "watermark",
    "words",
];

/// Whether the text tells what is written elsewhere, as in `the ballots say SAMPLE or DRAFT in red`, or quotes it.
fn is_spoken_of(text: &str, found: &Range<usize>) -> bool {
    let (before, after) = (&text[..found.start], &text[found.end..]);
    if is_in_quotes(before, after) && !before.trim_end_matches(['"', '“']).is_empty() {
        return true;
    }
    let bare = |word: &'_ str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let is_listed = |word: &String| {
        // `two are stamped DRAFT, and one NOT FOR RELEASE`
        matches!(
            word.as_str(),
            "or" | "and" | "as" | "one" | "two" | "another" | "other" | "others" | "the"
        ) || !word.contains(char::is_lowercase)
    };
    let sentence = before.rsplit(['.', '!', '?', '\n']).next().unwrap_or_default();
    let word = sentence.split_whitespace().rev().map(bare).find(|word| !is_listed(word));
    word.is_some_and(|word| LABELING.contains(&word.as_str()))
}

/// Whether the word is part of the name of a file or of a term, or is the depth of a ship: `DRAFT_v2.docx`, `the
/// DELIBERATIVE process privilege`, `a DRAFT of 4.2 m`.
fn is_part_of_term(text: &str, found: &Range<usize>) -> bool {
    let (before, after) = (&text[..found.start], &text[found.end..]);
    let head = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let tail = after.split(char::is_whitespace).next().unwrap_or_default();
    let tail = tail.trim_end_matches(|c: char| !c.is_alphanumeric());
    let is_ending = |end: &str| {
        (2..=4).contains(&end.len())
            && end.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            && end.contains(|c: char| c.is_ascii_lowercase())
    };
    let is_file = tail.rsplit_once('.').is_some_and(|(_, end)| is_ending(end));
    let is_depth = after.strip_prefix(" of ").is_some_and(|rest| {
        let mut words = rest.split_whitespace();
        let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
        let unit = words.by_ref().find(|word| !is_number(word) && !is_listed(word, "about up to"));
        let unit = unit.map(|unit| unit.trim_end_matches(|c: char| !c.is_alphanumeric()));
        unit.is_some_and(|unit| is_listed(unit, "m cm ft foot feet meter meters metre metres"))
    });
    let is_privilege =
        text[found.clone()].ends_with("DELIBERATIVE") && after.starts_with(" process");
    is_file || is_depth || is_privilege || head.ends_with('_') || tail.starts_with('_')
}

/// A marking that is not in capitals, at the start of a sentence: `Draft of June 3, 2024` with an order such as
/// `, for members only`, or `Draft – not for release`.
fn in_small_letters(prose: &Prose) -> impl Iterator<Item = Range<usize>> {
    const WORD: &str = "Draft";
    // Making a searcher takes longer than searching a paragraph.
    static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(WORD));
    let is_own = prose.kind == ProseKind::Paragraph && !prose.is_quoted;
    let text = if is_own { prose.text.as_str() } else { "" };
    FINDER.find_iter(text.as_bytes()).filter_map(move |at| {
        let before = text[..at].trim_end_matches(' ');
        if !before.is_empty() && !before.ends_with(['.', '!', '?', '\n']) {
            return None;
        }
        let rest = &text[at + WORD.len()..];
        let whole =
            || (rest.trim_end_matches(['.', ' ']).is_empty() && before.is_empty()).then_some(0);
        let length = marking_extent::rest_of_marking(rest).or_else(whole)?;
        Some(at..at + WORD.len() + length)
    })
}

/// Words in capitals that belong to the marking after them.
const KINDS: [&str; 16] = [
    "AGENCY",
    "CONFIDENTIAL",
    "DISCUSSION",
    "FINAL",
    "FIRST",
    "INITIAL",
    "INTERIM",
    "INTERNAL",
    "PRELIMINARY",
    "PUBLIC",
    "REVISED",
    "ROUGH",
    "SECOND",
    "STAFF",
    "THIRD",
    "WORKING",
];

/// Markings beside each other as one, with the words that belong to them: `PRE-DECISIONAL WORKING DRAFT`.
fn merged(text: &str, found: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut merged: Vec<Range<usize>> = Vec::new();
    for mut range in found {
        let opens = |c: char| c.is_whitespace() || matches!(c, '(' | '[');
        while let Some(word) = text[..range.start].trim_end_matches(' ').rsplit(opens).next()
            && KINDS.contains(&word)
        {
            range.start = text[..range.start].trim_end_matches(' ').len() - word.len();
        }
        let is_beside = |last: &&mut Range<usize>| {
            let between = text.get(last.end..range.start).unwrap_or_default();
            !between.contains(char::is_lowercase)
                && !between.chars().any(|c| matches!(c, '.' | '!' | '?' | '\n'))
        };
        match merged.last_mut().filter(is_beside) {
            Some(last) => last.end = range.end,
            None => merged.push(range),
        }
    }
    merged
}

/// The places of markings in a text, as whole words in capitals; the longest where several begin at
/// one place, and none inside another.
fn find(text: &str, markings: &BTreeSet<&str>) -> Vec<Range<usize>> {
    let found: Vec<Range<usize>> = markings
        .iter()
        .flat_map(|marking| text.match_indices(marking).map(|(at, marking)| at..at + marking.len()))
        .filter(|range| {
            let is_part = |c: char| c.is_alphanumeric();
            !text[..range.start].ends_with(is_part) && !text[range.end..].starts_with(is_part)
        })
        .collect();
    apart(found)
}
