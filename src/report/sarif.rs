//! Findings as [SARIF 2.1.0](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), as far as
//! GitHub's code scanning reads it.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::{Base, Options};
use crate::check::{self, Rule};
use crate::check::{Outcome, Suppression};
use crate::series::Level;
use crate::text::finding::{Finding, Fix, Severity};
use crate::text::source::{SourceFile, Span};

/// The most results that GitHub accepts in a run, see
/// [its limits](https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning).
const MAX_RESULTS: usize = 25_000;
/// The most locations that GitHub accepts for a result.
const MAX_LOCATIONS: usize = 1_000;
/// The name and version of the fingerprint algorithm.
const FINGERPRINT: &str = "issuepaper/v1";

pub(super) fn write(outcome: &Outcome, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let rules = check::rules();
    let results = results(outcome, &options.base, &rules);
    let notifications: Vec<Value> =
        outcome.errors.iter().map(|error| notification(error, &options.base)).collect();
    let mut log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": env!("CARGO_PKG_NAME"),
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "utf16CodeUnits",
            "originalUriBaseIds": { "SRCROOT": {
                "description": { "text": "The root of the repository." }
            } },
            "invocations": [{
                "executionSuccessful": outcome.errors.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    });
    if let Some(shard) = outcome.shard {
        // Reports of one category replace each other; the id of a run, up to its last slash, is its category.
        let (name, number, count) = (env!("CARGO_PKG_NAME"), shard.number(), shard.count());
        let id = format!("{name}/shard-{number}-of-{count}/");
        log["runs"][0]["automationDetails"] = json!({ "id": id });
    }
    super::write_json(&log, out)
}

fn descriptor(rule: &Rule) -> Value {
    let level = match rule.level {
        Level::Off => "none",
        Level::Warning => "warning",
        Level::Error => "error",
    };
    let summary = rule.summary().replace('\n', " ");
    json!({
        "id": rule.name,
        "name": pascal_case(rule.name),
        "shortDescription": { "text": summary },
        "fullDescription": { "text": summary },
        "help": { "text": rule.documentation.trim(), "markdown": rule.documentation.trim() },
        "defaultConfiguration": { "level": level, "enabled": level != "none" },
        "properties": { "tags": [rule.family.name()] },
    })
}

/// The name as SARIF writes names, `MissingField`: repeating the id would add nothing.
fn pascal_case(name: &str) -> String {
    let word = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|c| c.to_ascii_uppercase()).into_iter().chain(chars).collect::<String>()
    };
    name.split('-').map(word).collect()
}

/// Findings that count come first, and errors before warnings, so that a cut drops the least important.
fn results(outcome: &Outcome, base: &Base, rules: &[&Rule]) -> Vec<Value> {
    let mut findings: Vec<(&Finding, Option<&Suppression>)> =
        outcome.reported().map(|finding| (finding, None)).collect();
    let suppressed = outcome.suppressed.iter();
    findings.extend(suppressed.map(|suppressed| (&suppressed.finding, Some(&suppressed.by))));
    if findings.len() > MAX_RESULTS {
        findings.sort_by_key(|(finding, by)| (by.is_some(), finding.severity != Severity::Error));
        findings.truncate(MAX_RESULTS);
    }
    findings.into_iter().map(|(finding, by)| result(finding, by, base, rules)).collect()
}

fn result(
    finding: &Finding,
    suppression: Option<&Suppression>,
    base: &Base,
    rules: &[&Rule],
) -> Value {
    let related = (1..).zip(finding.labels.iter().take(MAX_LOCATIONS)).map(|(id, label)| {
        json!({
            "id": id,
            "message": { "text": label.message },
            "physicalLocation": place(&label.file, label.span, base),
        })
    });
    let mut result = json!({
        "ruleId": finding.rule,
        "level": finding.severity,
        "message": { "text": super::sentence(finding) },
        "locations": [{ "physicalLocation": place(&finding.file, finding.span, base) }],
        "partialFingerprints": { FINGERPRINT: finding.fingerprint },
        "relatedLocations": related.collect::<Vec<_>>(),
        "fixes": finding.fix.iter().map(|found| fix(&finding.file, found, base)).collect::<Vec<_>>(),
        // An empty list states that the result is not suppressed.
        "suppressions": suppression.iter().map(|by| suppression_value(by)).collect::<Vec<_>>(),
    });
    if let Some(index) = rules.iter().position(|rule| rule.name == finding.rule) {
        result["ruleIndex"] = index.into();
    }
    result
}

fn suppression_value(suppression: &Suppression) -> Value {
    let kind = if suppression.is_in_source() { "inSource" } else { "external" };
    json!({ "kind": kind, "status": "accepted", "justification": suppression.to_string() })
}

fn fix(file: &SourceFile, fix: &Fix, base: &Base) -> Value {
    let replacements = fix.edits.iter().map(|edit| {
        json!({
            "deletedRegion": region(file, edit.span),
            "insertedContent": { "text": edit.text },
        })
    });
    json!({
        "description": { "text": fix.title },
        "artifactChanges": [{
            "artifactLocation": artifact(file.name(), base),
            "replacements": replacements.collect::<Vec<_>>(),
        }],
    })
}

fn notification(error: &crate::project::InputError, base: &Base) -> Value {
    json!({
        "level": "error",
        "message": { "text": error.to_string() },
        "locations": [{
            "physicalLocation": { "artifactLocation": artifact(&error.path, base) }
        }],
    })
}

fn place(file: &SourceFile, span: Span, base: &Base) -> Value {
    json!({ "artifactLocation": artifact(file.name(), base), "region": region(file, span) })
}

fn artifact(name: &str, base: &Base) -> Value {
    json!({ "uri": base.uri(name), "uriBaseId": "SRCROOT" })
}

/// Lines and columns from 1, columns in UTF-16; the end is the first character after the region.
fn region(file: &SourceFile, span: Span) -> Value {
    let (start, end) = (file.position(span.start), file.position(span.end));
    json!({
        "startLine": start.line + 1,
        "startColumn": start.utf16 + 1,
        "endLine": end.line + 1,
        "endColumn": end.utf16 + 1,
    })
}
