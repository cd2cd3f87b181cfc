//! What a JSON report says of the program that wrote it.

use serde::Serialize;

/// The program that wrote a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tool {
    name: &'static str,
    version: &'static str,
}

impl Tool {
    /// This program, in this version.
    pub const THIS: Self =
        Self { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
}
