//! The sections of two papers.

use std::collections::BTreeMap;

use super::align::moved;
use super::change::{SectionChange, State};
use super::units::{Unit, units};
use super::{blocks, moves};
use crate::document::Document;

/// What the footnotes are compared as: a section of its own.
const NOTES: (&str, &str) = ("notes", "Footnotes");

/// A section of one paper.
struct Part<'d> {
    id: &'d str,
    heading: Option<&'d str>,
    units: Vec<Unit<'d>>,
}

/// A section of the old paper, of the new one, or the same of both.
type Pair = (Option<usize>, Option<usize>);

/// Compares all sections.
pub(super) fn compare(old: &Document, new: &Document) -> Vec<SectionChange> {
    let (mut old, mut new) = (parts(old), parts(new));
    let pairs = pairs(&old, &new);
    let in_place = in_place(&pairs);
    let mut drafts = Vec::new();
    let mut sections = Vec::new();
    for (pair, is_in_place) in pairs.iter().zip(in_place) {
        let heading = |parts: &[Part<'_>], at: Option<usize>| parts[at?].heading.map(str::to_owned);
        let (old_heading, new_heading) = (heading(&old, pair.0), heading(&new, pair.1));
        let id = pair.1.map(|at| new[at].id).or(pair.0.map(|at| old[at].id));
        sections.push(SectionChange {
            id: id.unwrap_or_default().to_owned(),
            old_heading,
            new_heading,
            state: State::Same,
            has_moved: !is_in_place,
            blocks: Vec::new(),
        });
        drafts.push(blocks::compare(taken(&mut old, pair.0), taken(&mut new, pair.1)));
    }
    let headings: Vec<Option<String>> = sections
        .iter()
        .map(|section| section.new_heading.clone().or(section.old_heading.clone()))
        .collect();
    moves::find(&mut drafts, &headings);
    for ((section, drafts), pair) in sections.iter_mut().zip(drafts).zip(&pairs) {
        section.blocks = drafts.into_iter().map(|draft| draft.change).collect();
        section.state = match pair {
            (Some(_), None) => State::Deleted,
            (None, _) => State::Inserted,
            _ if section.blocks.iter().all(|block| block.state == State::Same) => State::Same,
            _ => State::Changed,
        };
    }
    sections
}

/// The blocks of a section, which has none from then on.
fn taken<'d>(parts: &mut [Part<'d>], at: Option<usize>) -> Vec<Unit<'d>> {
    at.map(|at| std::mem::take(&mut parts[at].units)).unwrap_or_default()
}

fn parts(document: &Document) -> Vec<Part<'_>> {
    let sections = document.sections.iter().map(|section| Part {
        id: &section.id,
        heading: section.heading.as_deref(),
        units: units(&section.blocks),
    });
    let notes = document.notes.iter().flat_map(|note| units(note)).collect::<Vec<_>>();
    let notes = Part { id: NOTES.0, heading: Some(NOTES.1), units: notes };
    sections.chain(Some(notes).filter(|notes| !notes.units.is_empty())).collect()
}

/// The sections that belong together, in the order of the new paper; those that are gone follow what they stood after.
fn pairs(old: &[Part<'_>], new: &[Part<'_>]) -> Vec<Pair> {
    let of_new = matched(old, new);
    let mut pairs: Vec<Pair> =
        of_new.iter().enumerate().map(|(at, old)| (*old, Some(at))).collect();
    for at in 0..old.len() {
        if of_new.contains(&Some(at)) {
            continue;
        }
        let before = at.checked_sub(1);
        let place = before.and_then(|before| pairs.iter().position(|pair| pair.0 == Some(before)));
        pairs.insert(place.map_or(0, |place| place + 1), (Some(at), None));
    }
    pairs
}

/// The old section of each new one: with the same id, with the same heading, or else with the same text.
fn matched(old: &[Part<'_>], new: &[Part<'_>]) -> Vec<Option<usize>> {
    let mut found: Vec<Option<usize>> = vec![None; new.len()];
    let mut is_free = vec![true; old.len()];
    let same: [fn(&Part<'_>, &Part<'_>) -> bool; 2] =
        [|a, b| a.id == b.id, |a, b| a.heading.is_some() && a.heading == b.heading];
    for is_same in same {
        for at in 0..new.len() {
            let is_it = |other: &usize| is_free[*other] && is_same(&old[*other], &new[at]);
            if found[at].is_none()
                && let Some(other) = (0..old.len()).find(is_it)
            {
                is_free[other] = false;
                found[at] = Some(other);
            }
        }
    }
    let text = |part: &Part<'_>| {
        part.units.iter().fold(String::new(), |text, unit| text + &unit.text + "\n")
    };
    let old_left: Vec<usize> = (0..old.len()).filter(|at| is_free[*at]).collect();
    let new_left: Vec<usize> = (0..new.len()).filter(|at| found[*at].is_none()).collect();
    let old_texts: Vec<String> = old_left.iter().map(|at| text(&old[*at])).collect();
    let new_texts: Vec<String> = new_left.iter().map(|at| text(&new[*at])).collect();
    let [olds, news]: [Vec<&str>; 2] =
        [&old_texts, &new_texts].map(|texts| texts.iter().map(String::as_str).collect());
    for (one, other) in moved(&olds, &news) {
        found[new_left[other]] = Some(old_left[one]);
    }
    found
}

/// Which of the sections stand in the order of both papers, so that the fewest have moved.
fn in_place(pairs: &[Pair]) -> Vec<bool> {
    // The longest rising chain of old places that ends at each section: its length, and what is before it.
    let mut best: BTreeMap<usize, (usize, Option<usize>)> = BTreeMap::new();
    let both = |at: usize| pairs[at].0.filter(|_| pairs[at].1.is_some());
    for at in 0..pairs.len() {
        let Some(old) = both(at) else { continue };
        let before = best.iter().filter(|(other, _)| both(**other) < Some(old));
        let before =
            before.max_by_key(|(_, chain)| chain.0).map(|(other, chain)| (*other, chain.0));
        best.insert(at, (before.map_or(1, |it| it.1 + 1), before.map(|it| it.0)));
    }
    let mut is_in_place: Vec<bool> = (0..pairs.len()).map(|at| both(at).is_none()).collect();
    let mut last = best.iter().max_by_key(|(_, chain)| chain.0).map(|(at, _)| *at);
    while let Some(at) = last {
        is_in_place[at] = true;
        last = best[&at].1;
    }
    is_in_place
}
