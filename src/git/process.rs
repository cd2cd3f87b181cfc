//! The one way in which git is called.
//!
//! A checkout may be a stranger's, its `.git` included, and reading it must not do what it says. So git gets the
//! commands that read, and nothing that makes it run another program: no hook, no file system monitor, no filter of
//! contents, no check of signatures, no diff program, no fetching of what a partial clone lacks.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use crate::project::InputError;

/// Settings that are stronger than those of the repository.
const SETTINGS: [&str; 13] = [
    // Without it, git speaks of the empty file of grafts that it is given.
    "advice.graftFileDeprecated=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.alternateRefsCommand=:",
    // A folder of papers may contain what looks like a repository of its own, with settings of its own.
    "safe.bareRepository=explicit",
    "protocol.ext.allow=never",
    "log.showSignature=false",
    "submodule.recurse=false",
    // A file that was given its old time and length again is another one.
    "core.trustctime=true",
    "core.checkStat=default",
    "diff.relative=false",
    "gc.auto=0",
    "maintenance.auto=false",
];

/// The variables of git that say where the user's settings and the limits of the search for a repository are. All
/// others are removed: a hook sets some of them, by which git would read another repository, another index or other
/// objects than those around the papers.
const KEPT: [&str; 6] = [
    "GIT_CEILING_DIRECTORIES",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
];

/// What else is kept where git contacts a remote: how it gets there, who the user is, and settings with a password.
const KEPT_FOR_REMOTES: [&str; 14] = [
    "GIT_ALLOW_PROTOCOL",
    "GIT_ASKPASS",
    "GIT_AUTHOR_EMAIL",
    "GIT_AUTHOR_NAME",
    "GIT_COMMITTER_EMAIL",
    "GIT_COMMITTER_NAME",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_KEY_",
    "GIT_CONFIG_VALUE_",
    "GIT_HTTP_",
    "GIT_PROXY_",
    "GIT_SSH",
    "GIT_SSH_",
    "GIT_SSL_",
];

/// Why a git command failed.
pub(super) enum Failure {
    /// Git is not installed or can't be started.
    Missing(String),
    /// It refused, with its own message.
    Refused(String),
    /// A remote did not answer in this time.
    Late(Duration),
}

impl Failure {
    pub(super) fn into_input_error(self, what: &str) -> InputError {
        match self {
            Self::Missing(why) => InputError::new("git", format!("can't be run: {why}")),
            // What git says is the same in other words.
            Self::Refused(why) if why.starts_with("not a git repository") => {
                InputError::new("the folder", what)
            }
            Self::Refused(why) => InputError::new("the folder", format!("{what} ({why})")),
            Self::Late(_) => InputError::new("the folder", what),
        }
    }

    /// What git said, from what it printed on stderr.
    pub(super) fn refused(stderr: &[u8]) -> Self {
        let words = String::from_utf8_lossy(stderr);
        // What a remote's hook says comes first, and is the reason.
        let reason = words.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let reason = reason.trim_start_matches("remote:").trim().trim_start_matches("fatal: ");
        let mut reason = reason.trim_start_matches("error: ").to_owned();
        if ["promisor remote", "lazy fetching"].iter().any(|words| reason.contains(words)) {
            reason.push_str(
                "; this is a partial clone, and `git fetch --refetch --no-filter` completes it",
            );
        }
        Self::Refused(reason)
    }
}

/// A git command that reads the repository around `folder`.
pub(super) fn reading<A: AsRef<OsStr>>(folder: &Path, arguments: &[A]) -> Command {
    let mut git = calm(folder, &KEPT, &[]);
    git.args(arguments)
        // What is not here is missing. Older versions of git know the second variable alone.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_ALLOW_PROTOCOL", "none")
        .env("GIT_ASKPASS", "");
    git
}

/// A git command that contacts a remote, because the user asked for that. It may run what takes git there and nothing
/// else: the user's ssh, and helpers for passwords.
pub(super) fn reaching<A: AsRef<OsStr>>(
    folder: &Path,
    settings: &[String],
    arguments: &[A],
) -> Command {
    let mut git = calm(folder, &[&KEPT[..], &KEPT_FOR_REMOTES[..]].concat(), settings);
    git.args(arguments);
    // Those that the environment names are the user's; otherwise the settings of the repository would name them.
    for program in ["GIT_ASKPASS", "GIT_PROXY_COMMAND"] {
        if std::env::var_os(program).is_none() {
            git.env(program, "");
        }
    }
    git
}

/// Git in `folder`, with `kept` of its variables, the settings above and more.
fn calm(folder: &Path, kept: &[&str], settings: &[String]) -> Command {
    let mut git = Command::new("git");
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let is_kept = |kept: &&str| kept.ends_with('_') && name.starts_with(*kept) || name == *kept;
        if name.starts_with("GIT_") && !kept.iter().any(is_kept) {
            git.env_remove(&*name);
        }
    }
    git.arg("-C").arg(folder).args(["--no-pager", "--literal-pathspecs"]);
    for folder in safe_directories() {
        let mut setting = OsString::from("safe.directory=");
        setting.push(folder);
        git.arg("-c").arg(setting);
    }
    for setting in SETTINGS.into_iter().chain(settings.iter().map(String::as_str)) {
        git.args(["-c", setting]);
    }
    git.env("LC_ALL", "C")
        // A commit is what it is, and not what the repository has in its place.
        .env("GIT_NO_REPLACE_OBJECTS", "1")
        .env("GIT_GRAFT_FILE", "/dev/null")
        // Reading must not write to the repository.
        .env("GIT_OPTIONAL_LOCKS", "0")
        // A prompt for a password would wait forever.
        .env("GIT_TERMINAL_PROMPT", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    git
}

/// The folders of other owners that the environment declares safe, as one does in containers. No hook does so.
fn safe_directories() -> Vec<OsString> {
    let variable = |name: &str, at: usize| std::env::var_os(format!("GIT_CONFIG_{name}_{at}"));
    let count = std::env::var("GIT_CONFIG_COUNT").ok().and_then(|count| count.parse().ok());
    let is_safe = |at: &usize| {
        variable("KEY", *at).is_some_and(|key| key.eq_ignore_ascii_case("safe.directory"))
    };
    (0..count.unwrap_or(0).min(1000))
        .filter(is_safe)
        .filter_map(|at| variable("VALUE", at))
        .collect()
}

/// The settings that switch off the filters of contents and the hooks that the settings of the repository name, as far
/// as only their names are free.
///
/// # Errors
///
/// A name can't be written on a command line, so that its program can't be switched off.
pub(super) fn switched_off(folder: &Path) -> Result<Vec<String>, Failure> {
    let find = ["config", "-z", "--name-only", "--get-regexp", r"^(filter|hook)\..+\."];
    // Git fails if there are none.
    let names = run(&mut reading(folder, &find)).unwrap_or_default();
    let mut settings = Vec::new();
    for name in names.split(|byte| *byte == 0).filter(|name| !name.is_empty()) {
        let name = String::from_utf8_lossy(name);
        let Some((driver, key)) = name.rsplit_once('.') else { continue };
        if name.contains(['=', char::REPLACEMENT_CHARACTER]) {
            return Err(Failure::Refused(format!("the setting `{name}` has an odd name")));
        }
        settings.push(match key {
            _ if driver.starts_with("hook.") => format!("{driver}.enabled=false"),
            // A filter that is required and missing is an error.
            "required" => format!("{driver}.required=false"),
            _ => format!("{driver}.{key}="),
        });
    }
    Ok(settings)
}

/// The output of a command that succeeds.
pub(super) fn run(command: &mut Command) -> Result<Vec<u8>, Failure> {
    finished(command.output())
}

/// The output of a command that reads `input`.
pub(super) fn run_with(command: &mut Command, input: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let mut git = command.stdin(Stdio::piped()).spawn().map_err(missing)?;
    let writer = feed(&mut git, input);
    let output = finished(git.wait_with_output());
    // Git may stop before it has read everything.
    let _ = writer.map(std::thread::JoinHandle::join);
    output
}

/// Writes `input` to a process meanwhile: both pipes would fill up if one waited for the other.
pub(super) fn feed(child: &mut Child, input: Vec<u8>) -> Option<std::thread::JoinHandle<()>> {
    let mut stdin = child.stdin.take()?;
    Some(std::thread::spawn(move || {
        let _ = stdin.write_all(&input);
    }))
}

fn finished(output: std::io::Result<Output>) -> Result<Vec<u8>, Failure> {
    let output = output.map_err(missing)?;
    if output.status.success() { Ok(output.stdout) } else { Err(Failure::refused(&output.stderr)) }
}

#[expect(clippy::needless_pass_by_value, reason = "for `map_err`")]
pub(super) fn missing(error: std::io::Error) -> Failure {
    Failure::Missing(error.to_string())
}

/// Output as text.
pub(super) fn text(output: Vec<u8>) -> String {
    String::from_utf8(output)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// A path as git writes it: bytes, with `/` between parts.
pub(super) fn path(bytes: &[u8]) -> PathBuf {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        PathBuf::from(OsStr::from_bytes(bytes))
    }
    #[cfg(not(unix))]
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
