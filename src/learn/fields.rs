//! The fields of the front matter: which there are, what they are, when they are there, in which order.

use std::collections::{BTreeMap, BTreeSet};

use super::conditions::{self, Factor};
use super::kinds::{self, Values};
use super::order;
use super::sample::{MANY, Sample, Share};
use super::series::{Guess, Kind, LearnedField, Need, When};
use crate::series::{FieldType, Role};
use crate::text::suggest;

/// Of a hundred papers, how many have something for it to be a habit.
const HABIT: usize = 95;

/// Why fields that are in the text have no order.
const IN_TEXT: &str = "Fields are in the text, where no order is asked for.";

/// What was learned of the front matter.
pub(super) struct Fields {
    pub(super) all: Vec<LearnedField>,
    pub(super) left_out: Vec<String>,
    pub(super) is_ordered: Guess<bool>,
}

/// The keys of papers, the most frequent first, with the number of papers that have them.
pub(super) fn keys(sample: &Sample<'_>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for item in &sample.papers {
        let keys: BTreeSet<&str> = item.keys().collect();
        for key in keys {
            *counts.entry(key).or_default() += 1;
        }
    }
    let mut keys: Vec<(String, usize)> =
        counts.into_iter().map(|(key, count)| (key.to_owned(), count)).collect();
    keys.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    keys
}

/// The title of papers that have it as a heading.
pub(super) fn title() -> LearnedField {
    LearnedField {
        id: Role::Title.key().to_owned(),
        in_text: None,
        kind: Kind::of(FieldType::Text),
        need: Need { is_always: true, ..Need::default() },
        notes: vec!["The heading that the text begins with.".to_owned()],
    }
}

/// The most keys that are no fields of which each is told.
const TOLD: usize = 20;

/// The keys that are fields, and what is said of the others.
fn sorted_out<'k>(sample: &Sample<'_>, keys: &'k [(String, usize)]) -> (Vec<&'k str>, Vec<String>) {
    let (mut fields, mut left_out) = (Vec::new(), Vec::new());
    let of = sample.papers.len();
    let papers = papers_by_key(sample);
    let frequent: Vec<&str> =
        keys.iter().filter(|(_, often)| often * 2 >= of).map(|(key, _)| key.as_str()).collect();
    for (key, count) in keys.iter().filter(|(key, _)| key != Role::Series.key()) {
        let papers = papers.get(key.as_str()).map_or(&[][..], Vec::as_slice);
        let near =
            (count * 20 <= of).then(|| suggest::nearest(key, frequent.iter().copied())).flatten();
        let has = |at: usize, key: &str| {
            sample.papers.get(at).is_some_and(|item| item.entry(key).is_some())
        };
        let mut with_key = papers.iter().copied().filter(|at| has(*at, key.as_str()));
        let is_instead = |near: &&str| with_key.all(|at| !has(at, near));
        let near = near.filter(|near| near != key).filter(is_instead);
        let is_rare = of >= MANY && *count == 1;
        if near.is_none() && !is_rare {
            fields.push(key.as_str());
            continue;
        }
        let meant = near.map_or_else(String::new, |near| format!(", perhaps for `{near}`"));
        let count = suggest::counted(*count, "paper");
        left_out.push(format!("`{key}` is in {count} alone{meant}: {}.", sample.named(papers)));
    }
    if left_out.len() > TOLD {
        let more = left_out.split_off(TOLD).len();
        left_out.push(format!("{} that as few papers have.", suggest::counted(more, "more key")));
    }
    (fields, left_out)
}

/// The indexes of the papers that have each key.
fn papers_by_key<'s>(sample: &'s Sample<'_>) -> BTreeMap<&'s str, Vec<usize>> {
    let mut papers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, item) in sample.papers.iter().enumerate() {
        for key in item.keys() {
            let known = papers.entry(key).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
    }
    papers
}

/// Learns the fields; `numbers` are those of the papers.
pub(super) fn learn(
    sample: &Sample<'_>,
    keys: &[(String, usize)],
    numbers: &BTreeSet<String>,
) -> Fields {
    let (keys, left_out) = sorted_out(sample, keys);
    let (order, is_ordered) = in_order(sample, &keys);
    let keys: Vec<&str> = order.into_iter().map(|at| keys[at]).collect();
    let all: Vec<LearnedField> = keys.iter().map(|key| field(sample, key, numbers)).collect();
    Fields { all, left_out, is_ordered }
}

/// The order of the keys, and whether papers keep to it.
fn in_order(sample: &Sample<'_>, keys: &[&str]) -> (Vec<usize>, Guess<bool>) {
    let row = |item: &super::sample::Item<'_>| -> Vec<usize> {
        let mut row = Vec::new();
        for own in item.keys() {
            let at = keys.iter().position(|key| *key == own);
            row.extend(at.filter(|at| !row.contains(at)));
        }
        row
    };
    let rows: Vec<Vec<usize>> = sample.papers.iter().map(row).collect();
    let order = order::consensus(keys.len(), &rows);
    let rows = rows.iter().enumerate();
    let share = Share::count(rows.map(|(at, row)| (at, order::is_in_order(&order, row))));
    // What is in the text has no order that a series could ask for.
    let is_ordered = share.is_at_least(90) && sample.in_text.is_empty();
    let told = suggest::counted(share.of(), "paper");
    let odd = if is_ordered && !share.odd.is_empty() {
        format!("; not: {}", sample.named(&share.odd))
    } else {
        String::new()
    };
    let note = format!("{} of {told} have their fields in this order{odd}.", share.have);
    let note = if sample.in_text.is_empty() { note } else { IN_TEXT.to_owned() };
    (order, Guess::new(is_ordered, note))
}

fn field(sample: &Sample<'_>, key: &str, numbers: &BTreeSet<String>) -> LearnedField {
    let values = sample.papers.iter().enumerate();
    let nodes = values.filter_map(|(at, item)| Some((at, &item.entry(key)?.value))).collect();
    let found = kinds::kind(sample, &Values { key, nodes, numbers });
    let share = sample.share(|item| item.entry(key).is_some());
    let mut told = vec![format!("In {}.", sample.told(&share))];
    let name = found.kind.field_type.map_or("", FieldType::name);
    if !found.share.odd.is_empty() {
        let of = suggest::counted(found.share.of(), "value");
        let odd = sample.named(&found.share.odd);
        told.push(format!("Of this kind in {} of {of} (`{name}`); not: {odd}.", found.share.have));
    }
    told.extend(found.notes);
    let need = Need { is_always: share.is_habit(), ..Need::default() };
    let in_text = sample.in_text.iter().find(|(known, _)| known == key);
    let in_text = in_text.map(|(_, place)| place.clone());
    LearnedField { id: key.to_owned(), in_text, kind: found.kind, need, notes: told }
}

/// The fields that conditions may name, with the values that the series knows.
pub(super) fn factors<'s>(sample: &'s Sample<'_>, fields: &'s [LearnedField]) -> Vec<Factor<'s>> {
    let is_factor = |field: &&LearnedField| {
        !field.kind.choices.is_empty()
            && !["not", "since", "from_stage"].contains(&field.id.as_str())
    };
    let factor = |field: &'s LearnedField| Factor {
        id: &field.id,
        values: sample
            .papers
            .iter()
            .map(|item| {
                item.text(&field.id).filter(|it| field.kind.choices.iter().any(|word| word == it))
            })
            .collect(),
    };
    fields.iter().filter(is_factor).map(factor).collect()
}

/// When each of the fields is there that is not in all papers.
pub(super) fn with_conditions(sample: &Sample<'_>, fields: &mut [LearnedField]) {
    let needs: Vec<(usize, Need, String)> = {
        let factors = factors(sample, fields);
        let of = |(at, field): (usize, &LearnedField)| {
            let others: Vec<Factor<'_>> = factors
                .iter()
                .filter(|factor| factor.id != field.id)
                .map(|it| Factor { id: it.id, values: it.values.clone() })
                .collect();
            let is_there: Vec<bool> =
                sample.papers.iter().map(|item| item.entry(&field.id).is_some()).collect();
            let (need, note) = need(sample, &others, &is_there, (field.need.is_always, HABIT))?;
            Some((at, need, note))
        };
        fields.iter().enumerate().filter_map(of).collect()
    };
    for (at, need, note) in needs {
        fields[at].need = need;
        fields[at].notes.push(note);
    }
}

/// The condition on which something is there, and what that rests on. What is always there is required of all papers,
/// unless a condition says exactly which have it; what `habit` of a hundred papers have that may have it is required of
/// these.
pub(super) fn need(
    sample: &Sample<'_>,
    factors: &[Factor<'_>],
    is_there: &[bool],
    (is_always, habit): (bool, usize),
) -> Option<(Need, String)> {
    let mut need = if is_always {
        conditions::exact(factors, is_there)?
    } else {
        conditions::need(factors, is_there)
    };
    let same = need.required == need.allowed;
    let among = need.allowed.as_ref().map(|it| conditions::among(factors, it, is_there));
    if let (Some(allowed), Some(share)) =
        (&need.allowed, among.filter(|it| !same && it.is_at_least(habit)))
    {
        let odd = sample.named(&share.odd);
        let note = format!(
            "Without exception only when {}: in {} of {} such papers; not: {odd}.",
            described(allowed),
            share.have,
            share.of(),
        );
        need.required = Some(allowed.clone());
        return Some((need, note));
    }
    let note = match (&need.required, &need.allowed) {
        (None, None) => return None,
        (Some(required), None) => {
            format!("Without exception there when {}.", described(required))
        }
        (None, Some(allowed)) => format!("Without exception only when {}.", described(allowed)),
        (Some(required), Some(allowed)) if required == allowed => {
            format!("Without exception there when {}, and only then.", described(required))
        }
        (Some(required), Some(allowed)) => format!(
            "Without exception there when {}, and only when {}.",
            described(required),
            described(allowed)
        ),
    };
    Some((need, note))
}

fn described(when: &When) -> String {
    let values = suggest::either(when.values.iter().map(String::as_str));
    format!("`{}` is {}{values}", when.field, if when.is_not { "not " } else { "" })
}
