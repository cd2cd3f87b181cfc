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

use serde::{Serialize, Serializer};

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

/// A list in a report whose items are made one after the other as they are written: thousands of findings at once would
/// take more memory than checking the papers.
struct Streamed<F>(F);

impl<F, I> Serialize for Streamed<F>
where
    F: Fn() -> I,
    I: Iterator<Item: Serialize>,
{
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// Writes a report as JSON.
fn write_json(report: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    let mut shown = Shown { out, rest: Vec::new() };
    serde_json::to_writer_pretty(&mut shown, report)?;
    let Shown { out, rest } = shown;
    out.write_all(&rest)?;
    writeln!(out)
}

/// JSON on its way out, in which every active character is escaped.
struct Shown<'o> {
    out: &'o mut dyn Write,
    /// The beginning of a character that is not whole yet.
    rest: Vec<u8>,
}

impl Write for Shown<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if let Ok(whole) = std::str::from_utf8(bytes)
            && self.rest.is_empty()
        {
            return self.out.write_all(show::json(whole).as_bytes());
        }
        self.rest.extend_from_slice(bytes);
        let whole = self.rest.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        self.out.write_all(show::json(whole).as_bytes())?;
        let length = whole.len();
        self.rest.drain(..length);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_written_piece_by_piece_and_nothing_acts_on_it() {
        let text = "a\u{9b}\u{e9}\u{202e}\u{1f468}";
        let mut out = Vec::new();
        let mut shown = Shown { out: &mut out, rest: Vec::new() };
        for byte in text.as_bytes() {
            assert!(shown.write_all(&[*byte]).is_ok());
        }
        assert!(shown.rest.is_empty());
        assert_eq!(String::from_utf8_lossy(&out), show::json(text));
        let mut out = Vec::new();
        assert!(write_json(&Streamed(|| [1, 2].iter()), &mut out).is_ok());
        assert_eq!(String::from_utf8_lossy(&out), "[\n  1,\n  2\n]\n");
    }
}
