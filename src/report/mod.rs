//! Findings for people and machines: one file a format, one row a format in [`FORMATS`].

mod json;
mod text;

use std::io::{self, Write};

pub use text::write_findings;

use crate::finding::{Finding, Severity};
use crate::workspace::InputError;

/// What a run of `check` found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// The findings, sorted.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// How many papers were checked.
    pub checked: usize,
}

impl Outcome {
    /// How many findings are of this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// How a report is written.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// Whether terminal colours are used.
    pub color: bool,
    /// The width of the terminal in columns.
    pub width: usize,
}

/// A way to write findings down.
#[derive(Debug)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
    /// Writes a whole report.
    pub write: fn(&Outcome, Options, &mut dyn Write) -> io::Result<()>,
}

/// All formats; the first is the default.
pub const FORMATS: [Format; 2] = [
    Format {
        name: "text",
        about: "source lines with the marked characters, for people",
        write: text::write,
    },
    Format { name: "json", about: "one JSON document, for programs", write: json::write },
];

/// The format of a name.
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
