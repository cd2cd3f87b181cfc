//! `issuepaper render`

mod accessibility;

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args as ClapArgs;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use issuepaper::pages::{self, PageOptions};
use issuepaper::project::{self, InputError};
use issuepaper::render::{self, FORMATS, Format};

use super::shared::pages::Rendering;
use super::shared::papers::Papers;
use super::{Exit, Session};

/// Check papers and render them as standardized documents
///
/// Writes `out/<folder>/<paper>.<format>` for each paper and format, and prints the path of every file
/// written. A paper with errors is still rendered, so that a draft can be viewed, but the exit
/// code is 1. Drafts carry their stage's marking.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper render                                every paper of the project, in every format
  issuepaper render 2024-06 --to html,txt -o site  a folder, two formats, another output folder
  issuepaper render paper.md -o page.docx          one file
  issuepaper render paper.md --fragment -o -       the article alone, on standard output")]
pub struct Args {
    #[command(flatten)]
    papers: Papers,
    /// The formats, separated by commas [default: the settings' `formats`, otherwise all but fragment]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = format())]
    to: Vec<&'static Format>,
    /// Make the article without a page around it, for a web system; the same as --to fragment
    #[arg(long, conflicts_with = "to")]
    fragment: bool,
    /// The folder to write to; for one paper and one format also a file, or - for standard output [default: `out` in the
    /// project's folder]
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Instead of the paths, print which accessibility checks each file passed and which are left for
    /// a person
    #[arg(long)]
    report: bool,
    /// Make Word files for reviewers: their changes are tracked from the start, for `issuepaper review` to take back
    #[arg(long)]
    review: bool,
}

fn format() -> impl TypedValueParser<Value = &'static Format> {
    let value = |format: &Format| {
        PossibleValue::new(format.name).help(format.about).hide(!format.is_available())
    };
    let names = PossibleValuesParser::new(FORMATS.iter().map(value));
    names.try_map(|name| FORMATS.iter().find(|format| format.name == name).ok_or("no such format"))
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    if let Some(format) = formats(args).iter().find(|format| !format.is_available()) {
        bail!("{}; {}", format.not_built(), render::HOW_TO_GET);
    }
    if let Some(format) = formats(args).iter().find(|format| args.review && !format.is_editable) {
        bail!("reviewers can't edit {}; use --review with a format that they can", format.name);
    }
    let inputs = args.papers.discover();
    session.report_notes(&inputs.notes);
    let projects = project::load_all(&inputs);
    let mut rendering = Rendering::check(&projects, inputs.errors, &formats(args), session);
    let options = PageOptions {
        output: args.output.clone().unwrap_or_else(|| project::output_folder(&projects)),
        created: session.created,
        tracks_changes: args.review,
    };
    let pages = rendering.plan(&options);
    let written = if args.report && pages::is_stdout(&options.output) {
        let reason =
            "standard output can't take both the page and the report; choose a file with -o";
        rendering.outcome.errors.push(InputError::new("-", reason));
        Vec::new()
    } else {
        rendering.output(&pages, &options, session)?
    };
    let files = super::shared::pages::files(&written);
    let mut out = session.stdout();
    if args.report {
        accessibility::write(&pages, &written, &rendering.outcome.findings, &mut out)?;
    } else {
        super::shared::pages::print_paths(&files, &mut out)?;
    }
    out.flush()?;
    Ok(rendering.conclude(files.len(), session))
}

/// The requested formats.
fn formats(args: &Args) -> Vec<&'static Format> {
    match args.output.as_deref().and_then(pages::format_of_file) {
        _ if args.fragment => vec![render::FRAGMENT],
        _ if args.review && args.to.is_empty() => {
            render::available().filter(|format| format.is_editable).collect()
        }
        // `-o page.docx` says which format.
        Some(format) if args.to.is_empty() => vec![format],
        _ => render::distinct(args.to.clone()),
    }
}
