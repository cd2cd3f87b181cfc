//! What fuzzers do with any bytes. Each function panics on a fault; the fuzz targets in `.fuzz/` call it with bytes of
//! their own, and the tests with the files below `corpus/`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, unreachable_pub, missing_docs)]

mod body;
mod document;
mod files;
mod fixes;
pub mod front_matter;
pub mod package;
mod papers;
mod reference;
pub mod register;
mod seal;
mod settings;
pub mod tree;
mod word;

pub use body::body;
pub use document::document;
pub use fixes::fixes;
pub use front_matter::front_matter;
pub use reference::reference;
pub use register::register;
pub use seal::seal;
pub use settings::settings;
pub use word::word;
