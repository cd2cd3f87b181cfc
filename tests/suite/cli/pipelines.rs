//! The hooks and jobs that the repository offers, run as their services would, except for building.

use std::path::Path;
use std::process::{Command, Output};

use issuepaper::text::source::SourceFile;
use issuepaper::yaml;
use serde_json::Value;

use crate::support::{Folder, repository};

fn read(path: &str) -> Value {
    let text = std::fs::read_to_string(repository(path)).unwrap();
    yaml::read(&SourceFile::new(path, text)).unwrap()
}

/// A repository with the sample papers, one of them changed so that it fails.
fn papers(fails: bool) -> Folder {
    let folder = Folder::new();
    folder.write(".git/HEAD", "ref: refs/heads/main\n");
    folder.copy(&repository("papers"), "papers");
    if fails {
        let path = folder.path().join("papers/2024-06/forced-labor.md");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, text.replace("period: 2024-06", "period: 2024-13")).unwrap();
    }
    folder
}

/// Runs a script in bash, with the program where `cargo install` would have put it.
fn bash(script: &str, folder: &Path, variables: &[(&str, &str)]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_issuepaper"));
    let bin = folder.join("temp/issuepaper/bin");
    std::fs::create_dir_all(&bin).unwrap();
    let _ = std::fs::copy(program, bin.join(program.file_name().unwrap()));
    Command::new("bash")
        .args(["-euo", "pipefail", "-c", script])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", bin.display()))
        .env("RUNNER_TEMP", folder.join("temp"))
        .env("SOURCE_DATE_EPOCH", "1751241600")
        .envs(variables.iter().copied())
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn the_hooks_of_pre_commit_check_and_fix() {
    let hooks = read(".pre-commit-hooks.yaml");
    assert_eq!(hooks.as_array().unwrap().len(), 2);
    for hook in hooks.as_array().unwrap() {
        let entry = hook["entry"].as_str().unwrap();
        assert_eq!(hook["pass_filenames"], false);
        for (fails, code) in [(false, 0), (true, 1)] {
            let output = bash(entry, papers(fails).path(), &[]);
            assert_eq!(output.status.code(), Some(code), "{entry}: {}", text(&output.stderr));
        }
        let files = regex::Regex::new(hook["files"].as_str().unwrap()).unwrap();
        assert!(files.is_match("2024-06/a.md") && files.is_match("papers/units.yaml"));
        assert!(!files.is_match("src/main.rs"));
    }
}

#[test]
fn the_github_action_annotates_and_runs_no_input_as_a_command() {
    let action = read(".github/actions/check/action.yml");
    let steps = action["runs"]["steps"].as_array().unwrap();
    assert!(steps[0]["run"].as_str().unwrap().starts_with("cargo install --locked "));
    for step in steps {
        assert!(!step["run"].as_str().unwrap().contains("${{"), "an input in a script");
    }
    let script = steps[1]["run"].as_str().unwrap();
    let run = |folder: &Folder, paths: &str, base: &str, sarif: &str| {
        let shard = if sarif.is_empty() { "" } else { "1/1" };
        let inputs = [("PATHS", paths), ("BASE", base), ("SARIF", sarif), ("SHARD", shard)];
        bash(script, folder.path(), &inputs)
    };
    let sound = run(&papers(false), "", "", "");
    assert_eq!((sound.status.code(), text(&sound.stderr)), (Some(0), ""));
    let faulty = papers(true);
    let output = run(&faulty, "papers/2024-06\npapers/2024-09/*.md\n", "", "made/a.sarif");
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stdout).starts_with("::error file=papers/2024-06/forced-labor.md,line="));
    assert!(text(&output.stdout).contains(" checked in shard 1/1, "));
    assert!(faulty.path().join("made/a.sarif").is_file());
    let output =
        run(&faulty, "$(touch hacked)\n`touch hacked`; touch hacked", "--x; touch hacked", "");
    assert_eq!(output.status.code(), Some(2));
    assert!(!faulty.path().join("hacked").exists());
}

#[test]
fn the_gitlab_job_writes_both_reports_whether_it_fails_or_not() {
    let template = read(".gitlab/issuepaper.yml");
    let job = &template["issue papers"];
    let script = job["script"][0].as_str().unwrap();
    let reports = &job["artifacts"]["reports"];
    for (fails, code) in [(false, 0), (true, 1)] {
        let folder = papers(fails);
        let output = bash(script, folder.path(), &[]);
        assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
        let made = |report: &str| {
            std::fs::read_to_string(folder.path().join(reports[report].as_str().unwrap())).unwrap()
        };
        let issues: Value = serde_json::from_str(&made("codequality")).unwrap();
        assert_eq!(issues.as_array().unwrap().is_empty(), !fails);
        roxmltree::Document::parse(&made("junit")).unwrap();
        let base = bash(script, folder.path(), &[("CI_MERGE_REQUEST_DIFF_BASE_SHA", "0123abc")]);
        assert_eq!(base.status.code(), Some(2), "the base is used");
    }
}
