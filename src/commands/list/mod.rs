//! `issuepaper list`

pub(super) mod columns;
mod filter;

use std::cmp::Ordering;

use clap::Args as ClapArgs;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use issuepaper::project::{self, PaperFile, Project, Texts};
use issuepaper::series::Series;
use rayon::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::shared::papers::Papers;
use super::shared::table::{Format, Mark, Table};
use super::{Exit, Session};
use columns::{ACTIONS, Column, DEFAULT, Key, Listed};
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
    // A list is made of front matter; a body is read where it is asked for.
    let inputs = args.papers.discover().with_texts(Texts::UpTo(0));
    let mut projects = project::load_all(&inputs);
    args.filter.verify(&projects)?;
    let columns = columns(args);
    let mut papers = Vec::new();
    for project in &mut projects {
        papers.append(&mut rows(project, args, &columns));
        // What is listed is all that is needed of them.
        project.papers = Vec::new();
    }
    sort(&mut papers, args.reverse);
    let is_shown: Vec<bool> =
        columns.iter().map(|column| is_shown(args, column.name, &papers)).collect();
    let shown = |at: &usize| is_shown.get(*at).copied().unwrap_or_default();
    let cells = |row: Row| {
        let cells = row.cells.into_iter().take(columns.len()).enumerate();
        cells.filter(|(at, _)| shown(at)).map(|(_, cell)| cell.into_string()).collect()
    };
    let columns = columns.iter().enumerate().filter(|(at, _)| shown(at));
    let table = Table {
        columns: columns.map(|(_, column)| (column.name, column.header)).collect(),
        rows: papers.into_iter().map(cells).collect(),
    };
    // Without any file to read there is nothing below the headers.
    if !projects.is_empty() || args.format != Format::Table {
        table.print(args.format, args.mark, session, &mut session.stdout())?;
    }
    let has_failed = super::report_faults(&inputs.errors, &projects, session);
    // The process ends here, and its memory with it.
    std::mem::forget((projects, table));
    Ok(if has_failed { Exit::Failure } else { Exit::Clean })
}

/// The columns that may be shown.
fn columns(args: &Args) -> Vec<&'static Column> {
    if !args.columns.is_empty() {
        return args.columns.iter().filter_map(|name| columns::by_name(name)).collect();
    }
    let names: &[&str] = if args.actions { &ACTIONS } else { &DEFAULT };
    names.iter().filter_map(|name| columns::by_name(name)).collect()
}

/// Whether a column is shown, or says nothing that is worth its space.
fn is_shown(args: &Args, name: &str, papers: &[Row]) -> bool {
    if !args.columns.is_empty() {
        return true;
    }
    if !args.actions {
        return name != "revision" || papers.iter().any(|row| row.is_revised);
    }
    // For people an empty column is a waste of space, and most titles repeat the unit. Programs
    // get the same columns each time.
    let place = ACTIONS.iter().position(|known| *known == name);
    let is_used = |row: &Row| place.is_some_and(|at| !row.cells[at].is_empty());
    match (name, args.format) {
        ("title", Format::Table) => false,
        (_, Format::Table) => papers.is_empty() || papers.iter().any(is_used),
        _ => true,
    }
}

/// A paper in the list, and nothing else of it.
struct Row {
    /// Its values in the columns.
    cells: Vec<Box<str>>,
    /// What it is sorted by, the strongest first.
    keys: Vec<Key>,
    is_revised: bool,
}

/// The papers of a project that are listed, with their values in `columns`.
fn rows(project: &Project, args: &Args, columns: &[&Column]) -> Vec<Row> {
    let first = args.sort.as_deref().unwrap_or(if args.actions { "due" } else { "path" });
    let second = (args.actions && args.sort.is_none()).then_some("number");
    let sorted_by: Vec<&Column> =
        std::iter::once(first).chain(second).filter_map(columns::by_name).collect();
    let row = |file: &PaperFile| {
        // What is read of it ends with the row.
        let is_read_whole = project.series_of(&file.paper).is_some_and(Series::has_fields_in_text);
        let whole = || project.whole(file).ok();
        let file = is_read_whole.then(whole).flatten().unwrap_or_else(|| file.unread());
        let paper = Listed::new(project, &file)?;
        is_listed(project, args, &paper).then(|| Row {
            cells: columns.iter().map(|column| cell(column, &paper, args.format)).collect(),
            keys: sorted_by.iter().map(|column| Key::new(&column.of(&paper))).collect(),
            is_revised: paper.is_revised(),
        })
    };
    project.papers.par_iter().filter(|file| file.is_selected).filter_map(row).collect()
}

fn is_listed(project: &Project, args: &Args, paper: &Listed<'_>) -> bool {
    let is_open = || paper.has_action() || args.filter.names_actions();
    let is_in_force = || !paper.is_withdrawn() || args.filter.names_stages();
    (!args.actions || (is_in_force() && is_open())) && args.filter.is_match(project, paper)
}

/// How wide a text may be in a table.
const TEXT_WIDTH: usize = 60;

fn cell(column: &Column, paper: &Listed<'_>, format: Format) -> Box<str> {
    let text = column.of(paper);
    let is_shortened = column.name == "text" && format == Format::Table;
    if is_shortened { shortened(&text).into() } else { text.into() }
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

/// Sorts the papers; those whose keys are the same stay in their order.
fn sort(papers: &mut [Row], is_reverse: bool) {
    let compare = |a: &Row, b: &Row| {
        let keys = a.keys.iter().zip(&b.keys);
        let orders = keys.map(|(a, b)| a.compare(b, is_reverse));
        orders.fold(Ordering::Equal, Ordering::then)
    };
    papers.par_sort_by(compare);
}
