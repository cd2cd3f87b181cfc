//! `issuepaper list`

pub(super) mod columns;
mod filter;

use clap::Args as ClapArgs;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use issuepaper::project::{self, Project};
use unicode_width::UnicodeWidthStr;

use super::shared::papers::Papers;
use super::shared::table::{Format, Mark, Table};
use super::{Exit, Session};
use columns::{ACTIONS, Column, DEFAULT, Listed};
use filter::Filter;

/// List papers, or what they ask of the committee
///
/// A paper has to match every filter that is used, and any one of a filter's values.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper list --period 2024-06 --stage draft,review
  issuepaper list --unit 'Trade Subcommittee' --columns number,unit,title --sort number
  issuepaper list --actions --format csv           what is asked of the committee, by whom, by when")]
pub struct Args {
    #[command(flatten)]
    papers: Papers,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    mark: Mark,
    /// The columns, separated by commas [default: number,period,stage,date,title,path, and revision if there is any; with --actions due,owner,action,number,unit,text,title,path]
    #[arg(long, value_name = "COLUMN", value_delimiter = ',', value_parser = names())]
    columns: Vec<String>,
    /// The column to sort by, with empty values last [default: path; with --actions due, then number]
    #[arg(long, value_name = "COLUMN", value_parser = names())]
    sort: Option<String>,
    /// Sort in reverse order
    #[arg(long)]
    reverse: bool,
    /// List what is asked of the committee: papers that ask for nothing are left out unless --action names what
    /// they have, and withdrawn papers unless --stage names their stage
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
    let projects = project::load_all(&inputs);
    args.filter.verify(&projects)?;
    let mut papers: Vec<Listed<'_>> =
        projects.iter().flat_map(|project| listed(project, args)).collect();
    if args.actions && args.sort.is_none() {
        papers = sorted(papers, "number", args.reverse);
    }
    let sort = args.sort.as_deref().unwrap_or(if args.actions { "due" } else { "path" });
    papers = sorted(papers, sort, args.reverse);
    let shown = shown(args, &papers);
    let shown: Vec<&Column> = shown.into_iter().filter_map(columns::by_name).collect();
    let table = Table {
        columns: shown.iter().map(|column| (column.name, column.header)).collect(),
        rows: papers.iter().map(|paper| row(&shown, paper, args.format)).collect(),
    };
    table.print(args.format, args.mark, session, &mut session.stdout())?;
    let has_failed = super::report_faults(&inputs.errors, &projects, session);
    Ok(if has_failed { Exit::Failure } else { Exit::Clean })
}

/// The names of the columns.
fn shown<'a>(args: &'a Args, papers: &[Listed<'_>]) -> Vec<&'a str> {
    if !args.columns.is_empty() {
        return args.columns.iter().map(String::as_str).collect();
    }
    if args.actions {
        // For people an empty column is a waste of space, and most titles repeat the unit. Programs
        // get the same columns each time.
        let is_used = |name: &str| {
            let mut texts =
                papers.iter().filter_map(|paper| Some(columns::by_name(name)?.of(paper)));
            texts.any(|text| !text.is_empty())
        };
        let is_shown = |name: &&str| match (*name, args.format) {
            ("title", Format::Table) => false,
            (name, Format::Table) => papers.is_empty() || is_used(name),
            _ => true,
        };
        return ACTIONS.into_iter().filter(is_shown).collect();
    }
    let is_new = |name: &&str| *name != "revision" || papers.iter().any(Listed::is_revised);
    DEFAULT.into_iter().filter(is_new).collect()
}

fn listed<'p>(project: &'p Project, args: &'p Args) -> impl Iterator<Item = Listed<'p>> {
    let papers = project.selected().filter_map(|file| Listed::new(project, file));
    papers.filter(|paper| {
        let is_open = paper.has_action() || args.filter.names_actions();
        let is_in_force = !paper.is_withdrawn() || args.filter.names_stages();
        (!args.actions || (is_open && is_in_force)) && args.filter.is_match(project, paper)
    })
}

/// How wide a text may be in a table.
const TEXT_WIDTH: usize = 60;

fn row(columns: &[&Column], paper: &Listed<'_>, format: Format) -> Vec<String> {
    let cell = |column: &&Column| match column.name {
        "text" if format == Format::Table => shortened(&column.of(paper)),
        _ => column.of(paper),
    };
    columns.iter().map(cell).collect()
}

/// As many whole words as fit into a table, and an ellipsis if there are more.
fn shortened(text: &str) -> String {
    if text.width() <= TEXT_WIDTH {
        return text.to_owned();
    }
    let mut short = String::new();
    for word in text.split_whitespace() {
        if short.width() + word.width() + 1 >= TEXT_WIDTH {
            break;
        }
        short.push_str(word);
        short.push(' ');
    }
    format!("{}…", short.trim_end())
}

/// Sorts the papers by the column with that name; the sort is stable.
fn sorted<'p>(papers: Vec<Listed<'p>>, name: &str, is_reverse: bool) -> Vec<Listed<'p>> {
    let Some(column) = columns::by_name(name) else { return papers };
    let mut keyed: Vec<(columns::Key, Listed<'p>)> =
        papers.into_iter().map(|paper| (columns::Key::new(&column.of(&paper)), paper)).collect();
    keyed.sort_by(|(a, _), (b, _)| a.compare(b, is_reverse));
    keyed.into_iter().map(|(_, paper)| paper).collect()
}
