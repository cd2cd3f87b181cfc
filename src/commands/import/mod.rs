//! `issuepaper import`

mod json;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::{Args as ClapArgs, ValueEnum};
use clap_complete::engine::ArgValueCandidates;
use issuepaper::import::{self, DateOrder, ImportOptions, Imported, Place};
use issuepaper::pages;
use issuepaper::project::{self, Project, files, paths};
use issuepaper::series::Series;

use super::shared::progress::Progress;
use super::shared::{put_json, series, shell_word};
use super::{Exit, Session, candidates, put, put_path};
use json::{Answer, File};

/// Make the source of a paper from Word, Markdown or plain text
///
/// Takes papers as they were published or typed: the series says which line is which field, and what opens a
/// section. Every word of a file is in the source or in what is reported; what only somebody can know is reported
/// and marked in the source. A folder stands for the papers in it. An existing file is never overwritten, unless
/// --force says so.
///
/// Exit code 0 means that nothing is left to do, 1 that something in the report is, 2 that a file could not be
/// imported; the others are.
#[expect(clippy::struct_excessive_bools, reason = "one for each option that is there or not")]
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper import old/in-bond.docx -o 2024-09
  issuepaper import published/ -o papers --series coac
  issuepaper import draft.docx -o - | less")]
pub struct Args {
    /// Word, Markdown and text files, or folders of them
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The series of the papers, instead of the project's
    #[arg(long, value_name = "SERIES", add = ArgValueCandidates::new(candidates::series))]
    series: Option<String>,
    /// The folder to write to, or a file, or `-` for standard output [default: the current folder]
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// The stage of the papers, instead of the one that their marking tells
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// Reject tracked changes, rather than accept them
    #[arg(long)]
    reject: bool,
    /// What a date such as 05/06/2024 means
    #[arg(long, value_name = "ORDER")]
    dates: Option<Order>,
    /// Put the open comments of Word files into the source, below what they are on; `check` keeps such a paper from
    /// publication
    #[arg(long)]
    as_comments: bool,
    /// Overwrite files that exist
    #[arg(long)]
    force: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// How to write the result
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// The paths of the papers; what is left to do goes to standard error
    Text,
    /// A JSON object with the papers and all remarks
    Json,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Order {
    /// 5/21/2024
    MonthFirst,
    /// 21/5/2024
    DayFirst,
}

/// A file to import, and where its source goes.
struct Job {
    from: PathBuf,
    to: PathBuf,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let project = project::load_here();
    if super::report_settings(&project, session) {
        return Ok(Exit::Failure);
    }
    let series = series::named(&project, args.series.as_deref())?;
    let options = options(args, &series)?;
    let mut exit = Exit::Clean;
    let mut jobs = Vec::new();
    for path in &args.files {
        match inputs(path) {
            Ok(found) => jobs.extend(found),
            Err(error) => {
                session.warning(&format!("error: {error}"));
                exit = Exit::Failure;
            }
        }
    }
    let jobs = distinct(targets(jobs, args)?, session, &mut exit);
    let progress = Progress::new(jobs.len());
    let mut files = Vec::new();
    for job in &jobs {
        match import(job, args, (&project, &series), &options) {
            Ok(imported) => {
                let is_open = imported.remarks.iter().any(|remark| remark.is_open);
                exit = exit.max(if is_open { Exit::Findings } else { Exit::Clean });
                if args.format == Form::Json {
                    files.push(File::imported(&job.from, &job.to, &imported, args.dry_run));
                } else {
                    progress.suspend(|| report(job, &imported, args.dry_run, session))?;
                }
            }
            Err(error) => {
                progress.suspend(|| session.warning(&format!("error: {error:#}")));
                files.push(File::failed(&job.from, format!("{error:#}")));
                exit = Exit::Failure;
            }
        }
        progress.count();
    }
    progress.finish();
    if args.format == Form::Json {
        let mut out = session.stdout();
        put_json(&mut out, &Answer::new(files, args.dry_run))?;
        out.flush()?;
    }
    Ok(exit)
}

fn options(args: &Args, series: &Series) -> anyhow::Result<ImportOptions> {
    if let Some(stage) = &args.stage
        && !series.stages.order.contains(stage)
    {
        bail!("there is no stage `{stage}`; the stages are {}", series.stages.order.join(", "));
    }
    let dates = args.dates.map(|order| match order {
        Order::MonthFirst => DateOrder::MonthFirst,
        Order::DayFirst => DateOrder::DayFirst,
    });
    let stage = args.stage.clone();
    Ok(ImportOptions { stage, rejects: args.reject, dates, comments: args.as_comments })
}

/// The files that `path` stands for.
fn inputs(path: &Path) -> anyhow::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let found = project::files_below(path, &import::ENDINGS);
    if found.is_empty() {
        let endings = import::ENDINGS.map(|ending| format!(".{ending}")).join(", ");
        bail!("{}: there is no file to import, which end in {endings}", paths::display(path));
    }
    Ok(found)
}

/// Where each source goes.
fn targets(inputs: Vec<PathBuf>, args: &Args) -> anyhow::Result<Vec<Job>> {
    let output = args.output.as_deref().unwrap_or(Path::new(""));
    let is_file = output.extension().is_some_and(|it| it == "md") && !output.is_dir();
    if (is_file || pages::is_stdout(output)) && inputs.len() > 1 {
        bail!("several papers need a folder; name one with --output");
    }
    let job = |from: PathBuf| {
        let stem = from.file_stem().unwrap_or_default().to_string_lossy();
        let to = if is_file || pages::is_stdout(output) {
            output.to_owned()
        } else {
            output.join(format!("{}.md", paths::safe_file_name(&stem)))
        };
        Job { from, to }
    };
    Ok(inputs.into_iter().map(job).collect())
}

/// The jobs whose sources have a path of their own; small and capital letters make no difference on some systems.
fn distinct(jobs: Vec<Job>, session: &Session, exit: &mut Exit) -> Vec<Job> {
    let mut by_target: BTreeMap<String, Vec<Job>> = BTreeMap::new();
    for job in jobs {
        by_target.entry(paths::display(&job.to).to_lowercase()).or_default().push(job);
    }
    let mut out = Vec::new();
    for jobs in by_target.into_values() {
        if let [first, _, ..] = jobs.as_slice() {
            let names: Vec<String> = jobs.iter().map(|job| paths::display(&job.from)).collect();
            let target = paths::display(&first.to);
            session.warning(&format!(
                "error: {} would all be written to {target}; import them one by one with --output FILE",
                names.join(", ")
            ));
            *exit = Exit::Failure;
        } else {
            out.extend(jobs);
        }
    }
    out
}

fn import(
    job: &Job,
    args: &Args,
    (project, series): (&Project, &Series),
    options: &ImportOptions,
) -> anyhow::Result<Imported> {
    let name = paths::display(&job.from);
    let bytes = files::read_bytes(&job.from)?;
    if let Some(source) = pages::source_of(&bytes).filter(|_| bytes.starts_with(b"%PDF-")) {
        bail!("{name}: was made from {source}, which is its source");
    }
    let imported = import::import(&name, &bytes, project, series, options)
        .map_err(|error| anyhow::anyhow!("{name}: {error}"))?;
    if files::are_same(&job.from, &job.to) {
        bail!("{name}: is the file that would be written; name another with --output");
    }
    if !args.dry_run && !pages::is_stdout(&job.to) {
        write(job, &imported, args.force)?;
    }
    Ok(imported)
}

/// Writes the source, and its pictures beside it; all of it, or nothing.
fn write(job: &Job, imported: &Imported, force: bool) -> anyhow::Result<()> {
    let folder = job.to.parent().unwrap_or(Path::new(""));
    let pictures = imported.pictures.iter().map(|(to, bytes)| (folder.join(to), bytes.as_slice()));
    let mut new: Vec<(PathBuf, &[u8])> = pictures.collect();
    new.push((job.to.clone(), imported.text.as_bytes()));
    files::write_together(&new, force)?;
    Ok(())
}

fn report(job: &Job, imported: &Imported, dry_run: bool, session: &Session) -> anyhow::Result<()> {
    let name = paths::display(&job.from);
    let mut out = session.stdout();
    // On a terminal what is left to do is read below the source.
    if pages::is_stdout(&job.to) && !dry_run {
        out.write_all(imported.text.as_bytes())?;
        out.flush()?;
    }
    for remark in &imported.remarks {
        let place = match remark.place {
            Place::File => name.clone(),
            Place::Line(line) => format!("{name}:{line}"),
            Place::Paragraph(paragraph) => format!("{name}, paragraph {paragraph}"),
        };
        let kind = if remark.is_open { "" } else { "note: " };
        let line = format!("{place}: {kind}{}", remark.message);
        if remark.is_open { session.warning(&line) } else { session.message(&line) }
    }
    if !pages::is_stdout(&job.to) {
        put_path(&mut out, &job.to)?;
        if dry_run {
            imported.text.lines().try_for_each(|line| put(&mut out, line))?;
        }
    }
    out.flush()?;
    let open = imported.remarks.iter().filter(|remark| remark.is_open).count();
    let left = match open {
        0 => format!("run `issuepaper check {}`", shell_word(&job.to)),
        1 => "1 thing is left to do".to_owned(),
        open => format!("{open} things are left to do"),
    };
    let Imported { read, placed, .. } = imported;
    session.message(&format!("{name}: {read} blocks read, {placed} taken over; {left}"));
    Ok(())
}
