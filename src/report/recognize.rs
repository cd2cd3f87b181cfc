//! Which files are reports that this program wrote before, so that a new one may take their place.

use serde_json::Value;

/// The name that reports for machines say they are from.
const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// Whether `bytes` are a report in any of the formats.
pub fn is_report(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    match serde_json::from_str(text) {
        Ok(value) => is_json(&value),
        Err(_) => is_xml(text) || is_for_people(text) || is_concise(text),
    }
}

/// JSON, SARIF, or issues for GitLab.
fn is_json(value: &Value) -> bool {
    let is_issue =
        |issue: &Value| issue["check_name"].is_string() && issue["fingerprint"].is_string();
    value["tool"]["name"] == PROGRAM
        || value["runs"][0]["tool"]["driver"]["name"] == PROGRAM
        || value.as_array().is_some_and(|issues| issues.iter().all(is_issue))
}

fn is_xml(text: &str) -> bool {
    text.starts_with("<?xml") && text.contains(&format!("<testsuite name=\"{PROGRAM}\""))
}

/// Whether the text ends with the summary of a check: "3 papers checked, …".
fn is_for_people(text: &str) -> bool {
    let last = text.trim_end().lines().last().unwrap_or_default();
    let mut words = last.split([' ', ',']);
    words.next().is_some_and(|count| count.bytes().all(|byte| byte.is_ascii_digit()))
        && words.next().is_some_and(|noun| noun == "paper" || noun == "papers")
        && words.next() == Some("checked")
}

/// Whether each line is a finding: `path:line:column: level[rule] message`.
fn is_concise(text: &str) -> bool {
    let is_finding = |line: &str| {
        let place = [": error[", ": warning["].iter().find_map(|level| line.split_once(level));
        let Some((place, _)) = place else { return false };
        let is_number = |part: Option<&str>| part.is_some_and(|part| part.parse::<u32>().is_ok());
        let mut parts = place.rsplit(':');
        is_number(parts.next()) && is_number(parts.next())
    };
    text.lines().all(is_finding)
}

#[cfg(test)]
mod tests {
    use super::super::{Base, FORMATS, Options};
    use super::*;
    use crate::check::Outcome;
    use crate::text::finding::Finding;
    use crate::text::source::{SourceFile, Span};

    #[test]
    fn every_report_is_recognized_and_nothing_else() {
        let finding = Finding::error(
            "a-rule",
            &SourceFile::new("a: b.md", "text\n"),
            Span::new(0, 4),
            "wrong",
        );
        let outcomes = [
            Outcome::default(),
            Outcome {
                findings: vec![finding],
                papers: vec!["a: b.md".to_owned()],
                ..Outcome::default()
            },
        ];
        let options = Options { color: false, width: 80, has_summary: true, base: Base::default() };
        for outcome in &outcomes {
            for format in &FORMATS {
                let mut bytes = Vec::new();
                assert!((format.write)(outcome, &options, &mut bytes).is_ok());
                assert!(is_report(&bytes), "{}: {}", format.name, String::from_utf8_lossy(&bytes));
            }
        }
        for other in [
            "{ \"name\": \"package\" }",
            "[{ \"name\": 1 }]",
            "# Read me\n\nHow papers are checked.\n",
            "<?xml version=\"1.0\"?>\n<testsuite name=\"others\"/>\n",
            "a.md:1:2: see there\n",
        ] {
            assert!(!is_report(other.as_bytes()), "{other}");
        }
        assert!(!is_report(b"\x89PNG\r\n"));
    }
}
