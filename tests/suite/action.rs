//! The steps of the GitHub action, in a repository that is not this one, offline against a local release.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use sha2::{Digest, Sha256};

use crate::support::{Folder, repository};

const ARCHIVE: &str = "issuepaper-x86_64-unknown-linux-musl.tar.gz";
const VERSION: &str = env!("CARGO_PKG_VERSION");
const COMMIT: &str = "0123456789abcdef0123456789abcdef01234567";

/// A runner: a checkout with papers, the folders of a job, and the releases that it sees.
struct Runner(Folder);

impl Runner {
    /// A runner with one release, whose program is the one that is tested.
    fn new() -> Self {
        let runner = Self(Folder::new());
        runner.0.write("papers/issuepaper.yaml", "series: coac\n");
        runner.0.write("temp/x", "");
        runner.release("exec");
        runner
    }

    /// Makes the release; its program begins with `start`.
    fn release(&self, start: &str) {
        let program = format!("#!/bin/sh\n{start} '{}' \"$@\"\n", env!("CARGO_BIN_EXE_issuepaper"));
        self.0.write("pack/top/issuepaper", program);
        let folder = format!("releases/v{VERSION}");
        self.0.write(&format!("{folder}/COMMIT"), format!("{COMMIT}\n"));
        let archive = self.at(&format!("{folder}/{ARCHIVE}"));
        let packed = Command::new("tar")
            .arg("-czf")
            .arg(&archive)
            .arg("-C")
            .arg(self.at("pack"))
            .arg("top")
            .status();
        assert!(packed.unwrap().success());
        let digest = |name: &str| {
            let bytes = std::fs::read(self.at(&format!("{folder}/{name}"))).unwrap();
            let digest = Sha256::digest(bytes);
            let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{hex}  {name}\n")
        };
        let sums = [digest("COMMIT"), digest(ARCHIVE)].concat();
        self.0.write(&format!("{folder}/SHA256SUMS"), sums);
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn step(&self, script: &str, variables: &[(&str, &str)]) -> Output {
        let action = repository(".github/actions/check");
        let output = self.at("output");
        std::fs::write(&output, "").unwrap();
        let mut command = Command::new("bash");
        command.arg(action.join(script)).current_dir(self.at("papers"));
        for name in ["GH_TOKEN", "GITHUB_REPOSITORY", "GITHUB_SERVER_URL"] {
            command.env_remove(name);
        }
        command
            .env("ACTION_PATH", &action)
            .env("ACTION_REF", format!("v{VERSION}"))
            .env("ACTION_REPOSITORY", "committee/issuepaper")
            .env("GITHUB_OUTPUT", &output)
            .env("GITHUB_STEP_SUMMARY", self.at("summary"))
            .env("ISSUEPAPER_RELEASES", format!("file://{}", self.at("releases").display()))
            .envs([("RUNNER_OS", "Linux"), ("RUNNER_ARCH", "X64"), ("BUILD", "false")])
            .env("RUNNER_TEMP", self.at("temp"))
            .env("RUNNER_TOOL_CACHE", self.at("tools"))
            .envs([("VERSION", ""), ("BASE", ""), ("FORMAT", "github"), ("PATHS", "")])
            .envs([("SARIF", ""), ("SHARD", "")])
            .envs(variables.iter().copied());
        command.output().unwrap()
    }

    /// An output of the last step.
    fn output(&self, name: &str) -> Option<String> {
        let outputs = std::fs::read_to_string(self.at("output")).unwrap();
        let line = outputs.lines().find_map(|line| line.strip_prefix(&format!("{name}=")));
        line.map(str::to_owned)
    }

    /// Installs the program and returns where it is.
    fn install(&self, variables: &[(&str, &str)]) -> String {
        let output = self.step("install.sh", variables);
        assert!(output.status.success(), "{output:?}");
        self.output("program").unwrap()
    }

    /// Why the program is not installed.
    fn refusal(&self, variables: &[(&str, &str)]) -> String {
        let output = self.step("install.sh", variables);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert_eq!(self.output("program"), None);
        assert!(!self.at("tools").exists());
        String::from_utf8(output.stdout).unwrap()
    }

    /// Installs the program and checks the papers; returns the exit code.
    fn check(&self, variables: &[(&str, &str)]) -> Option<i32> {
        let program = self.install(&[]);
        let program = [("PROGRAM", program.as_str())];
        self.step("check.sh", &[&program, variables].concat()).status.code()
    }
}

#[test]
fn a_good_project_passes() {
    let runner = Runner::new();
    let init = crate::cli::run_in(&runner.at("papers"), &["init", "good"]);
    assert_eq!(init.code, Some(0), "{init:?}");
    assert_eq!(runner.check(&[("PATHS", "good")]), Some(0));
    let outputs = ["exit-code", "findings", "errors", "warnings"].map(|name| runner.output(name));
    assert_eq!(outputs, ["0", "0", "0", "0"].map(|count| Some(count.to_owned())));
    assert_eq!(runner.output("sarif"), None);
}

#[test]
fn findings_end_the_job_and_are_in_its_outputs_its_summary_and_the_sarif_file() {
    for format in ["github", "concise"] {
        let runner = Runner::new();
        runner.0.write("papers/bad.md", "---\nseries: none-such\n---\n");
        runner.0.write("papers/check.sarif", "of an earlier step");
        let variables = [("SARIF", "check.sarif"), ("FORMAT", format), ("PATHS", "bad.md\n\n")];
        assert_eq!(runner.check(&variables), Some(1));
        assert_eq!(runner.output("exit-code").as_deref(), Some("1"));
        assert_eq!(runner.output("sarif").as_deref(), Some("check.sarif"));
        let count = |name| runner.output(name).unwrap().parse::<usize>().unwrap();
        assert!(count("errors") > 0);
        assert_eq!(count("findings"), count("errors") + count("warnings"));
        let sarif = std::fs::read_to_string(runner.at("papers/check.sarif")).unwrap();
        assert!(sarif.contains("bad.md"), "{sarif}");
        let summary = std::fs::read_to_string(runner.at("summary")).unwrap();
        assert!(summary.contains("bad.md"), "{summary}");
    }
}

#[test]
fn what_could_not_be_checked_is_no_success() {
    let runner = Runner::new();
    for variables in [[("PATHS", "none.md")], [("PATHS", "--help")], [("SHARD", "9/8")]] {
        assert_eq!(runner.check(&variables), Some(2), "{variables:?}");
        assert_eq!(runner.output("exit-code").as_deref(), Some("2"));
    }
}

#[test]
fn no_input_is_run_as_a_command() {
    let text = std::fs::read_to_string(repository(".github/actions/check/action.yml")).unwrap();
    for line in text.lines().filter(|line| line.trim_start().starts_with("run: ")) {
        assert!(!line.contains("${{"), "an input in a script: {line}");
    }
    let runner = Runner::new();
    let command = "$(touch hacked)\n`touch hacked`; touch hacked";
    for name in ["PATHS", "BASE", "SHARD", "SARIF", "FORMAT"] {
        assert_eq!(runner.check(&[(name, command)]), Some(2), "{name}");
        assert!(!runner.at("papers/hacked").exists());
    }
    assert!(
        String::from_utf8(runner.step("install.sh", &[("VERSION", command)]).stdout)
            .unwrap()
            .contains("of the form")
    );
    assert!(!runner.at("papers/hacked").exists());
}

#[test]
fn the_program_is_kept_by_its_digest() {
    let runner = Runner::new();
    let first = runner.install(&[]);
    std::fs::remove_file(runner.at(&format!("releases/v{VERSION}/{ARCHIVE}"))).unwrap();
    assert_eq!(runner.install(&[]), first);
    runner.release(": ;exec");
    let second = runner.install(&[]);
    assert_ne!(second, first);
    assert!(Path::new(&first).exists() && Path::new(&second).exists());
}

#[test]
fn a_wrong_digest_is_refused() {
    let runner = Runner::new();
    let archive = format!("releases/v{VERSION}/{ARCHIVE}");
    let mut bytes = std::fs::read(runner.at(&archive)).unwrap();
    bytes.push(0);
    runner.0.write(&archive, bytes);
    assert!(runner.refusal(&[]).contains("it is not run"));
    runner.0.write(&format!("releases/v{VERSION}/SHA256SUMS"), "");
    assert!(runner.refusal(&[]).contains("does not have"));
}

#[test]
fn a_ref_leads_to_its_release_or_is_refused_with_what_to_do() {
    let runner = Runner::new();
    let other = "f".repeat(40);
    let refused = [
        [("ACTION_REF", "main"), ("VERSION", "")],
        [("ACTION_REF", ""), ("VERSION", "")],
        [("ACTION_REF", &other), ("VERSION", "")],
        [("ACTION_REF", "v99.0.0"), ("VERSION", "")],
        [("ACTION_REF", "main"), ("VERSION", "99.0.0")],
        [("RUNNER_OS", "Linux"), ("RUNNER_ARCH", "ARM")],
    ];
    for variables in &refused {
        let refusal = runner.refusal(variables);
        assert!(refusal.contains("build: true"), "{variables:?}: {refusal}");
    }
    assert!(runner.refusal(&[("VERSION", "../1")]).contains("of the form"));
    let found = [
        [("ACTION_REF", COMMIT), ("VERSION", "")],
        [("ACTION_REF", "v0"), ("VERSION", "")],
        [("ACTION_REF", "main"), ("VERSION", VERSION)],
    ];
    for variables in &found {
        runner.install(variables);
    }
}
