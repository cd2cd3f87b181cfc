//! The sections of the body: their level, their headings, their order, what is the same in all.

use std::collections::{BTreeMap, BTreeSet};

use super::conditions::Factor;
use super::fields;
use super::order;
use super::sample::{Item, Sample, Share};
use super::series::{Guess, LearnedHeadings, LearnedSection, Need};
use crate::paper::body::Heading;
use crate::paper::slug::slug;

/// Of a hundred papers, how many have a section at least for it to be one of the series, and to be required.
const LISTED: usize = 20;
const REQUIRED: usize = 95;
/// And how many have the same text in it for that to be all that it says.
const SAME: usize = 90;

/// The longest line of the file.
const LINE: usize = 92;

/// What was learned of the bodies.
pub(super) struct Sections {
    pub(super) headings: Guess<LearnedHeadings>,
    pub(super) sections: Vec<LearnedSection>,
}

/// The text of a heading as papers agree on it, whatever its capital letters.
fn plain(heading: &Heading) -> String {
    spelled(heading).to_lowercase()
}

fn spelled(heading: &Heading) -> String {
    let text = heading.text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.trim_end_matches(':').trim_end().to_owned()
}

fn at_level<'s>(item: &'s Item<'_>, level: u8) -> impl Iterator<Item = &'s Heading> {
    item.paper.body().headings.iter().filter(move |heading| heading.level == level)
}

/// The headings of a level with the number of papers that have them, those of the series alone, in no order.
fn listed(sample: &Sample<'_>, level: u8) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in &sample.papers {
        let all: BTreeSet<String> = at_level(item, level).map(plain).collect();
        for heading in all.into_iter().filter(|heading| !heading.is_empty()) {
            *counts.entry(heading).or_default() += 1;
        }
    }
    let of = sample.papers.len();
    // Two papers that have one heading are no habit.
    counts.into_iter().filter(|(_, count)| *count > 1 && count * 100 >= of * LISTED).collect()
}

/// Learns the sections, whose presence may depend on the values of fields.
pub(super) fn learn(sample: &Sample<'_>, factors: &[Factor<'_>]) -> Sections {
    let weight = |level: &u8| -> usize { listed(sample, *level).iter().map(|(_, it)| it).sum() };
    // Of levels that are alike the second, which is what most papers have.
    let level = [1, 3, 2].into_iter().max_by_key(weight).unwrap_or(2);
    let names: Vec<String> = listed(sample, level).into_iter().map(|(name, _)| name).collect();
    let row = |item: &Item<'_>| -> Vec<usize> {
        let mut row = Vec::new();
        for heading in at_level(item, level) {
            let at = names.iter().position(|name| *name == plain(heading));
            row.extend(at.filter(|at| !row.contains(at)));
        }
        row
    };
    let rows: Vec<Vec<usize>> = sample.papers.iter().map(row).collect();
    let order = order::consensus(names.len(), &rows);
    let spellings: Vec<String> = names.iter().map(|name| spelling(sample, level, name)).collect();
    let mut ids = BTreeSet::new();
    let sections: Vec<LearnedSection> = order
        .iter()
        .map(|at| section(sample, (level, &names[*at], &spellings[*at]), factors, &mut ids))
        .collect();
    let in_order = rows.iter().enumerate().map(|(at, row)| (at, order::is_in_order(&order, row)));
    let in_order = Share::count(in_order);
    let case = sample.share(|item| {
        at_level(item, level).all(|heading| {
            let at = names.iter().position(|name| *name == plain(heading));
            at.is_none_or(|at| spellings[at] == spelled(heading))
        })
    });
    let is_exact = case.is_habit() && !names.is_empty();
    let title = sample.share(|item| item.paper.title_heading().is_some());
    let has_title = title.is_habit() && (level > 1 || names.is_empty());
    let value = LearnedHeadings { level, has_title, is_exact };
    let mut headings = Guess { value, notes: Vec::new() };
    if has_title {
        headings.notes.push(format!("A title as the first heading: {}.", sample.told(&title)));
    }
    if !names.is_empty() {
        headings.notes.push(format!("Sections in this order: {}.", sample.told(&in_order)));
        headings.notes.push(format!("Capital letters as here: {}.", sample.told(&case)));
    }
    Sections { headings, sections }
}

/// The most frequent spelling of a heading.
fn spelling(sample: &Sample<'_>, level: u8, name: &str) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for item in &sample.papers {
        for heading in at_level(item, level).filter(|heading| plain(heading) == name) {
            *counts.entry(spelled(heading)).or_default() += 1;
        }
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or_else(|| name.to_owned(), |(spelling, _)| spelling)
}

fn section(
    sample: &Sample<'_>,
    (level, name, heading): (u8, &str, &str),
    factors: &[Factor<'_>],
    ids: &mut BTreeSet<String>,
) -> LearnedSection {
    let has = |item: &Item<'_>| at_level(item, level).any(|heading| plain(heading) == name);
    let share = sample.share(has);
    let is_always = share.is_at_least(REQUIRED);
    let mut notes = vec![format!("In {}.", sample.told(&share))];
    let is_there: Vec<bool> = sample.papers.iter().map(has).collect();
    let mut need = Need { is_always, ..Need::default() };
    if let Some((found, note)) = fields::need(sample, factors, &is_there, (is_always, REQUIRED)) {
        need = found;
        notes.push(note);
    }
    let text = same_text(sample, level, name, &mut notes);
    let mut id = slug(heading).trim_matches('-').to_owned();
    if id.is_empty() || ids.contains(&id) {
        id = format!("section-{}", ids.len() + 1);
    }
    ids.insert(id.clone());
    LearnedSection { id, heading: heading.to_owned(), need, text, notes }
}

/// The text that nearly all papers have in a section.
fn same_text(
    sample: &Sample<'_>,
    level: u8,
    name: &str,
    notes: &mut Vec<String>,
) -> Option<String> {
    let texts: Vec<(usize, &str)> = sample
        .papers
        .iter()
        .enumerate()
        .filter_map(|(at, item)| Some((at, content(item, level, name)?)))
        .collect();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, text) in &texts {
        *counts.entry(words(text)).or_default() += 1;
    }
    let (most, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    let share = Share::count(texts.iter().map(|(at, text)| (*at, words(text) == most)));
    if most.is_empty() || count < 5 || !share.is_at_least(SAME) {
        return None;
    }
    let odd = match &share.odd[..] {
        [] => String::new(),
        odd => format!("; not: {}", sample.named(odd)),
    };
    notes.push(format!("The same text in {count} of {} sections{odd}.", share.of()));
    let original = texts.iter().find(|(_, text)| words(text) == most)?.1.trim();
    let is_narrow =
        original.lines().all(|line| line.chars().count() <= LINE && !line.contains('\t'));
    Some(if is_narrow { original.replace("\r\n", "\n") } else { most })
}

/// What is below the first such heading, up to the next of its level or above.
fn content<'s>(item: &'s Item<'_>, level: u8, name: &str) -> Option<&'s str> {
    let headings = &item.paper.body().headings;
    let at = headings.iter().position(|it| it.level == level && plain(it) == name)?;
    let next = headings[at + 1..].iter().find(|heading| heading.level <= level);
    let end = next.map_or(item.paper.body_span().end, |next| next.span.start);
    item.paper.file.text().get(headings[at].span.end..end)
}
