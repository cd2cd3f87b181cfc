//! `issuepaper render`

mod addresses;
mod make;
mod plan;
mod report;

pub(super) use plan::page_path;

use issuepaper::project::paths;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use clap::builder::{PossibleValue, PossibleValuesParser};
use issuepaper::project::{self, InputError, Project};
use issuepaper::render::{self, Format};
use issuepaper::report::Outcome;
use issuepaper::text::finding::{Finding, Severity};
use issuepaper::text::suggest::counted;

use super::papers::Papers;
use super::{Exit, Session, check, templates};

/// Check papers and render them as standardized documents
///
/// Writes `out/<folder>/<paper>.<format>` for each paper and format, and prints the path of every file
/// written. A paper with errors is still rendered, so that a draft can be looked at, but the exit
/// code is 1. Drafts carry their stage's marking.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper render                                every paper of the project, in every format
  issuepaper render 2024-06 --to html,txt -o site  a folder, two formats, another output folder
  issuepaper render paper.md --to html -o page.html
  issuepaper render paper.md --fragment -o -       the article alone, on standard output")]
pub struct Args {
    #[command(flatten)]
    papers: Papers,
    /// The formats, with commas between them [default: the settings' `formats`, else all but fragment]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = format_names())]
    to: Vec<String>,
    /// Make the article without a page around it, for a web system; the same as --to fragment
    #[arg(long, conflicts_with = "to")]
    fragment: bool,
    /// The folder to write to; with one paper and one format also a file, or - for standard output
    #[arg(short, long, value_name = "FOLDER", default_value = "out")]
    output: PathBuf,
    /// Instead of the paths, print which accessibility checks each file passed and which are left for
    /// a person
    #[arg(long)]
    report: bool,
}

impl Args {
    /// The papers at `paths`, in the formats of their projects.
    pub fn of(paths: Vec<PathBuf>, output: PathBuf) -> Self {
        Self { papers: Papers::of(paths), to: Vec::new(), fragment: false, output, report: false }
    }
}

/// The files that would be written for the selected papers of `project`.
pub fn planned(project: &Project, output: &Path) -> Vec<PathBuf> {
    let args = Args::of(Vec::new(), output.to_owned());
    let formats = formats(&args, project).unwrap_or_default();
    let pages = plan::plan(&[(project, formats)], output, &mut Vec::new());
    pages.into_iter().map(|page| page.path).collect()
}

/// The page that the one selected paper of `project` has today in a format, as it would be written to
/// `output`; none if it can't be made.
pub fn remade(
    project: &Project,
    format: &'static Format,
    output: &Path,
    session: &Session,
) -> Option<Vec<u8>> {
    let pages = plan::plan(&[(project, vec![format])], output, &mut Vec::new());
    make::bytes(pages.first()?, session)
}

fn format_names() -> PossibleValuesParser {
    let value = |format: &Format| PossibleValue::new(format.name).help(format.about);
    PossibleValuesParser::new(render::FORMATS.iter().map(value))
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let inputs = args.papers.discover();
    let projects = project::load_all(&inputs);
    let mut outcome = Outcome { errors: inputs.errors, ..Outcome::default() };
    let mut ready = Vec::new();
    let mut is_broken = false;
    for project in &projects {
        let faults = outcome.findings.len();
        let is_judged =
            check::check_project(project, &check::Terms::default(), session, &mut outcome);
        is_broken |= !is_judged;
        match (is_judged, formats(args, project)) {
            (true, Ok(formats)) => ready.push((project, formats)),
            (true, Err(finding)) => {
                is_broken = true;
                outcome.findings.insert(faults, *finding);
            }
            (false, _) => {}
        }
    }
    let pages = plan::plan(&ready, &args.output, &mut outcome.errors);
    let mut written = Vec::new();
    if !plan::is_stdout(&args.output) {
        written = make::write(&pages, session, &mut outcome);
    } else if args.report {
        let reason =
            "standard output can't take both the page and the report; choose a file with -o";
        outcome.errors.push(InputError::new("-", reason));
    } else {
        make::print(&pages, session, &mut outcome)?;
    }
    let mut out = session.stdout();
    if args.report {
        report::write(&pages, &written, &outcome.findings, &mut out)?;
    }
    let mut files: Vec<PathBuf> = written.into_iter().flatten().collect();
    files.dedup();
    if !args.report {
        for path in &files {
            writeln!(out, "{}", paths::display(path))?;
        }
    }
    out.flush()?;
    Ok(conclude(files.len(), &outcome, is_broken, session))
}

/// The formats for a project: what was typed, what its settings say, or all common ones.
fn formats(args: &Args, project: &Project) -> Result<Vec<&'static Format>, Box<Finding>> {
    let by_name = |name: &str| render::by_name(name);
    if args.fragment {
        return Ok(by_name("fragment").into_iter().collect());
    }
    if !args.to.is_empty() {
        return Ok(args.to.iter().filter_map(|name| by_name(name)).collect());
    }
    if project.settings.formats.is_empty() {
        return Ok(render::FORMATS.iter().filter(|format| format.name != "fragment").collect());
    }
    let named = project.settings.formats.iter().map(|name| {
        by_name(&name.value).ok_or_else(|| Box::new(templates::unknown_format(project, name)))
    });
    named.collect()
}

/// Says how much was written and what is wrong.
fn conclude(written: usize, outcome: &Outcome, is_broken: bool, session: &Session) -> Exit {
    let (errors, warnings): (Vec<Finding>, Vec<Finding>) =
        outcome.findings.iter().cloned().partition(|finding| finding.severity == Severity::Error);
    session.report_findings(&errors);
    let has_failed = session.report_errors(&outcome.errors) || is_broken;
    session.message(&summary(written, outcome.papers.len(), errors.len(), warnings.len()));
    match (has_failed, errors.is_empty()) {
        (true, _) => Exit::Failure,
        (false, false) => Exit::Findings,
        (false, true) => Exit::Clean,
    }
}

fn summary(files: usize, papers: usize, errors: usize, warnings: usize) -> String {
    let mut text =
        format!("{} checked, {} written", counted(papers, "paper"), counted(files, "file"));
    if errors > 0 {
        text.push_str(&format!(", {}", counted(errors, "error")));
    }
    if warnings > 0 {
        text.push_str(&format!(
            ", {} (`issuepaper check` shows them)",
            counted(warnings, "warning")
        ));
    }
    text
}
