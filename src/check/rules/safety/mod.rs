//! What must not reach a page, and what was left over.

mod broken_link;
mod draft_marking;
mod invalid_encoding;
mod invisible_character;
mod merge_conflict;
mod mixed_line_ends;
mod placeholder_text;
mod raw_html;
mod unresolved_comment;
mod unsafe_url;

use crate::check::RuleFamily;
use crate::check::rule::Rule;

const FAMILY: RuleFamily = RuleFamily::Safety;

pub(super) const RULES: &[&Rule] = &[
    &broken_link::RULE,
    &draft_marking::RULE,
    &invalid_encoding::RULE,
    &invisible_character::RULE,
    &merge_conflict::RULE,
    &mixed_line_ends::RULE,
    &placeholder_text::RULE,
    &raw_html::RULE,
    &unresolved_comment::RULE,
    &unsafe_url::RULE,
];
