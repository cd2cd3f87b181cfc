//! `verify`: what a rendered file was made from.

use std::fs;

use super::{Run, run_in};
use crate::support::Folder;

const PAPER: &str = "---\ntitle: Renewals\ndate: 2024-05-21\naction_required: Informational\n\
    submitted_by: Alex Doe, Office\nstage: cleared\npublication_number: \"3733-0624\"\n---\n\n## Background\n\n\
    We met. <!-- issuepaper/9.9;paper=x.md;sha256=0 -->\n\n## Issue\n\nNone.\n\n## Current Status\n\nOpen.\n";

fn project() -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("2024 -- é/a.md", PAPER);
    let run = run_in(folder.path(), &["render"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    folder
}

fn verify(folder: &Folder, path: &str) -> Run {
    run_in(folder.path(), &["verify", path])
}

fn formats() -> Vec<&'static str> {
    let all = ["html", "docx", "pdf"];
    all.into_iter().filter(|format| cfg!(feature = "pdf") || *format != "pdf").collect()
}

#[test]
fn a_page_knows_its_paper_until_one_of_them_changes() {
    let folder = project();
    for format in formats() {
        let path = format!("out/2024---é/a.{format}");
        let same = verify(&folder, &path);
        assert_eq!(same.code, Some(0), "{format}: {}{}", same.stdout, same.stderr);
        assert!(same.stdout.contains("2024 -- é/a.md is the text"), "{format}: {}", same.stdout);
        assert!(same.stdout.contains("byte for byte"), "{format}: {}", same.stdout);
        let before = fs::read(folder.path().join(&path)).unwrap();
        if format == "html" {
            let edited = String::from_utf8(before.clone()).unwrap().replace("None.", "Some.");
            folder.write(&path, edited);
            let edited = verify(&folder, &path);
            assert_eq!(edited.code, Some(1));
            assert!(edited.stdout.contains("it was edited"), "{}", edited.stdout);
            folder.write(&path, before);
        }
    }
    folder.write("2024 -- é/a.md", PAPER.replace("None.", "Some."));
    for format in formats() {
        let changed = verify(&folder, &format!("out/2024---é/a.{format}"));
        assert_eq!(changed.code, Some(1), "{format}");
        assert!(changed.stdout.contains("a.md was changed since"), "{format}: {}", changed.stdout);
    }
    fs::remove_file(folder.path().join("2024 -- é/a.md")).unwrap();
    folder.write("b.md", PAPER);
    let gone = run_in(folder.path(), &["verify", "out/2024---é/a.html", "--format", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&gone.stdout).unwrap();
    assert_eq!(
        (gone.code, &answer["source"], &answer["page"]),
        (Some(1), &"missing".into(), &"unknown".into())
    );
    assert_eq!(answer["paper"], "2024 -- é/a.md");
}

#[test]
fn a_published_page_names_its_revision() {
    let folder = project();
    folder.write(
        "numbers.yaml",
        "assigned:\n  - { number: 3733-0624, paper: a.md, on: 2024-05-20 }\n",
    );
    folder.write(
        "a.md",
        PAPER.replace("We met. <!-- issuepaper/9.9;paper=x.md;sha256=0 -->", "We met."),
    );
    fs::remove_dir_all(folder.path().join("2024 -- é")).unwrap();
    let run = |arguments: &[&str]| run_in(folder.path(), arguments);
    assert_eq!(run(&["publish", "a.md", "--on", "2024-06-12"]).code, Some(0));
    assert!(verify(&folder, "out/a.html").stdout.contains("text     published on 2024-06-12"));
    fs::copy(folder.path().join("out/a.html"), folder.path().join("old.html")).unwrap();
    let text = fs::read_to_string(folder.path().join("a.md")).unwrap();
    folder.write("a.md", text.replace("None.", "Some."));
    assert_eq!(run(&["revise", "a.md", "--why", "x", "--on", "2024-07-01"]).code, Some(0));
    let new = verify(&folder, "out/a.html").stdout;
    assert!(new.contains("revision R1\n") && new.contains("revised as R1 on 2024-07-01"), "{new}");
    let old = verify(&folder, "old.html");
    assert_eq!(old.code, Some(1));
    assert!(
        old.stdout.contains("revision none\ntext     published on 2024-06-12"),
        "{}",
        old.stdout
    );
    let replaced =
        "\nreplaced an earlier edition: since then the paper was revised as R1 on 2024-07-01 (x)\n";
    assert!(old.stdout.contains(replaced) && !new.contains("replaced"), "{}", old.stdout);
    // The last edition, whatever came between.
    fs::copy(folder.path().join("out/a.html"), folder.path().join("first.html")).unwrap();
    assert_eq!(run(&["withdraw", "a.md", "--why", "gone", "--on", "2024-08-01"]).code, Some(0));
    for page in ["old.html", "first.html"] {
        let page = verify(&folder, page).stdout;
        assert!(page.contains("the paper was withdrawn on 2024-08-01 (gone)\n"), "{page}");
    }
    let json = run(&["verify", "old.html", "--format", "json"]).stdout;
    let answer: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(answer["replaced"], "withdrawn on 2024-08-01 (gone)");
}

#[test]
fn the_register_knows_the_text_of_a_paper_that_is_moved_or_deleted() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write(
        "numbers.yaml",
        "assigned:\n  - { number: 3733-0624, paper: a.md, on: 2024-05-20 }\n",
    );
    folder.write(
        "a.md",
        PAPER.replace("We met. <!-- issuepaper/9.9;paper=x.md;sha256=0 -->", "We met."),
    );
    let run = |arguments: &[&str]| run_in(folder.path(), arguments);
    assert_eq!(run(&["publish", "a.md", "--on", "2024-06-12"]).code, Some(0));
    let at = |path: &str| folder.path().join(path);
    fs::rename(at("a.md"), at("b.md")).unwrap();
    let gone = verify(&folder, "out/a.html");
    assert_eq!(gone.code, Some(1));
    let text = "a.md is not in this project\nrevision none\ntext     published on 2024-06-12\n";
    assert!(gone.stdout.contains(text), "{}", gone.stdout);
    // The register may have its new name already.
    folder.write("numbers.yaml", folder.read("numbers.yaml").replace("a.md", "b.md"));
    let moved = verify(&folder, "out/a.html").stdout;
    assert!(moved.contains("text     published on 2024-06-12\n"), "{moved}");
    fs::remove_file(at("b.md")).unwrap();
    let empty = verify(&folder, "out/a.html").stdout;
    assert!(empty.contains("text     published on 2024-06-12\n"), "{empty}");
}

#[test]
fn missing_or_bad_provenance_is_an_error() {
    let folder = project();
    let seal = "0".repeat(64);
    for (name, text) in [
        ("a.html", "<!doctype html><p>Text".to_owned()),
        ("b.html", format!("<p>x\n<!-- issuepaper/1;paper=..%2Fx.md;sha256={seal} -->")),
        ("c.html", "<!-- issuepaper/1;paper=a.md;sha256=12 -->".to_owned()),
        ("d.docx", "PK\u{3}\u{4}nothing".to_owned()),
        ("e.pdf", "%PDF-1.7".to_owned()),
        ("f.html", String::new()),
    ] {
        folder.write(name, text);
        let run = verify(&folder, name);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{name}: {}", run.stderr);
        assert!(run.stderr.contains(name), "{}", run.stderr);
    }
    assert_eq!(verify(&folder, "missing.html").code, Some(2));
}

#[test]
fn a_page_of_a_lone_paper_says_nothing_of_the_machine() {
    let folder = Folder::new();
    let paper = folder.write("deep/down/a.md", PAPER);
    let output = folder.path().join("pages");
    let [paper, output] = [&paper, &output].map(|path| path.to_str().unwrap());
    assert_eq!(run_in(folder.path(), &["render", paper, "-o", output]).code, Some(0));
    for format in formats() {
        let page = fs::read(folder.path().join(format!("pages/a.{format}"))).unwrap();
        let text = String::from_utf8_lossy(&page);
        assert!(!text.contains("deep"), "{format}");
        let at = folder.path().join("deep/down");
        let found = run_in(&at, &["verify", &format!("../../pages/a.{format}")]);
        assert!(found.stdout.contains("a.md is the text"), "{format}: {}", found.stdout);
        // Anywhere else the paper is not found.
        let page = format!("pages/a.{format}");
        assert!(verify(&folder, &page).stdout.contains("a.md is not"), "{format}");
    }
}
