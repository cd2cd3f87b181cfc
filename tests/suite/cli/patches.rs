//! `check --diff`: a patch that git applies, whatever is in the paper and its name.

use std::fs;
use std::process::Command;

use super::{program, run_in};
use crate::support::Folder;

const PAPER: &str =
    "---\ntitle: Renewals\ndate: May 21, 2024\n---\n\n## Background\n\nWe met.\nThey met.\n";

#[test]
fn git_applies_every_patch() {
    let papers = [
        ("a.md", PAPER.to_owned()),
        ("windows.md", PAPER.replace('\n', "\r\n")),
        ("lone.md", PAPER.replace("We met.\n", "We met.\r")),
        ("lone twice.md", PAPER.replace("We met.\n", "We\rmet.\r")),
        ("lone-end.md", PAPER.replace("They met.\n", "They met.\r")),
        ("mixed.md", PAPER.replace("date", "stage: draft\r\ndate")),
        ("no-end.md", PAPER.trim_end().to_owned()),
        #[cfg(unix)]
        ("a \"quoted\" name.md", PAPER.to_owned()),
        #[cfg(unix)]
        ("two\nlines\tand \u{1b}.md", PAPER.to_owned()),
        ("caf\u{e9}.md", PAPER.to_owned()),
    ];
    for (name, text) in papers {
        let folder = Folder::new();
        folder.write(name, &text);
        let run = run_in(folder.path(), &["check", name, "--diff", "--unsafe"]);
        assert_eq!(run.code, Some(1), "{name:?}: {}", run.stderr);
        let patch = folder.write("the.patch", &run.stdout);
        run_in(folder.path(), &["check", name, "--fix", "--unsafe"]);
        let fixed = fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(fixed.contains("2024-05-21"), "{name:?}");
        folder.write(name, &text);
        let mut git = Command::new("git");
        git.args(["apply", "--whitespace=nowarn"]).arg(patch).current_dir(folder.path());
        git.env("GIT_CEILING_DIRECTORIES", folder.path().parent().unwrap());
        let output = git.output().unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name:?}: {error}{}", run.stdout);
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), fixed, "{name:?}");
    }
}

#[test]
fn no_line_ends_with_a_carriage_return_alone_afterwards() {
    for text in [
        PAPER.replace('\n', "\r").replacen('\r', "\n", 2),
        PAPER.replace("We met.\n", "We met.\r"),
        PAPER.replace('\n', "\r\n").replace("We met.\r\n", "We met.\r"),
    ] {
        let folder = Folder::new();
        let path = folder.write("a.md", &text);
        let output = program(folder.path()).args(["check", "--fix", "a.md"]).output().unwrap();
        assert!(output.status.code() < Some(2));
        let fixed = fs::read_to_string(path).unwrap();
        assert!(!fixed.replace("\r\n", "\n").contains('\r'), "{text:?}: {fixed:?}");
    }
}
