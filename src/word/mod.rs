//! Word files that somebody else made, read with care.

pub(crate) mod archive;
pub(crate) mod elements;
