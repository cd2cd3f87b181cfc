//! `issuepaper render`

mod addresses;
mod plan;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use clap::builder::{PossibleValue, PossibleValuesParser};
use issuepaper::document::{self, Document};
use issuepaper::finding::{Finding, Severity};
use issuepaper::render::{self, Format, RenderError};
use issuepaper::report::Outcome;
use issuepaper::workspace::{self, InputError, Project};
use rayon::prelude::*;

use super::{Exit, Session, check, templates};
use plan::Page;

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
    /// Papers, folders or patterns
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The formats, with commas between them [default: the settings' `formats`, else md,html,txt]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = format_names())]
    to: Vec<String>,
    /// Make the article without a page around it, for a web system; the same as --to fragment
    #[arg(long, conflicts_with = "to")]
    fragment: bool,
    /// The folder to write to; with one paper and one format also a file, or - for standard output
    #[arg(short, long, value_name = "FOLDER", default_value = "out")]
    output: PathBuf,
}

/// What is made when neither the command line nor the settings say.
const DEFAULT_FORMATS: [&str; 3] = ["md", "html", "txt"];

fn format_names() -> PossibleValuesParser {
    let value = |format: &Format| PossibleValue::new(format.name).help(format.about);
    PossibleValuesParser::new(render::FORMATS.iter().map(value))
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let inputs = workspace::discover(&args.paths);
    let projects = workspace::load_all(&inputs);
    let mut outcome = Outcome { errors: inputs.errors, ..Outcome::default() };
    let mut ready = Vec::new();
    let mut is_broken = false;
    for project in &projects {
        let faults = outcome.findings.len();
        let is_judged = check::check_project(project, session, &mut outcome);
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
    let written = if plan::is_stdout(&args.output) {
        print(&pages, session, &mut outcome)?
    } else {
        write(&pages, &mut outcome)
    };
    conclude(&written, &outcome, is_broken, session)
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
    if project.config.formats.is_empty() {
        return Ok(DEFAULT_FORMATS.into_iter().filter_map(by_name).collect());
    }
    let named = project.config.formats.iter().map(|name| {
        by_name(&name.value).ok_or_else(|| Box::new(templates::unknown_format(project, name)))
    });
    named.collect()
}

/// Makes every page on all cores and writes it; the paths written, in the order of the plan.
fn write(pages: &[Page<'_>], outcome: &mut Outcome) -> Vec<PathBuf> {
    let make = |page: &Page<'_>| -> Result<Vec<PathBuf>, Trouble> {
        let text = text_of(page)?;
        workspace::replace(&page.path, &text.page)?;
        let mut written = vec![page.path.clone()];
        for picture in &text.copies {
            workspace::replace(&picture.to, workspace::read_bytes(&picture.from)?)?;
            written.push(picture.to.clone());
        }
        Ok(written)
    };
    let results: Vec<_> = pages.par_iter().map(make).collect();
    let mut written = Vec::new();
    for result in results {
        match result {
            Ok(paths) => written.extend(paths),
            Err(trouble) => trouble.add_to(outcome),
        }
    }
    written.dedup();
    written
}

/// Prints the one page that there is.
fn print(
    pages: &[Page<'_>],
    session: &Session,
    outcome: &mut Outcome,
) -> anyhow::Result<Vec<PathBuf>> {
    for page in pages {
        // Inside the pool, whose stack is large enough for every format.
        match rayon::scope(|_| text_of(page)) {
            Ok(text) => {
                let mut out = session.stdout();
                out.write_all(&text.page)?;
                out.flush()?;
            }
            Err(trouble) => trouble.add_to(outcome),
        }
    }
    Ok(Vec::new())
}

/// A finished page and the pictures that go beside it.
struct Text {
    page: Vec<u8>,
    copies: Vec<addresses::Copy>,
}

fn text_of(page: &Page<'_>) -> Result<Text, Trouble> {
    let mut document: Document = document::assemble(&page.file.paper, page.series);
    let copies = addresses::settle(&mut document, page);
    let paper_size = page.project.config.paper_size.unwrap_or(page.series.paper_size);
    let options = render::Options { paper_size, ..render::Options::default() };
    let text = render::render(&document, page.format, &page.templates, options);
    let text = text.map_err(|error| trouble(page, error))?;
    Ok(Text { page: text, copies })
}

fn trouble(page: &Page<'_>, error: RenderError) -> Trouble {
    match error {
        RenderError::Template(problem) => {
            match templates::finding(page.project, page.series, problem.clone()) {
                Some(finding) => Trouble::Finding(Box::new(finding)),
                None => Trouble::Input(InputError::new(problem.file, problem.message)),
            }
        }
        error @ (RenderError::NoTemplate { .. } | RenderError::Refused { .. }) => {
            Trouble::Input(InputError::new(page.file.paper.file.name(), error.to_string()))
        }
    }
}

/// Why a page was not made.
enum Trouble {
    Input(InputError),
    Finding(Box<Finding>),
}

impl Trouble {
    fn add_to(self, outcome: &mut Outcome) {
        match self {
            Self::Input(error) => outcome.errors.push(error),
            Self::Finding(finding) => {
                // A broken template is one fault, not one a paper.
                if !outcome.findings.contains(&finding) {
                    outcome.findings.push(*finding);
                }
                let error =
                    InputError::new("render", "a template is broken; no page was made with it");
                if !outcome.errors.contains(&error) {
                    outcome.errors.push(error);
                }
            }
        }
    }
}

impl From<InputError> for Trouble {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

/// Says what was written and what is wrong.
fn conclude(
    written: &[PathBuf],
    outcome: &Outcome,
    is_broken: bool,
    session: &Session,
) -> anyhow::Result<Exit> {
    let (errors, warnings): (Vec<Finding>, Vec<Finding>) =
        outcome.findings.iter().cloned().partition(|finding| finding.severity == Severity::Error);
    session.report_findings(&errors);
    let mut out = session.stdout();
    for path in written {
        writeln!(out, "{}", workspace::display(path))?;
    }
    out.flush()?;
    let has_failed = session.report_errors(&outcome.errors) || is_broken;
    session.message(&summary(written.len(), outcome.checked, errors.len(), warnings.len()));
    Ok(match (has_failed, errors.is_empty()) {
        (true, _) => Exit::Failure,
        (false, false) => Exit::Findings,
        (false, true) => Exit::Clean,
    })
}

fn summary(files: usize, papers: usize, errors: usize, warnings: usize) -> String {
    let counted =
        |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
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

/// A path's folder, the current one where it names none.
fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}
