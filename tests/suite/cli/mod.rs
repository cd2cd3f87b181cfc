//! The program as a process: transcripts, exit codes, bad input.

mod assigning;
mod bad_input;
mod base;
mod bounds;
mod budgets;
mod claims;
mod concealed;
mod fixing;
mod history;
#[cfg(target_os = "linux")]
mod injection;
mod inputs;
mod json;
mod kept;
#[cfg(target_os = "linux")]
pub mod kills;
mod known;
mod left;
mod levels;
mod lists;
mod locks;
mod malformed;
mod meeting;
#[cfg(not(feature = "pdf"))]
mod not_built;
mod numbers;
#[cfg(unix)]
mod outside;
mod own_series;
mod patches;
mod pipelines;
mod places;
mod publishing;
mod rebuild;
mod record;
mod rendering;
mod renumber;
mod reports;
mod schemes;
mod sealed_pictures;
mod shards;
mod shell;
mod submodules;
mod terminal;
mod told;
#[cfg(unix)]
mod untrusted;
mod verify;

use std::path::Path;
use std::process::{Command, Output, Stdio};

/// The result of a run of the program.
#[derive(Debug)]
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// The program in a clean environment, with the date that all tests run on.
pub fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_issuepaper"));
    command
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null())
        .env("SOURCE_DATE_EPOCH", "1751241600");
    command
}

/// Runs the program in a folder.
pub fn run_in(folder: &Path, args: &[&str]) -> Run {
    program(folder).args(args).output().unwrap().into()
}

/// Runs the program anywhere.
pub fn run(args: &[&str]) -> Run {
    run_in(Path::new("."), args)
}

// They list the format `pdf`.
#[cfg(feature = "pdf")]
#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .default_bin_name("issuepaper")
        .env("NO_COLOR", "1")
        .env("SOURCE_DATE_EPOCH", "1751241600")
        .case("tests/cli/*.trycmd");
}

#[test]
fn a_version_says_the_commit_only_of_a_release() {
    let run = run(&["--version"]);
    let version = run.stdout.trim().strip_prefix("issuepaper ").unwrap();
    let number = version.split(' ').next().unwrap();
    assert_eq!(number, env!("CARGO_PKG_VERSION"));
    assert!(!(version.contains(" (") && cfg!(debug_assertions)), "{version}");
}

#[test]
fn help_and_version_succeed() {
    for args in [&["--help"][..], &["--version"], &["check", "--help"], &["render", "-h"]] {
        let run = run(args);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{args:?}");
        assert!(!run.stdout.is_empty());
    }
}

#[test]
fn bad_arguments_are_not_findings() {
    for args in [
        &["check", "--format", "xml"][..],
        &["chekc"],
        &["--today", "soon", "check"],
        &["new"],
        &[],
    ] {
        assert_eq!(run(args).code, Some(2), "{args:?}");
    }
}
