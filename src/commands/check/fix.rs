//! Applying the fixes that findings offer.

use clap::Args as ClapArgs;
use issuepaper::check::{self, CheckOptions, FixOptions, FixOutcome};
use issuepaper::project::{ChangeSet, InputError, Project};
use issuepaper::text::suggest::counted;

use crate::commands::{Exit, Session, put_patch};

/// What to do about fixes.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Fixes")]
pub(super) struct Fixing {
    /// Apply the fixes that can't change the meaning
    #[arg(long)]
    fix: bool,
    /// Apply the other fixes as well; review what they changed
    #[arg(long = "unsafe")]
    is_unsafe: bool,
    /// Print what --fix would change, and change nothing; exit code 1 if it would change anything
    #[arg(long)]
    diff: bool,
}

impl Fixing {
    /// Checks that the options are used together.
    pub(super) fn verify(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            !self.is_unsafe || self.is_requested(),
            "--unsafe only selects fixes; add --fix or --diff"
        );
        Ok(())
    }

    pub(super) fn is_requested(&self) -> bool {
        self.fix || self.diff
    }

    pub(super) fn is_diff(&self) -> bool {
        self.diff
    }

    /// Fixes the papers of each project in memory.
    pub(super) fn apply(
        &self,
        projects: &mut [Project],
        options: &CheckOptions,
    ) -> Vec<FixOutcome> {
        let fix = FixOptions { includes_unsafe: self.is_unsafe };
        let fixed = |project: &mut Project| {
            if self.fix {
                project.tidy();
            }
            check::fix_until_stable(project, options, fix)
        };
        projects.iter_mut().map(fixed).collect()
    }
}

/// Writes the papers, each atomically, and reports those that could not be written; false if there were any.
pub(super) fn write(fixed: &[FixOutcome], session: &Session) -> bool {
    let (mut count, mut papers, mut errors) = (0, 0, Vec::new());
    for FixOutcome { changes, counts, .. } in fixed {
        for (change, result) in changes.iter().zip(changes.commit_each()) {
            match result {
                Ok(()) => {
                    papers += 1;
                    count += counts.get(change.path()).copied().unwrap_or_default();
                }
                Err(error) => errors.push(error),
            }
        }
    }
    if count > 0 {
        let (applied, papers) = (counted(count, "fix"), counted(papers, "paper"));
        session.message(&format!("{applied} applied in {papers}"));
    }
    !session.report_errors(&errors)
}

/// Prints the changes as a patch.
pub(super) fn print(
    fixed: Vec<FixOutcome>,
    errors: &[InputError],
    session: &Session,
) -> anyhow::Result<Exit> {
    let mut changes = ChangeSet::new();
    for FixOutcome { changes: on_disk, stdin, .. } in fixed {
        changes.extend(stdin);
        changes.extend(on_disk);
    }
    put_patch(&changes, session)?;
    Ok(match (session.report_errors(errors), changes.is_empty()) {
        (true, _) => Exit::Failure,
        (false, false) => Exit::Findings,
        (false, true) => Exit::Clean,
    })
}
