//! The series that come with the program: a project of each passes, and so does the next paper's place.

use crate::cli::run_in;
use crate::support::Folder;

#[test]
fn a_project_of_each_series_passes_and_renders() {
    for series in ["issue-paper", "coac", "adr", "eip"] {
        let folder = Folder::new();
        let init = run_in(folder.path(), &["init", "--series", series]);
        assert_eq!(init.code, Some(0), "{series}: {}", init.stderr);
        let check = run_in(folder.path(), &["check"]);
        assert_eq!(check.code, Some(0), "{series}: {}", check.stdout);
        assert!(
            check.stdout.contains("1 paper checked, no findings"),
            "{series}: {}",
            check.stdout
        );
        let render = run_in(folder.path(), &["render", "--to", "md,html,txt"]);
        assert_eq!(render.code, Some(0), "{series}: {}", render.stderr);
    }
}

#[test]
fn a_new_paper_goes_where_its_series_has_papers_with_the_next_number() {
    for (series, first, next) in [
        ("adr", "docs/decisions/0001-first-paper.md", "docs/decisions/0002-use-two-desks.md"),
        ("eip", "EIPS/eip-1.md", "EIPS/eip-2.md"),
    ] {
        let folder = Folder::new();
        run_in(folder.path(), &["init", "--series", series]);
        assert!(folder.path().join(first).is_file(), "{first}");
        let new = run_in(folder.path(), &["new", "Use two desks"]);
        assert_eq!(new.stdout.trim(), next, "{}", new.stderr);
        let check = run_in(folder.path(), &["check", "--format", "json"]);
        assert!(!check.stdout.contains("wrong-file-name"), "{}", check.stdout);
        assert!(!check.stdout.contains("duplicate-number"), "{}", check.stdout);
    }
}

#[test]
fn a_project_begun_around_papers_leaves_them_alone() {
    let folder = Folder::new();
    let text = "# Use two desks\n\n## Context\n\nOne desk is full.\n\n## Decision\n\nWe use two.\n";
    folder.write("doc/adr/0001-use-two-desks.md", text);
    let init = run_in(folder.path(), &["init", "--series", "adr"]);
    assert_eq!((init.code, init.stdout.contains(".md")), (Some(0), false), "{}", init.stdout);
    let check = run_in(folder.path(), &["check"]);
    assert!(check.stdout.contains("1 paper checked, no findings"), "{}", check.stdout);
    let list = run_in(folder.path(), &["list", "--format", "csv", "--columns", "number,title"]);
    assert!(list.stdout.contains("0001,Use two desks"), "{}", list.stdout);
}
