//! Contacting a remote, which may never answer.

use std::io::Read;
use std::process::{Child, Command, ExitStatus};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use super::process::{Failure, missing, reaching, switched_off, text};
use super::{Repository, line};

/// How long a remote is waited for.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// When git is stopped.
    pub limit: Duration,
    /// Called once, with the remote and the limit, if there is no answer after a few seconds.
    pub on_wait: fn(&str, Duration),
}

impl Default for Patience {
    fn default() -> Self {
        Self { limit: Duration::from_mins(1), on_wait: |_, _| {} }
    }
}

/// When a person begins to wonder.
const SOON: Duration = Duration::from_secs(3);
/// How long git may take to clean up when it is stopped, and its helpers to close their output when it has ended.
const GRACE: Duration = Duration::from_secs(1);
/// How often git is asked whether it has ended.
const TICK: Duration = Duration::from_millis(10);

/// The process that contacts a remote now, or 0.
static RUNNING: AtomicU32 = AtomicU32::new(0);

/// Stops what contacts a remote, for a program that is about to end.
pub fn abandon() {
    match RUNNING.load(Ordering::SeqCst) {
        0 => {}
        process => stop(process, true),
    }
}

impl Repository {
    /// The same repository with another patience.
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    /// The output of a git command that contacts `remote`.
    pub(super) fn reach(&self, remote: &str, arguments: &[&str]) -> Result<String, Failure> {
        let settings = switched_off(&self.root)?;
        let mut git = reaching(&self.root, &settings, arguments);
        let names_ssh =
            ["GIT_SSH", "GIT_SSH_COMMAND"].iter().any(|it| std::env::var_os(it).is_some());
        if !names_ssh && self.run(&["config", "core.sshCommand"]).is_err() {
            // A prompt would wait forever.
            git.env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes");
        }
        self.wait_for(remote, &mut git)
    }

    fn wait_for(&self, remote: &str, git: &mut Command) -> Result<String, Failure> {
        // Git and its helpers, such as ssh, are stopped together.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(git, 0);
        let mut git = git.spawn().map_err(missing)?;
        RUNNING.store(git.id(), Ordering::SeqCst);
        let (output, errors) = (read(git.stdout.take()), read(git.stderr.take()));
        let status = self.ended(remote, &mut git);
        RUNNING.store(0, Ordering::SeqCst);
        let rest = |output: Receiver<Vec<u8>>| output.recv_timeout(GRACE).unwrap_or_default();
        match status.map_err(missing)? {
            None => Err(Failure::Late(self.patience.limit)),
            Some(status) if status.success() => Ok(text(rest(output))),
            Some(_) => Err(Failure::refused(&rest(errors))),
        }
    }

    /// Waits until git has ended; none if it had to be stopped.
    fn ended(&self, remote: &str, git: &mut Child) -> std::io::Result<Option<ExitStatus>> {
        let (start, mut has_told) = (Instant::now(), false);
        let soon = SOON.min(self.patience.limit / 2);
        while start.elapsed() < self.patience.limit {
            if let Some(status) = git.try_wait()? {
                return Ok(Some(status));
            }
            if !has_told && start.elapsed() >= soon {
                (self.patience.on_wait)(remote, self.patience.limit);
                has_told = true;
            }
            std::thread::sleep(TICK);
        }
        stop(git.id(), false);
        let stopped = Instant::now();
        while git.try_wait()?.is_none() && stopped.elapsed() < GRACE {
            std::thread::sleep(TICK);
        }
        stop(git.id(), true);
        git.wait()?;
        Ok(None)
    }

    /// Whether a remote lists the ref `name`.
    pub(super) fn is_listed(&self, remote: &str, name: &str) -> Result<bool, Failure> {
        let list = ["ls-remote", "--upload-pack=git-upload-pack", "--end-of-options", remote, name];
        Ok(!line(&self.reach(remote, &list)?).trim().is_empty())
    }
}

/// Reads a pipe to its end.
fn read(pipe: Option<impl Read + Send + 'static>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.map(|mut pipe| pipe.read_to_end(&mut bytes));
        let _ = sender.send(bytes);
    });
    receiver
}

/// Ends a process and those it started, at once or after it has removed its locks.
#[cfg(unix)]
fn stop(process: u32, at_once: bool) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = i32::try_from(process).ok().and_then(Pid::from_raw);
    let signal = if at_once { Signal::KILL } else { Signal::TERM };
    // Nothing is left to stop once all have ended.
    let _ = group.map(|group| kill_process_group(group, signal));
}

#[cfg(not(unix))]
fn stop(process: u32, _at_once: bool) {
    let _ = Command::new("taskkill").args(["/T", "/F", "/PID", &process.to_string()]).output();
}
