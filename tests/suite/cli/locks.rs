//! Several runs at once, and what a killed one leaves.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{program, run_in};
use crate::support::Folder;

const SETTINGS: &str = "series: issue-paper\n";

const PAPER: &str =
    "---\ntitle: Renewals\ndate: 2024-09-21\nstage: review\n---\n\n## Background\n\nWe met.\n";

/// A project with papers that have no numbers yet.
fn project(papers: usize) -> Folder {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", SETTINGS);
    folder.write(
        "numbers.yaml",
        "blocks:\n  - { from: \"0100\", to: \"0299\", received: 2024-07-01, source: Desk }\n",
    );
    for at in 0..papers {
        folder.write(&format!("2024-09/{at}.md"), PAPER);
    }
    folder
}

fn assign(folder: &Folder, at: usize) -> Child {
    let mut command = program(folder.path());
    let command = command.args(["number", "assign", &format!("2024-09/{at}.md")]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

#[test]
fn no_number_is_given_twice_while_the_settings_are_saved() {
    let folder = project(50);
    let is_over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            // As an editor or a checkout does.
            while !is_over.load(Ordering::Relaxed) {
                let new = folder.write("settings.new", SETTINGS);
                fs::rename(new, folder.path().join("issuepaper.yaml")).unwrap();
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        let children: Vec<Child> = (0..50).map(|at| assign(&folder, at)).collect();
        let outputs = children.into_iter().map(|child| child.wait_with_output().unwrap());
        let numbers: BTreeSet<Vec<u8>> = outputs.map(|output| output.stdout).collect();
        is_over.store(true, Ordering::Relaxed);
        assert_eq!(numbers.len(), 50);
    });
    let register = fs::read_to_string(folder.path().join("numbers.yaml")).unwrap();
    assert_eq!(register.matches("number: ").count(), 50, "{register}");
    assert!(!run_in(folder.path(), &["check"]).stdout.contains("duplicate-number"));
    #[cfg(unix)]
    assert!(!folder.path().join(".issuepaper-lock").exists());
}

#[test]
#[cfg(unix)]
fn whoever_is_waited_for_is_named() {
    let folder = project(1);
    let lock = folder.write(".issuepaper-lock", "4711 issuepaper number \u{1b}[31massign a.md\n");
    let held = fs::File::open(&lock).unwrap();
    held.lock().unwrap();
    let waiting = assign(&folder, 0);
    std::thread::sleep(Duration::from_secs(3));
    drop(held);
    let output = waiting.wait_with_output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    let note = "waiting for process 4711 (`issuepaper number  [31massign a.md`), which has locked the register\n";
    assert!(output.status.success() && stderr.contains(note), "{stderr}");
    assert!(!lock.exists());
}

#[test]
#[cfg(unix)]
fn the_next_run_clears_what_a_killed_one_left() {
    let commands = [
        &["check", "--fix"][..],
        &["number", "assign", "2024-09/0.md"],
        &["render", "--to", "txt"],
    ];
    for command in commands {
        let folder = project(1);
        let left = ["2024-09/.issuepaper-tmp-Ab12Cd", "out/2024-09/.issuepaper-tmp-000000"];
        for path in left {
            folder.write(path, "half of a text");
        }
        let kept = folder.write("2024-09/.issuepaper-tmp-notes.md", "kept");
        run_in(folder.path(), command);
        let is_left = left.map(|path| folder.path().join(path).exists());
        let is_render = command[0] == "render";
        assert_eq!(is_left, [is_render, !is_render], "{command:?}");
        assert!(kept.exists());
    }
}

/// What can't be written because files may not be as large is an error like any other, and nothing is left of it.
#[test]
#[cfg(unix)]
fn a_file_that_is_larger_than_the_limit_is_an_error_that_names_it() {
    let cases = [
        ("number assign 2024-09/0.md", "numbers.yaml"),
        ("number receive 0300..0399 --from Desk", "numbers.yaml"),
        ("check --update-baseline", "baseline.yaml"),
        ("init sub", "sub/issuepaper.yaml"),
        ("render 2024-09/0.md --to html -o out/a.html", "out/a.html"),
        ("render --to txt", "out/2024-09/0.txt"),
        ("render 2024-09/0.md --to html -o - > page.html", "too large"),
        ("check --report json=report.json", "report.json"),
        ("check --fix", "2024-09/0.md"),
    ];
    for (command, file) in cases {
        let folder = project(1);
        if command == "check --fix" {
            folder.write("2024-09/0.md", PAPER.replace("2024-09-21", "September 21, 2024"));
        }
        let before = names(&folder);
        let program = env!("CARGO_BIN_EXE_issuepaper");
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", &format!("ulimit -f 0; exec {program} {command}")]);
        shell.current_dir(folder.path()).env("SOURCE_DATE_EPOCH", "1751241600");
        let run = shell.output().unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{command}: {said}");
        assert!(said.contains(file) && said.contains("large"), "{command}: {said}");
        assert!(!said.contains("issuepaper-tmp"), "{command}: {said}");
        let mut left = names(&folder);
        left.retain(|name| !before.contains(name) && name != "page.html");
        assert_eq!(left, [""; 0], "{command}");
    }
}

/// The names of all files below a folder.
#[cfg(unix)]
fn names(folder: &Folder) -> Vec<String> {
    fn below(path: &std::path::Path) -> Vec<String> {
        let inner = crate::support::entries(path);
        let one = |path: &std::path::PathBuf| {
            if path.is_dir() { below(path) } else { vec![crate::support::name(path).to_owned()] }
        };
        inner.iter().flat_map(one).collect()
    }
    below(folder.path())
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_the_lock_is_to_be_deleted() {
    let folder = project(1);
    std::os::unix::fs::symlink("x", folder.path().join(".issuepaper-lock")).unwrap();
    let run = run_in(folder.path(), &["number", "assign", "2024-09/0.md"]);
    assert_eq!(run.code, Some(2));
    let message = ".issuepaper-lock: is a link, which is not followed; delete it";
    assert!(run.stderr.contains(message), "{}", run.stderr);
}
