//! The project's own files.

mod invalid_settings;

use crate::check::rule::Rule;

pub(super) const RULES: &[&Rule] = &[&invalid_settings::RULE];
