//! What differs between two versions of a block besides its words.

use std::ops::Range;

use super::change::{BlockKind, Remark};
use super::units::{Mark, Unit};
use super::words::words;

/// What differs besides words.
pub(super) fn remarks(old: &Unit<'_>, new: &Unit<'_>) -> Vec<Remark> {
    let mut remarks = targets(old, new);
    if old.kind != new.kind {
        remarks.push(Remark::Kind(old.kind));
    }
    if old.depth != new.depth || has_other_styles(old, new) {
        remarks.push(Remark::Formatting);
    }
    remarks
}

/// The links that lead elsewhere.
fn targets(old: &Unit<'_>, new: &Unit<'_>) -> Vec<Remark> {
    let gone = without(&old.targets, &new.targets);
    let added = without(&new.targets, &old.targets);
    let count = gone.len().max(added.len());
    let target = |targets: &[&str], at: usize| targets.get(at).map(|it| (*it).to_owned());
    (0..count)
        .map(|at| Remark::Target { old: target(&gone, at), new: target(&added, at) })
        .collect()
}

/// The targets that are not among `others`.
fn without<'d>(own: &[&'d str], others: &[&str]) -> Vec<&'d str> {
    let mut others = others.to_vec();
    let mut rest = own.to_vec();
    rest.retain(|target| match others.iter().position(|other| other == target) {
        Some(at) => {
            others.swap_remove(at);
            false
        }
        None => true,
    });
    rest
}

/// Whether words that both have are formatted in another way.
fn has_other_styles(old: &Unit<'_>, new: &Unit<'_>) -> bool {
    if old.kind == BlockKind::Table {
        return old.styles.iter().map(|it| it.1).ne(new.styles.iter().map(|it| it.1))
            && old.text == new.text;
    }
    if old.styles.is_empty() && new.styles.is_empty() {
        return false;
    }
    words(&old.text, &new.text).iter().filter(|hunk| hunk.is_same).any(|hunk| {
        // Where quotation marks of printers take the place of others, places can't be compared.
        old.text[hunk.old.clone()] == new.text[hunk.new.clone()]
            && (hunk.old.start == 0) == (hunk.new.start == 0)
            && (hunk.old.end == old.text.len()) == (hunk.new.end == new.text.len())
            && marks(old, &hunk.old) != marks(new, &hunk.new)
    })
}

/// The marks inside `bytes`, with their places there. One at an end may belong to what is beside it.
fn marks<'d>(unit: &Unit<'d>, bytes: &Range<usize>) -> Vec<(usize, Mark<'d>)> {
    let is_inside = |at: usize| {
        (bytes.start < at || at == 0 && bytes.start == 0)
            && (at < bytes.end || at == unit.text.len() && bytes.end == at)
    };
    let inside = unit.styles.iter().filter(|(at, _)| is_inside(*at));
    inside.map(|(at, mark)| (at - bytes.start, *mark)).collect()
}
