//! `issuepaper verify`

use issuepaper::project::files;
use issuepaper::project::paths;
use std::fmt;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::{Args as ClapArgs, ValueEnum};
use issuepaper::document::{PREFIX, Provenance};
use issuepaper::paper::seal::Seal;
use issuepaper::project::{self, Project};
use issuepaper::render::{self as pages, Format};
use issuepaper::text::suggest;
use serde::Serialize;

use super::{Exit, Session};

/// Tell what a rendered file was made of, and whether that still holds
///
/// HTML, Word and PDF files name the paper, the revision and the text that they were made of. The paper is
/// looked up in the project around the current folder, and compared. Exit code 0 means that the file is what the paper makes today, 1 that it is not, 2
/// that the file does not tell where it comes from.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// A rendered file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How to write the answer
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Lines for people
    Text,
    /// A JSON object
    Json,
}

/// What is known of a file.
#[derive(Debug, Serialize)]
struct Answer {
    file: String,
    paper: String,
    revision: Option<String>,
    sha256: String,
    /// The text that it was made of, as the register knows it.
    registered: Option<String>,
    version: String,
    source: Source,
    page: Page,
}

/// The paper's source against the text that the file was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Source {
    Same,
    Changed,
    Missing,
}

/// The file against the page that the source makes today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Page {
    Same,
    Different,
    Unknown,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let shown = paths::display(&args.file);
    let bytes = files::read_bytes(&args.file)?;
    let (format, line) = line(&bytes);
    let found = line.and_then(|line| Provenance::find(&line));
    let Some(found) = found else {
        bail!(
            "{shown}: does not tell which paper made it; HTML, Word and PDF files do that were made by \
             `issuepaper render`"
        );
    };
    let root = project::root_here().context("there is no project here to look for the paper in")?;
    let path = paths::normal(&root.join(&found.paper));
    if !paths::is_inside(&path, &root) {
        bail!("{shown}: names a paper outside of any project: {}", suggest::shown(&found.paper));
    }
    let inputs = project::discover(&[path]);
    let projects = project::load_all(&inputs);
    let project = projects.first();
    let answer = Answer {
        source: source(project, &found),
        page: page(project, format, &args.file, &bytes, session),
        registered: project.and_then(|project| registered(project, &found)),
        file: shown,
        paper: found.paper,
        revision: found.revision,
        sha256: found.seal.to_string(),
        version: found.version,
    };
    let mut out = session.stdout();
    match args.format {
        Form::Text => write!(out, "{answer}")?,
        Form::Json => {
            serde_json::to_writer_pretty(&mut out, &answer)?;
            writeln!(out)?;
        }
    }
    out.flush()?;
    let is_same = answer.source == Source::Same && answer.page != Page::Different;
    Ok(if is_same { Exit::Clean } else { Exit::Findings })
}

/// What kind of file it is, and the part of it that tells where it comes from.
fn line(bytes: &[u8]) -> (&'static str, Option<String>) {
    if bytes.starts_with(b"PK") {
        return ("docx", custom_properties(bytes));
    }
    let is_pdf = bytes.starts_with(b"%PDF");
    let text = String::from_utf8_lossy(bytes);
    if is_pdf {
        return ("pdf", Some(text.into_owned()));
    }
    let is_page =
        text.trim_start().get(..9).is_some_and(|head| head.eq_ignore_ascii_case("<!doctype"));
    // The line stands behind the page; what the paper itself says of others is no line of its own.
    let at = text.rfind(&format!("<!-- {PREFIX}"));
    (if is_page { "html" } else { "fragment" }, at.map(|at| text[at..].to_owned()))
}

fn custom_properties(bytes: &[u8]) -> Option<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut text = String::new();
    // A file of a kilobyte may say that it unpacks to terabytes.
    archive.by_name("docProps/custom.xml").ok()?.take(1 << 20).read_to_string(&mut text).ok()?;
    let document = roxmltree::Document::parse(&text).ok()?;
    let texts: Vec<&str> = document.descendants().filter_map(|node| node.text()).collect();
    Some(texts.join("\n"))
}

fn source(project: Option<&Project>, found: &Provenance) -> Source {
    match project.and_then(|project| project.selected().next()) {
        None => Source::Missing,
        Some(file) if Seal::of(file.paper.file.text()) == found.seal => Source::Same,
        Some(_) => Source::Changed,
    }
}

fn page(
    project: Option<&Project>,
    format: &str,
    path: &Path,
    bytes: &[u8],
    session: &Session,
) -> Page {
    let format: Option<&'static Format> = pages::by_name(format);
    let folder = path.parent().unwrap_or(Path::new(""));
    let made = project.zip(format);
    let made =
        made.and_then(|(project, format)| super::render::remade(project, format, folder, session));
    match made {
        None => Page::Unknown,
        Some(made) if made == bytes => Page::Same,
        Some(_) => Page::Different,
    }
}

/// What the register calls the text that the file was made of.
fn registered(project: &Project, found: &Provenance) -> Option<String> {
    let record = project.register.as_ref()?.record(&found.paper);
    let event = record.events().iter().find(|event| event.seal == found.seal)?;
    Some(format!("{} on {}", event.described(), event.on))
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = match self.source {
            Source::Same => "is the text that the file was made of",
            Source::Changed => "was changed since",
            Source::Missing => "is not in this project",
        };
        let page = match self.page {
            Page::Same => "is byte for byte what the paper makes today",
            Page::Different if self.source == Source::Same => {
                "differs from what the paper makes today: it was edited, or made with other settings, \
                 templates or another version"
            }
            Page::Different => "differs from what the paper makes today",
            Page::Unknown => "can't be compared with what the paper makes today",
        };
        let mut line = |name: &str, value: &str| writeln!(f, "{name:<9}{value}");
        line("file", &format!("{} {page}", self.file))?;
        line("paper", &format!("{} {source}", self.paper))?;
        line("revision", self.revision.as_deref().unwrap_or("none"))?;
        line("text", self.registered.as_deref().unwrap_or("not in the register"))?;
        line("sha256", &self.sha256)?;
        line("made by", &format!("issuepaper {}", self.version))
    }
}
