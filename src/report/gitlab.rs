//! Findings for GitLab's [code quality](https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format)
//! widget.

use std::io::{self, Write};

use serde::Serialize;

use super::{Options, sentence};
use crate::check::Outcome;
use crate::text::finding::Severity;

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

pub(super) fn write(outcome: &Outcome, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let location = |name: &str, begin: usize, end: usize| Location {
        path: options.base.path(name),
        lines: Lines { begin, end },
    };
    let errors = outcome.errors.iter().map(|error| Issue {
        description: error.reason.clone(),
        check_name: "unreadable",
        fingerprint: format!("unreadable {}", options.base.path(&error.path)),
        severity: "blocker",
        location: location(&error.path, 1, 1),
    });
    let findings = outcome.reported().map(|finding| {
        let line = |at: usize| finding.file.position(at).line + 1;
        let (begin, end) = (line(finding.span.start), line(finding.span.end));
        Issue {
            description: sentence(finding),
            check_name: finding.rule,
            fingerprint: finding.fingerprint.clone(),
            severity: match finding.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
            },
            location: location(finding.file.name(), begin, end),
        }
    });
    let issues: Vec<Issue<'_>> = errors.chain(findings).collect();
    super::write_json(&issues, out)
}
