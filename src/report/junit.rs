//! Findings as `JUnit` XML, of the shape that
//! [Jenkins](https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd)
//! describes: one test case for each paper, which fails if the paper has errors.

use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::{Options, place, sentence};
use crate::check::Outcome;
use crate::text::finding::{Finding, Severity};
use crate::text::show;

/// A paper, or a file that could not be read.
#[derive(Default)]
struct Case<'a> {
    failures: Vec<&'a Finding>,
    warnings: Vec<&'a Finding>,
    errors: Vec<&'a str>,
}

pub(super) fn write(outcome: &Outcome, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let cases = cases(outcome, options);
    let count = |of: fn(&Case<'_>) -> usize| cases.values().map(of).sum::<usize>().to_string();
    let (tests, failures, errors) = (
        cases.len().to_string(),
        count(|case| usize::from(!case.failures.is_empty())),
        count(|case| usize::from(!case.errors.is_empty())),
    );
    let counts = [("tests", &*tests), ("failures", &*failures), ("errors", &*errors)];
    out.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")?;
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 2);
    xml.create_element("testsuites").with_attributes(counts).write_inner_content(|xml| {
        let suite =
            xml.create_element("testsuite").with_attribute(("name", env!("CARGO_PKG_NAME")));
        suite.with_attributes(counts).write_inner_content(|xml| {
            cases.iter().try_for_each(|(name, case)| write_case(xml, name, case))
        })?;
        Ok(())
    })?;
    writeln!(out)
}

fn cases<'a>(outcome: &'a Outcome, options: &Options) -> BTreeMap<String, Case<'a>> {
    let mut cases: BTreeMap<String, Case<'a>> = BTreeMap::new();
    for name in &outcome.papers {
        cases.entry(options.base.path(name)).or_default();
    }
    for finding in outcome.reported() {
        let case = cases.entry(options.base.path(finding.file.name())).or_default();
        match finding.severity {
            Severity::Error => case.failures.push(finding),
            Severity::Warning => case.warnings.push(finding),
        }
    }
    for error in &outcome.errors {
        cases.entry(options.base.path(&error.path)).or_default().errors.push(&error.reason);
    }
    cases
}

fn write_case<W: Write>(xml: &mut Writer<W>, name: &str, case: &Case<'_>) -> io::Result<()> {
    let element = xml
        .create_element("testcase")
        .with_attribute(("name", &*show::part(name)))
        // GitLab links a test case by this.
        .with_attribute(("file", &*show::part(name)))
        .with_attribute(("classname", env!("CARGO_PKG_NAME")));
    if case.failures.is_empty() && case.warnings.is_empty() && case.errors.is_empty() {
        element.write_empty()?;
        return Ok(());
    }
    element.write_inner_content(|xml| {
        for error in &case.errors {
            let element = xml.create_element("error").with_attribute(("type", "unreadable"));
            element.with_attribute(("message", &*show::part(error))).write_empty()?;
        }
        for finding in &case.failures {
            let element = xml.create_element("failure").with_attribute(("type", finding.rule));
            let element = element.with_attribute(("message", &*show::part(&finding.message)));
            element.write_text_content(BytesText::new(&line(name, finding)))?;
        }
        let warnings: Vec<String> =
            case.warnings.iter().map(|finding| line(name, finding)).collect();
        if !warnings.is_empty() {
            let element = xml.create_element("system-out");
            element.write_text_content(BytesText::new(&warnings.join("\n")))?;
        }
        Ok(())
    })?;
    Ok(())
}

fn line(name: &str, finding: &Finding) -> String {
    let text = format!(
        "{}: {}[{}]: {} ({})",
        place(name, finding),
        finding.severity,
        finding.rule,
        sentence(finding),
        finding.fingerprint
    );
    show::line(&text).into_owned()
}
