//! What the command writes, and what it leaves alone.

use crate::cli::run_in;
use crate::support::{Folder, repository};

const PAPER: &str = "**Pub# 0412-0624**\n\n**Desks**\n\n**Action Required:** Informational\n\n\
    **Background:**\n\nOne.\n\n**Issue:**\n\nTwo.\n\n**Current Status:**\n\nThree.\n\n\
    **Submitted by:** Alex Doe, Office\n\n**Date:** May 21, 2024\n";

#[test]
fn what_is_imported_checks_clean() {
    let folder = Folder::new();
    folder.write("old/desks.md", PAPER);
    let run = run_in(folder.path(), &["import", "old", "-o", "new"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), "new/desks.md\n"), "{}", run.stderr);
    assert!(run.stderr.contains("11 blocks read, 11 taken over"), "{}", run.stderr);
    let check = run_in(folder.path(), &["check", "new"]);
    assert_eq!(check.code, Some(0), "{}", check.stdout);
}

#[test]
fn no_file_is_overwritten_and_no_other_hidden() {
    let folder = Folder::new();
    folder.write("old/desks.md", PAPER);
    folder.write("old/sub/desks.md", PAPER);
    folder.write("old/Fine.md", PAPER);
    folder.write("old/broken.docx", "no");
    folder.write("new/fine.md", "mine\n");
    let run = run_in(folder.path(), &["import", "old", "none.md", "-o", "new"]);
    assert_eq!(run.code, Some(2));
    for said in [
        "old/desks.md, old/sub/desks.md would all be written to new/desks.md",
        "old/broken.docx: is not a Word document",
        "none.md: no such file",
    ] {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    assert_eq!(folder.read("new/fine.md"), "mine\n");
    assert!(!folder.path().join("new/broken.md").exists());
    let one = run_in(folder.path(), &["import", "old/desks.md", "-o", "new/fine.md"]);
    assert_eq!(one.code, Some(2));
    assert!(one.stderr.contains("new/fine.md: already exists"), "{}", one.stderr);
    let forced = run_in(folder.path(), &["import", "old/desks.md", "-o", "new/fine.md", "--force"]);
    assert_eq!(forced.code, Some(0), "{}", forced.stderr);
    assert!(folder.read("new/fine.md").contains("title: Desks"));
    // Not even then the file itself, by any of its names.
    let own =
        run_in(folder.path(), &["import", "old/desks.md", "-o", "old/../old/desks.md", "--force"]);
    assert_eq!(own.code, Some(2));
    assert_eq!(folder.read("old/desks.md"), PAPER);
}

#[test]
fn a_dry_run_and_standard_output_write_no_file() {
    let folder = Folder::new();
    folder.write("desks.md", PAPER);
    let dry = run_in(folder.path(), &["import", "desks.md", "-o", "new", "--dry-run"]);
    assert!(dry.stdout.starts_with("new/desks.md\n---\nseries: issue-paper\n"), "{}", dry.stdout);
    let out = run_in(folder.path(), &["import", "desks.md", "-o", "-"]);
    assert!(out.stdout.starts_with("---\nseries: issue-paper\n"), "{}", out.stdout);
    assert!(!folder.path().join("new").exists());
}

#[test]
fn pictures_are_written_beside_the_paper() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), "p");
    let papers = folder.path().join("p");
    run_in(&papers, &["render", "2024-12/ace-modernization.md", "--to", "docx", "-o", "a.docx"]);
    let run = run_in(&papers, &["import", "a.docx", "-o", "x"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let text = folder.read("p/x/a.md");
    assert!(text.contains("](images/a-1.png)"), "{text}");
    assert!(papers.join("x/images/a-1.png").exists());
}

#[test]
fn unclear_dates_wait_for_a_word() {
    let folder = Folder::new();
    folder.write("a.md", PAPER.replace("May 21, 2024", "05/06/2024"));
    let run = run_in(folder.path(), &["import", "a.md", "-o", "x"]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("a.md:21: `05/06/2024` is May 6, 2024 or June 5, 2024"),
        "{}",
        run.stderr
    );
    assert!(
        folder.read("x/a.md").contains("date: # \"05/06/2024\" is May 6, 2024 or June 5, 2024\n")
    );
    for (order, date) in [("month-first", "2024-05-06"), ("day-first", "2024-06-05")] {
        let run = run_in(folder.path(), &["import", "a.md", "-o", "-", "--dates", order]);
        assert!(run.stdout.contains(&format!("date: {date}\n")), "{}", run.stdout);
    }
}

#[test]
fn a_pdf_and_unknown_names_are_refused() {
    let folder = Folder::new();
    folder.write("a.pdf", "%PDF-1.7\n");
    folder.write("a.md", PAPER);
    folder.write("empty/readme.rst", "a");
    for (arguments, said) in [
        (vec!["a.pdf"], "a.pdf: is a PDF, which has lost links and structure"),
        (vec!["a.md", "--series", "issue-papers"], "did you mean `issue-paper`?"),
        (vec!["a.md", "--stage", "done"], "there is no stage `done`"),
        (vec!["empty"], "empty: there is no file to import"),
        (vec!["a.md", "a.pdf", "-o", "x.md"], "several papers need a folder"),
    ] {
        let run = run_in(folder.path(), &[vec!["import"], arguments].concat());
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn json_fits_its_schema_and_has_every_remark() {
    let path = repository("src/commands/import/import.schema.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("old/a.md", "June 5, 24\n\n## Background\n\nText.\n");
    folder.write("old/b.docx", super::foreign::word_with_comments());
    folder.write("old/c.docx", "no");
    for (arguments, is_dry) in [(&["--dry-run"][..], true), (&[], false), (&["--force"], false)] {
        let all = [&["import", "old", "-o", "new", "--format", "json"], arguments].concat();
        let run = run_in(folder.path(), &all);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        let json: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let errors: Vec<String> =
            schema.iter_errors(&json).map(|error| error.to_string()).collect();
        assert_eq!(errors, [] as [&str; 0], "{json:#}");
        let files = json["files"].as_array().unwrap();
        assert_eq!(files.len(), 3, "{json:#}");
        assert_eq!(files[0]["source"], "new/a.md");
        assert_eq!(files[0]["text"].is_string(), is_dry, "{json:#}");
        assert_eq!(folder.path().join("new/a.md").exists(), !is_dry);
        let remarks = files[0]["remarks"].as_array().unwrap();
        let date = remarks.iter().find(|it| it["field"] == "date").unwrap();
        assert_eq!((&date["line"], &date["open"]), (&1.into(), &true.into()), "{json:#}");
        let remarks = files[1]["remarks"].as_array().unwrap();
        let comment = |it: &&serde_json::Value| it["text"].as_str().unwrap().contains("Robin Roe");
        assert_eq!(remarks.iter().find(comment).unwrap()["paragraph"], 2, "{json:#}");
        assert!(files[2]["error"].as_str().unwrap().contains("is not a Word document"));
        assert!(!run.stderr.contains("June"), "{}", run.stderr);
    }
    let arguments = ["import", "old/a.md", "-o", "-", "--format", "json"];
    let json: serde_json::Value =
        serde_json::from_str(&run_in(folder.path(), &arguments).stdout).unwrap();
    assert!(json["files"][0]["text"].as_str().unwrap().starts_with("---\n"), "{json:#}");
    assert!(schema.is_valid(&json));
}

#[test]
fn an_import_that_fails_midway_leaves_what_was_there() {
    let folder = Folder::new();
    folder.write("a.md", "before");
    // The second file can't be written: its folder is a file.
    folder.write("images", "a file");
    let files = [
        (folder.path().join("a.md"), &b"after"[..]),
        (folder.path().join("new.md"), &b"new"[..]),
        (folder.path().join("images/a.png"), &b"picture"[..]),
    ];
    assert!(issuepaper::project::files::write_together(&files, true).is_err());
    assert_eq!(folder.read("a.md"), "before");
    assert!(!folder.path().join("new.md").exists());
}

#[test]
fn what_is_no_paper_or_a_source_already_is_not_imported() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("templates/memo/series.yaml", "extends: issue-paper\n");
    folder.write("page.html", "<p>Desks</p>");
    folder.write("old/desks.md", PAPER);
    assert_eq!(run_in(folder.path(), &["import", "old/desks.md"]).code, Some(0));
    for (file, said) in [
        ("issuepaper.yaml", "is a file of settings, not a paper"),
        ("templates/memo/series.yaml", "is a file of settings, not a paper"),
        ("page.html", "save it as .docx"),
        ("desks.md", "needs no import; check it as it is"),
    ] {
        let run = run_in(folder.path(), &["import", file, "-o", "new"]);
        assert_eq!(run.code, Some(2), "{file}: {}", run.stdout);
        assert!(run.stderr.contains(&format!("{file}: is")), "{}", run.stderr);
        assert!(run.stderr.contains(said), "{file}: {}", run.stderr);
    }
    assert!(!folder.path().join("new").exists());
    // Front matter of another kind is taken over.
    folder.write("old/other.md", "---\ntitle: Desks\nauthor: Alex Doe\n---\n\nWords.\n");
    assert_ne!(run_in(folder.path(), &["import", "old/other.md", "-o", "new"]).code, Some(2));
}
