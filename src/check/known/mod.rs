//! Findings that were there before: those in the baseline, and those at the base of the work.

mod base;
mod baseline;

pub(super) use base::AtBase;
pub(super) use baseline::{learn, suppress_known};
