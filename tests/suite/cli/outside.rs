//! A checkout that somebody else made: what its links lead to is neither written nor read.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use super::{Run, run_in};
use crate::support::Folder;

const PAPER: &str = "---\ntitle: Renewals\ndate: 2024-05-21\naction_required: Informational\n\
    submitted_by: Alex Doe, Office\nstage: draft\n---\n\n## Background\n\nWe met.\n\n## Issue\n\nNone.\n\n\
    ## Current Status\n\nOpen.\n";

/// A checkout in a folder with other files of the user.
struct Checkout(Folder);

impl Checkout {
    fn new() -> Self {
        let folder = Folder::new();
        folder.write("checkout/issuepaper.yaml", "series: issue-paper\nformats: [txt]\n");
        folder.write("checkout/2024-06/a.md", PAPER);
        folder.write("checkout/2024-06/b.md", PAPER);
        folder.write("elsewhere/kept.txt", "kept\n");
        Self(folder)
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join("checkout").join(path)
    }

    fn link(&self, target: &str, path: &str) {
        fs::create_dir_all(self.at(path).parent().unwrap()).unwrap();
        symlink(target, self.at(path)).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Run {
        run_in(&self.at(""), arguments)
    }

    /// The files beside the checkout, and what the first one contains.
    fn elsewhere(&self) -> (Vec<String>, String) {
        let entries = fs::read_dir(self.0.path().join("elsewhere")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let text = fs::read_to_string(self.0.path().join("elsewhere/kept.txt")).unwrap();
        (names.collect(), text)
    }

    fn assert_untouched(&self, what: &str) {
        let untouched = (vec!["kept.txt".to_owned()], "kept\n".to_owned());
        assert_eq!(self.elsewhere(), untouched, "{what}");
    }
}

#[test]
fn no_page_is_written_through_a_link() {
    let links = [
        ("../../../elsewhere/kept.txt", "out/2024-06/a.txt", "it is a link"),
        ("../../../elsewhere/new.txt", "out/2024-06/a.txt", "it is a link"),
        ("b.txt", "out/2024-06/a.txt", "it is a link"),
        ("../elsewhere", "out", "out is a link"),
        ("../elsewhere/new", "out", "out is a link"),
        ("../../elsewhere", "out/2024-06", "out/2024-06 is a link"),
    ];
    for (target, link, reason) in links {
        let checkout = Checkout::new();
        checkout.link(target, link);
        let run = checkout.run(&["render"]);
        assert_eq!(run.code, Some(2), "{link} to {target}");
        let error = format!("error: out/2024-06/a.txt: is not written: {reason}");
        assert!(run.stderr.contains(&error), "{}", run.stderr);
        checkout.assert_untouched(link);
        let is_other_written = checkout.at("out/2024-06/b.txt").exists();
        assert_eq!(is_other_written, link.ends_with("a.txt"), "{link} to {target}");
    }
}

#[test]
fn a_link_that_the_user_names_outside_of_the_checkout_is_followed() {
    let checkout = Checkout::new();
    checkout.link("elsewhere", "../site");
    let run = checkout.run(&["render", "-o", "../site"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(checkout.0.path().join("elsewhere/2024-06/a.txt").exists());
    let run = checkout.run(&["render", "2024-06/a.md", "-o", "out"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
}

#[test]
fn no_report_is_written_through_a_link_of_the_checkout() {
    let checkout = Checkout::new();
    checkout.link("../elsewhere/kept.txt", "report.json");
    checkout.link("../elsewhere", "reports");
    let named = [
        &["check", "--report", "json=report.json"][..],
        &["check", "--report", "json=reports/new.json"],
        &["check", "-o", "report.json"],
        &["render", "2024-06/a.md", "-o", "reports/a.txt"],
    ];
    for arguments in named {
        let run = checkout.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
        assert!(run.stderr.contains("nothing is written through one"), "{}", run.stderr);
        checkout.assert_untouched(&format!("{arguments:?}"));
    }
}

#[test]
fn what_is_no_file_or_another_name_of_a_source_is_no_page() {
    let checkout = Checkout::new();
    fs::create_dir_all(checkout.at("out/2024-06")).unwrap();
    fs::hard_link(checkout.at("2024-06/a.md"), checkout.at("out/2024-06/a.txt")).unwrap();
    let pipe = checkout.at("out/2024-06/b.txt");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let run = checkout.run(&["render"]);
    assert_eq!(run.code, Some(2));
    for reason in [
        "out/2024-06/a.txt: is a source of the project",
        "out/2024-06/b.txt: is a pipe, a socket or a device",
    ] {
        assert!(run.stderr.contains(reason), "{}", run.stderr);
    }
    assert_eq!(fs::read_to_string(checkout.at("out/2024-06/a.txt")).unwrap(), PAPER);
}
