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

#[test]
fn no_file_of_a_project_is_read_through_a_link_out_of_it() {
    let files = [
        "2024-06/c.md",
        "units.yaml",
        "numbers.yaml",
        "baseline.yaml",
        "issuepaper.yaml",
        "templates/own/series.yaml",
        "templates/coac/page.html",
        "templates/coac/reference.docx",
    ];
    for file in files {
        let checkout = Checkout::new();
        let secret = "root:x:0:0:secret";
        checkout.0.write("elsewhere/kept.txt", secret);
        let _ = fs::remove_file(checkout.at(file));
        checkout.link(checkout.0.path().join("elsewhere/kept.txt").to_str().unwrap(), file);
        for arguments in [&["check"][..], &["check", "--fix", "--unsafe"], &["render"], &["list"]] {
            let run = checkout.run(arguments);
            let error =
                format!("error: {file}: is not read: a link leads out of the project's folder");
            assert!(run.stderr.contains(&error), "{file}, {arguments:?}: {}", run.stderr);
            assert_eq!(run.code, Some(2), "{file}, {arguments:?}");
            assert!(!format!("{run:?}").contains("secret"), "{file}, {arguments:?}: {run:?}");
        }
        assert_eq!(checkout.elsewhere().1, secret);
        assert!(checkout.at(file).is_symlink());
    }
}

#[test]
fn neither_git_s_own_files_nor_fonts_elsewhere_are_read() {
    let checkout = Checkout::new();
    checkout.0.write("checkout/.git/config", "[http]\n\textraheader = AUTHORIZATION: secret\n");
    checkout.link(".git/config", "units.yaml");
    let run = checkout.run(&["check"]);
    assert!(run.code == Some(2) && !format!("{run:?}").contains("secret"), "{run:?}");
    fs::remove_file(checkout.at("units.yaml")).unwrap();
    checkout.0.write("checkout/issuepaper.yaml", "series: issue-paper\nfonts: ../elsewhere\n");
    checkout.0.write("elsewhere/a.ttf", "no font");
    let run = checkout.run(&["check"]);
    assert!(run.stderr.contains("is outside of the project's folder"), "{}", run.stderr);
}

#[test]
fn a_link_inside_the_project_is_read() {
    let checkout = Checkout::new();
    checkout.0.write("checkout/shared/units.yaml", "units: []\n");
    checkout.link("shared/units.yaml", "units.yaml");
    checkout.link(checkout.at("2024-06").to_str().unwrap(), "latest");
    let run = checkout.run(&["check"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_paper_without_a_project_is_not_read_through_a_link_either() {
    let checkout = Checkout::new();
    fs::remove_file(checkout.at("issuepaper.yaml")).unwrap();
    checkout.link("../../elsewhere/kept.txt", "2024-06/c.md");
    for path in [".", "2024-06", "2024-06/c.md", checkout.at("2024-06").to_str().unwrap()] {
        let run = checkout.run(&["check", path, "--fix"]);
        assert!(
            run.stderr.contains("c.md: is not read: a link leads out"),
            "{path}: {}",
            run.stderr
        );
        assert_eq!(run.code, Some(2), "{path}");
        checkout.assert_untouched(path);
    }
}

#[test]
fn what_is_no_regular_file_or_too_large_is_named_and_not_read() {
    for file in ["2024-06/c.md", "units.yaml", "numbers.yaml", "issuepaper.yaml"] {
        let checkout = Checkout::new();
        let _ = fs::remove_file(checkout.at(file));
        fs::create_dir_all(checkout.at(file).parent().unwrap()).unwrap();
        let made = std::process::Command::new("mkfifo").arg(checkout.at(file)).status();
        assert!(made.unwrap().success());
        for command in ["check", "render"] {
            let run = checkout.run(&[command]);
            let error = format!("error: {file}: is a pipe, a socket or a device");
            assert!(run.code == Some(2) && run.stderr.contains(&error), "{}", run.stderr);
        }
    }
    let checkout = Checkout::new();
    fs::File::create(checkout.at("units.yaml")).unwrap().set_len(1 << 36).unwrap();
    let run = checkout.run(&["check"]);
    assert!(run.stderr.contains("error: units.yaml: is larger than 16 MB"), "{}", run.stderr);
}

#[test]
fn no_output_takes_the_place_of_a_file_that_somebody_made() {
    let checkout = Checkout::new();
    let kept = ["map.png", "package.json", "README.md", "notes.txt", "LICENSE", "old.html"];
    for path in kept {
        checkout.0.write(&format!("checkout/{path}"), "made by hand\n");
    }
    let path = |path| checkout.at(path);
    let reports = ["text", "concise", "json", "sarif", "github", "gitlab", "junit"];
    for file in kept {
        for format in reports {
            let run = checkout.run(&["check", "--report", &format!("{format}={file}")]);
            assert_eq!(run.code, Some(2), "{format}, {file}");
            let error = format!("error: {file}: is a file that this program did not make");
            assert!(run.stderr.contains(&error), "{}", run.stderr);
        }
    }
    let others = [
        &["check", "-o", "notes.txt"][..],
        &["render", "2024-06/a.md", "-o", "notes.txt"],
        &["render", "2024-06/a.md", "-o", "old.html"],
        &["export", "--nara", "-o", "notes.txt"],
    ];
    for arguments in others {
        let run = checkout.run(arguments);
        assert_eq!(run.code, Some(2), "{arguments:?}: {}", run.stderr);
    }
    for file in kept {
        assert_eq!(fs::read_to_string(path(file)).unwrap(), "made by hand\n", "{file}");
    }
    // What the program made is replaced, in whichever format.
    for format in reports.iter().chain(&reports).chain(reports.iter().rev()) {
        let run = checkout.run(&["check", "--report", &format!("{format}=report")]);
        assert_eq!(run.code, Some(0), "{format}: {}", run.stderr);
    }
    for page in ["a.txt", "a.html", "b.docx"] {
        for paper in ["2024-06/a.md", "2024-06/a.md", "2024-06/b.md"] {
            let run = checkout.run(&["render", paper, "-o", page]);
            assert_eq!(run.code, Some(0), "{page}: {}", run.stderr);
        }
    }
    for _ in 0..2 {
        assert_eq!(checkout.run(&["export", "--nara", "--all", "-o", "table"]).code, Some(0));
    }
}

#[test]
fn no_paper_is_made_through_a_link_out_of_the_project() {
    let checkout = Checkout::new();
    checkout.link("../elsewhere", "2024-09");
    let run = checkout.run(&["new", "2024-09/new.md", "--title", "Renewals"]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    checkout.assert_untouched("new");
}

/// Whoever may give files away keeps their owners.
#[test]
fn a_file_that_is_rewritten_keeps_its_owner_and_its_names() {
    use std::os::unix::fs::{MetadataExt, chown};
    let checkout = Checkout::new();
    let path =
        checkout.0.write("checkout/2024-06/a.md", PAPER.replace("2024-05-21", "May 21, 2024"));
    let is_given = chown(&path, Some(1234), Some(2345)).is_ok();
    let before = fs::metadata(&path).unwrap();
    checkout.run(&["check", "--fix"]);
    let data = fs::metadata(&path).unwrap();
    assert!(fs::read_to_string(&path).unwrap().contains("2024-05-21"));
    assert_eq!((data.uid(), data.gid(), data.mode()), (before.uid(), before.gid(), before.mode()));
    assert!(!is_given || data.uid() == 1234);
    let other = checkout.0.path().join("elsewhere/name.md");
    fs::write(&path, PAPER.replace("2024-05-21", "May 21, 2024")).unwrap();
    fs::hard_link(&path, &other).unwrap();
    checkout.run(&["check", "--fix"]);
    let text = fs::read_to_string(&other).unwrap();
    assert_eq!((text, fs::metadata(&other).unwrap().ino()), (PAPER.to_owned(), data.ino()));
}
