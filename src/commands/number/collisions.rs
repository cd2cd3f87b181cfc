//! `issuepaper number check --all-branches`

use std::io::Write;
use std::path::Path;

use issuepaper::check;
use issuepaper::git::Repository;
use issuepaper::numbers;
use issuepaper::text::suggest::counted;

use super::open;
use super::reserve::Place;
use crate::commands::{Exit, Session, put};

/// Find numbers that two papers carry, on any branch, and reserved ones that went to others
///
/// Compares the reservations in the register, and those on the remote, with the numbers of papers, and reports entries of
/// the register that contradict each other or lack something. Looks at the papers in this folder and, with --all-branches, on every branch,
/// local or fetched. A paper that has the same path on two branches, or was renamed since they diverged, is one paper.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Also look at all branches; fetch first to see those of others
    #[arg(long)]
    all_branches: bool,
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let (project, series) = open(series, session)?;
    let root = project.root.as_deref().unwrap_or(Path::new(""));
    let repository = args.all_branches.then(|| Repository::around(root)).transpose()?;
    let found = numbers::collisions(&project, &series, repository.as_ref())?;
    let overlaps = numbers::overlaps(&project, &series, &args.place.claims(session)?)?;
    let faults = check::in_register(&project, session.today);
    session.report_findings(&faults);
    let mut out = session.stdout();
    for collision in &found.collisions {
        let number = collision.number();
        match number {
            Some(number) => put(&mut out, &format!("the number `{number}` is taken twice:"))?,
            None => put(&mut out, "the serial of these numbers is taken twice:")?,
        }
        for paper in &collision.papers {
            let number =
                if number.is_some() { String::new() } else { format!("`{}` ", paper.number) };
            put(&mut out, &format!("  {number}{} {}", paper.path, words(&paper.place)))?;
        }
    }
    for overlap in &overlaps {
        put(&mut out, &overlap.to_string())?;
    }
    let count = counted(found.numbers, "number");
    let places = found.branches.map(|count| match count {
        1 => " on 1 branch".to_owned(),
        count => format!(" on {count} branches"),
    });
    let (places, collisions) = (places.unwrap_or_default(), found.collisions.len());
    let reserved = match overlaps.len() {
        0 => String::new(),
        count => format!(", {count} reserved for others"),
    };
    put(&mut out, &format!("{count}{places}, {collisions} taken twice{reserved}"))?;
    out.flush()?;
    Ok(if collisions + overlaps.len() + faults.len() > 0 { Exit::Findings } else { Exit::Clean })
}

fn words(place: &numbers::Place) -> String {
    match place {
        numbers::Place::Folder => "in this folder".to_owned(),
        numbers::Place::Branch { name, commit } => {
            format!("on {name} ({})", &commit[..commit.len().min(10)])
        }
    }
}
