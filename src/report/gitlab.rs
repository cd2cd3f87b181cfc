//! Findings for GitLab's [code quality](https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format)
//! widget.

use std::io::{self, Write};

use serde::Serialize;

use super::{Base, Options, Streamed, sentence};
use crate::check::Outcome;
use crate::text::finding::{Finding, Severity};

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
    let base = &options.base;
    let issues = Streamed(|| {
        let errors = outcome.errors.iter().map(move |error| Issue {
            description: error.reason.clone(),
            check_name: "unreadable",
            fingerprint: format!("unreadable {}", base.path(&error.path)),
            severity: "blocker",
            location: Location { path: base.path(&error.path), lines: Lines { begin: 1, end: 1 } },
        });
        errors.chain(outcome.reported().map(move |finding| issue(finding, base)))
    });
    super::write_json(&issues, out)
}

fn issue<'a>(finding: &'a Finding, base: &Base) -> Issue<'a> {
    let line = |at: usize| finding.file.position(at).line + 1;
    let lines = Lines { begin: line(finding.span.start), end: line(finding.span.end) };
    Issue {
        description: sentence(finding),
        check_name: finding.rule,
        fingerprint: finding.fingerprint.clone(),
        severity: match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
        },
        location: Location { path: base.path(finding.file.name()), lines },
    }
}
