//! Papers that were published: they change by revision or not at all.

mod broken_seal;
pub(super) mod differences;
mod pictures;
mod unsealed_paper;

use crate::check::RuleFamily;
use crate::check::rule::Rule;

const FAMILY: RuleFamily = RuleFamily::Record;

pub(super) const RULES: &[&Rule] = &[&broken_seal::RULE, &unsealed_paper::RULE];
