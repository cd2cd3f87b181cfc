//! The project's own files.

mod invalid_settings;
mod unmatched_pattern;

use crate::check::RuleFamily;
use crate::check::rule::Rule;

const FAMILY: RuleFamily = RuleFamily::Settings;

pub(super) const RULES: &[&Rule] = &[&invalid_settings::RULE, &unmatched_pattern::RULE];
