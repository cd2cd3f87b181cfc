//! What editors and other programs need to know of the files: a [JSON Schema](https://json-schema.org/)
//! of draft 2020-12 for each.
//!
//! The project's own files have the schemas of the types that they are read into
//! ([`yaml::schema`](crate::yaml::schema)); the front matter depends on the project's series and
//! has one built from its data. A schema sees the shape of one file. What depends on the paper's
//! text, another paper or the day of the check is left to `check`.

mod examples;
mod files;
mod front_matter;
mod tool;

pub use files::{EVERY_KEY, register, registry, series, settings};
pub use front_matter::front_matter;
pub use tool::Tool;
