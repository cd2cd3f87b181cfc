//! `issuepaper export`

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;
use clap::builder::PossibleValuesParser;
use issuepaper::check::relations::{self, Kind, Relation, Relations};
use issuepaper::document::Metadata;
use issuepaper::pages::page_path;
use issuepaper::project::files;
use issuepaper::project::paths;
use issuepaper::project::{self, PaperFile, Project, Sources};
use issuepaper::render::FORMATS;
use issuepaper::series::{Series, Values};
use issuepaper::text::suggest::counted;

use super::shared::papers::Papers;
use super::shared::table::{Column, Mark, Table};
use super::{Exit, Session};

/// Write the metadata that an archive requires
///
/// With --nara, writes the metadata table that goes to the U.S. National Archives with the files of a transfer:
/// one line per paper, values separated by pipes (NARA Bulletin 2015-04). A value that contains a pipe or a quote is
/// quoted, its own quotes doubled; line ends in values become spaces. A value that a spreadsheet would run as a
/// formula begins with an apostrophe. Papers that are not published are left out
/// unless --all includes them.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper export --nara --rights Unrestricted -o transfer.csv
  issuepaper export --nara --files pdf 2024-06     the PDF files that `render` makes of June's papers")]
pub struct Args {
    #[command(flatten)]
    papers: Papers,
    /// The table for the U.S. National Archives
    #[arg(long, required = true)]
    nara: bool,
    /// Include papers that are not published
    #[arg(long)]
    all: bool,
    /// List the files of this format that `render` makes, relative to its folder, instead of the sources
    #[arg(long, value_name = "EXTENSION", value_parser = extensions())]
    files: Option<String>,
    /// What restricts the use of the records, if anything, for all lines
    #[arg(long, value_name = "TEXT")]
    rights: Option<String>,
    #[command(flatten)]
    mark: Mark,
    /// The file to write to [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The elements for each file, and their sources:
///
/// | element | source |
/// |---|---|
/// | File Name | the source's path in the project, or that of the rendered file below `render`'s folder |
/// | Record ID | the publication number; in a series without numbers the source's path |
/// | Title | the printed title |
/// | Description | the kind of paper, its units, who submitted it |
/// | Creator | the series' agency; without one the submitter |
/// | Creation Date | the day it was submitted, as ISO 8601 |
/// | Rights | `--rights`, since no paper states them |
/// | Coverage | the meeting's month, as ISO 8601 |
/// | Relation | the papers that its front matter names, by their Record IDs |
///
/// That the metadata of a transfer are a pipe-separated table with one line per file, and that the bulletin
/// sets a minimum of elements, is from [NARA Bulletin 2015-04](https://www.archives.gov/records-mgmt/bulletins/2015/2015-04.html)
/// and [its announcement](https://records-express.blogs.archives.gov/2016/03/21/what-is-the-relationship-between-naras-metadata-and-format-guidance/).
/// The names of the elements were not checked against its Appendix A, which defines them.
const COLUMNS: [Column; 9] = [
    ("File Name", "File Name"),
    ("Record ID", "Record ID"),
    ("Title", "Title"),
    ("Description", "Description"),
    ("Creator", "Creator"),
    ("Creation Date", "Creation Date"),
    ("Rights", "Rights"),
    ("Coverage", "Coverage"),
    ("Relation", "Relation"),
];

/// The extensions of rendered files; one of a format that this program was built without may have been made by
/// another build.
fn extensions() -> PossibleValuesParser {
    let all: BTreeSet<_> = FORMATS.iter().map(|format| format.extension).collect();
    PossibleValuesParser::new(all)
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    debug_assert!(args.nara, "clap requires it");
    let inputs = args.papers.discover();
    let projects = project::load_all(&inputs);
    if super::report_faults(&inputs.errors, &projects, session) {
        return Ok(Exit::Failure);
    }
    if let Some(path) = &args.output {
        Sources::new(&projects).verify_none(path)?;
    }
    let mut rows = Vec::new();
    let mut left_out = 0;
    for project in &projects {
        let papers: Vec<_> = project.papers.iter().map(|file| Facts::of(project, file)).collect();
        let relations = Relations::new(project, &project.carried_numbers());
        for (at, file) in project.papers.iter().enumerate().filter(|(_, file)| file.is_selected) {
            let Some(facts) = &papers[at] else { continue };
            if args.all || facts.series.stages.is_frozen(facts.values.stage) {
                let relation = relation(&papers, &facts.values, relations.of(at));
                rows.push(row(project, file, facts, relation, args));
            } else {
                left_out += 1;
            }
        }
    }
    let table = Table { columns: COLUMNS.to_vec(), rows };
    let mut bytes = Vec::new();
    args.mark.write(true, &mut bytes)?;
    table.write_separated(b'|', &mut bytes)?;
    if let Some(path) = &args.output {
        files::verify_own(path, &bytes, |_| false)?;
        files::replace(path, bytes)?;
    } else {
        let mut out = session.stdout();
        out.write_all(&bytes)?;
        out.flush()?;
    }
    let count = counted(table.rows.len(), "paper");
    let not_published = match left_out {
        0 => String::new(),
        left_out => format!(", {left_out} not published and left out"),
    };
    session.message(&format!("{count}{not_published}"));
    if args.rights.is_none() && !table.rows.is_empty() {
        session.message("Rights is empty; --rights says what restricts the use of the records");
    }
    Ok(Exit::Clean)
}

/// The contents of a paper's front matter.
struct Facts<'p> {
    series: &'p Series,
    values: Values<'p>,
    metadata: Metadata,
    /// The archive's identifier for the paper.
    record_id: String,
}

impl<'p> Facts<'p> {
    fn of(project: &'p Project, file: &'p PaperFile) -> Option<Self> {
        let series = project.series_of(&file.paper)?;
        let values = Values::new(&file.paper, series);
        let metadata = Metadata::new(&file.paper, series, &values);
        let number = metadata.identifier.clone();
        let record_id = on_one_line(&number.unwrap_or_else(|| project.relative(&file.path)));
        Some(Self { series, values, metadata, record_id })
    }
}

fn row(
    project: &Project,
    file: &PaperFile,
    facts: &Facts<'_>,
    relation: String,
    args: &Args,
) -> Vec<String> {
    let name = match &args.files {
        Some(extension) => {
            let path = page_path(Path::new(""), &project.inner(&file.path), extension);
            paths::display(&path)
        }
        None => project.relative(&file.path),
    };
    let meta = &facts.metadata;
    let text = |text: &Option<String>| on_one_line(text.as_deref().unwrap_or_default());
    vec![
        on_one_line(&name),
        facts.record_id.clone(),
        on_one_line(&meta.title),
        on_one_line(&description(meta)),
        text(&meta.publisher.clone().or(meta.author.clone())),
        text(&meta.date),
        text(&args.rights),
        text(&meta.period),
        relation,
    ]
}

/// A description of the record: its kind, the unit, and who submitted it.
fn description(meta: &Metadata) -> String {
    let mut parts: Vec<String> = meta.kind.iter().chain(&meta.subjects).cloned().collect();
    parts.extend(meta.author.iter().map(|author| format!("submitted by {author}")));
    parts.join(", ")
}

/// The papers that it names, by the archive's identifiers; as written if there is no such paper here.
fn relation(papers: &[Option<Facts<'_>>], values: &Values<'_>, relations: &[Relation]) -> String {
    let id = |at: usize| Some(papers.get(at)?.as_ref()?.record_id.clone());
    let mut parts = Vec::new();
    for kind in Kind::ALL {
        for (text, span) in relations::references(values, kind) {
            let to = relations.iter().find(|relation| relation.span == span);
            let other = to.and_then(|relation| id(relation.to?));
            let other = other.unwrap_or_else(|| text.to_owned());
            parts.push(format!("{}: {other}", kind.field()));
        }
    }
    on_one_line(&parts.join("; "))
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
