//! Plain language.

use crate::check::rule::Rule;

pub(super) const RULES: &[&Rule] = &[];
