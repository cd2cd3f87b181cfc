//! Units of the registry, as a paper names them.

mod inactive_unit;
mod membership;
mod outdated_unit_name;
mod unit_alias;
mod unit_parent_mismatch;
mod unknown_unit;

use crate::check::RuleFamily;
use crate::check::rule::Rule;

const FAMILY: RuleFamily = RuleFamily::Units;

pub(super) const RULES: &[&Rule] = &[
    &inactive_unit::RULE,
    &outdated_unit_name::RULE,
    &unit_alias::RULE,
    &unit_parent_mismatch::RULE,
    &unknown_unit::RULE,
];
