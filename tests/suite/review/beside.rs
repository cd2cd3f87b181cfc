//! Reviews and comparisons of papers whose front matter is in a file beside them.

use super::tracked;
use crate::cli::kills::{CALLS, is_killed, state};
use crate::cli::run_in;
use crate::docx::{file, parts};
use crate::support::{Folder, git};

const SERIES: &str = r#"name: Plan
files: ["plans/{number}-*/README.md"]
front_matter_file: plan.yaml
roles: { number: plan, stage: status, title: title }
stages: { order: [open, done], default: open, frozen_from: never }
masthead: ["{title}", "{due}"]
number: { label: "PLAN-", pattern: "[0-9]+", example: "7" }
headings: { title: true }
fields:
  - { id: plan, type: integer, required_from: open }
  - { id: title, required_from: open }
  - { id: status }
  - { id: due, type: date, label: Due }
sections:
  - { id: summary, heading: Summary, required_from: open }
"#;

const HEAD: &str = "title: Faster index\nplan: 7\nstatus: open\ndue: 2024-05-21\n";
const BODY: &str = "# PLAN-7: Faster index\n\n## Summary\n\nThe index is slow.\n";
const PATHS: [&str; 2] = ["plans/7-index/plan.yaml", "plans/7-index/README.md"];

/// A project with one paper of two files, which was committed and sent out.
fn sent(head: &str, body: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: plan\n");
    folder.write("templates/plan/series.yaml", SERIES);
    folder.write(PATHS[0], head);
    folder.write(PATHS[1], body);
    let run = run_in(folder.path(), &["render", "plans", "--to", "docx", "-o", "a.docx"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "plans"]);
    git(folder.path(), &["commit", "-q", "-m", "sent"]);
    folder
}

fn edit(folder: &Folder, change: impl Fn(&str) -> String) {
    let mut parts = parts(&std::fs::read(folder.path().join("a.docx")).unwrap());
    let changed = change(&parts["word/document.xml"]);
    assert_ne!(parts["word/document.xml"], changed);
    parts.insert("word/document.xml".to_owned(), changed);
    folder.write("a.docx", file(&parts));
}

fn texts(folder: &Folder) -> [String; 2] {
    PATHS.map(|path| folder.read(path))
}

#[test]
fn each_edit_changes_the_file_that_it_is_in() {
    let day = "May\u{a0}21, 2024";
    for (head, body) in [
        (HEAD.to_owned(), BODY.to_owned()),
        (HEAD.trim_end().to_owned(), BODY.trim_end().to_owned()),
        (format!("---\n{HEAD}"), BODY.to_owned()),
        (format!("# What it is\n\n{HEAD}"), format!("\n{BODY}")),
    ] {
        for (old, new, expected) in [
            ("slow", "fast", [head.clone(), body.replace("slow", "fast")]),
            (day, "May\u{a0}22, 2024", [head.replace("05-21", "05-22"), body.clone()]),
            // The heading says the title again.
            (
                ">Faster index<",
                ">Better index<",
                [&head, &body].map(|it| it.replace("Faster", "Better")),
            ),
        ] {
            let folder = sent(&head, &body);
            let run = run_in(folder.path(), &["review", "a.docx"]);
            assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{head}{}", run.stderr);
            edit(&folder, |xml| xml.replace(old, new));
            let run = run_in(folder.path(), &["review", "a.docx", "--apply"]);
            assert_eq!(run.code, Some(0), "{new}: {}{}", run.stdout, run.stderr);
            assert!(!run.stderr.contains("by hand"), "{new}: {}", run.stderr);
            let at = usize::from(expected[0] == head);
            assert!(run.stdout.starts_with(&format!("{}:", PATHS[at])), "{new}: {}", run.stdout);
            assert_eq!(texts(&folder), expected, "{new}");
        }
    }
}

#[test]
fn the_text_that_was_sent_is_found_when_either_file_has_moved_on() {
    for (head, body) in [
        (HEAD.to_owned(), BODY.replace("index is", "whole index is")),
        (HEAD.replace("open", "done"), BODY.to_owned()),
        (HEAD.replace("open", "done"), BODY.replace("index is", "whole index is")),
    ] {
        for is_committed in [false, true] {
            let folder = sent(HEAD, BODY);
            edit(&folder, |xml| tracked(xml, "slow", "fast").replace("21, 2024", "22, 2024"));
            for (path, text) in PATHS.iter().zip([&head, &body]) {
                folder.write(path, text);
                if is_committed {
                    git(folder.path(), &["add", path]);
                    git(folder.path(), &["commit", "-q", "--allow-empty", "-m", "moved on"]);
                }
            }
            let run = run_in(folder.path(), &["review", "a.docx", "--apply"]);
            assert_eq!(run.code, Some(0), "{}", run.stderr);
            let expected = [head.replace("05-21", "05-22"), body.replace("slow", "fast")];
            assert_eq!(texts(&folder), expected);
        }
    }
    // A text that nobody knows is named, and one that the user knows is used.
    let folder = sent(HEAD, BODY);
    edit(&folder, |xml| xml.replace("slow", "fast"));
    std::fs::remove_dir_all(folder.path().join(".git")).unwrap();
    folder.write(PATHS[0], HEAD.replace("open", "done"));
    let run = run_in(folder.path(), &["review", "a.docx"]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert!(run.stderr.contains("--base"), "{}", run.stderr);
    folder.write("old/plan.yaml", HEAD);
    folder.write("old/README.md", BODY);
    let arguments = ["review", "a.docx", "--base", "old/README.md", "--apply"];
    let run = run_in(folder.path(), &arguments);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(texts(&folder), [HEAD.replace("open", "done"), BODY.replace("slow", "fast")]);
}

#[test]
fn a_comment_on_the_cover_is_below_the_title() {
    let comments = "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:comment w:id=\"1\" w:author=\"Robin Roe\" w:date=\"2024-06-03T10:00:00Z\"><w:p><w:r><w:t>Why?</w:t></w:r></w:p></w:comment></w:comments>";
    for (word, expected) in [
        ("21, 2024", BODY.replace("\n\n## ", "\n\n<!-- Robin Roe, 2024-06-03: Why? -->\n\n## ")),
        ("slow", format!("{}\n\n<!-- Robin Roe, 2024-06-03: Why? -->\n", BODY.trim_end())),
    ] {
        let folder = sent(HEAD, BODY);
        let mut parts = parts(&std::fs::read(folder.path().join("a.docx")).unwrap());
        let xml = parts["word/document.xml"].clone();
        let start = xml[..xml.find(word).unwrap()].rfind("<w:r>").unwrap();
        let mark = "<w:commentRangeStart w:id=\"1\"/>";
        let xml = format!("{}{mark}{}", &xml[..start], &xml[start..]);
        parts.insert("word/document.xml".to_owned(), xml);
        parts.insert("word/comments.xml".to_owned(), comments.to_owned());
        let relations = parts["word/_rels/document.xml.rels"].replace("</Relationships>", "<Relationship Id=\"rIdC\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/></Relationships>");
        parts.insert("word/_rels/document.xml.rels".to_owned(), relations);
        folder.write("a.docx", file(&parts));
        let run = run_in(folder.path(), &["review", "a.docx", "--as-comments"]);
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        assert_eq!(texts(&folder), [HEAD.to_owned(), expected], "{word}");
    }
}

#[test]
fn a_comparison_reads_both_files() {
    let folder = sent(HEAD, BODY);
    let diff = |arguments: &[&str]| {
        let run = run_in(folder.path(), &[&["diff"], arguments].concat());
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    };
    let of_head = [PATHS[1], "--rev", "HEAD"];
    folder.write(PATHS[0], HEAD.replace("05-21", "05-22"));
    let said = diff(&of_head);
    assert!(said.contains("22") && said.contains("Summary (unchanged)"), "{said}");
    folder.write(PATHS[0], HEAD);
    folder.write(PATHS[1], BODY.replace("slow", "fast"));
    let said = diff(&of_head);
    assert!(said.contains("fast") && !said.contains("2024"), "{said}");
    // There was none, and its fields were where they are in other papers.
    git(folder.path(), &["rm", "-q", "--cached", PATHS[0]]);
    folder.write(PATHS[1], format!("---\n{HEAD}---\n\n{BODY}"));
    git(folder.path(), &["add", PATHS[1]]);
    git(folder.path(), &["commit", "-q", "-m", "one file"]);
    folder.write(PATHS[0], HEAD.replace("05-21", "05-22"));
    folder.write(PATHS[1], BODY);
    let said = diff(&of_head);
    assert!(said.contains("22") && !said.contains("title"), "{said}");
    let reading = format!("HEAD:{}", PATHS[1]);
    assert_eq!(diff(&[&reading, PATHS[1]]), said);
}

#[test]
#[ignore = "needs strace"]
fn a_kill_tears_no_file_and_the_next_run_completes_the_review() {
    let [head, body] = [HEAD.replace("05-21", "05-22"), BODY.replace("slow", "fast")];
    let returned = || {
        let folder = sent(HEAD, BODY);
        edit(&folder, |xml| tracked(xml, "slow", "fast").replace("21, 2024", "22, 2024"));
        folder
    };
    let mut kills = 0;
    for call in CALLS {
        for count in 1.. {
            assert!(count < 200, "{call} never ends");
            let folder = returned();
            let arguments = ["review", "a.docx", "--apply"];
            if !is_killed(folder.path(), &arguments, call, count) {
                assert_eq!(texts(&folder), [head.clone(), body.clone()], "{call}");
                break;
            }
            kills += 1;
            for (text, versions) in texts(&folder).iter().zip([[HEAD, &head], [BODY, &body]]) {
                assert!(versions.contains(&text.as_str()), "{call} {count}: {text}");
            }
            run_in(folder.path(), &arguments);
            assert_eq!(texts(&folder), [head.clone(), body.clone()], "{call} {count}");
        }
    }
    assert!(kills > 3, "{kills}");
}

#[test]
#[ignore = "needs strace"]
fn a_kill_leaves_no_half_of_an_import() {
    let arguments = ["import", "old", "-o", "new"];
    let paper = "# Desks\n\n## Background\n\nText.\n";
    let folder = || {
        let folder = Folder::new();
        folder.write("issuepaper.yaml", "series: issue-paper\n");
        folder.write("old/a.md", paper);
        folder.write("old/b.txt", paper);
        folder
    };
    let whole = folder();
    run_in(whole.path(), &arguments);
    let expected = state(&whole.path().join("new"));
    assert_eq!(expected.len(), 2);
    for call in CALLS {
        for count in 1.. {
            assert!(count < 200, "{call} never ends");
            let folder = folder();
            let is_over = !is_killed(folder.path(), &arguments, call, count);
            let new = folder.path().join("new");
            for (path, text) in if new.exists() { state(&new) } else { expected.clone() } {
                assert_eq!(expected.get(&path), Some(&text), "{call} {count}: {path}");
            }
            if is_over {
                break;
            }
            run_in(folder.path(), &[&arguments[..], &["--force"]].concat());
            assert_eq!(state(&new), expected, "{call} {count}");
        }
    }
}
