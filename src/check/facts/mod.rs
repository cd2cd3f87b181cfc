//! What is found in a paper's text once, for all rules that need it.

pub(in crate::check) mod acronyms;
pub(in crate::check) mod anchors;
pub(in crate::check) mod expansion;
pub(in crate::check) mod phrases;
