//! What a rule writes its findings to. It knows the rule, so that name and severity can't be wrong.

use crate::text::finding::{Finding, Fix, Label, Severity};
use crate::text::source::{SourceFile, Span};

/// Collects the findings of one rule on one file.
#[derive(Debug)]
pub struct Sink<'a> {
    rule: &'static str,
    severity: Severity,
    file: &'a SourceFile,
    findings: &'a mut Vec<Finding>,
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        rule: &'static str,
        severity: Severity,
        file: &'a SourceFile,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self { rule, severity, file, findings }
    }

    /// The text at `span` of the file.
    pub fn source(&self, span: Span) -> &str {
        self.file.slice(span)
    }

    /// Reports `message` at `span` of the file; the returned report takes help, labels and a fix.
    pub fn at(&mut self, span: Span, message: impl Into<String>) -> Report<'_> {
        let file = self.file.clone();
        self.in_file(&file, span, message)
    }

    /// Like [`Sink::at`], in a file other than the one being checked.
    pub fn in_file(
        &mut self,
        file: &SourceFile,
        span: Span,
        message: impl Into<String>,
    ) -> Report<'_> {
        let index = self.findings.len();
        let finding = Finding::error(self.rule, file, span, message);
        self.findings.push(Finding { severity: self.severity, ..finding });
        Report { finding: &mut self.findings[index] }
    }
}

/// A finding just reported, to add details to.
#[derive(Debug)]
pub struct Report<'s> {
    finding: &'s mut Finding,
}

impl Report<'_> {
    /// Adds what to do about it, in one line.
    pub fn help(self, help: impl Into<String>) -> Self {
        self.finding.help = Some(help.into());
        self
    }

    /// Adds a place in the same file that explains it.
    pub fn label(self, span: Span, message: impl Into<String>) -> Self {
        let file = self.finding.file.clone();
        self.label_in(&file, span, message)
    }

    /// Adds a place in another file that explains it.
    pub fn label_in(self, file: &SourceFile, span: Span, message: impl Into<String>) -> Self {
        self.finding.labels.push(Label { file: file.clone(), span, message: message.into() });
        self
    }

    /// Adds that other papers may know the long form of `acronym`, which would complete the finding.
    pub fn unknown_acronym(self, acronym: impl Into<String>) -> Self {
        self.finding.unknown_acronym = Some(acronym.into());
        self
    }

    /// Adds a change that fixes it.
    pub fn fix(self, fix: Fix) -> Self {
        self.finding.fix = Some(fix);
        self
    }
}
