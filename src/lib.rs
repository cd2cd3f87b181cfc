//! Write, check and render the numbered issue papers of an advisory committee.

pub mod document;
pub mod finding;
pub mod paper;
pub mod render;
pub mod source;
