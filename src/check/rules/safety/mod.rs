//! What may not reach a page, and what was left behind.

use crate::check::rule::Rule;

pub(super) const RULES: &[&Rule] = &[];
