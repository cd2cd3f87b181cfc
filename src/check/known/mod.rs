//! Findings that were there before: those that the baseline knows, and those of the base of the work.

mod base;
mod baseline;

pub(super) use base::AtBase;
pub(super) use baseline::{learn, suppress_known};
