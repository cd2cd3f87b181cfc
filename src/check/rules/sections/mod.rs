//! The headings and sections of the body.

use crate::check::rule::Rule;

pub(super) const RULES: &[&Rule] = &[];
