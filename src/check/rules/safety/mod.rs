//! What must not reach a page, and what was left over.

mod brackets;
mod broken_link;
mod draft_marking;
mod duplicate_definition;
mod false_fences;
mod footnotes;
mod forbidden_link;
mod foreign;
mod foreign_lines;
mod foreign_markup;
mod foreign_signs;
mod formulas;
mod html_text;
mod invalid_encoding;
mod invisible_character;
mod joined_text;
mod loose_references;
mod malformed_link;
mod mark_runs;
mod marking_extent;
mod merge_conflict;
mod mixed_line_ends;
mod mixed_script;
mod other_link_forms;
mod placeholder_text;
mod raw_html;
mod stray_emphasis;
mod stray_mark;
mod swallowed;
pub(super) mod unclosed_code;
mod unclosed_comment;
mod unresolved_comment;
mod unsafe_url;

use crate::check::RuleFamily;
use crate::check::rule::Rule;

const FAMILY: RuleFamily = RuleFamily::Safety;

pub(super) const RULES: &[&Rule] = &[
    &broken_link::RULE,
    &draft_marking::RULE,
    &duplicate_definition::RULE,
    &forbidden_link::RULE,
    &foreign_markup::RULE,
    &invalid_encoding::RULE,
    &invisible_character::RULE,
    &malformed_link::RULE,
    &merge_conflict::RULE,
    &mixed_line_ends::RULE,
    &mixed_script::RULE,
    &placeholder_text::RULE,
    &raw_html::RULE,
    &stray_mark::RULE,
    &unclosed_code::RULE,
    &unclosed_comment::RULE,
    &unresolved_comment::RULE,
    &unsafe_url::RULE,
];
