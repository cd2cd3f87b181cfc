//! A program that was built without PDF says so wherever somebody asks for it, and how to get one that has it.

use super::run_in;
use crate::support::{Folder, repository};

#[test]
fn a_program_without_pdf_says_how_to_get_one_that_has_it() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), "papers");
    let paper = "papers/2024-06/forced-labor.md";
    for args in [
        &["render", paper, "--to", "pdf"][..],
        &["render", paper, "--to", "html,pdf"],
        &["render", paper, "-o", "a.pdf"],
    ] {
        let run = run_in(folder.path(), args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stdout);
        for said in ["built without the format `pdf`", "install a released issuepaper"] {
            assert!(run.stderr.contains(said), "{args:?}: {}", run.stderr);
        }
        assert!(!folder.path().join("a.pdf").exists());
    }
    folder.write("new/issuepaper.yaml", "series: issue-paper\nformats: [html, pdf]\n");
    folder.copy(&repository("tests/rules/malformed-value/pass-language.md"), "new/a.md");
    let run = run_in(&folder.path().join("new"), &["render"]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert!(run.stderr.contains("or take it out of `formats`"), "{}", run.stderr);
    // It can check all the same.
    assert_eq!(run_in(&folder.path().join("new"), &["check"]).code, Some(0));
}
