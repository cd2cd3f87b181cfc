//! The front matter of two papers.

use std::collections::BTreeMap;

use super::change::FieldChange;
use super::words::words;
use crate::document::{Field, front_fields};
use crate::paper::Paper;
use crate::series::Series;

/// The fields that differ, in the order of the new paper's series; those that only the old one has follow.
pub(super) fn compare(old: (&Paper, &Series), new: (&Paper, &Series)) -> Vec<FieldChange> {
    let mut olds: BTreeMap<String, Field> = BTreeMap::new();
    let mut order = Vec::new();
    for field in front_fields(old.0, old.1) {
        order.push(field.id.clone());
        olds.insert(field.id.clone(), field);
    }
    let mut changes = Vec::new();
    for field in front_fields(new.0, new.1) {
        let old = olds.remove(&field.id).map(|field| field.value);
        let is_same = old.as_ref().is_some_and(|old| are_same(old, &field.value));
        if !is_same {
            changes.push(FieldChange {
                id: field.id,
                label: field.label,
                old,
                new: Some(field.value),
            });
        }
    }
    let gone = order.into_iter().filter_map(|id| olds.remove(&id));
    changes.extend(gone.map(|field| FieldChange {
        id: field.id,
        label: field.label,
        old: Some(field.value),
        new: None,
    }));
    changes
}

/// Whether two values are the same but for the marks of printers.
fn are_same(old: &str, new: &str) -> bool {
    words(old, new).iter().all(|hunk| hunk.is_same)
}
