//! A fault at one place in one file. Data only: how it is printed is up to
//! [`report`](crate::report).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::text::show;
use crate::text::source::{SourceFile, Span};

/// The rule that reports what is wrong in the project's own files: settings, units, register, series.
///
/// Every module that reads such a file reports under this name, long before rules are known.
pub const INVALID_SETTINGS: &str = "invalid-settings";

/// How severe a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; `check` still succeeds.
    Warning,
    /// The paper can't be published like this; `check` fails.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// One problem at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule that found it, for example `missing-field`.
    pub rule: &'static str,
    /// Its severity, after the settings are applied.
    pub severity: Severity,
    /// The file it is in.
    pub file: SourceFile,
    /// The characters that are wrong; empty where something is missing.
    pub span: Span,
    /// The fault, in one line, without a period.
    pub message: String,
    /// Other places that explain this one.
    pub labels: Vec<Label>,
    /// What to do about it, in one line.
    pub help: Option<String>,
    /// A change that would fix it.
    pub fix: Option<Fix>,
    /// The acronym whose long form other papers may know, where that would complete the finding.
    pub unknown_acronym: Option<String>,
    /// The rules of findings that tell the same, and the files in which they do: where one of them counts, this one does
    /// not.
    pub told_by: Vec<(&'static str, String)>,
    /// Its fingerprint, which is the same in every run: 32 hexadecimal digits; empty until all
    /// findings of a project are known.
    pub fingerprint: String,
}

/// A second place, with how it relates to the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The file it is in, often another one.
    pub file: SourceFile,
    /// The characters it points at.
    pub span: Span,
    /// How they relate to the finding.
    pub message: String,
}

/// Edits to one file that fix a finding; they don't overlap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What the edits do, for example "use the official name".
    pub title: String,
    /// The edits, in the finding's file.
    pub edits: Vec<Edit>,
    /// Whether it is certain that the meaning stays as the author wanted it.
    pub safe: bool,
}

/// The bytes at `span` become `text`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty to insert.
    pub span: Span,
    /// What replaces it.
    pub text: String,
}

impl Fix {
    /// A fix that replaces the bytes at `span` and can't change what the author meant.
    pub fn safe(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        let edit = Edit { span, text: text.into() };
        Self { title: title.into(), edits: vec![edit], safe: true }
    }

    /// Like [`Fix::safe`], for a change that a person should look at.
    pub fn risky(title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        Self { safe: false, ..Self::safe(title, span, text) }
    }
}

/// A message without line ends and other control characters, which may come with a key or a value that it quotes.
fn on_one_line(message: String) -> String {
    if message.contains(char::is_control) { show::part(&message).into_owned() } else { message }
}

impl Finding {
    /// An error found by `rule`, without labels, help and fix.
    pub fn error(
        rule: &'static str,
        file: &SourceFile,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            file: file.clone(),
            span,
            message: on_one_line(message.into()),
            labels: Vec::new(),
            help: None,
            fix: None,
            unknown_acronym: None,
            told_by: Vec::new(),
            fingerprint: String::new(),
        }
    }

    /// The finding with its places in the files on disk. A fix that changes two files at once is left out.
    #[must_use]
    pub fn at_origin(mut self) -> Self {
        for label in &mut self.labels {
            (label.file, label.span) = label.file.origin(label.span);
        }
        if !self.file.is_joined() {
            return self;
        }
        let file = self.file.clone();
        self.fix = self
            .fix
            .filter(|fix| fix.edits.iter().all(|edit| file.is_one_file(edit.span, self.span)));
        for edit in self.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
            edit.span = file.origin(edit.span).1;
        }
        (self.file, self.span) = file.origin(self.span);
        self
    }

    /// The finding with advice on what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(on_one_line(help.into()));
        self
    }
}
