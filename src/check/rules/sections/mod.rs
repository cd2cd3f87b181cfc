//! Sections and their headings.

mod bold_label_heading;
mod changed_section_text;
mod decorated_heading;
mod duplicate_section;
mod empty_heading;
mod empty_section;
mod forbidden_section;
mod heading_case;
mod heading_level;
mod headings;
mod malformed_heading;
mod missing_section;
mod misspelled;
mod plain_labels;
mod section_order;
mod section_too_long;
mod section_too_short;
mod text_before_sections;
mod unknown_section;

use crate::check::RuleFamily;
use crate::check::rule::Rule;

const FAMILY: RuleFamily = RuleFamily::Sections;

pub(super) const RULES: &[&Rule] = &[
    &bold_label_heading::RULE,
    &changed_section_text::RULE,
    &decorated_heading::RULE,
    &duplicate_section::RULE,
    &empty_heading::RULE,
    &empty_section::RULE,
    &forbidden_section::RULE,
    &heading_case::RULE,
    &heading_level::RULE,
    &malformed_heading::RULE,
    &missing_section::RULE,
    &section_order::RULE,
    &section_too_long::RULE,
    &section_too_short::RULE,
    &text_before_sections::RULE,
    &unknown_section::RULE,
];
