//! Findings for programs: one JSON document, described by `json.schema.json` beside this file.
//!
//! The shape has a version of its own and its own types here, so that the program's inner types can
//! change without notice. Within a version keys are only added.

use std::io::{self, Write};

use serde::Serialize;

use super::{Base, Options, Streamed};
use crate::check::Outcome;
use crate::schema::Tool;
use crate::text::finding::{Finding, Fix, Label, Severity};
use crate::text::source::{SourceFile, Span};

/// The version of the shape.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<F: Serialize, S: Serialize, E: Serialize> {
    version: u32,
    tool: Tool,
    summary: Summary,
    findings: F,
    suppressed: S,
    errors: E,
}

#[derive(Serialize)]
struct Summary {
    checked: usize,
    errors: usize,
    warnings: usize,
    unreadable: usize,
    resolved: usize,
}

#[derive(Serialize)]
struct JsonFinding<'a> {
    rule: &'static str,
    severity: Severity,
    fingerprint: &'a str,
    message: &'a str,
    #[serde(flatten)]
    place: Place,
    labels: Vec<JsonLabel<'a>>,
    help: Option<&'a str>,
    fix: Option<JsonFix<'a>>,
}

#[derive(Serialize)]
struct JsonSuppressed<'a> {
    #[serde(flatten)]
    finding: JsonFinding<'a>,
    because: String,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    message: &'a str,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Place {
    path: String,
    start: Point,
    end: Point,
}

/// Lines and columns count from 1, columns in characters; the byte offset from 0 in the whole file.
#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    byte: usize,
}

#[derive(Serialize)]
struct JsonFix<'a> {
    title: &'a str,
    safe: bool,
    edits: Vec<JsonEdit<'a>>,
}

#[derive(Serialize)]
struct JsonEdit<'a> {
    start: Point,
    end: Point,
    text: &'a str,
}

#[derive(Serialize)]
struct JsonError<'a> {
    path: String,
    message: &'a str,
}

pub(super) fn write(outcome: &Outcome, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let base = &options.base;
    let document = Document {
        version: VERSION,
        tool: Tool::THIS,
        summary: Summary {
            checked: outcome.papers.len(),
            errors: outcome.count(Severity::Error),
            warnings: outcome.count(Severity::Warning),
            unreadable: outcome.errors.len(),
            resolved: outcome.resolved,
        },
        findings: Streamed(|| outcome.reported().map(move |it| finding(it, base))),
        suppressed: Streamed(|| {
            outcome.suppressed.iter().map(move |suppressed| JsonSuppressed {
                finding: finding(&suppressed.finding, base),
                because: suppressed.by.to_string(),
            })
        }),
        errors: Streamed(|| {
            outcome.errors.iter().map(move |error| JsonError {
                path: base.path(&error.path),
                message: &error.reason,
            })
        }),
    };
    super::write_json(&document, out)
}

fn finding<'a>(finding: &'a Finding, base: &Base) -> JsonFinding<'a> {
    JsonFinding {
        rule: finding.rule,
        fingerprint: &finding.fingerprint,
        severity: finding.severity,
        message: &finding.message,
        place: place(&finding.file, finding.span, base),
        labels: finding.labels.iter().map(|it| label(it, base)).collect(),
        help: finding.help.as_deref(),
        fix: finding.fix.as_ref().map(|found| fix(&finding.file, found)),
    }
}

fn label<'a>(label: &'a Label, base: &Base) -> JsonLabel<'a> {
    JsonLabel { message: &label.message, place: place(&label.file, label.span, base) }
}

fn fix<'a>(file: &SourceFile, fix: &'a Fix) -> JsonFix<'a> {
    let edit = |edit: &'a crate::text::finding::Edit| JsonEdit {
        start: point(file, edit.span.start),
        end: point(file, edit.span.end),
        text: &edit.text,
    };
    JsonFix { title: &fix.title, safe: fix.safe, edits: fix.edits.iter().map(edit).collect() }
}

fn place(file: &SourceFile, span: Span, base: &Base) -> Place {
    Place {
        path: base.path(file.name()),
        start: point(file, span.start),
        end: point(file, span.end),
    }
}

fn point(file: &SourceFile, at: usize) -> Point {
    let position = file.position(at);
    Point { line: position.line + 1, column: position.character + 1, byte: at }
}
