//! Findings that don't count: the options.

use std::path::Path;

use clap::Args as ClapArgs;
use issuepaper::git::Repository;
use issuepaper::project::{InputError, Project};

/// What to do about findings that don't count.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Findings that don't count")]
pub(super) struct Known {
    /// List the waivers in force today instead: until when, by whom, for what, where and why
    #[arg(long)]
    pub(super) waivers: bool,
    /// Record all findings in the checked papers in baseline.yaml, so that they no longer count
    #[arg(long)]
    pub(super) update_baseline: bool,
    /// Fail only for papers that changed since the work branched off from this commit, branch or tag, and for
    /// new findings in others, caused by a change to the register, the settings or a paper
    #[arg(long, value_name = "REV", conflicts_with = "update_baseline")]
    pub(super) base: Option<String>,
    /// Check as if there were no baseline.yaml
    #[arg(long, conflicts_with = "update_baseline")]
    pub(super) no_baseline: bool,
}

impl Known {
    /// The repository that has the base, if one was requested.
    pub(super) fn repository(&self) -> Result<Option<Repository>, InputError> {
        let Some(revision) = &self.base else { return Ok(None) };
        let repository = Repository::around(Path::new("."))?;
        repository.verify_base(revision)?;
        Ok(Some(repository))
    }

    /// Adds the projects as they were at the base, if one was requested.
    pub(super) fn load_base(
        &self,
        repository: Option<&Repository>,
        projects: &mut [Project],
    ) -> Result<(), InputError> {
        let (Some(repository), Some(revision)) = (repository, &self.base) else { return Ok(()) };
        for project in projects {
            let root = project.root.clone().unwrap_or_default();
            project.set_base(repository.base_snapshot(revision, &root)?);
        }
        Ok(())
    }
}
