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

/// A project with names that a shell has to quote.
fn project_with_blanks() -> Folder {
    let folder = Folder::new();
    folder.copy(&repository("papers"), ".");
    folder.write("my paper.md", "");
    folder.write("new folder/it's $5.md", "");
    for shell in ["bash", "zsh", "fish"] {
        folder.write(
            &format!("script.{shell}"),
            run_in(folder.path(), &["completions", shell]).stdout,
        );
    }
    folder
}

/// What is typed as the last word of a command, and what it is completed to.
const TYPED: [(&str, &str, &str); 7] = [
    ("explain", "missing-a", "missing-alt-text"),
    ("check", "my", "my paper.md"),
    ("check", r"my\ pa", "my paper.md"),
    ("check", "'my pa", "my paper.md"),
    ("check", "\"new folder/it", "new folder/it's $5.md"),
    ("check", r"new\ folder/it\'", "new folder/it's $5.md"),
    ("list --unit", r"In-Bond\ Work", "In-Bond Working Group"),
];

/// The output of a shell that runs `script`; none if it is not installed.
fn shell(folder: &Folder, name: &str, options: &[&str], script: &str) -> Option<String> {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_issuepaper")).parent().unwrap();
    let output = Command::new(name)
        .args(options)
        .args(["-c", script])
        .current_dir(folder.path())
        .env("PATH", format!("{}:/usr/bin:/bin", program.display()))
        .env("HOME", folder.path())
        .output()
        .ok()?;
    Some(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).trim().to_owned())
}

#[test]
fn bash_completes_names_with_blanks() {
    let folder = project_with_blanks();
    for (command, typed, expected) in TYPED {
        let words: Vec<&str> = command.split(' ').collect();
        let script = format!(
            "source ./script.bash; COMP_TYPE=9; COMP_WORDS=(issuepaper {command}); COMP_CWORD={}; \
             COMP_WORDS[COMP_CWORD]=$TYPED; _issuepaper issuepaper \"$TYPED\" {}; echo \"${{COMPREPLY[@]}}\"",
            words.len() + 1,
            words.last().unwrap(),
        );
        let quoted = typed.replace('\'', r"'\''");
        let found = shell(&folder, "bash", &[], &format!("TYPED='{quoted}'; {script}"));
        assert_eq!(found.as_deref(), Some(expected), "{typed}");
    }
}

#[test]
fn fish_completes_names_with_blanks() {
    let folder = project_with_blanks();
    for (command, typed, expected) in TYPED {
        let line =
            format!("issuepaper {command} {typed}").replace('\\', r"\\").replace('\'', r"\'");
        let script = format!("source script.fish; complete -C '{line}'");
        let Some(found) = shell(&folder, "fish", &["--no-config"], &script) else { return };
        assert_eq!(found.split('\t').next(), Some(expected), "{typed}");
    }
}

#[test]
fn zsh_reads_its_script() {
    let folder = project_with_blanks();
    let script = "compdef() { }; source ./script.zsh; whence -w _issuepaper";
    let Some(found) = shell(&folder, "zsh", &["-f"], script) else { return };
    assert_eq!(found, "_issuepaper: function");
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
    for command in commands.into_iter().filter(|command| *command != "help") {
        let page = pages.iter().find(|path| name(path) == format!("issuepaper-{command}.1"));
        let text = std::fs::read_to_string(page.unwrap()).unwrap();
        assert!(
            text.contains(&format!(".TH issuepaper\\-{command} 1"))
                || text.contains(&format!(".TH issuepaper-{command} 1")),
            "{text}"
        );
    }
    for command in ["number", "number-assign", "number-rebuild"] {
        let text =
            std::fs::read_to_string(folder.path().join(format!("man1/issuepaper-{command}.1")));
        assert!(text.unwrap().contains(".SH SYNOPSIS"), "{command}");
    }
    let names: Vec<&str> = pages.iter().map(|path| name(path)).collect();
    assert!(!names.iter().any(|name| name.contains("help")), "{names:?}");
    let whole = run_in(folder.path(), &["man"]).stdout;
    for part in ["Exit codes", "no such path", ".SH SUBCOMMANDS"] {
        assert!(whole.contains(part), "{part} in {whole}");
    }
    folder.write("file", "");
    assert_eq!(run_in(folder.path(), &["man", "file"]).code, Some(2));
}
