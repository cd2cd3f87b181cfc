//! Units of the registry, as a paper names them.

use crate::check::rule::Rule;

pub(super) const RULES: &[&Rule] = &[];
