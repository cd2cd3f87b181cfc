//! Publication numbers.

mod duplicate_number;
mod malformed_number;
mod missing_number;
mod missing_registered_paper;
mod number_in_draft;
mod number_period_mismatch;
mod number_without_quotes;
mod register_mismatch;

use crate::check::RuleFamily;
use crate::check::rule::Rule;

const FAMILY: RuleFamily = RuleFamily::Numbers;

pub(super) const RULES: &[&Rule] = &[
    &duplicate_number::RULE,
    &malformed_number::RULE,
    &missing_number::RULE,
    &missing_registered_paper::RULE,
    &number_in_draft::RULE,
    &number_period_mismatch::RULE,
    &number_without_quotes::RULE,
    &register_mismatch::RULE,
];
