//! Texts with places in them: source files and spans, findings and the edits that fix them, words for messages.

pub mod characters;
pub mod conflict;
pub mod digits;
pub mod finding;
pub mod fixes;
pub mod html;
pub mod language;
mod lines;
pub mod lookalikes;
pub mod show;
pub mod signs;
pub mod source;
mod span;
pub mod suggest;
