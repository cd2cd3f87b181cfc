//! Findings that don't count: the options.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use clap::builder::NonEmptyStringValueParser;
use issuepaper::git::{self, Repository};
use issuepaper::project::{self, InputError, Inputs, Lock, Project, paths};

use crate::commands::Session;

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
    #[arg(long, value_name = "REV", conflicts_with = "update_baseline", value_parser = NonEmptyStringValueParser::new())]
    pub(super) base: Option<String>,
    /// Check as if there were no baseline.yaml
    #[arg(long, conflicts_with = "update_baseline")]
    pub(super) no_baseline: bool,
}

impl Known {
    /// Locks the projects of `inputs` whose baselines are updated, until the values are dropped: of two that update one,
    /// the second begins with what the first has written.
    pub(super) fn lock(&self, inputs: &Inputs, session: &Session) -> Result<Vec<Lock>, InputError> {
        let roots = inputs.groups.keys().flatten().filter(|_| self.update_baseline);
        let mut roots: Vec<&PathBuf> = roots.collect();
        // Everybody takes them in one order, however they are named.
        roots.sort_by_key(|root| root.canonicalize().ok());
        roots.into_iter().map(|root| project::lock(root, &|it| session.waiting(it))).collect()
    }

    /// Adds the projects as they were at the base, if one was requested. The base is looked up in the repository that
    /// a project is in, wherever the program runs, unless it runs in a repository of which that one is a submodule.
    pub(super) fn load_base(&self, projects: &mut [Project]) -> Result<(), InputError> {
        let Some(revision) = &self.base else { return Ok(()) };
        if projects.is_empty() {
            // Without a paper the run fails; a base that is missing as well is worth a word.
            return Repository::around(Path::new("."))?.verify_base(revision);
        }
        for project in projects {
            let root = folder_of(project);
            let repository = git::of_base(Path::new("."), &root)?;
            project.set_base(repository.base_snapshot(revision, &root)?);
        }
        Ok(())
    }
}

/// The folder of a project. Papers outside any are named from the current folder; if that is not around them,
/// the folder of the first.
fn folder_of(project: &Project) -> PathBuf {
    let first = || project.selected().next().and_then(|file| file.path.parent());
    match (&project.root, first()) {
        (Some(root), _) => root.clone(),
        (None, Some(folder)) if !paths::is_inside(folder, Path::new("")) => folder.to_owned(),
        (None, _) => PathBuf::new(),
    }
}
