//! The fields at the head of a paper.

mod missing_field;

use crate::check::rule::Rule;

pub(super) const RULES: &[&Rule] = &[&missing_field::RULE];
