//! `issuepaper number check --all-branches`

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use issuepaper::git::Repository;
use issuepaper::paper::Paper;
use issuepaper::source::SourceFile;
use issuepaper::suggest::counted;

use super::Desk;
use crate::commands::{Exit, Session};

/// Find numbers that two papers carry, on whatever branch they are
///
/// Looks at the papers in this folder and, with --all-branches, on every branch, local or fetched. A paper
/// that has the same path on two branches, or was renamed between them, is one paper.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Look at all branches, too; fetch first to see those of others
    #[arg(long)]
    all_branches: bool,
}

/// A paper that carries a number, and where it was seen first.
struct Holder {
    path: String,
    /// The branch and its commit; none for the working tree.
    branch: Option<(String, String)>,
}

/// The papers that carry each number, each path once.
#[derive(Default)]
struct Holders(BTreeMap<String, Vec<Holder>>);

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let desk = Desk::open(series, false, session)?;
    let repository = args.all_branches.then(|| Repository::around(Path::new("."))).transpose()?;
    let mut holders = Holders::default();
    let mut places = String::new();
    if let Some(repository) = &repository {
        let prefix = repository.prefix(desk.project.root.as_deref().unwrap_or(Path::new(".")))?;
        holders.add_folder(&desk, &prefix);
        places = format!(" on {} branches", holders.add_branches(&desk, repository, &prefix)?);
    } else {
        holders.add_folder(&desk, "");
    }
    let count = counted(holders.0.len(), "number");
    let mut out = session.stdout();
    let mut collisions = 0;
    for (number, holders) in holders.0 {
        let papers = distinct(repository.as_ref(), holders);
        if papers.len() > 1 {
            collisions += 1;
            writeln!(out, "the number `{number}` is taken twice:")?;
            for paper in papers {
                writeln!(out, "  {} {}", paper.path, paper.place())?;
            }
        }
    }
    writeln!(out, "{count}{places}, {collisions} taken twice")?;
    out.flush()?;
    Ok(if collisions > 0 { Exit::Findings } else { Exit::Clean })
}

impl Holder {
    fn place(&self) -> String {
        self.branch.as_ref().map_or_else(
            || "in this folder".to_owned(),
            |(name, commit)| format!("on {name} ({})", &commit[..commit.len().min(10)]),
        )
    }
}

impl Holders {
    fn add(&mut self, number: String, holder: Holder) {
        let known = self.0.entry(number).or_default();
        if known.iter().all(|other| other.path != holder.path) {
            known.push(holder);
        }
    }

    /// Adds the papers in this folder, which is at `prefix` in the repository.
    fn add_folder(&mut self, desk: &Desk, prefix: &str) {
        for file in &desk.project.papers {
            if let Some(number) = number_of(desk, &file.paper) {
                let path = format!("{prefix}{}", desk.project.relative(&file.path));
                self.add(number, Holder { path, branch: None });
            }
        }
    }

    /// Adds the papers below `prefix` on all branches, and gives how many these are.
    fn add_branches(
        &mut self,
        desk: &Desk,
        repository: &Repository,
        prefix: &str,
    ) -> anyhow::Result<usize> {
        let branches = repository.branches()?;
        let mut seen = Vec::new();
        for branch in &branches {
            let papers = repository.papers_at(&branch.commit)?.into_iter();
            let own = papers.filter(|paper| paper.path.starts_with(prefix));
            seen.extend(own.map(|paper| (branch, paper)));
        }
        let ids: BTreeSet<String> = seen.iter().map(|(_, paper)| paper.id.clone()).collect();
        let number = |(id, text)| {
            let paper = Paper::parse_head(SourceFile::new("paper", text));
            Some((id, number_of(desk, &paper)?))
        };
        // A paper that many branches share is read once.
        let numbers: BTreeMap<String, String> =
            repository.contents(&ids)?.into_iter().filter_map(number).collect();
        for (branch, paper) in seen {
            if let Some(number) = numbers.get(&paper.id) {
                let branch = Some((branch.name.clone(), branch.commit.clone()));
                self.add(number.clone(), Holder { path: paper.path, branch });
            }
        }
        Ok(branches.len())
    }
}

/// The number of a paper of the series.
fn number_of(desk: &Desk, paper: &Paper) -> Option<String> {
    let series = paper.text_field("series").unwrap_or(&desk.project.config.series.value);
    let number = paper.text_field("publication_number")?;
    (series == desk.series.id && !number.is_empty()).then(|| number.to_owned())
}

/// The holders without those that are another one, renamed.
fn distinct(repository: Option<&Repository>, holders: Vec<Holder>) -> Vec<Holder> {
    let commit = |holder: &'_ Holder| holder.branch.as_ref().map(|(_, commit)| commit.clone());
    let became = |one: &Holder, other: &Holder| {
        let (Some(repository), Some(from)) = (repository, commit(one)) else { return false };
        let to = commit(other);
        repository.is_renamed(&from, to.as_deref(), [&one.path, &other.path])
    };
    let is_same = |one: &Holder, other: &Holder| became(one, other) || became(other, one);
    let mut papers: Vec<Holder> = Vec::new();
    for holder in holders {
        if !papers.iter().any(|known| is_same(known, &holder)) {
            papers.push(holder);
        }
    }
    papers
}
