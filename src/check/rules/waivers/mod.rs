//! Waivers themselves. They are checked by [`check::waivers`](crate::check::waivers), after all
//! other rules.

mod expired_waiver;
mod invalid_waiver;
mod unused_waiver;

use crate::check::RuleFamily;
use crate::check::rule::Rule;

pub(in crate::check) const EXPIRED: &str = expired_waiver::RULE.name;
pub(in crate::check) const INVALID: &str = invalid_waiver::RULE.name;
pub(in crate::check) const UNUSED: &str = unused_waiver::RULE.name;

const FAMILY: RuleFamily = RuleFamily::Waivers;

pub(super) const RULES: &[&Rule] =
    &[&expired_waiver::RULE, &invalid_waiver::RULE, &unused_waiver::RULE];
