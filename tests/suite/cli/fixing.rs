//! `check --fix`: what it changes, and what it leaves alone.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use super::run_in;
use crate::support::{Folder, entries, name, repository};

/// The papers that the rules fail.
fn faulty() -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("tests/rules/_project"), ".");
    folder.copy_rule_papers("");
    folder
}

fn papers(folder: &Folder) -> BTreeMap<String, Vec<u8>> {
    let papers = entries(folder.path()).into_iter().filter(|path| name(path).ends_with(".md"));
    papers.map(|path| (name(&path).to_owned(), fs::read(&path).unwrap())).collect()
}

fn check(folder: &Folder, options: &[&str]) -> super::Run {
    run_in(folder.path(), &[&["check", "."], options].concat())
}

#[test]
fn fixes_converge_and_leave_other_papers_unchanged() {
    for options in [&["--fix"][..], &["--fix", "--unsafe"]] {
        let folder = faulty();
        let before = papers(&folder);
        let first = check(&folder, options);
        assert!(first.stderr.contains(" fixes applied in "), "{}", first.stderr);
        let after = papers(&folder);
        let changed = before.iter().filter(|(name, text)| after[*name] != **text).count();
        assert!(changed > 20 && changed < before.len() / 2, "{changed} of {}", before.len());
        let again = check(&folder, options);
        assert_eq!((again.stdout, again.stderr.as_str()), (first.stdout, ""));
        assert!(papers(&folder) == after, "{options:?} changed what it had fixed");
    }
}

#[test]
fn a_patch_shows_what_would_change_and_changes_nothing() {
    let (folder, fixed) = (faulty(), faulty());
    let before = papers(&folder);
    let patch = check(&folder, &["--diff", "--unsafe"]);
    assert_eq!((patch.code, patch.stderr.as_str()), (Some(1), ""));
    assert!(papers(&folder) == before);
    check(&fixed, &["--fix", "--unsafe"]);
    let mut git = Command::new("git")
        .args(["apply", "--whitespace=nowarn", "-"])
        .current_dir(folder.path())
        .env("GIT_CEILING_DIRECTORIES", folder.path())
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    git.stdin.take().unwrap().write_all(patch.stdout.as_bytes()).unwrap();
    assert!(git.wait().unwrap().success());
    assert!(papers(&folder) == papers(&fixed), "the patch makes what --fix makes");
    assert_eq!(check(&folder, &["--diff", "--unsafe"]).code, Some(0));
}

#[test]
fn all_but_the_fixed_bytes_stay() {
    let folder = Folder::new();
    let paper = |action: &str, date: &str| {
        format!(
            "\u{feff}---\r\n# a comment\r\naction_required:  {action} # kept\r\ntitle:   'A  title'\r\n\
             date: {date}\r\n---\r\n\r\n## Background\r\n\r\nTwo  spaces. \r\n\r\n## Issue\r\n\r\nEnd without a line end"
        )
    };
    folder.write("a.md", paper("'informational'", "May 21, 2024"));
    check(&folder, &["--fix"]);
    let after = fs::read_to_string(folder.path().join("a.md")).unwrap();
    assert_eq!(after, paper("'Informational'", "2024-05-21"));
}

#[test]
fn sections_are_put_in_order() {
    let folder = Folder::new();
    let front = "---\ntitle: A\n---\n\n";
    let (background, issue) =
        ("## Background\n\nOne.", "## Issue\n\nTwo.\n\n### More\n\n```\n## Issue\n```");
    let status = "## Current Status\n\nThree.";
    folder.write("a.md", format!("{front}{status}\n\n{background}\n\n{issue}"));
    check(&folder, &["--fix"]);
    let fixed = fs::read_to_string(folder.path().join("a.md")).unwrap();
    assert_eq!(fixed, format!("{front}{background}\n\n{issue}\n\n{status}\n"));
    // Moved up, an unclosed block would swallow the rest.
    let open = format!("{front}{status}\n\n{background}\n\n## Issue\n\n```\ncode");
    folder.write("a.md", &open);
    check(&folder, &["--fix"]);
    let left = fs::read_to_string(folder.path().join("a.md")).unwrap();
    assert!(left.ends_with("```\ncode") || left.contains(status), "{left}");
    assert_eq!(left.matches("## ").count(), 3);
}

#[test]
fn an_acronym_is_written_out_as_other_papers_do() {
    let folder = Folder::new();
    let paper = |text: &str| format!("---\ntitle: A\n---\n\n## Background\n\n{text}\n");
    folder.write("a.md", paper("The Regional Renewal Desk (RRD) met. The RRD left."));
    folder.write("b.md", paper("The RRD met again, and the RRDs agreed."));
    check(&folder, &["--fix"]);
    assert_eq!(
        fs::read_to_string(folder.path().join("b.md")).unwrap(),
        paper("The RRD met again, and the RRDs agreed.")
    );
    check(&folder, &["--fix", "--unsafe"]);
    assert_eq!(
        fs::read_to_string(folder.path().join("b.md")).unwrap(),
        paper("The Regional Renewal Desk (RRD) met again, and the RRDs agreed.")
    );
}

#[test]
#[cfg(unix)]
fn a_file_keeps_its_permissions_and_a_link_stays_a_link() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.write("real/a.md", "---\ndate: May 21, 2024\n---\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink(&path, folder.path().join("b.md")).unwrap();
    run_in(folder.path(), &["check", "b.md", "--fix"]);
    assert!(fs::read_to_string(&path).unwrap().contains("2024-05-21"));
    assert!(folder.path().join("b.md").is_symlink());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    fs::write(&path, "---\ndate: May 22, 2024\n---\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
    let run = run_in(folder.path(), &["check", "real/a.md", "--fix"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("real/a.md: is read-only"), "{}", run.stderr);
}

#[test]
fn unsafe_alone_is_refused() {
    let folder = Folder::new();
    folder.write("a.md", "---\ntitle: A\n---\n");
    assert_eq!(check(&folder, &["--unsafe"]).code, Some(2));
}

#[test]
fn links_to_a_heading_follow_it_to_its_new_name() {
    let folder = Folder::new();
    let paper = repository("tests/rules/decorated-heading/fail-linked.md");
    folder.write("a.md", fs::read_to_string(paper).unwrap());
    for options in [&["--fix"][..], &["--fix", "--unsafe"]] {
        let report = check(&folder, options);
        assert!(!report.stdout.contains("broken-link"), "{}", report.stdout);
    }
    let fixed = fs::read_to_string(folder.path().join("a.md")).unwrap();
    let lines = [
        "## Background",
        "The desks renewed [by hand](#issue) until [June](#background). See [what changed](#current-status),",
        "and [the desks](#background).",
        "## Issue",
        "Volume has doubled, as [said](<#issue>).",
        "## Current Status",
    ];
    for line in lines {
        assert!(fixed.lines().any(|fixed| fixed == line), "{line}\n{fixed}");
    }
}
