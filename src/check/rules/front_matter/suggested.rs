//! The field that an unknown key was meant for.

use crate::check::PaperContext;
use crate::series::{Field, Series};
use crate::text::suggest;

/// The field that an unknown key was most likely meant for.
pub(super) struct Suggested<'s> {
    pub(super) field: &'s Field,
    /// Whether the key differs from the field's only in case, spaces and hyphens.
    pub(super) is_sure: bool,
}

/// The shortest part of a field's name that is taken for the whole, `action` for `action_required`.
const SHORTEST_PART: usize = 5;

pub(super) fn suggest_field<'s>(series: &'s Series, key: &str) -> Option<Suggested<'s>> {
    let plain = plain(key);
    if let Some(field) = series.field(&plain) {
        return Some(Suggested { field, is_sure: true });
    }
    let ids = || series.fields.iter().map(|field| field.id.as_str());
    let part = || {
        let is_part = |id: &&str| id.split('_').any(|part| part == plain);
        ids().find(|id| plain.len() >= SHORTEST_PART && is_part(id))
    };
    let id = suggest::nearest(&plain, ids()).or_else(part)?;
    series.field(id).map(|field| Suggested { field, is_sure: false })
}

/// Whether the field `id` is there under a misspelled key: then it is not missing.
pub(in crate::check::rules) fn is_misspelled(cx: &PaperContext<'_>, id: &str) -> bool {
    let unknown = |key: &&str| cx.series.field(*key).is_none();
    let mut keys = cx.paper.front().entries.iter().map(|entry| entry.key.value.as_str());
    keys.any(|key| {
        unknown(&key) && suggest_field(cx.series, key).is_some_and(|found| found.field.id == id)
    })
}

/// The key as a series would write it: lowercase, with underscores for spaces and hyphens.
fn plain(key: &str) -> String {
    let key = key.trim_matches(|c: char| !c.is_alphanumeric());
    key.to_lowercase().replace([' ', '-'], "_")
}
