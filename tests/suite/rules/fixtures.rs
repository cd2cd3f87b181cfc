//! The papers under `tests/rules/`: each is checked with its rule alone.

use std::path::Path;

use issuepaper::check;
use issuepaper::text::finding::Finding;
use issuepaper::text::fixes;

use super::{needs_pdf, steps};
use crate::support::{Folder, entries, name, repository};

/// The most rounds of fixes a paper may need.
const ROUNDS: usize = 20;

#[test]
fn every_rule_has_papers_that_pass_and_fail() {
    for rule in check::rules() {
        let folder = repository(&format!("tests/rules/{}", rule.name));
        assert!(folder.is_dir(), "tests/rules/{} is missing", rule.name);
        for kind in ["pass", "fail"] {
            let has = entries(&folder).iter().any(|path| {
                name(path).starts_with(kind)
                    && !name(path).ends_with(".snap")
                    && !name(path).ends_with(".steps")
            });
            assert!(has, "tests/rules/{} has no {kind}-….md", rule.name);
        }
    }
}

#[test]
fn papers_pass_and_fail_as_their_names_say() {
    let mut dead_ends = Vec::new();
    for rule in entries(&repository("tests/rules"))
        .iter()
        .filter(|path| path.is_dir() && name(path) != "_project" && !needs_pdf(name(path)))
    {
        assert!(check::rule(name(rule)).is_some(), "{} is no rule", name(rule));
        let mut snapshots = Vec::new();
        for fixture in entries(rule).iter().filter(|path| {
            path.extension().is_none_or(|extension| extension != "snap" && extension != "steps")
        }) {
            snapshots.extend(check_fixture(name(rule), fixture, &mut dead_ends));
        }
        let on_disk = entries(rule)
            .iter()
            .filter(|path| path.extension().is_some_and(|e| e == "snap"))
            .count();
        assert_eq!(on_disk, snapshots.len(), "{}: a snapshot without its paper", name(rule));
    }
    assert!(dead_ends.is_empty(), "advice that leads nowhere:\n{}", dead_ends.join("\n"));
}

/// Checks one paper or folder; returns the name of its snapshot if it has one.
fn check_fixture(rule: &str, fixture: &Path, dead_ends: &mut Vec<String>) -> Option<String> {
    let folder = prepared(fixture);
    let mut findings = folder.check_only(rule);
    let stem = name(fixture).trim_end_matches(".md").to_owned();
    if name(fixture).starts_with("pass-") {
        // What another rule tells is left to that one, where it does.
        let all = folder.check_against_base();
        let tells =
            |rule: &str, file: &str| all.iter().any(|it| it.rule == rule && it.file.name() == file);
        findings.retain(|it| !it.told_by.iter().any(|(rule, file)| tells(rule, file)));
        assert!(findings.is_empty(), "{rule}/{stem}:\n{}", folder.text(findings));
        return None;
    }
    assert!(stem.starts_with("fail-"), "{rule}/{stem}: a paper's name begins with pass- or fail-");
    assert!(!findings.is_empty(), "{rule}/{stem} passes");
    assert!(
        findings.iter().all(|finding| finding.help.is_some() || finding.fix.is_some()),
        "{rule}/{stem}: say what to do"
    );
    let before = folder.check_against_base();
    let left = fix_until_stable(rule, &stem, &folder, findings.clone());
    if let Err(reason) = steps::follow(rule, fixture, &folder, left, &before) {
        dead_ends.push(format!("{rule}/{stem}.steps: {reason}"));
    }
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(fixture.parent().unwrap());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(stem.clone(), folder.text(findings)));
    Some(stem)
}

/// The paper or the project in a folder with the settings that they are checked in.
pub(super) fn prepared(fixture: &Path) -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("tests/rules/_project"), ".");
    if fixture.is_dir() {
        copy_project(&folder, fixture);
    } else {
        folder.copy(fixture, name(fixture));
    }
    folder
}

/// Copies a project. The files in its `base/` are committed first, then what others made of them in
/// `theirs/`, and what they were for a while in `then/`; the rest is the work, not yet committed.
fn copy_project(folder: &Folder, fixture: &Path) {
    let part = |name: &str| Some(fixture.join(name)).filter(|path| path.is_dir());
    if let Some(base) = part("base") {
        folder.copy(&base, ".");
        folder.commit_base();
        if let Some(theirs) = part("theirs") {
            folder.commit_theirs(|folder| folder.copy(&theirs, "."));
        }
        if let Some(then) = part("then") {
            folder.copy(&then, ".");
            folder.commit();
        }
        for path in entries(&base).iter().filter(|path| path.is_file()) {
            std::fs::remove_file(folder.path().join(name(path))).unwrap();
        }
    }
    for path in entries(fixture) {
        if !matches!(name(&path), "base" | "theirs" | "then") {
            folder.copy(&path, name(&path));
        }
    }
}

/// Applies one fix after the other until none is left. A fix that brings its finding back, or a new
/// one in its place, would go on forever. Returns the findings that have no fix.
fn fix_until_stable(
    rule: &str,
    stem: &str,
    folder: &Folder,
    mut findings: Vec<Finding>,
) -> Vec<Finding> {
    for _ in 0..ROUNDS {
        let Some(finding) = findings.iter().find(|finding| finding.fix.is_some()) else {
            return findings;
        };
        let mut text = finding.file.text().to_owned();
        let mut edits = finding.fix.clone().unwrap().edits;
        edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
        for edit in edits {
            text.replace_range(edit.span.range(), &edit.text);
        }
        std::fs::write(finding.file.name(), text).unwrap();
        let after = folder.check_only(rule);
        assert!(
            after.len() < findings.len(),
            "{rule}/{stem}: the fix {:?} fixes nothing",
            finding.fix
        );
        findings = after;
    }
    panic!("{rule}/{stem}: the fixes never end");
}

/// Whatever is wrong in a paper, a safe fix of it brings no finding of any rule that was not there.
#[test]
fn a_safe_fix_creates_no_finding() {
    let mut created = Vec::new();
    for rule in entries(&repository("tests/rules")).iter().filter(|path| name(path) != "_project") {
        for fixture in entries(rule).iter().filter(|path| name(path).ends_with(".md")) {
            let folder = Folder::new();
            folder.copy(&repository("tests/rules/_project"), ".");
            folder.copy(fixture, name(fixture));
            let before = folder.check();
            for fixed in before.iter().filter(|it| it.fix.as_ref().is_some_and(|fix| fix.safe)) {
                let fix = fixed.fix.as_ref().unwrap();
                let text = fixes::apply(fixed.file.text(), &[fix]).0;
                std::fs::write(fixed.file.name(), text).unwrap();
                let after = folder.check();
                let count = |all: &[Finding], rule| all.iter().filter(|it| it.rule == rule).count();
                let new =
                    after.iter().filter(|it| count(&after, it.rule) > count(&before, it.rule));
                // A word that is whole again may be one that a rule looks for.
                let is_hidden = |new: &&Finding| {
                    fixed.rule == "invisible-character" && new.severity < fixed.severity
                };
                created.extend(new.filter(|new| !is_hidden(new)).map(|new| {
                    let (from, to) = (fixed.rule, new.rule);
                    format!(
                        "{}/{}: {from} creates {to}: {}",
                        name(rule),
                        name(fixture),
                        new.message
                    )
                }));
                std::fs::write(fixed.file.name(), fixed.file.text()).unwrap();
            }
        }
    }
    assert!(created.is_empty(), "{}", created.join("\n"));
}
