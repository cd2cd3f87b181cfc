//! `issuepaper number reserve` and `number release`

use std::path::Path;
use std::time::Duration;

use anyhow::anyhow;
use issuepaper::git::{Claim, Patience, Repository};
use issuepaper::numbers::{self, Elsewhere, Error, Notice, Remote, Taken};
use issuepaper::project::Project;
use issuepaper::project::register::Serial;
use issuepaper::series::Series;

use super::{open, open_locked, print_line, report, user};
use crate::commands::shared::parse::parse_words;
use crate::commands::{Exit, Session, put};

/// Reserve the next free serial
///
/// The serial is claimed on the remote, where git lets only one clone have it, so that no
/// two clones reserve the same one. Then it is added to numbers.yaml, to be committed. A reservation lasts until
/// it is released or its number is assigned.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    place: Place,
    /// Who will need it [default: git's user.name]
    #[arg(long, value_name = "WHO", value_parser = parse_words)]
    by: Option<String>,
}

/// Release a reserved serial
///
/// One that somebody else reserved is released only if they are named with --by.
#[derive(Debug, clap::Args)]
pub(super) struct Release {
    /// The serial
    #[arg(value_name = "SERIAL")]
    serial: String,
    /// Who reserved it [default: git's user.name]
    #[arg(long, value_name = "WHO", value_parser = parse_words)]
    by: Option<String>,
    #[command(flatten)]
    place: Place,
}

/// Where serials are claimed.
#[derive(Debug, clap::Args)]
pub(super) struct Place {
    /// The remote that keeps the claims [default: origin]
    #[arg(long, value_name = "REMOTE")]
    remote: Option<String>,
    /// Don't ask the remote: another clone may have the same serial
    #[arg(long, conflicts_with = "remote")]
    local: bool,
    /// How long to wait for the remote
    #[arg(
        long,
        value_name = "SECONDS",
        default_value_t = 60,
        conflicts_with = "local",
        value_parser = clap::value_parser!(u64).range(1..=86400)
    )]
    timeout: u64,
}

/// The remote of most clones.
const ORIGIN: &str = "origin";

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let by = args.by.clone().or_else(user).ok_or(Error::Nobody)?;
    let claimed = args.claim(&by, series, session)?;
    if claimed.is_none() {
        session.message(
            "warning: reserved only in this folder; another clone may reserve the same serial",
        );
    }
    let (mut locked, series) = open_locked(series, session)?;
    let serial = numbers::reserve(&mut locked, &series, &by, session.today, claimed);
    let serial = report(serial, session)?;
    locked.commit()?;
    print_line(serial.as_str(), session)
}

impl Args {
    /// Claims a serial on the remote; none with `--local`.
    fn claim(
        &self,
        by: &str,
        series: Option<&str>,
        session: &Session,
    ) -> anyhow::Result<Option<Serial>> {
        let claim = |project: &Project, series: &Series, remote: Remote<'_>| {
            let mut notices = Vec::new();
            let serial = numbers::claim(project, series, by, remote, &mut notices);
            for notice in &notices {
                session.message(&words(notice));
            }
            report(serial, session)
        };
        self.place.at_remote(series, session, claim)
    }
}

fn words(notice: &Notice) -> String {
    match notice {
        Notice::Lost(serial) => format!("{serial} was reserved by somebody else a moment ago"),
        Notice::Taken { taken: taken @ Taken::Claimed(claim), is_own: true } => {
            let serial = &claim.serial;
            format!("{taken}; if you don't need it, `issuepaper number release {serial}` frees it")
        }
        Notice::Taken { taken, .. } => taken.to_string(),
    }
}

impl Place {
    /// Does `what` at the remote of the project; none with `--local`. Nobody has to wait for the register meanwhile.
    fn at_remote<T>(
        &self,
        series: Option<&str>,
        session: &Session,
        what: impl FnOnce(&Project, &Series, Remote<'_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<Option<T>> {
        let (project, series) = open(series, session)?;
        let root = project.root.as_deref().unwrap_or(Path::new(""));
        let repository = self.repository(root, session)?;
        let remote = self.remote(repository.as_ref());
        remote.map(|remote| what(&project, &series, remote)).transpose()
    }

    /// The repository around the folder of the project; none with `--local`.
    fn repository(&self, root: &Path, session: &Session) -> anyhow::Result<Option<Repository>> {
        if self.local {
            return Ok(None);
        }
        let repository = Repository::around(root)
            .map_err(|error| anyhow!("{error}; with --local no remote is asked"))?;
        Ok(Some(repository.with_patience(self.patience(session))))
    }

    fn patience(&self, session: &Session) -> Patience {
        let on_wait = if session.is_quiet() { |_: &str, _| {} } else { tell };
        Patience { limit: Duration::from_secs(self.timeout), on_wait }
    }

    fn remote<'r>(&'r self, repository: Option<&'r Repository>) -> Option<Remote<'r>> {
        repository.map(|repository| (repository, self.remote.as_deref().unwrap_or(ORIGIN)))
    }

    /// The claims on the remote; none without one, unless it is named.
    pub(super) fn claims(&self, session: &Session) -> anyhow::Result<Vec<Claim>> {
        let repository = Repository::around(Path::new(".")).ok();
        let repository = repository.map(|it| it.with_patience(self.patience(session)));
        let remote = self.asked(repository.as_ref());
        let claims = remote.map(|(repository, remote)| repository.claims(remote)).transpose()?;
        Ok(claims.unwrap_or_default())
    }

    /// The remote, if it is to be asked.
    fn asked<'r>(&'r self, repository: Option<&'r Repository>) -> Option<Remote<'r>> {
        self.remote(repository).filter(|(repository, remote)| {
            !self.local && (self.remote.is_some() || repository.has_remote(remote))
        })
    }
}

/// Tells why nothing seems to happen.
fn tell(remote: &str, limit: Duration) {
    let mut stderr = std::io::stderr();
    let message = format!("waiting for {remote}, up to {} seconds", limit.as_secs());
    let _ = put(&mut stderr, &message);
}

/// The numbers of `series` that are taken outside of this folder: on branches, and by `claims`. Without a repository
/// there are none.
pub(super) fn elsewhere(
    project: &Project,
    series: &Series,
    claims: Vec<Claim>,
) -> anyhow::Result<Elsewhere> {
    let repository = Repository::around(Path::new(".")).ok();
    Ok(Elsewhere::look(project, series, repository.as_ref(), claims)?)
}

pub(super) fn release(
    args: &Release,
    series: Option<&str>,
    session: &Session,
) -> anyhow::Result<Exit> {
    let by = args.by.clone().or_else(user);
    let claimant = args.release_claim(series, by.as_deref(), session)?;
    let (mut locked, series) = open_locked(series, session)?;
    let released =
        numbers::release(&mut locked, &series, &args.serial, by.as_deref(), claimant.is_some());
    let released = report(released, session)?;
    locked.commit()?;
    print_line(&format!("{released} is no longer reserved"), session)
}

impl Release {
    /// Releases the claim on the remote, and returns whose it was.
    fn release_claim(
        &self,
        series: Option<&str>,
        by: Option<&str>,
        session: &Session,
    ) -> anyhow::Result<Option<String>> {
        let release = |project: &Project, series: &Series, remote: Remote<'_>| {
            report(numbers::release_claim(project, series, &self.serial, by, remote), session)
        };
        Ok(self.place.at_remote(series, session, release)?.flatten())
    }
}
