//! What every reader can use: pictures, links and tables.

use crate::check::rule::Rule;

pub(super) const RULES: &[&Rule] = &[];
