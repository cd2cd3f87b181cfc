//! What was moved: words that go in one place and come in another.

use super::{Change, ChangeState};

/// The fewest words that are known to be the same ones elsewhere.
const LEAST: usize = 2;

/// Numbers the changes of one file that are the two halves of a move, from `next` on.
pub(super) fn mark(changes: &mut [Change], next: usize) {
    let mut number = next;
    for at in 0..changes.len() {
        let away = &changes[at];
        if !away.after.is_empty() || away.moved.is_some() || away.field.is_some() {
            continue;
        }
        let words = words(&away.before);
        if words.len() < LEAST {
            continue;
        }
        let is_other_half = |it: &Change| {
            it.before.is_empty()
                && it.moved.is_none()
                && it.file == away.file
                && self::words(&it.after) == words
        };
        let Some(here) = changes.iter().position(is_other_half) else { continue };
        changes[at].moved = Some(number);
        changes[here].moved = Some(number);
        // Half a move would lose the words, or have them twice.
        let state = half_state(changes[at].state, changes[here].state);
        changes[at].state = state.0;
        changes[here].state = state.1;
        number += 1;
    }
}

fn half_state(away: ChangeState, here: ChangeState) -> (ChangeState, ChangeState) {
    match (away, here) {
        (ChangeState::Conflict, ChangeState::Open) | (ChangeState::Open, ChangeState::Conflict) => {
            (ChangeState::Conflict, ChangeState::Conflict)
        }
        both => both,
    }
}

/// The words of a text, without the marks of what it was in.
fn words(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let mut words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    // The number of an item is that of its place.
    let is_number = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let mark = text.trim_start().split(' ').next().unwrap_or_default();
    if mark.ends_with(['.', ')']) && words.first().is_some_and(is_number) {
        words.remove(0);
    }
    words
}
