//! The fields at the top of a paper.

mod comment_in_value;
mod date_out_of_range;
mod duplicate_field;
mod duplicate_value;
mod field_order;
mod file_name_clash;
mod forbidden_field;
mod invalid_date;
mod malformed_code;
mod malformed_front_matter;
mod malformed_value;
mod markup_in_field;
mod missing_field;
mod missing_submitter;
mod other_digits;
mod suggested;
mod unknown_choice;
mod unknown_field;
mod unknown_series;
mod wrong_file_name;
pub(super) mod wrong_type;

pub(super) use suggested::is_misspelled;

use crate::check::RuleFamily;
use crate::check::rule::Rule;

const FAMILY: RuleFamily = RuleFamily::FrontMatter;

pub(super) const RULES: &[&Rule] = &[
    &comment_in_value::RULE,
    &date_out_of_range::RULE,
    &duplicate_field::RULE,
    &duplicate_value::RULE,
    &field_order::RULE,
    &file_name_clash::RULE,
    &forbidden_field::RULE,
    &invalid_date::RULE,
    &malformed_code::RULE,
    &malformed_front_matter::RULE,
    &malformed_value::RULE,
    &markup_in_field::RULE,
    &missing_field::RULE,
    &missing_submitter::RULE,
    &unknown_choice::RULE,
    &unknown_field::RULE,
    &unknown_series::RULE,
    &wrong_file_name::RULE,
    &wrong_type::RULE,
];
