//! Publishing papers, and what may become of them afterwards: a file a command, and what they share.

mod act;
pub mod publish;
pub mod revise;
pub mod withdraw;

use std::path::PathBuf;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use clap_complete::engine::ArgValueCompleter;
use issuepaper::pages::PageOptions;
use issuepaper::project::register::{REGISTER_FILE, Record, Register};
use issuepaper::project::{self, Lock, PaperFile, Project};
use issuepaper::series::Series;

use super::session::parse_day;
use super::{Session, completions};
use act::{Act, Change};

/// What all of them take.
#[derive(Debug, clap::Args)]
struct How {
    /// Show what would be changed and written, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// The day it happens on [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    on: Option<NaiveDate>,
    /// The folder to render to
    #[arg(short, long, value_name = "FOLDER", default_value = "out")]
    output: PathBuf,
}

impl How {
    fn page_options(&self, session: &Session) -> PageOptions {
        PageOptions { output: self.output.clone(), created: session.created }
    }
}

/// The papers to work on.
#[derive(Debug, clap::Args)]
struct Named {
    /// The papers
    #[arg(value_name = "PAPER", required = true, add = ArgValueCompleter::new(completions::papers()))]
    papers: Vec<PathBuf>,
}

/// A project whose register no other process changes.
struct Ledger {
    project: Project,
    root: PathBuf,
    /// What the user named.
    papers: Vec<PathBuf>,
    _lock: Lock,
}

impl Ledger {
    /// Opens the project of `papers`, which are all of it that is selected.
    fn open(papers: &[PathBuf], session: &Session) -> anyhow::Result<Self> {
        let inputs = project::discover(papers);
        if session.report_errors(&inputs.errors) {
            bail!("nothing was changed");
        }
        let mut groups = inputs.groups.iter();
        let (Some((Some(root), input)), None) = (groups.next(), groups.next()) else {
            bail!("name papers of one project; `issuepaper init` makes one");
        };
        let lock = project::lock(root)?;
        let project = project::load(Some(root), input);
        if super::report_faults(&[], std::slice::from_ref(&project), session) {
            bail!("nothing was changed");
        }
        let ledger = Self { root: root.clone(), project, papers: papers.to_vec(), _lock: lock };
        ledger.register()?;
        Ok(ledger)
    }

    fn register(&self) -> anyhow::Result<&Register> {
        self.project.register.as_ref().with_context(|| {
            format!(
                "there is no {REGISTER_FILE} to seal papers in; `issuepaper number receive` begins one, and \
                 so does an empty file"
            )
        })
    }

    fn series_of(&self, file: &PaperFile) -> anyhow::Result<&Series> {
        self.project.series_of(&file.paper).context("the paper's series could not be read")
    }

    fn register_path(&self) -> PathBuf {
        self.root.join(REGISTER_FILE)
    }

    /// The papers, each with its path in the project and its life so far.
    fn selected(&self) -> anyhow::Result<Vec<(&PaperFile, String, Record<'_>)>> {
        let register = self.register()?;
        let mut papers = Vec::new();
        for file in self.project.selected() {
            let path = self.project.relative(&file.path);
            let record = register.record(&path);
            papers.push((file, path, record));
        }
        Ok(papers)
    }
}

/// The one paper that there is.
fn single<'l>(
    selected: Vec<(&'l PaperFile, String, Record<'l>)>,
) -> anyhow::Result<(&'l PaperFile, String, Record<'l>)> {
    let count = selected.len();
    let mut selected = selected.into_iter();
    match (selected.next(), count) {
        (Some(one), 1) => Ok(one),
        _ => bail!("name one paper; these are {count}"),
    }
}

/// A reason as it stands on one line of the register and of the page.
fn reason(text: &str) -> anyhow::Result<String> {
    let reason = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if reason.is_empty() {
        bail!("say why, in a few words: --why TEXT");
    }
    Ok(reason)
}
