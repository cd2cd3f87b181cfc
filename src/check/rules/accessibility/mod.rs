//! What every reader can use: pictures, links and tables.

mod accidental_code;
mod bare_url;
mod empty_link;
mod list_levels;
mod list_marks;
mod list_mixed;
mod list_numbers;
mod malformed_list;
mod malformed_table;
mod missing_alt_text;
mod missing_glyph;
mod ragged_table;
mod separated_rows;
mod table_without_header;
mod unusable_picture;
mod vague_link_text;
mod wide_table;

use crate::check::RuleFamily;
use crate::check::rule::Rule;

const FAMILY: RuleFamily = RuleFamily::Accessibility;

pub(super) const RULES: &[&Rule] = &[
    &accidental_code::RULE,
    &bare_url::RULE,
    &empty_link::RULE,
    &malformed_list::RULE,
    &malformed_table::RULE,
    &missing_alt_text::RULE,
    &missing_glyph::RULE,
    &ragged_table::RULE,
    &table_without_header::RULE,
    &unusable_picture::RULE,
    &vague_link_text::RULE,
    &wide_table::RULE,
];
