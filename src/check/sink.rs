//! What a rule writes its findings to. It knows the rule, so that name and severity can't be wrong.

use crate::text::finding::{Finding, Fix, Label, Severity};
use crate::text::source::{SourceFile, Span};

/// How many findings of one rule are kept of one file. Nobody reads as many, and millions would not fit into memory.
const MOST: usize = 1_000;

/// Collects the findings of one rule on one file, as many as a reader can use.
#[derive(Debug)]
pub struct Sink<'a> {
    rule: &'static str,
    severity: Severity,
    file: &'a SourceFile,
    findings: &'a mut Vec<Finding>,
    /// How many findings there were before.
    start: usize,
    dropped: Option<Box<Dropped>>,
}

/// Findings that were dropped.
#[derive(Debug)]
struct Dropped {
    /// Where the first one is.
    first: (SourceFile, Span),
    /// The last one.
    last: Finding,
}

impl<'a> Sink<'a> {
    pub(super) fn new(
        rule: &'static str,
        severity: Severity,
        file: &'a SourceFile,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        let start = findings.len();
        Self { rule, severity, file, findings, start, dropped: None }
    }

    /// Whether further findings are dropped, so that a rule need not look for them.
    pub fn is_full(&self) -> bool {
        self.dropped.is_some()
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
        let finding = Finding { severity: self.severity, ..finding };
        if index - self.start >= MOST {
            let first = self.dropped.take().map(|dropped| dropped.first);
            let first = first.unwrap_or_else(|| (file.clone(), span));
            let dropped = self.dropped.insert(Box::new(Dropped { first, last: finding }));
            return Report { finding: &mut dropped.last };
        }
        self.findings.push(finding);
        Report { finding: &mut self.findings[index] }
    }
}

impl Drop for Sink<'_> {
    /// Says at the first finding that was dropped that there are more.
    fn drop(&mut self) {
        let Some(dropped) = self.dropped.take() else { return };
        let (file, span) = dropped.first;
        let message = format!(
            "`{}` has more than {MOST} findings here, and the rest is not shown",
            self.rule
        );
        let finding = Finding::error(self.rule, &file, span, message);
        let help = "correct these and check again; is the file what it should be?";
        self.findings.push(Finding { severity: self.severity, ..finding }.help(help));
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

    /// Leaves it to a finding of `rule` in the file called `name`, where that counts and is as severe. With several, one
    /// of them is enough.
    pub fn told_by(self, rule: &'static str, name: &str) -> Self {
        self.finding.told_by.push((rule, name.to_owned()));
        self
    }

    /// Adds a change that fixes it.
    pub fn fix(self, fix: Fix) -> Self {
        self.finding.fix = Some(fix);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_finds_millions_says_so_once() {
        let file = SourceFile::new("a.md", "text");
        let mut findings = Vec::new();
        for rule in ["long-sentence", "wordy-phrase"] {
            let mut sink = Sink::new(rule, Severity::Warning, &file, &mut findings);
            for at in 0..3 * MOST {
                assert_eq!(sink.is_full(), at > MOST);
                sink.at(Span::at(at), "found").help("look");
            }
        }
        assert_eq!(findings.len(), 2 * (MOST + 1));
        let said = &findings[MOST];
        assert_eq!((said.rule, said.span), ("long-sentence", Span::at(MOST)));
        assert!(said.message.contains("more than 1000"), "{}", said.message);
        assert_eq!(said.severity, Severity::Warning);
    }
}
