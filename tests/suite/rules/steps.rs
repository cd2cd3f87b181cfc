//! What an author does who follows the advice word by word: the edits in `<paper>.steps`, one for
//! each finding that has no fix, must lead to a clean paper.

use std::fs;
use std::path::Path;

use issuepaper::text::finding::Finding;
use issuepaper::text::source::line_end;

use crate::support::{Folder, name};

/// One edit: in `file`, `old` becomes `new`.
struct Step {
    file: Option<String>,
    old: String,
    new: String,
}

/// Follows the steps of a paper whose fixes have been applied and which has `findings` left.
pub(super) fn follow(rule: &str, fixture: &Path, folder: &Folder, mut findings: Vec<Finding>) {
    if findings.is_empty() {
        return;
    }
    let path = fixture.with_extension("steps");
    let named = format!("{rule}/{}", name(&path));
    let Ok(text) = fs::read_to_string(&path) else {
        assert!(
            is_pending(rule),
            "{named} is missing: write what an author does who follows this advice\n{}",
            folder.text(findings)
        );
        return;
    };
    for step in parse(&text) {
        let file = step.file.as_deref().unwrap_or(name(fixture));
        let before = fs::read_to_string(folder.path().join(file)).unwrap();
        let [old, new] = [&step.old, &step.new].map(|text| text.replace('\n', line_end(&before)));
        assert!(before.contains(&old), "{named}: {file} has no `{old}`");
        folder.write(file, before.replacen(&old, &new, 1));
        let after = folder.check_only(rule);
        assert!(
            after.len() < findings.len(),
            "{named}: to write `{}` leads nowhere\n{}",
            step.new,
            folder.text(after)
        );
        findings = after;
    }
    assert!(findings.is_empty(), "{named} ends too early\n{}", folder.text(findings));
}

/// Whether the papers of a rule have no steps yet.
fn is_pending(rule: &str) -> bool {
    include_str!("without_steps.txt").lines().any(|line| line == rule)
}

/// Steps are separated by empty lines: a file if it is not the paper, what is there, what is written.
fn parse(text: &str) -> Vec<Step> {
    text.trim()
        .split("\n\n")
        .map(|step| {
            let part = |mark: &str| {
                let lines: Vec<&str> =
                    step.lines().filter_map(|line| line.strip_prefix(mark)).collect();
                lines.join("\n")
            };
            let file = Some(part("@ ")).filter(|file| !file.is_empty());
            Step { file, old: part("- "), new: part("+ ") }
        })
        .collect()
}
