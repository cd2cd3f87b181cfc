//! What the program offers a shell: completions and manual pages.

use std::process::Command;

use super::{program, run_in};
use crate::support::{Folder, entries, name, repository};

/// What the program offers to a shell for the last of `words`.
fn offered(folder: &Folder, shell: &str, words: &[&str]) -> String {
    let mut command = program(folder.path());
    let output = command
        .env("ISSUEPAPER_COMPLETE", shell)
        .env("_CLAP_COMPLETE_INDEX", words.len().to_string())
        .env("_CLAP_IFS", "\n")
        .args(["--", "issuepaper"])
        .args(words)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_shell_is_offered_rules_series_and_papers() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), ".");
    folder.write("templates/memo/series.yaml", "extends: issue-paper\nname: Memo\n");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run_in(folder.path(), &["completions", shell]);
        assert_eq!(script.code, Some(0));
        assert!(script.stdout.contains("ISSUEPAPER_COMPLETE"), "{}", script.stdout);
        let has = |words: &[&str], wanted: &str| {
            let offered = offered(&folder, shell, words);
            let is_offered = offered.lines().any(|line| line.trim().starts_with(wanted));
            assert!(is_offered, "{shell} {words:?}: {wanted} in {offered}");
        };
        has(&["ch"], "check");
        has(&["explain", "missing-a"], "missing-alt-text");
        has(&["check", "--deny", "wordy"], "wordy-phrase");
        has(&["schema", "me"], "memo");
        has(&["new", "--series", ""], "coac");
        has(&["list", "--stage", "cle"], "cleared");
        has(&["list", "--action", "Dec"], "Decision");
        has(&["list", "--unit", "In-B"], "In-Bond");
        has(&["list", "--sort", "own"], "owner");
        has(&["check", "2024-06/f"], "2024-06/forced-labor.md");
        assert!(!offered(&folder, shell, &["check", "issuepaper.y"]).contains("yaml"));
    }
    assert_eq!(run_in(folder.path(), &["completions", "tcsh"]).code, Some(2));
}

#[test]
fn bash_completes_by_the_script() {
    let folder = Folder::new();
    let script = run_in(folder.path(), &["completions", "bash"]).stdout;
    folder.write("script.bash", script);
    let folder_of_program =
        std::path::Path::new(env!("CARGO_BIN_EXE_issuepaper")).parent().unwrap();
    let words = "COMP_WORDS=(issuepaper explain missing-a); COMP_CWORD=2; COMP_TYPE=9";
    let call = "_clap_complete_issuepaper issuepaper missing-a explain; echo \"${COMPREPLY[@]}\"";
    let output = Command::new("bash")
        .args(["-c", &format!("source ./script.bash; {words}; {call}")])
        .current_dir(folder.path())
        .env("PATH", format!("{}:/usr/bin:/bin", folder_of_program.display()))
        .output()
        .unwrap();
    let completed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(completed.trim(), "missing-alt-text", "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn every_command_has_a_page_in_the_manual() {
    let folder = Folder::new();
    let run = run_in(folder.path(), &["man", "man1"]);
    assert_eq!(run.code, Some(0));
    let pages = entries(&folder.path().join("man1"));
    assert_eq!(run.stdout.lines().count(), pages.len());
    let help = run_in(folder.path(), &["--help"]).stdout;
    let commands = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let commands: Vec<&str> =
        commands.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert!(commands.len() > 8);
    for command in commands {
        let page = pages.iter().find(|path| name(path) == format!("issuepaper-{command}.1"));
        let text = std::fs::read_to_string(page.unwrap()).unwrap();
        assert!(
            text.contains(&format!(".TH issuepaper\\-{command} 1"))
                || text.contains(&format!(".TH issuepaper-{command} 1")),
            "{text}"
        );
    }
    let whole = run_in(folder.path(), &["man"]).stdout;
    for part in ["Exit codes", "no such path", ".SH SUBCOMMANDS"] {
        assert!(whole.contains(part), "{part} in {whole}");
    }
    folder.write("file", "");
    assert_eq!(run_in(folder.path(), &["man", "file"]).code, Some(2));
}
