//! A single mistake in the front matter is a single finding, with all rules at work.

use issuepaper::text::finding::Finding;

use crate::support::Folder;

const FIELDS: [&str; 5] = [
    "title: Regional desk renewals",
    "publication_number: \"3733-0624\"",
    "date: 2024-05-21",
    "action_required: Informational",
    "submitted_by: Alex Doe, Office of Trade",
];

const BODY: &str = "
## Background

The regional desks opened in 2014 and now handle most renewals.

## Issue

Renewal volume has doubled and the desks need a shared queue.

## Current Status

A pilot queue began in March and reports weekly.
";

/// The findings on a paper with one field written differently.
fn findings(key: &str, line: &str) -> Vec<Finding> {
    let fields = FIELDS.map(|field| if field.starts_with(key) { line } else { field });
    check(&format!("---\n{}\n---\n{BODY}", fields.join("\n")))
}

fn check(text: &str) -> Vec<Finding> {
    let folder = Folder::new();
    folder.write("paper.md", text);
    folder.check()
}

/// The rule and the marked text of each finding.
fn marked(findings: &[Finding]) -> Vec<(&'static str, &str)> {
    findings.iter().map(|finding| (finding.rule, finding.file.slice(finding.span))).collect()
}

#[test]
fn a_plain_paper_and_its_harmless_variants_have_no_finding() {
    for (key, line) in [
        ("title", "title: Part one --- desk renewals"),
        ("title", "title: 14:30"),
        ("title", "title: Yes"),
        ("title", "title: \"Null\""),
        ("title", "title: Die Größe der “letzten Meile”"),
        ("date", "date: \"2024-02-29\""),
        ("submitted_by", "submitted_by: 1.1"),
        ("submitted_by", "submitted_by:\n  name: Zoë Roe\n  office: Office of Trade"),
    ] {
        assert_eq!(marked(&findings(key, line)), [], "{line}");
    }
}

#[test]
fn a_wrong_field_is_one_finding_at_its_characters() {
    for (key, line, rule, mark) in [
        ("title", "title:", "missing-field", "title"),
        ("title", "title: ~", "missing-field", "~"),
        ("title", "title: \"  \"", "missing-field", "\"  \""),
        ("title", "title: #2 of the fees", "missing-field", "#2 of the fees"),
        ("title", "title: Fees #2", "comment-in-value", "#2"),
        ("title", "Title: Regional desks", "unknown-field", "Title"),
        ("title", "titel: Regional desks", "unknown-field", "titel"),
        ("title", "title: [Draft]", "wrong-type", "[Draft]"),
        ("title", "title: [Draft] fees", "malformed-front-matter", "[Draft] fees"),
        ("title", "title: One\ntitle: Two", "duplicate-field", "title: Two"),
        ("title", "title = Regional desks", "malformed-front-matter", "="),
        ("publication", "publication_number: 3733-624", "malformed-number", "3733-624"),
        ("publication", "publication_number: 0624", "malformed-number", "0624"),
        ("publication", "publication_number:", "missing-number", "publication_number"),
        ("publication", "publication-number: 3733-0624", "unknown-field", "publication-number"),
        ("publication", "publication_number: 3733-0324", "number-period-mismatch", "3733-0324"),
        ("date", "date: 2024-02-30", "invalid-date", "2024-02-30"),
        ("date", "date: 05/06/2024", "invalid-date", "05/06/2024"),
        ("date", "date: “2024-05-21”", "malformed-front-matter", "“2024-05-21”"),
        ("action", "action_required: No", "unknown-choice", "No"),
        ("action", "action_required: [No]", "wrong-type", "[No]"),
        ("action", "action_required: Decision\nstage: Draft", "unknown-choice", "Draft"),
        ("submitted", "submitted_by: {name: Alex Doe}", "missing-submitter", "{name: Alex Doe}"),
        ("submitted", "submitted_by: [Alex, Zoë]", "wrong-type", "[Alex, Zoë]"),
        ("submitted", "submitted_by:\nname: Alex\noffice: Trade", "malformed-front-matter", "name"),
    ] {
        assert_eq!(marked(&findings(key, line)), [(rule, mark)], "{line}");
    }
}

#[test]
fn an_unknown_series_is_one_finding() {
    let text = "---\nseries: coaca\nperiod: 2024-06\noffice: Office of Trade\n---\n";
    assert_eq!(marked(&check(&format!("{text}{BODY}"))), [("unknown-series", "coaca")]);
}

#[test]
fn a_piece_of_raw_html_is_one_finding_at_its_tag() {
    for (html, mark) in [
        ("The desks <script>alert(1)</script> opened in 2014.", "<script>"),
        ("<div>\nThe desks opened in 2014.\n</div>", "<div>"),
        ("<div class=\"x\">\n\nThe desks opened in 2014.\n\n</div>", "<div class=\"x\">"),
        ("<img src=x\n alt='>'>", "<img src=x\n alt='>'>"),
        ("</div>", "</div>"),
        ("<div\n", "<div"),
        ("The 21<sup>st desk opened in 2014.", "<sup>"),
        ("**<b>The** desk</b> opened in 2014.", "<b>"),
    ] {
        let body = BODY.replace("The regional desks opened in 2014", html);
        assert_ne!(body, BODY);
        let paper = format!("---\n{}\n---\n{body}", FIELDS.join("\n"));
        let findings = check(&paper);
        assert_eq!(marked(&findings).first(), Some(&("raw-html", mark)), "{html}");
        let body = BODY.replace("The regional", &format!("{html}\n\nThe regional"));
        let paper = format!("---\n{}\n---\n{body}", FIELDS.join("\n"));
        assert_eq!(marked(&check(&paper)), [("raw-html", mark)], "{html}");
    }
}

#[test]
fn an_empty_block_lacks_each_required_field_once() {
    for text in ["---\n---\n", "---\n# to be filled in\n---\n"] {
        let findings = check(&format!("{text}{BODY}"));
        let rules: Vec<&str> = findings.iter().map(|finding| finding.rule).collect();
        let fields = ["missing-field"; 4];
        assert_eq!(rules, [&fields[..], &["missing-number"]].concat());
        assert!(marked(&findings).iter().all(|(_, mark)| *mark == "---"));
    }
}

#[test]
fn a_number_to_come_is_one_finding() {
    for (line, marked_text) in [
        ("publication_number: TBD", "TBD"),
        ("publication_number: \"[number]\"", "\"[number]\""),
        ("publication_number: 'to be assigned'", "'to be assigned'"),
    ] {
        let findings = findings("publication_number", line);
        assert_eq!(marked(&findings), [("placeholder-text", marked_text)], "{line}");
    }
}
