//! `issuepaper diff`

mod editions;
mod output;

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::builder::NonEmptyStringValueParser;
use clap::{Args as ClapArgs, ValueEnum};
use clap_complete::engine::ArgValueCompleter;
use issuepaper::compare::report::Compared;
use issuepaper::paper::fields::Month;

use super::shared::parse::{parse_day, parse_month};
use super::{Exit, Session, candidates};
use editions::{Edition, Pair};

/// Compare two papers, section by section and word by word
///
/// Compares what a reader sees: how lines are wrapped and lists are numbered is no difference. With one paper, compares
/// it with the one that its `previous` names. A paper is a path, or a revision of git and a path: `main:2024-06/a.md`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper diff 2024-09/a.md                     with the paper that its `previous` names
  issuepaper diff 2024-06/a.md 2024-09/a.md --stat
  issuepaper diff 2024-09/a.md --rev main          with the same paper on another branch
  issuepaper diff 2024-09/a.md -o changes.docx     in Word, as tracked changes
  issuepaper diff --period 2024-09 -o packet.html  all papers of a meeting

Exit codes:
  0  compared; with --exit-code, nothing differs
  1  with --exit-code, something differs
  2  a paper could not be read")]
pub struct Args {
    /// The old paper; the only one is the new paper
    #[arg(value_name = "A", required_unless_present = "period", add = ArgValueCompleter::new(candidates::papers()))]
    one: Option<PathBuf>,
    /// The new paper
    #[arg(value_name = "B", conflicts_with_all = ["rev", "period"], add = ArgValueCompleter::new(candidates::papers()))]
    other: Option<PathBuf>,
    /// Compare the paper with itself at this revision of git
    #[arg(long, value_name = "REV", conflicts_with = "period", value_parser = NonEmptyStringValueParser::new())]
    rev: Option<String>,
    /// Compare every paper for the meeting of this month with its previous one
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month, conflicts_with = "one")]
    period: Option<Month>,
    /// How to write the comparison [default: by the name of the file of --output, otherwise text]
    #[arg(long, value_name = "FORMAT")]
    format: Option<Form>,
    /// Print one line for each section
    #[arg(long)]
    stat: bool,
    /// The file to write to [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write over a file that exists
    #[arg(long, requires = "output")]
    force: bool,
    /// Who made the tracked changes
    #[arg(long, value_name = "NAME", default_value = "issuepaper")]
    author: String,
    /// The day of the tracked changes [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    date: Option<NaiveDate>,
    /// Exit with 1 if anything differs
    #[arg(long)]
    exit_code: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Lines for people, with color on a terminal
    Text,
    /// A web page that needs no other file
    Html,
    /// One JSON object
    Json,
    /// Markdown, for a comment on a pull request
    #[value(alias = "md")]
    Markdown,
    /// A Word document of the new paper with the differences as tracked changes
    Docx,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let form = output::form(args)?;
    let pairs = match (&args.one, args.period) {
        (_, Some(period)) => editions::of_meeting(period, session)?,
        (Some(one), None) => vec![pair(args, one)?],
        (None, None) => anyhow::bail!("which paper? name it, or a meeting with --period"),
    };
    let compared: Vec<Compared> = pairs.iter().map(compared).collect::<anyhow::Result<_>>()?;
    output::write(args, form, &pairs, &compared, session)?;
    let is_same = compared.iter().all(|compared| compared.comparison.is_same());
    Ok(if args.exit_code && !is_same { Exit::Findings } else { Exit::Clean })
}

/// The two papers that the arguments name.
fn pair(args: &Args, one: &std::path::Path) -> anyhow::Result<Pair> {
    match (&args.other, &args.rev) {
        (Some(other), _) => Ok(Pair { old: Edition::read(one)?, new: Edition::read(other)? }),
        (None, Some(revision)) => {
            Ok(Pair { old: Edition::at(revision, one)?, new: Edition::read(one)? })
        }
        (None, None) => editions::with_previous(Edition::read(one)?),
    }
}

fn compared(pair: &Pair) -> anyhow::Result<Compared> {
    let (old, new) = (pair.old.paper()?, pair.new.paper()?);
    Ok(Compared::new((&pair.old.name, old.0, old.1), (&pair.new.name, new.0, new.1)))
}
