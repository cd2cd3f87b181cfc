//! A paper as it was written.

pub mod html;
pub mod markdown;
pub mod url;
