//! Which field a key that is none was meant for.

use crate::check::PaperContext;
use crate::series::{Field, Series};
use crate::text::suggest;

/// The field that an unknown key was most likely meant for.
pub(super) struct Meant<'s> {
    pub(super) field: &'s Field,
    /// Whether only upper case, blanks or hyphens keep the key from being the field's.
    pub(super) is_sure: bool,
}

/// The shortest part of a field's name that is taken for the whole, `action` for `action_required`.
const SHORTEST_PART: usize = 5;

pub(super) fn meant<'s>(series: &'s Series, key: &str) -> Option<Meant<'s>> {
    let plain = plain(key);
    if let Some(field) = series.field(&plain) {
        return Some(Meant { field, is_sure: true });
    }
    let ids = || series.fields.iter().map(|field| field.id.as_str());
    let part = || {
        let is_part = |id: &&str| id.split('_').any(|part| part == plain);
        ids().find(|id| plain.len() >= SHORTEST_PART && is_part(id))
    };
    let id = suggest::nearest(&plain, ids()).or_else(part)?;
    series.field(id).map(|field| Meant { field, is_sure: false })
}

/// Whether the field `id` stands under a misspelt key: then it is not missing.
pub(in crate::check::rules) fn is_misspelt(cx: &PaperContext<'_>, id: &str) -> bool {
    let unknown = |key: &&str| cx.series.field(key).is_none();
    let mut keys = cx.paper.front.entries.iter().map(|entry| entry.key.value.as_str());
    keys.any(|key| unknown(&key) && meant(cx.series, key).is_some_and(|meant| meant.field.id == id))
}

/// The key as a series would write it: small letters, with underscores for blanks and hyphens.
fn plain(key: &str) -> String {
    let key = key.trim_matches(|c: char| !c.is_alphanumeric());
    key.to_lowercase().replace([' ', '-'], "_")
}
