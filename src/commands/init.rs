//! `issuepaper init`

use issuepaper::project::files;
use issuepaper::project::paths;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args as ClapArgs;
use issuepaper::paper::fields::Month;
use issuepaper::project::UNITS_FILE;
use issuepaper::project::settings::SETTINGS_FILE;
use issuepaper::series::scaffold::{Filling, scaffold};
use issuepaper::series::{FieldType, GENERAL, Library, Requirement, Series};

use super::{Exit, Session};

/// Make a project that checks clean and renders
///
/// Writes the settings, a registry of units if the series needs one, and a first paper to write over.
/// Nothing that is there is touched.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The folder of the project
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// The series of its papers: issue-paper, coac
    #[arg(long, value_name = "SERIES", default_value = GENERAL)]
    series: String,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let library = Library::default();
    let Some(Ok(series)) = library.series(&args.series) else {
        bail!("there is no series `{}`; there are {}", args.series, library.names().join(", "));
    };
    let files = files(&series, session);
    for (path, _) in &files {
        let path = args.folder.join(path);
        if path.exists() {
            bail!("{} is there already; nothing was written", paths::display(&path));
        }
    }
    let mut out = session.stdout();
    for (path, text) in &files {
        let path = args.folder.join(path);
        files::create_new(&path, text)?;
        writeln!(out, "{}", paths::display(&path))?;
    }
    out.flush()?;
    let folder = paths::display(&args.folder);
    session.message(&format!(
        "made a project; try `issuepaper check {folder}` and `issuepaper render {folder}`"
    ));
    Ok(Exit::Clean)
}

fn files(series: &Series, session: &Session) -> Vec<(PathBuf, String)> {
    let period = Month::of(session.today);
    let mut files = vec![(PathBuf::from(SETTINGS_FILE), settings(series))];
    let units = sample_units(series);
    if !units.is_empty() {
        files.push((PathBuf::from(UNITS_FILE), registry(series, &units)));
    }
    let mut values = units;
    for field in series.fields.iter().filter(|field| field.required != Requirement::Never) {
        let value = match field.field_type {
            FieldType::Date => session.today.to_string(),
            FieldType::Month => period.to_string(),
            FieldType::Choice => field.choices.first().cloned().unwrap_or_default(),
            FieldType::Person => "Alex Doe, Example Office".to_owned(),
            FieldType::Text if field.id == "title" => "First paper".to_owned(),
            FieldType::Text if field.id == "office" => "Example Office".to_owned(),
            _ => continue,
        };
        values.insert(field.id.as_str(), value);
    }
    let paper = Path::new(&period.to_string()).join("first-paper.md");
    files.push((paper, scaffold(series, &values, Filling::Sample)));
    files
}

fn settings(series: &Series) -> String {
    format!(
        "\
# The settings of this project. `issuepaper explain` lists the rules.
series: {}                  # what a paper is that names no series

# Levels of rules: off, warning or error.
rules: {{}}

# Short forms that need no expansion, with their long forms.
acronyms: {{}}
",
        series.id
    )
}

/// A unit for each field that names one.
fn sample_units(series: &Series) -> BTreeMap<&str, String> {
    let units = series.fields.iter().filter(|field| field.field_type == FieldType::Unit);
    units.map(|field| (field.id.as_str(), format!("Example {}", field.label))).collect()
}

fn registry(series: &Series, units: &BTreeMap<&str, String>) -> String {
    let mut text = String::from(
        "# The registry of units. Names, parents, aliases and the months they are valid in.\nunits:\n",
    );
    for (id, name) in units {
        let Some(field) = series.field(id) else { continue };
        text.push_str(&format!("  - name: {name}\n"));
        if let Some(kind) = field.kinds.first() {
            text.push_str(&format!("    kind: {kind}\n"));
        }
        if let Some(parent) = field.within.as_deref().and_then(|within| units.get(within)) {
            text.push_str(&format!("    parent: {parent}\n"));
        }
    }
    text
}
