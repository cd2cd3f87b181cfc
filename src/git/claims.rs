//! Numbers claimed on a remote: one ref for each number, which git lets one clone create and refuses to all others.
//!
//! A ref points to a commit without files, whose author and date show who claimed the number and when.

use super::process::{reaching, run, text};
use super::{Failure, Repository, line};
use crate::project::InputError;

/// Where the refs are. They are neither branches nor tags, so nobody sees them unless they ask.
const REFS: &str = "refs/issuepaper/numbers";
/// Where they are kept once fetched.
const FETCHED: &str = "refs/issuepaper/fetched";

/// A number that somebody claimed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The series.
    pub series: String,
    /// The serial as written.
    pub serial: String,
    /// Who claimed it.
    pub by: String,
    /// The day, `YYYY-MM-DD`.
    pub on: String,
}

impl Repository {
    /// The author's name that git uses for commits made here.
    pub fn user(&self) -> Option<String> {
        let name = self.run(&["config", "user.name"]).ok()?;
        Some(line(&name).trim().to_owned()).filter(|name| !name.is_empty())
    }

    /// Whether there is a remote of that name.
    pub fn has_remote(&self, name: &str) -> bool {
        self.run(&["remote"]).is_ok_and(|names| names.lines().any(|known| known == name))
    }

    /// The claims on `remote`, by series and serial.
    ///
    /// # Errors
    ///
    /// There is no such remote, or it can't be reached.
    pub fn claims(&self, remote: &str) -> Result<Vec<Claim>, InputError> {
        let all = format!("+{REFS}/*:{FETCHED}/*");
        let mut fetch = vec!["fetch", "--quiet", "--no-tags", "--prune", "--no-recurse-submodules"];
        fetch.extend(["--upload-pack=git-upload-pack", "--end-of-options", remote, &all]);
        self.reach(remote, &fetch).map_err(|error| unreachable(remote, error))?;
        let format = "--format=%(refname)%09%(authorname)%09%(authordate:short)";
        let refs = self.run(&["for-each-ref", format, FETCHED]);
        let refs = refs.map_err(|error| unreachable(remote, error))?;
        Ok(refs.lines().filter_map(claim).collect())
    }

    /// Claims a serial on `remote` for `by`; false if somebody else has it.
    ///
    /// # Errors
    ///
    /// The remote can't be reached or refuses the ref for another reason, such as a hook.
    pub fn claim(
        &self,
        remote: &str,
        series: &str,
        serial: &str,
        by: &str,
    ) -> Result<bool, InputError> {
        let failed = |error: Failure| unreachable(remote, error);
        let tree = self.run(&["hash-object", "-t", "tree", "-w", "--stdin"]).map_err(failed)?;
        let message = format!("Reserve {serial} of the series {series}");
        let commit = ["commit-tree", "--no-gpg-sign", "-m", &message, line(&tree)];
        let mut commit = reaching(&self.root, &[], &commit);
        let commit = run(commit.env("GIT_AUTHOR_NAME", by)).map_err(failed).map(text)?;
        let name = format!("{REFS}/{series}/{serial}");
        // The ref must not exist yet: the remote compares and sets it in one step.
        let lease = format!("--force-with-lease={name}:");
        let update = format!("{}:{name}", line(&commit));
        match self.push(remote, &[&lease, "--end-of-options", remote, &update]) {
            Ok(()) => Ok(true),
            Err(late @ Failure::Late(_)) => Err(unreachable(remote, late)),
            // If the ref exists now, somebody else was faster. Otherwise the remote has another reason.
            Err(_) if self.is_listed(remote, &name).is_ok_and(|is_claimed| is_claimed) => Ok(false),
            Err(error) => Err(unreachable(remote, error)),
        }
    }

    /// Releases a serial; false if it was not claimed.
    ///
    /// # Errors
    ///
    /// The remote can't be reached or refuses.
    pub fn release(&self, remote: &str, series: &str, serial: &str) -> Result<bool, InputError> {
        let name = format!("{REFS}/{series}/{serial}");
        if !self.is_listed(remote, &name).map_err(|error| unreachable(remote, error))? {
            return Ok(false);
        }
        let update = format!(":{name}");
        self.push(remote, &["--end-of-options", remote, &update])
            .map(|()| true)
            .map_err(|error| unreachable(remote, error))
    }

    fn push(&self, remote: &str, arguments: &[&str]) -> Result<(), Failure> {
        let mut push = vec!["push", "--quiet", "--porcelain", "--no-verify", "--no-signed"];
        push.extend(["--no-follow-tags", "--recurse-submodules=no"]);
        push.push("--receive-pack=git-receive-pack");
        push.extend(arguments);
        self.reach(remote, &push).map(drop)
    }
}

fn claim(text: &str) -> Option<Claim> {
    let mut parts = text.split('\t').map(str::to_owned);
    let name = parts.next()?;
    let (series, serial) = name.strip_prefix(FETCHED)?.strip_prefix('/')?.rsplit_once('/')?;
    let (series, serial) = (series.to_owned(), serial.to_owned());
    Some(Claim { series, serial, by: parts.next()?, on: parts.next()? })
}

fn unreachable(remote: &str, error: Failure) -> InputError {
    match error {
        Failure::Missing(_) => error.into_input_error(""),
        Failure::Late(limit) => InputError::new(
            remote,
            format!(
                "did not answer within {} seconds; try again, wait longer with `--timeout SECONDS`, or go by this \
                 folder alone with `--local`",
                limit.as_secs()
            ),
        ),
        Failure::Refused(why) => InputError::new(
            remote,
            format!("can't be asked for numbers ({why}); `--local` goes by this folder alone"),
        ),
    }
}
