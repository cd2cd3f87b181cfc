//! `issuepaper number reserve` and `number release`

use std::path::Path;

use issuepaper::git::{Claim, Repository};
use issuepaper::numbers::{self, Elsewhere, Error, Notice, Remote, Taken};
use issuepaper::project::Project;
use issuepaper::series::Series;

use super::{open_locked, print_line, report, user};
use crate::commands::{Exit, Session};

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
    #[arg(long, value_name = "WHO")]
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
    #[arg(long, value_name = "WHO")]
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
}

/// The remote of most clones.
const ORIGIN: &str = "origin";

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let (mut locked, series) = open_locked(series, session)?;
    let by = args.by.clone().or_else(user).ok_or(Error::Nobody)?;
    let repository = args.place.repository(locked.root())?;
    if repository.is_none() {
        session.message(
            "warning: reserved only in this folder; another clone may reserve the same serial",
        );
    }
    let remote = args.place.remote(repository.as_ref());
    let mut notices = Vec::new();
    let on = session.today;
    let serial = numbers::reserve(&mut locked, &series, &by, on, remote, &mut notices);
    for notice in &notices {
        session.message(&words(notice));
    }
    let serial = report(serial, session)?;
    locked.commit()?;
    print_line(serial.as_str(), session)
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
    /// The repository around the folder of the project; none with `--local`.
    fn repository(&self, root: &Path) -> anyhow::Result<Option<Repository>> {
        let is_wanted = !self.local;
        Ok(is_wanted.then(|| Repository::around(root)).transpose()?)
    }

    fn remote<'r>(&'r self, repository: Option<&'r Repository>) -> Option<Remote<'r>> {
        repository.map(|repository| (repository, self.remote.as_deref().unwrap_or(ORIGIN)))
    }

    /// The claims on the remote; none without one, unless it is named.
    pub(super) fn claims(&self) -> anyhow::Result<Vec<Claim>> {
        let repository = Repository::around(Path::new(".")).ok();
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

    /// The numbers of `series` that are taken outside of this folder. Without a repository there are none, and
    /// without a remote no claims, unless one is named.
    pub(super) fn elsewhere(
        &self,
        project: &Project,
        series: &Series,
    ) -> anyhow::Result<Elsewhere> {
        let repository = Repository::around(Path::new(".")).ok();
        let remote = self.asked(repository.as_ref());
        Ok(Elsewhere::look(project, series, repository.as_ref(), remote)?)
    }
}

pub(super) fn release(
    args: &Release,
    series: Option<&str>,
    session: &Session,
) -> anyhow::Result<Exit> {
    let (mut locked, series) = open_locked(series, session)?;
    let repository = args.place.repository(locked.root())?;
    let remote = args.place.remote(repository.as_ref());
    let by = args.by.clone().or_else(user);
    let released = numbers::release(&mut locked, &series, &args.serial, by.as_deref(), remote);
    let released = report(released, session)?;
    locked.commit()?;
    if let Some(owner) = released.by.filter(|owner| Some(owner) != by.as_ref()) {
        session.message(&format!("it was reserved by {owner}"));
    }
    print_line(&format!("{} is no longer reserved", released.serial), session)
}
