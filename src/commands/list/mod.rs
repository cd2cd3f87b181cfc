//! `issuepaper list`

pub(super) mod columns;
mod filter;

use clap::Args as ClapArgs;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use issuepaper::workspace::{self, Project};

use super::papers::Papers;
use super::table::{Format, Table};
use super::{Exit, Session};
use columns::{ACTIONS, Column, DEFAULT, Listed};
use filter::Filter;

/// List papers, or what they ask of the committee
///
/// Filters that are given together must all match; of one filter's values any may.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper list --period 2024-06 --stage draft,review
  issuepaper list --unit 'Trade Subcommittee' --columns number,unit,title --sort number
  issuepaper list --actions --format csv           what is asked of the committee, by whom, until when")]
pub struct Args {
    #[command(flatten)]
    papers: Papers,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    /// The columns, with commas between them [default: number,period,stage,date,title,path, and revision if there is any]
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', value_parser = names())]
    columns: Vec<String>,
    /// The column to sort by [default: path; with --actions due]
    #[arg(long, value_name = "COLUMN", value_parser = names())]
    sort: Option<String>,
    /// Sort the other way round
    #[arg(long)]
    reverse: bool,
    /// What is asked of the committee: papers that ask for nothing are left out unless --action names them
    #[arg(long)]
    actions: bool,
    #[command(flatten)]
    filter: Filter,
}

fn names() -> impl TypedValueParser<Value = String> {
    PossibleValuesParser::new(columns::names())
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let inputs = args.papers.discover();
    let projects = workspace::load_all(&inputs);
    args.filter.verify(&projects)?;
    let mut papers: Vec<Listed<'_>> =
        projects.iter().flat_map(|project| listed(project, args)).collect();
    let sort = args.sort.as_deref().unwrap_or(if args.actions { "due" } else { "path" });
    if let Some(column) = columns::by_name(sort) {
        papers.sort_by_cached_key(|paper| Key(column.of(paper)));
        if args.reverse {
            papers.reverse();
        }
    }
    let shown = shown(args, &papers);
    let shown: Vec<&Column> = shown.into_iter().filter_map(columns::by_name).collect();
    let table = Table {
        columns: shown.iter().map(|column| (column.name, column.header)).collect(),
        rows: papers.iter().map(|paper| row(&shown, paper)).collect(),
    };
    table.print(args.format, &mut session.stdout())?;
    let has_failed = super::report_faults(&inputs.errors, &projects, session);
    Ok(if has_failed { Exit::Failure } else { Exit::Clean })
}

/// The names of the columns.
fn shown<'a>(args: &'a Args, papers: &[Listed<'_>]) -> Vec<&'a str> {
    if !args.columns.is_empty() {
        return args.columns.iter().map(String::as_str).collect();
    }
    if args.actions {
        return ACTIONS.to_vec();
    }
    let is_new = |name: &&str| *name != "revision" || papers.iter().any(Listed::is_revised);
    DEFAULT.into_iter().filter(is_new).collect()
}

fn listed<'p>(project: &'p Project, args: &'p Args) -> impl Iterator<Item = Listed<'p>> {
    let papers = project.selected().filter_map(|file| Listed::new(project, file));
    papers.filter(|paper| {
        let is_wanted = !args.actions || paper.has_action() || args.filter.names_actions();
        is_wanted && args.filter.is_match(project, paper)
    })
}

fn row(columns: &[&Column], paper: &Listed<'_>) -> Vec<String> {
    columns.iter().map(|column| column.of(paper)).collect()
}

/// A value in the order of its column.
#[derive(PartialEq, Eq)]
struct Key(String);

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        Column::compare(&self.0, &other.0)
    }
}
