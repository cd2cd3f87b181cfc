//! `issuepaper number check --all-branches`

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;

use issuepaper::git::Repository;
use issuepaper::paper::Paper;
use issuepaper::project::register::serial;
use issuepaper::text::source::SourceFile;
use issuepaper::text::suggest::counted;

use super::Desk;
use crate::commands::{Exit, Session};

/// Find numbers that two papers carry, on whatever branch they are
///
/// Looks at the papers in this folder and, with --all-branches, on every branch, local or fetched. A paper
/// that has the same path on two branches, or was renamed since they parted, is one paper.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Look at all branches, too; fetch first to see those of others
    #[arg(long)]
    all_branches: bool,
}

/// A paper that carries a number, and where it was seen first.
struct Holder {
    number: String,
    path: String,
    /// The branch and its commit; none for the working tree.
    branch: Option<(String, String)>,
}

/// The papers of a state of the project by their paths, with the numbers on them.
type Tree = BTreeMap<String, Option<String>>;

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let desk = Desk::open(series, false, session)?;
    let repository = args.all_branches.then(|| Repository::around(Path::new("."))).transpose()?;
    let mut states = States::new(&desk, repository.as_ref())?;
    let (holders, branches) = states.holders()?;
    let mut out = session.stdout();
    let mut collisions = 0;
    let count = counted(holders.len(), "number");
    for holders in holders.into_values() {
        let papers = states.distinct(holders)?;
        let is_one_number = papers.windows(2).all(|pair| pair[0].number == pair[1].number);
        if papers.len() < 2 || desk.is_family() && is_one_number {
            continue;
        }
        collisions += 1;
        if is_one_number {
            writeln!(out, "the number `{}` is taken twice:", papers[0].number)?;
        } else {
            writeln!(out, "the serial of these numbers is taken twice:")?;
        }
        for paper in papers {
            let number = if is_one_number { String::new() } else { format!("`{}` ", paper.number) };
            writeln!(out, "  {number}{} {}", paper.path, paper.place())?;
        }
    }
    let places = branches.map(|count| match count {
        1 => " on 1 branch".to_owned(),
        count => format!(" on {count} branches"),
    });
    let places = places.unwrap_or_default();
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

/// The states of a project: in the folder, and in commits.
struct States<'d> {
    desk: &'d Desk,
    repository: Option<&'d Repository>,
    /// Where the project is in the repository.
    prefix: String,
    folder: Tree,
    commits: BTreeMap<String, Tree>,
    /// The numbers in the blobs that were read: a paper that many commits share is read once.
    numbers: BTreeMap<String, Option<String>>,
}

/// Papers by what no two of them may share.
type Holders = BTreeMap<String, Vec<Holder>>;

impl<'d> States<'d> {
    fn new(desk: &'d Desk, repository: Option<&'d Repository>) -> anyhow::Result<Self> {
        let root = desk.project.root.as_deref().unwrap_or(Path::new("."));
        let prefix = repository.map(|repository| repository.prefix(root)).transpose()?;
        let prefix = prefix.unwrap_or_default();
        let papers = desk.project.papers.iter().map(|file| {
            (format!("{prefix}{}", desk.project.relative(&file.path)), number_of(desk, &file.paper))
        });
        let folder = papers.collect();
        Ok(Self {
            desk,
            repository,
            folder,
            prefix,
            commits: BTreeMap::new(),
            numbers: BTreeMap::new(),
        })
    }

    /// The papers of the folder and of all branches, each path once, and how many branches these are.
    fn holders(&mut self) -> anyhow::Result<(Holders, Option<usize>)> {
        let mut holders = Holders::new();
        self.add(&mut holders, &self.folder, None);
        let Some(repository) = self.repository else { return Ok((holders, None)) };
        let branches = repository.branches()?;
        for branch in &branches {
            let tree = self.read(repository, &branch.commit)?;
            self.add(&mut holders, &tree, Some((&branch.name, &branch.commit)));
            self.commits.insert(branch.commit.clone(), tree);
        }
        Ok((holders, Some(branches.len())))
    }

    fn add(&self, holders: &mut Holders, tree: &Tree, branch: Option<(&str, &str)>) {
        for (path, number) in tree {
            let Some(number) = number else { continue };
            let known = holders.entry(self.key(number)).or_default();
            if known.iter().all(|other| other.path != *path) {
                known.push(Holder {
                    number: number.clone(),
                    path: path.clone(),
                    branch: branch.map(|(name, commit)| (name.to_owned(), commit.to_owned())),
                });
            }
        }
    }

    /// What no two papers share: the serial, or a number that has none.
    fn key(&self, number: &str) -> String {
        let serial = serial(self.desk.series.number.as_ref(), number);
        serial.map_or_else(|| number.to_owned(), |(serial, _)| serial.to_string())
    }

    /// The papers of a commit.
    fn read(&mut self, repository: &Repository, commit: &str) -> anyhow::Result<Tree> {
        let papers = repository.papers_at(commit)?.into_iter();
        let own: Vec<_> = papers.filter(|paper| paper.path.starts_with(&self.prefix)).collect();
        let ids = own.iter().map(|paper| &paper.id).filter(|id| !self.numbers.contains_key(*id));
        let ids: BTreeSet<String> = ids.cloned().collect();
        for (id, text) in repository.contents(&ids)? {
            let paper = Paper::parse(SourceFile::new("paper", text));
            self.numbers.insert(id, number_of(self.desk, &paper));
        }
        let number = |id: &String| self.numbers.get(id).cloned().flatten();
        Ok(own.into_iter().map(|paper| (paper.path, number(&paper.id))).collect())
    }

    /// The holders without those that are another one, renamed.
    fn distinct(&mut self, holders: Vec<Holder>) -> anyhow::Result<Vec<Holder>> {
        let mut papers: Vec<Holder> = Vec::new();
        for holder in holders {
            let mut is_new = true;
            for known in &papers {
                is_new &= !self.is_same(known, &holder)?;
            }
            if is_new {
                papers.push(holder);
            }
        }
        Ok(papers)
    }

    /// Whether two holders are one paper: where their branches parted, one paper had the number, and each is
    /// that one or took its place.
    fn is_same(&mut self, one: &Holder, other: &Holder) -> anyhow::Result<bool> {
        let commit =
            |holder: &Holder| holder.branch.as_ref().map_or("HEAD".to_owned(), |it| it.1.clone());
        let Some(repository) = self.repository else { return Ok(false) };
        let Some(base) = repository.common(&commit(one), &commit(other)) else { return Ok(false) };
        if !self.commits.contains_key(&base) {
            let tree = self.read(repository, &base)?;
            self.commits.insert(base.clone(), tree);
        }
        let key = self.key(&one.number);
        let is_holder =
            |number: &Option<String>| number.as_ref().is_some_and(|it| self.key(it) == key);
        let is_from = |holder: &Holder, path: &String| {
            let tree = match &holder.branch {
                Some((_, commit)) => self.commits.get(commit),
                None => Some(&self.folder),
            };
            holder.path == *path || tree.is_some_and(|tree| !tree.contains_key(path))
        };
        let mut before = self.commits[&base].iter().filter(|(_, number)| is_holder(number));
        Ok(before.any(|(path, _)| is_from(one, path) && is_from(other, path)))
    }
}

/// The number of a paper of the series.
fn number_of(desk: &Desk, paper: &Paper) -> Option<String> {
    let carried = desk.project.carried_number(&desk.series, paper)?;
    Some(carried.number.into_owned())
}
