//! The hooks and the GitLab job that the repository offers, run as their services would. The GitHub action has tests of
//! its own, in `action.rs`.

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

/// Runs a script in bash, with the program on its path.
fn bash(script: &str, folder: &Path, variables: &[(&str, &str)]) -> Output {
    // Where it is, and not a copy: one cannot be started while another test's process has it open for writing.
    let bin = Path::new(env!("CARGO_BIN_EXE_issuepaper")).parent().unwrap();
    Command::new("bash")
        .args(["-euo", "pipefail", "-c", script])
        .current_dir(folder)
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", bin.display()))
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
fn the_gitlab_job_writes_both_reports_whether_it_fails_or_not() {
    let template = read(".gitlab/issuepaper.yml");
    let job = &template["issue papers"];
    let script = job["script"][0].as_str().unwrap();
    let reports = &job["artifacts"]["reports"];
    for (fails, code) in [(false, 0), (true, 1)] {
        let folder = papers(fails);
        let main = [("CI_COMMIT_BRANCH", "main"), ("CI_DEFAULT_BRANCH", "main")];
        let output = bash(script, folder.path(), &main);
        assert_eq!(output.status.code(), Some(code), "{}", text(&output.stderr));
        let made = |report: &str| {
            std::fs::read_to_string(folder.path().join(reports[report].as_str().unwrap())).unwrap()
        };
        let issues: Value = serde_json::from_str(&made("codequality")).unwrap();
        assert_eq!(issues.as_array().unwrap().is_empty(), !fails);
        roxmltree::Document::parse(&made("junit")).unwrap();
        for name in ["CI_MERGE_REQUEST_DIFF_BASE_SHA", "CI_COMMIT_BRANCH"] {
            let variables = [("CI_DEFAULT_BRANCH", "main"), (name, "0123abc")];
            let base = bash(script, folder.path(), &variables);
            assert_eq!(base.status.code(), Some(2), "the base is used");
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn the_gitlab_job_runs_no_archive_with_another_digest() {
    let job = &read(".gitlab/issuepaper.yml")["issue papers"];
    let script = format!("{}\nissuepaper --version", job["before_script"][2].as_str().unwrap());
    let version = job["variables"]["ISSUEPAPER_VERSION"].as_str().unwrap();
    assert_eq!(version, env!("CARGO_PKG_VERSION"));
    let folder = papers(false);
    let release = folder.path().join("releases").join(format!("v{version}"));
    folder.write("pack/top/issuepaper", "#!/bin/sh\necho fetched\n");
    let pack = r#"chmod +x ../../pack/top/issuepaper
        archive="issuepaper-$(uname -m)-unknown-linux-musl.tar.gz"
        tar -czf "$archive" -C ../../pack top && sha256sum "$archive" > SHA256SUMS"#;
    std::fs::create_dir_all(&release).unwrap();
    assert!(bash(pack, &release, &[]).status.success());
    let releases = format!("file://{}", folder.path().join("releases").display());
    let run = |digest: &str| {
        let variables = [
            ("ISSUEPAPER_RELEASES", releases.as_str()),
            ("ISSUEPAPER_VERSION", version),
            ("ISSUEPAPER_SHA256", digest),
        ];
        bash(&script, folder.path(), &variables)
    };
    for _ in ["new", "in the cache"] {
        assert!(text(&run("").stdout).ends_with("fetched\n"));
    }
    let refused = run(&"0".repeat(64));
    assert!(!refused.status.success() && !text(&refused.stdout).contains("fetched"));
    // What another job put into the cache is not run.
    assert!(bash("echo x >> .issuepaper/issuepaper-*", folder.path(), &[]).status.success());
    assert!(text(&run("").stdout).ends_with("fetched\n"));
    assert!(bash("echo x >> releases/*/issuepaper-*", folder.path(), &[]).status.success());
    assert!(bash("rm -r .issuepaper", folder.path(), &[]).status.success());
    assert!(!run("").status.success());
}
