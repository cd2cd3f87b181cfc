//! `issuepaper number check --all-branches`

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use issuepaper::git::Repository;
use issuepaper::paper::Paper;
use issuepaper::source::SourceFile;

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

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let desk = Desk::open(series, false, session)?;
    let repository = args.all_branches.then(|| Repository::around(Path::new("."))).transpose()?;
    let mut holders: BTreeMap<String, Vec<Holder>> = BTreeMap::new();
    let mut add = |number: String, holder: Holder| {
        let known = holders.entry(number).or_default();
        if known.iter().all(|other| other.path != holder.path) {
            known.push(holder);
        }
    };
    let prefix = match &repository {
        Some(repository) => {
            repository.prefix(desk.project.root.as_deref().unwrap_or(Path::new(".")))?
        }
        None => String::new(),
    };
    for file in &desk.project.papers {
        if let Some(number) = number_of(&desk, &file.paper) {
            let path = format!("{prefix}{}", desk.project.relative(&file.path));
            add(number, Holder { path, branch: None });
        }
    }
    let mut branches = 0;
    if let Some(repository) = &repository {
        let all = repository.branches()?;
        branches = all.len();
        let mut seen = Vec::new();
        for branch in all {
            let papers = repository.papers_at(&branch.commit)?;
            seen.extend(papers.into_iter().map(|paper| (branch.clone(), paper)));
        }
        seen.retain(|(_, paper)| paper.path.starts_with(&prefix));
        let ids: BTreeSet<String> = seen.iter().map(|(_, paper)| paper.id.clone()).collect();
        // A paper that many branches share is read once.
        let numbers: BTreeMap<String, String> = repository
            .contents(&ids)?
            .into_iter()
            .filter_map(|(id, text)| {
                let paper = Paper::parse_head(SourceFile::new("paper", text));
                Some((id, number_of(&desk, &paper)?))
            })
            .collect();
        for (branch, paper) in seen {
            if let Some(number) = numbers.get(&paper.id) {
                let branch = Some((branch.name, branch.commit));
                add(number.clone(), Holder { path: paper.path, branch });
            }
        }
    }
    let count = holders.len();
    let mut out = session.stdout();
    let mut collisions = 0;
    for (number, holders) in holders {
        let papers = distinct(repository.as_ref(), holders);
        if papers.len() > 1 {
            collisions += 1;
            writeln!(out, "the number `{number}` is taken twice:")?;
            for paper in papers {
                let place = paper.branch.map_or_else(
                    || "in this folder".to_owned(),
                    |(name, commit)| format!("on {name} ({})", &commit[..commit.len().min(10)]),
                );
                writeln!(out, "  {} {place}", paper.path)?;
            }
        }
    }
    let places = if branches > 0 { format!(" on {branches} branches") } else { String::new() };
    let s = if count == 1 { "" } else { "s" };
    writeln!(out, "{count} number{s}{places}, {collisions} taken twice")?;
    out.flush()?;
    Ok(if collisions > 0 { Exit::Findings } else { Exit::Clean })
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
