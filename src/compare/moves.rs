//! Blocks that stand elsewhere now, in the same section or in another.

use super::align::moved;
use super::blocks::{Draft, paired};
use super::change::{Moved, State};

/// Where a block is: its section, and its place there.
type Place = (usize, usize);

/// Finds the blocks of all sections that moved. `headings` are those of the sections.
pub(super) fn find(sections: &mut [Vec<Draft<'_>>], headings: &[Option<String>]) {
    let (old, old_texts) = left(sections, State::Deleted);
    let (new, new_texts) = left(sections, State::Inserted);
    let [olds, news]: [Vec<&str>; 2] =
        [&old_texts, &new_texts].map(|texts| texts.iter().map(String::as_str).collect());
    let mut pairs: Vec<(Place, Place)> =
        moved(&olds, &news).into_iter().map(|(one, other)| (old[one], new[other])).collect();
    pairs.sort_unstable_by_key(|(_, new)| *new);
    let mut number = 0;
    for (from, to) in pairs {
        let (Some(old), Some(new)) = (&sections[from.0][from.1].unit, &sections[to.0][to.1].unit)
        else {
            continue;
        };
        let Some(change) = paired(std::slice::from_ref(old), std::slice::from_ref(new)) else {
            continue;
        };
        number += 1;
        let mark = |section: usize| Some(Moved { number, section: headings[section].clone() });
        let here = &mut sections[to.0][to.1].change;
        *here = change;
        here.state = State::MovedHere;
        here.moved = mark(from.0);
        let away = &mut sections[from.0][from.1].change;
        away.state = State::MovedAway;
        away.moved = mark(to.0);
    }
}

/// The blocks in that state with their texts.
fn left(sections: &[Vec<Draft<'_>>], state: State) -> (Vec<Place>, Vec<String>) {
    let mut places = Vec::new();
    let mut texts = Vec::new();
    for (section, drafts) in sections.iter().enumerate() {
        for (at, draft) in drafts.iter().enumerate() {
            if draft.change.state == state
                && let Some(unit) = &draft.unit
            {
                places.push((section, at));
                texts.push(unit.text.clone());
            }
        }
    }
    (places, texts)
}
