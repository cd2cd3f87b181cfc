//! What a checkout can make the program read: it takes little time and memory, and is named.

use std::io::Write;
use std::process::Stdio;

use super::{Run, program, run_in};
use crate::support::{Folder, repository};

const PAPER: &str = "---\ntitle: Plan\nstage: draft\naction_required: Informational\nsubmitted_by: Alex Doe\n---\n\n\
                     ## Background\n\nWe met.\n\n## Issue\n\nOne.\n\n## Current Status\n\nTwo.\n";

fn project(settings: &str) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", settings);
    folder.write("a.md", PAPER);
    folder
}

#[test]
fn a_damaged_byte_in_a_font_is_a_finding_and_costs_nothing_else() {
    let folder = project("series: issue-paper\nfonts: fonts\n");
    let mut font = std::fs::read(repository("tests/fonts/truck.ttf")).unwrap();
    let last = font.windows(4).rposition(|window| window == [0, 1, 0xf6, 0x9a]).unwrap();
    font[last] = 0xff;
    folder.write("fonts/truck.ttf", font);
    for arguments in [&["check"][..], &["number", "next"]] {
        let run = run_in(folder.path(), arguments);
        assert_ne!(run.code, Some(0), "{arguments:?}");
        let said = run.stdout + &run.stderr;
        assert!(said.contains("fonts/truck.ttf is damaged"), "{arguments:?}: {said}");
        assert!(said.contains("replace the file"), "{arguments:?}: {said}");
    }
}

#[test]
fn patterns_of_a_series_take_little_memory_alone_and_together() {
    let series = |lines: String| {
        let folder = project("series: x\n");
        folder.write("templates/x/series.yaml", format!("extends: issue-paper\n{lines}"));
        run_in(folder.path(), &["check"])
    };
    for lines in [
        "forbidden_text:\n  - { regex: \"\\\\w{190}0\", message: m }\n",
        "links: { allowed: [\"\\\\w{190}\"] }\n",
        "number: { pattern: \"\\\\w{190}\" }\n",
        "stages: { suffix: \"\\\\w{190}\" }\n",
    ] {
        let run = series(lines.to_owned());
        assert_eq!(run.code, Some(2), "{lines}: {}", run.stdout);
        let message = "the pattern needs more than 1 MB of memory";
        assert!(run.stdout.contains(message), "{lines}: {}", run.stdout);
    }
    let many = |count: usize, pattern: &str| {
        let line = |at| format!("  - {{ regex: \"{pattern}{at}\", message: m }}\n");
        series(format!("forbidden_text:\n{}", (0..count).map(line).collect::<String>()))
    };
    let run = many(200, "\\\\w{15}");
    let message = "the patterns of the series need more than 16 MB of memory together";
    assert_eq!(run.stdout.matches(message).count(), 1, "{}", run.stdout);
    let run = many(500, "word");
    assert_eq!(run.code, Some(0), "{}", run.stdout);
}

#[test]
fn a_paper_of_nothing_but_marks_is_not_read_and_the_others_are() {
    let folder = project("series: issue-paper\n");
    folder.write("b.md", format!("{PAPER}\n{}", "- a\n".repeat(2_500_000)));
    let run = run_in(folder.path(), &["check"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("b.md: has more than a million lines"), "{}", run.stderr);
    assert!(run.stdout.contains("1 paper checked"), "{}", run.stdout);
}

#[test]
fn a_rule_that_finds_the_same_everywhere_says_so_once() {
    let folder = project("series: issue-paper\n");
    folder.write("a.md", format!("{PAPER}\n{}", "We utilize it.\n\n".repeat(5_000)));
    let run = run_in(folder.path(), &["check", "--format", "concise"]);
    let found = run.stdout.lines().filter(|line| line.contains("wordy-phrase"));
    assert_eq!(found.count(), 1_001);
    assert!(
        run.stdout.contains("`wordy-phrase` has more than 1000 findings here"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_link_of_eight_thousand_bytes_is_no_fault_of_a_template() {
    let folder = project("series: issue-paper\n");
    let link = format!("See [the rule](http://example.org/{}).", "a".repeat(8_000));
    folder.write("a.md", format!("{PAPER}\n{link}\n"));
    let run = run_in(folder.path(), &["check", "--format", "concise"]);
    assert!(
        run.stdout.contains("error[unsafe-url] the address has more than 4000 bytes"),
        "{}",
        run.stdout
    );
    let run = run_in(folder.path(), &["render", "-o", "out"]);
    let said = run.stdout + &run.stderr;
    assert!(!said.contains("correct the template"), "{said}");
}

#[test]
fn standard_input_has_the_limit_of_a_file() {
    let folder = project("series: issue-paper\n");
    let mut child = program(folder.path())
        .args(["check", "-", "--stdin-path", "b.md"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let block = vec![b'a'; 1 << 20];
    // It is closed when there was too much.
    while input.write_all(&block).is_ok() {}
    drop(input);
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("standard input is larger than 64 MB"), "{}", run.stderr);
}

#[test]
fn a_template_that_is_nested_too_deep_is_a_finding_at_its_place() {
    let folder = project("series: issue-paper\n");
    for (name, text) in
        [("paper.html", "{% if true %}"), ("paper.txt", "{{ (("), ("paper.md", "{{ [[")]
    {
        folder.write(&format!("templates/issue-paper/{name}"), text.repeat(100_000));
        let run = run_in(folder.path(), &["check"]);
        let said = run.stdout + &run.stderr;
        assert!(said.contains("more than 500 brackets or blocks are open here"), "{name}: {said}");
        assert!(said.contains(name), "{name}: {said}");
        std::fs::remove_file(folder.path().join(format!("templates/issue-paper/{name}"))).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_font_or_a_template_is_named() {
    let folder = project("series: issue-paper\nfonts: fonts\n");
    folder.write("fonts/truck.ttf", std::fs::read(repository("tests/fonts/truck.ttf")).unwrap());
    for path in
        ["fonts/a.ttf", "templates/issue-paper/paper.html", "templates/issue-paper/reference.docx"]
    {
        let whole = folder.path().join(path);
        std::fs::create_dir_all(whole.parent().unwrap()).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&whole).status().unwrap().success());
        let run = run_in(folder.path(), &["check"]);
        assert_eq!(run.code, Some(2), "{path}: {}", run.stdout);
        assert!(run.stderr.contains(&format!("{path}: is a pipe")), "{path}: {}", run.stderr);
        std::fs::remove_file(whole).unwrap();
    }
}
