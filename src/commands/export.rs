//! `issuepaper export`

use std::io::Write;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use issuepaper::document::{self, Document};
use issuepaper::series::{Series, Values};
use issuepaper::suggest::counted;
use issuepaper::workspace::{self, PaperFile, Project};

use super::papers::Papers;
use super::table::{Column, Table};
use super::{Exit, Session};

/// Write what an archive asks for
///
/// With --nara, the table of metadata that goes to the U.S. National Archives with the files of a transfer: a
/// line a paper, a pipe between values (NARA Bulletin 2015-04). Papers that are not published are left out
/// unless --all asks for them.
#[derive(Debug, ClapArgs)]
pub struct Args {
    #[command(flatten)]
    papers: Papers,
    /// The table for the U.S. National Archives
    #[arg(long, required = true)]
    nara: bool,
    /// Papers that are not published, too
    #[arg(long)]
    all: bool,
    /// Name the rendered files of this kind, such as pdf, instead of the sources
    #[arg(long, value_name = "EXTENSION")]
    files: Option<String>,
    /// What the records' readers may do with them, for all lines
    #[arg(long, value_name = "TEXT")]
    rights: Option<String>,
    /// The file to write to [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The elements that the bulletin asks of every file, and those of its optional ones that a paper knows.
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

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    debug_assert!(args.nara, "clap asks for it");
    let inputs = args.papers.discover();
    let projects = workspace::load_all(&inputs);
    if super::report_faults(&inputs.errors, &projects, session) {
        return Ok(Exit::Failure);
    }
    let mut rows = Vec::new();
    let mut left_out = 0;
    for project in &projects {
        for file in project.selected() {
            let Some(series) = project.series_of(&file.paper) else { continue };
            let values = Values::new(&file.paper, series);
            if args.all || series.stages.is_frozen(values.stage) {
                rows.push(row(project, file, series, &values, args));
            } else {
                left_out += 1;
            }
        }
    }
    let table = Table { columns: COLUMNS.to_vec(), rows };
    let mut bytes = Vec::new();
    table.write_separated(b'|', &mut bytes)?;
    if let Some(path) = &args.output {
        workspace::replace(path, bytes)?;
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
    Ok(Exit::Clean)
}

fn row(
    project: &Project,
    file: &PaperFile,
    series: &Series,
    values: &Values<'_>,
    args: &Args,
) -> Vec<String> {
    let page = document::assemble(&file.paper, series);
    let path = project.relative(&file.path);
    let name = match &args.files {
        Some(extension) => {
            let stem = path.rsplit_once('.').map_or(path.as_str(), |(stem, _)| stem);
            format!("{stem}.{extension}")
        }
        None => path.clone(),
    };
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    vec![
        name,
        // A series without numbers knows its papers by their paths.
        page.meta.identifier.clone().unwrap_or(path),
        on_one_line(&page.title),
        on_one_line(&description(&page)),
        text(&page.meta.publisher.clone().or(page.meta.author.clone())),
        text(&page.meta.date),
        on_one_line(args.rights.as_deref().unwrap_or_default()),
        text(&page.meta.period),
        relation(values),
    ]
}

/// What the record is: its kind, the unit, and who submitted it.
fn description(page: &Document) -> String {
    let meta = &page.meta;
    let mut parts: Vec<String> = meta.kind.iter().chain(&meta.subjects).cloned().collect();
    parts.extend(meta.author.iter().map(|author| format!("submitted by {author}")));
    parts.join(", ")
}

/// The papers that it names.
fn relation(values: &Values<'_>) -> String {
    let mut parts = Vec::new();
    for field in ["supersedes", "previous", "superseded_by", "related"] {
        let single = values.text(field).into_iter();
        let listed = values.list(field).iter().map(|item| item.value.as_str());
        parts.extend(single.chain(listed).map(|other| format!("{field}: {other}")));
    }
    on_one_line(&parts.join("; "))
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
