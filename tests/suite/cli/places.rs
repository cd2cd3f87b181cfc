//! A paper is the same paper, however it is named and wherever the program runs.

use std::path::Path;

use serde_json::Value;

use super::{program, run_in};
use crate::support::Folder;

/// A valid paper with this number and text.
fn paper(number: &str, body: &str) -> String {
    format!(
        "---\ntitle: On the desk\npublication_number: \"{number}\"\nstage: published\n\
         action_required: Informational\nsubmitted_by: Alex Doe, Office\ndate: 2024-05-21\n---\n\n\
         ## Background\n\n{body}\n\n## Issue\n\nNone.\n\n## Current Status\n\nOpen.\n"
    )
}

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";

/// A project of two papers that refer to each other and show pictures from inside and outside of their folders.
fn project() -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("2024-06/own.svg", PICTURE);
    folder.write("shared.svg", PICTURE);
    let body = "See ![the route to the port](own.svg), ![the desk in June](../shared.svg) and \
                [the other paper](../2024-09/b.md).";
    folder.write("2024-06/a.md", paper("0001-0624", body));
    let body = "See [the first paper](../2024-06/a.md).";
    folder.write("2024-09/b.md", paper("0002-0924", body));
    folder
}

/// The code, and the last line of the report.
fn verdict(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let run = run_in(folder, &[&["check"], arguments].concat());
    (run.code, run.stdout.lines().last().unwrap_or_default().to_owned())
}

#[test]
fn from_inside_a_folder_a_paper_is_neither_its_own_duplicate_nor_outside() {
    let folder = project();
    let inside = folder.path().join("2024-06");
    let absolute = inside.join("a.md");
    for path in ["a.md", "./a.md", ".", "../2024-06", "../2024-06/a.md", absolute.to_str().unwrap()]
    {
        let clean = (Some(0), "1 paper checked, no findings".to_owned());
        assert_eq!(verdict(&inside, &[path]), clean, "{path}");
    }
    let both = ["a.md", "../2024-06/a.md", absolute.to_str().unwrap(), "../2024-09/b.md", ".."];
    assert_eq!(verdict(&inside, &both), (Some(0), "2 papers checked, no findings".to_owned()));
    for path in ["a.md", "../2024-06/a.md", absolute.to_str().unwrap()] {
        let mut command = program(&inside);
        command.args(["check", "-", "--stdin-path", path]);
        command.stdin(std::fs::File::open(&absolute).unwrap());
        let output = command.output().unwrap();
        assert_eq!(output.stdout, b"1 paper checked, no findings\n", "{path}");
    }
}

#[test]
fn a_page_is_the_same_from_inside_a_folder() {
    let folder = project();
    folder.write("issuepaper.yaml", "series: issue-paper\nexclude: [\"one/**\", \"two/**\"]\n");
    run_in(folder.path(), &["render", "--to", "html,md", "-o", "one"]);
    for inside in ["2024-06", "2024-09"] {
        let run = run_in(
            &folder.path().join(inside),
            &["render", "..", "--to", "html,md", "-o", "../two"],
        );
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        for page in
            ["2024-06/a.html", "2024-06/a.md", "2024-09/b.html", "2024-09/b.md", "2024-06/own.svg"]
        {
            let read = |output: &str| std::fs::read(folder.path().join(output).join(page)).ok();
            assert!(read("one").is_some(), "{page}");
            assert_eq!(read("one"), read("two"), "{page} from {inside}");
        }
    }
}

#[test]
fn settings_and_the_baseline_name_a_paper_from_the_project_s_folder() {
    let folder = project();
    folder.write("2024-06/draft.md", "no paper\n");
    let inside = folder.path().join("2024-06");
    assert_eq!(verdict(&inside, &["draft.md"]).0, Some(1));
    run_in(&inside, &["check", ".", "--update-baseline"]);
    let known = std::fs::read_to_string(folder.path().join("baseline.yaml")).unwrap();
    assert!(known.contains(" 2024-06/draft.md"), "{known}");
    for (here, path) in [("2024-06", "draft.md"), ("2024-09", "../2024-06/draft.md"), (".", ".")] {
        assert_eq!(verdict(&folder.path().join(here), &[path]).0, Some(0), "{path} in {here}");
    }
    std::fs::remove_file(folder.path().join("baseline.yaml")).unwrap();
    folder.write("issuepaper.yaml", "exclude: [\"2024-06/draft.md\"]\n");
    let clean = (Some(0), "1 paper checked, no findings".to_owned());
    assert_eq!(verdict(&inside, &["."]), clean);
}

#[test]
fn json_names_a_paper_from_the_repository_as_every_report_does() {
    let folder = project();
    folder.write("2024-06/c.md", paper("0001-0624", "We met."));
    folder.commit_base();
    for (here, path) in [(".", "2024-06"), ("2024-06", "."), ("2024-09", "../2024-06")] {
        let run = run_in(&folder.path().join(here), &["check", path, "--format", "json"]);
        let report: Value = serde_json::from_str(&run.stdout).unwrap();
        let names = report["findings"].as_array().unwrap().iter();
        let names: Vec<&str> = names.map(|finding| finding["path"].as_str().unwrap()).collect();
        assert_eq!(names, ["2024-06/a.md", "2024-06/c.md"], "{path} in {here}");
        assert_eq!(report["findings"][1]["labels"][0]["path"], "2024-06/a.md");
    }
    let elsewhere = Folder::new();
    elsewhere.commit_base();
    let path = folder.path().join("2024-06/c.md");
    let run = run_in(elsewhere.path(), &["check", path.to_str().unwrap(), "--format", "json"]);
    let report: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(report["findings"][0]["path"], "2024-06/c.md");
}

#[cfg(unix)]
mod links {
    use std::fs::hard_link;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn another_name_of_a_paper_is_no_duplicate() {
        let folder = project();
        let at = |path: &str| folder.path().join(path);
        symlink("2024-06/a.md", at("alias.md")).unwrap();
        symlink("../2024-06/a.md", at("2024-09/alias.md")).unwrap();
        symlink("2024-06", at("latest")).unwrap();
        hard_link(at("2024-06/a.md"), at("2024-06/hard.md")).unwrap();
        let two = (Some(0), "2 papers checked, no findings".to_owned());
        assert_eq!(verdict(folder.path(), &[]), two);
        assert_eq!(
            verdict(folder.path(), &["2024-06", "2024-09", "latest", "alias.md", "*.md"]),
            two
        );
        assert_eq!(verdict(&at("2024-09"), &["alias.md", "b.md", "../latest/a.md"]), two);
        for path in ["alias.md", "latest", "latest/a.md", "2024-09/alias.md", "2024-06/hard.md"] {
            let listed = run_in(folder.path(), &["list", path, "--format", "json"]);
            assert!(listed.stdout.contains("\"2024-06/a.md\""), "{path}: {}", listed.stdout);
            let one = (Some(0), "1 paper checked, no findings".to_owned());
            assert_eq!(verdict(folder.path(), &[path]), one, "{path}");
        }
    }

    #[test]
    fn a_folder_elsewhere_that_a_link_leads_to_is_passed_over() {
        let (folder, other) = (project(), Folder::new());
        other.write("c.md", paper("0003-0924", "We met."));
        other.write("issuepaper.yaml", "series: issue-paper\n");
        symlink(other.path(), folder.path().join("one")).unwrap();
        let error = "error: one: is a link to a folder outside, and is passed over";
        for arguments in
            [&["check"][..], &["check", "one"], &["list", "one/"], &["check", "one/*.md"]]
        {
            let run = run_in(folder.path(), arguments);
            assert_eq!(run.code, Some(2), "{arguments:?}");
            assert!(run.stderr.contains(error), "{arguments:?}: {}", run.stderr);
        }
        assert_eq!(verdict(folder.path(), &[]).1, "2 papers checked, 1 unreadable");
    }

    #[test]
    fn a_link_that_leads_to_no_paper_is_named_and_passed_over() {
        let folder = project();
        let at = |path: &str| folder.path().join(path);
        symlink(".", at("2024-06/loop")).unwrap();
        symlink("..", at("2024-09/back")).unwrap();
        symlink("/nonexistent", at("2024-09/nowhere")).unwrap();
        let run = run_in(folder.path(), &["check"]);
        assert_eq!(run.stdout, "2 papers checked, no findings\n");
        let mut notes: Vec<&str> = run.stderr.lines().collect();
        notes.sort_unstable();
        let around = "is a link to a folder around it, and is passed over";
        assert_eq!(
            notes,
            [
                &format!("note: 2024-06/loop: {around}"),
                &format!("note: 2024-09/back: {around}"),
                "note: 2024-09/nowhere: is a link that leads nowhere, and is passed over",
            ]
        );
        assert_eq!(run.code, Some(0));
        for file in ["units.yaml", "numbers.yaml", "baseline.yaml"] {
            symlink("/nonexistent", at(file)).unwrap();
            let run = run_in(folder.path(), &["check"]);
            let error = format!(
                "error: {file}: is a link that leads to no file; correct it or delete it\n"
            );
            assert!(run.code == Some(2) && run.stderr.contains(&error), "{}", run.stderr);
            std::fs::remove_file(at(file)).unwrap();
        }
        symlink("nothing.md", at("2024-09/gone.md")).unwrap();
        symlink("self.md", at("2024-09/self.md")).unwrap();
        let run = run_in(folder.path(), &["check"]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(0), "2 papers checked, no findings\n"));
        for name in ["gone", "self"] {
            let link = format!("2024-09/{name}.md");
            let note = format!("note: {link}: is a link that leads nowhere, and is passed over\n");
            assert!(run.stderr.contains(&note), "{}", run.stderr);
            // Whoever names it means it.
            let run = run_in(folder.path(), &["check", &link]);
            let error = format!(
                "error: {link}: is a link that leads to no file; correct it or delete it\n"
            );
            assert!(run.code == Some(2) && run.stderr.contains(&error), "{}", run.stderr);
        }
    }

    #[test]
    fn what_is_no_file_is_never_opened() {
        let folder = project();
        let pipes = ["2024-06/pipe.md", "2024-06/own2.svg", "units.yaml"];
        let mkfifo = |path: &str| {
            let made = std::process::Command::new("mkfifo").arg(folder.path().join(path)).status();
            assert!(made.unwrap().success());
        };
        mkfifo(pipes[0]);
        symlink("/dev/zero", folder.path().join("2024-06/zero.md")).unwrap();
        let run = run_in(folder.path(), &["check"]);
        assert_eq!(run.stdout, "2 papers checked, 2 unreadable\n");
        let reason = "is a pipe, a socket or a device, not a file, and is not opened";
        for name in ["pipe", "zero"] {
            assert!(run.stderr.contains(&format!("error: 2024-06/{name}.md: {reason}\n")));
        }
        assert_eq!(verdict(folder.path(), &["2024-06/a.md"]).0, Some(0), "beside it");
        assert_eq!(verdict(folder.path(), &["2024-06/pipe.md"]).0, Some(2), "named");
        mkfifo(pipes[1]);
        folder.write("2024-06/a.md", paper("0001-0624", "See ![the route to the port](own2.svg)."));
        run_in(folder.path(), &["render", "2024-06/a.md", "--to", "html"]);
        mkfifo(pipes[2]);
        let run = run_in(folder.path(), &["check", "2024-06/a.md"]);
        assert!(run.stderr.contains(&format!("error: units.yaml: {reason}\n")), "{}", run.stderr);
    }
}

#[test]
fn a_paper_that_can_t_be_read_fails_no_other() {
    let folder = project();
    folder.write("2024-06/utf16.md", b"\xff\xfea\0");
    folder.write("2024-06/binary.md", b"\0\x01\x02");
    let clean = (Some(0), "1 paper checked, no findings".to_owned());
    assert_eq!(verdict(folder.path(), &["2024-06/a.md"]), clean);
    folder.write("2024-06/c.md", paper("0001-0624", "We met."));
    assert_eq!(verdict(folder.path(), &["2024-06/a.md"]).0, Some(1), "it hides nothing either");
    assert_eq!(verdict(folder.path(), &["2024-06"]).0, Some(2), "it is one of the papers");
    // A change to the register needs to know every paper.
    let run = run_in(folder.path(), &["publish", "2024-06/a.md"]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
}

#[test]
fn a_part_of_a_path_that_is_no_folder_is_said_to_be_none() {
    let folder = project();
    let run = run_in(folder.path(), &["check", "2024-06/a.md/b.md"]);
    assert_eq!(
        run.stderr,
        "error: 2024-06/a.md/b.md: no such file: a part of the path is a file, not a folder\n"
    );
    let reason = "can't be written, because 2024-06/a.md is a file, not a folder";
    for arguments in [
        &["render", "--to", "html", "-o", "2024-06/a.md/out"][..],
        &["new", "Bonds", "-o", "2024-06/a.md/b.md"],
        &["init", "2024-06/a.md"],
        &["man", "2024-06/a.md"],
        &["check", "--report", "json=2024-06/a.md/report.json"],
    ] {
        let run = run_in(folder.path(), arguments);
        assert!(run.stderr.contains(reason), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.code, Some(2));
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_named_as_what_is_in_the_way() {
    let folder = project();
    std::os::unix::fs::symlink("nowhere", folder.path().join("dl")).unwrap();
    let reason = "can't be written, because dl is a link that leads nowhere";
    for arguments in
        [&["init", "dl"][..], &["init", "dl/inner"], &["new", "Bonds", "-o", "dl/x.md"]]
    {
        let run = run_in(folder.path(), arguments);
        assert!(run.stderr.contains(reason), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.code, Some(2));
    }
}

#[test]
fn a_template_is_no_paper_from_inside_its_folder_either() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: mine\n");
    folder.write("templates/mine/series.yaml", "extends: issue-paper\nname: Mine\n");
    folder.write("templates/mine/paper.md", "{{ paper.title }}\n");
    folder.write("notes/deep/a.txt", "A note.\n");
    for (inside, root) in
        [("templates", ".."), ("templates/mine", "../.."), ("notes", ".."), ("notes/deep", "../..")]
    {
        for command in ["check", "list", "render"] {
            let run = run_in(&folder.path().join(inside), &[command, "."]);
            assert_eq!(run.code, Some(2), "{command} in {inside}: {}", run.stdout);
            let advice =
                format!("no papers (`.md` files) in this folder; the path `{root}` names all");
            assert!(run.stderr.contains(&advice), "{command} in {inside}: {}", run.stderr);
        }
    }
}
