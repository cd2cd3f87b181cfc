//! A repository of strangers, `.git` included: reading it runs nothing that it names.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Run, program, run_in};
use crate::support::{Folder, git, repository as sample};

/// Settings that name a program; `@` stands for it.
const SETTINGS: &str = r#"
[core]
    fsmonitor = @
    hooksPath = HOOKS
    sshCommand = @
    gitProxy = @
    askPass = @
    editor = @
    pager = @
    alternateRefsCommand = @
[log]
    showSignature = true
[gpg]
    program = @
[gpg "ssh"]
    program = @
    defaultKeyCommand = @
[gpg "x509"]
    program = @
[commit]
    gpgSign = true
[push]
    gpgSign = if-asked
    recurseSubmodules = check
[diff]
    external = @
    relative = true
[diff "evil"]
    command = @
    textconv = @
[merge "evil"]
    driver = @
[filter "evil"]
    clean = @
    smudge = @
    required = true
[filter "evil.long"]
    process = @
[hook "evil"]
    event = post-index-change
    event = reference-transaction
    command = @
[pager]
    diff = @
    log = @
    config = @
[credential]
    helper = !@
[interactive]
    diffFilter = @
[uploadpack]
    packObjectsHook = @
[protocol "ext"]
    allow = always
[alias]
    diff = !@
    ls-files = !@
    rev-parse = !@
[extensions]
    partialClone = lazy
[remote "lazy"]
    url = ssh://localhost/nowhere
    promisor = true
    partialclonefilter = blob:none
    uploadpack = @
[remote "ext"]
    url = ext::@
"#;

/// A repository whose settings, hooks and attributes all name a program that leaves a mark.
struct Hostile {
    folder: Folder,
    mark: PathBuf,
    program: PathBuf,
}

impl Hostile {
    /// The sample's papers on a branch `work`, with two signed commits and a sealed paper that was changed.
    fn new() -> Self {
        let folder = Folder::new();
        let mark = folder.path().join("mark");
        let program =
            folder.write("evil", format!("#!/bin/sh\necho \"$0 $*\" >> {}\n", mark.display()));
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let repository = folder.path().join("repository");
        folder.copy(&sample("papers"), "repository");
        folder.write("repository/.gitattributes", "*.md filter=evil diff=evil merge=evil\n");
        git(&repository, &["init", "-q"]);
        commit(&repository);
        git(&repository, &["branch", "lost"]);
        let hostile = Self { folder, mark, program };
        let sealed = "repository/2024-06/forced-labor.md";
        let text = fs::read_to_string(hostile.folder.path().join(sealed)).unwrap();
        hostile.folder.write(sealed, text.replace("bond", "bonds").replace("the", "a"));
        commit(&repository);
        hostile.sign();
        git(&repository, &["switch", "-q", "-c", "work"]);
        hostile.folder.write("repository/2024-12/de-minimis.md", "---\ntitle: A\n---\n");
        commit(&repository);
        hostile.sign();
        hostile
    }

    fn repository(&self) -> PathBuf {
        self.folder.path().join("repository")
    }

    /// Puts a signature on the last commit.
    fn sign(&self) {
        let repository = self.repository();
        let commit = git(&repository, &["cat-file", "commit", "HEAD"]);
        let signature =
            "gpgsig -----BEGIN PGP SIGNATURE-----\n \n iQ==\n -----END PGP SIGNATURE-----\n\n";
        let file =
            self.folder.write("commit", commit.replacen("\n\n", &format!("\n{signature}"), 1));
        let write = ["hash-object", "-t", "commit", "-w", file.to_str().unwrap()];
        let id = git(&repository, &write);
        git(&repository, &["reset", "-q", "--soft", id.trim()]);
    }

    /// Adds the settings, hooks and attributes, and makes every file look changed.
    fn arm(&self) {
        let repository = self.repository();
        let hooks = self.folder.path().join("hooks");
        fs::create_dir_all(&hooks).unwrap();
        for hook in [
            "post-index-change",
            "reference-transaction",
            "pre-push",
            "pre-auto-gc",
            "fsmonitor-watchman",
        ] {
            fs::copy(&self.program, hooks.join(hook)).unwrap();
        }
        let settings = SETTINGS.replace('@', self.program.to_str().unwrap());
        let settings = settings.replace("HOOKS", hooks.to_str().unwrap());
        let config = repository.join(".git/config");
        let known = fs::read_to_string(&config).unwrap();
        fs::write(
            &config,
            known.replace("repositoryformatversion = 0", "repositoryformatversion = 1") + &settings,
        )
        .unwrap();
        fs::write(repository.join(".git/info/attributes"), "*.yaml filter=evil.long\n").unwrap();
        let later = std::time::SystemTime::now() + Duration::from_secs(5);
        for path in ["numbers.yaml", "2024-06/forced-labor.md", "2024-09/in-bond.md"] {
            fs::File::open(repository.join(path)).unwrap().set_modified(later).unwrap();
        }
    }

    fn run(&self, arguments: &[&str]) -> Run {
        let run = run_in(&self.repository(), arguments);
        let mark = fs::read_to_string(&self.mark).unwrap_or_default();
        assert_eq!(mark, "", "{arguments:?} ran it: {}{}", run.stdout, run.stderr);
        run
    }
}

fn commit(repository: &Path) {
    git(repository, &["add", "-A"]);
    git(repository, &["commit", "-q", "-m", "Change"]);
}

#[test]
fn reading_a_repository_runs_nothing_that_it_names() {
    let hostile = Hostile::new();
    hostile.arm();
    let run = hostile.run(&["check"]);
    assert!(run.stdout.contains("broken-seal"), "{}", run.stdout);
    let run = hostile.run(&["check", "--base", "lost"]);
    let summary = run.stdout.lines().last().unwrap_or_default();
    assert!(summary.starts_with("10 papers checked, "), "{summary}{}", run.stderr);
    for arguments in [
        &["check", "--base", "main"][..],
        &["check", "--base", "nowhere"],
        &["list"],
        &["meeting", "2024-12"],
        &["number", "list"],
        &["number", "next"],
        &["number", "check", "--all-branches"],
        &["publish", "--dry-run", "2024-12/ace-modernization.md"],
        &["revise", "--dry-run", "2024-06/forced-labor.md"],
        &["render", "2024-09/in-bond.md", "--format", "html"],
        &["verify", "out/2024-09/in-bond.html"],
        &["number", "reserve", "--local", "--by", "Alex Doe"],
    ] {
        hostile.run(arguments);
    }
}

#[test]
fn what_a_partial_clone_lacks_is_not_fetched() {
    let hostile = Hostile::new();
    let objects = hostile.repository().join(".git/objects");
    let lost = git(&hostile.repository(), &["rev-parse", "lost:2024-06/forced-labor.md"]);
    let (folder, name) = lost.trim().split_at(2);
    fs::remove_file(objects.join(folder).join(name)).unwrap();
    hostile.arm();
    let run = hostile.run(&["check"]);
    assert!(run.stdout.contains("broken-seal"), "{}", run.stdout);
    let run = hostile.run(&["check", "--base", "lost"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("git fetch --refetch --no-filter"), "{}", run.stderr);
}

#[test]
fn a_folder_that_looks_like_a_repository_is_none() {
    let hostile = Hostile::new();
    let inside = hostile.repository().join("2024-06");
    fs::write(inside.join("issuepaper.yaml"), "").unwrap();
    for name in ["HEAD", "objects", "refs"] {
        let from = hostile.repository().join(".git").join(name);
        hostile.folder.copy(&from, &format!("repository/2024-06/{name}"));
    }
    let settings = SETTINGS.replace('@', hostile.program.to_str().unwrap());
    fs::write(
        inside.join("config"),
        format!(
            "[core]\nrepositoryformatversion = 0\nbare = false\nworktree = {}\n{settings}",
            inside.display()
        ),
    )
    .unwrap();
    for arguments in
        [&["check"][..], &["check", "--base", "main"], &["number", "check", "--all-branches"]]
    {
        let run = run_in(&inside, arguments);
        assert!(!hostile.mark.exists(), "{arguments:?}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn a_remote_that_one_asks_is_reached_without_hooks_and_programs_of_the_repository() {
    let hostile = Hostile::new();
    let repository = hostile.repository();
    git(hostile.folder.path(), &["init", "-q", "--bare", "remote.git"]);
    git(&repository, &["remote", "add", "origin", "../remote.git"]);
    git(&repository, &["config", "user.name", "Alex Doe"]);
    git(&repository, &["config", "user.email", "alex@example.org"]);
    let program = hostile.program.to_str().unwrap();
    git(&repository, &["config", "remote.origin.uploadpack", program]);
    git(&repository, &["config", "remote.origin.receivepack", program]);
    hostile.arm();
    let reserve = hostile.run(&["number", "reserve"]);
    assert_eq!(reserve.code, Some(0), "{}", reserve.stderr);
    let serial = reserve.stdout.trim();
    hostile.run(&["number", "check", "--all-branches"]);
    let release = hostile.run(&["number", "release", serial]);
    assert_eq!(release.stdout, format!("{serial} is no longer reserved\n"), "{}", release.stderr);
    let ext = hostile.run(&["number", "reserve", "--remote", "ext"]);
    assert!(ext.stderr.contains("transport 'ext' not allowed"), "{}", ext.stderr);
}

#[test]
fn a_remote_that_never_answers_is_told_of_given_up_and_left_without_a_process() {
    let hostile = Hostile::new();
    let repository = hostile.repository();
    git(&repository, &["remote", "add", "origin", "ssh://localhost/papers.git"]);
    let pid = hostile.folder.path().join("pid");
    let ssh = hostile
        .folder
        .write("ssh", format!("#!/bin/sh\necho $$ > {}\nsleep 1000\n", pid.display()));
    fs::set_permissions(&ssh, fs::Permissions::from_mode(0o755)).unwrap();
    let start = Instant::now();
    let mut command = program(&repository);
    command.env("GIT_SSH", &ssh).env("PATH", std::env::var("PATH").unwrap());
    command.args(["number", "reserve", "--by", "Alex Doe", "--timeout", "2"]);
    let mut child = command
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // The register is free meanwhile.
    while !pid.exists() && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_millis(10));
    }
    let local = run_in(&repository, &["number", "reserve", "--local", "--by", "Robin Roe"]);
    assert_eq!(local.code, Some(0), "{}", local.stderr);
    assert!(child.try_wait().unwrap().is_none(), "it still waits");
    let run = Run::from(child.wait_with_output().unwrap());
    assert!(start.elapsed() < Duration::from_secs(20));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    let messages =
        "waiting for origin, up to 2 seconds\nerror: origin: did not answer within 2 seconds; ";
    assert!(run.stderr.starts_with(messages), "{}", run.stderr);
    // One that has ended and that nobody has waited for yet has no command line.
    #[cfg(target_os = "linux")]
    {
        let process = Path::new("/proc").join(fs::read_to_string(&pid).unwrap().trim());
        let command = fs::read(process.join("cmdline")).unwrap_or_default();
        assert_eq!(String::from_utf8_lossy(&command), "", "no process is left");
    }
}
