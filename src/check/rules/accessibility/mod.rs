//! What every reader can use: pictures, links and tables.

mod bare_url;
mod empty_link;
mod missing_alt_text;
mod ragged_table;
mod table_without_header;
mod vague_link_text;

use crate::check::rule::Rule;

pub(super) const RULES: &[&Rule] = &[
    &bare_url::RULE,
    &empty_link::RULE,
    &missing_alt_text::RULE,
    &ragged_table::RULE,
    &table_without_header::RULE,
    &vague_link_text::RULE,
];
