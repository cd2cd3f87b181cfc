//! Findings for people and machines: one file and one row of [`FORMATS`] for each format.
//!
//! Machines read a report from the root of the repository, so paths are relative to a [`Base`].
//! The same findings produce the same bytes, on any number of cores.

mod base;
mod concise;
mod github;
mod gitlab;
mod json;
mod junit;
mod recognize;
mod sarif;
mod text;

use std::io::{self, Write};

use serde::Serialize;

pub use base::Base;
pub use github::summary as github_summary;
pub use recognize::is_report;
pub use text::{summary, write_findings};

use crate::check::Outcome;
use crate::text::finding::Finding;
use crate::text::show;

/// How a report is written.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether terminal colors are used.
    pub color: bool,
    /// The width of the terminal in columns.
    pub width: usize,
    /// Whether a text for people ends with a summary.
    pub has_summary: bool,
    /// The folder that paths for machines are relative to.
    pub base: Base,
}

/// A format for findings.
#[derive(Debug)]
pub struct Format {
    /// The name on the command line.
    pub name: &'static str,
    /// A short description.
    pub about: &'static str,
    /// Whether its paths are relative to the [`Base`].
    pub has_base: bool,
    /// Writes a whole report.
    pub write: fn(&Outcome, &Options, &mut dyn Write) -> io::Result<()>,
}

impl Format {
    /// Whether people read it, on a terminal.
    pub fn is_for_people(&self) -> bool {
        self.name == FORMATS[0].name
    }
}

/// All formats; the first is the default.
pub const FORMATS: [Format; 7] = [
    Format {
        name: "text",
        about: "source lines with the marked characters, for people",
        has_base: false,
        write: text::write,
    },
    Format {
        name: "concise",
        about: "one line for each finding, `path:line:column: level[rule] message`",
        has_base: false,
        write: concise::write,
    },
    Format {
        name: "json",
        about: "one JSON document, for programs",
        has_base: true,
        write: json::write,
    },
    Format {
        name: "sarif",
        about: "SARIF 2.1.0, for code scanning",
        has_base: true,
        write: sarif::write,
    },
    Format {
        name: "github",
        about: "annotations of GitHub Actions",
        has_base: true,
        write: github::write,
    },
    Format {
        name: "gitlab",
        about: "GitLab's code quality report",
        has_base: true,
        write: gitlab::write,
    },
    Format {
        name: "junit",
        about: "JUnit XML, one test case per paper",
        has_base: true,
        write: junit::write,
    },
];

/// The format with that name.
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// What is wrong and what to do, for formats that have one text for both.
fn sentence(finding: &Finding) -> String {
    match &finding.help {
        Some(help) => format!("{}; {help}", finding.message),
        None => finding.message.clone(),
    }
}

/// The location of a finding, as people write it: `name:line:column`.
fn place(name: &str, finding: &Finding) -> String {
    let start = finding.file.position(finding.span.start);
    format!("{name}:{}:{}", start.line + 1, start.character + 1)
}

/// Writes a report as JSON.
fn write_json(report: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let json = serde_json::to_string_pretty(report)?;
    writeln!(out, "{}", show::json(&json))
}
