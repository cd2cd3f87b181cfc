//! `issuepaper init`

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap::Args as ClapArgs;
use issuepaper::paper::Paper;
use issuepaper::project::{ChangeSet, markdown_below, paths, with_front_matter_beside};
use issuepaper::series::{GENERAL, Library};
use issuepaper::text::suggest;
use issuepaper::{drafting, learn};

use super::shared::shell_word;
use super::{Exit, Session, put_path};

/// Create a project that passes all checks and renders
///
/// Writes the settings, a registry of units if the series needs one, and a first paper to edit. The pages in `out/` are
/// kept out of git by lines in .gitignore; no other file that exists is changed.
///
/// With --learn, writes a series that the papers in a folder pass as far as they agree; its comments say on how many papers
/// each guess rests and which differ.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The folder of the project
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// The series of its papers: issue-paper, coac, adr, eip
    #[arg(long, value_name = "SERIES", default_value = GENERAL)]
    series: String,
    /// Learn a series from the papers in a folder, by default that of the project
    #[arg(long, value_name = "DIR", num_args = 0..=1, conflicts_with = "series")]
    learn: Option<Vec<PathBuf>>,
    /// The name of the learned series, by default that of the folder
    #[arg(long, value_name = "NAME", requires = "learn")]
    name: Option<String>,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    if let Some(folder) = &args.learn {
        return run_learn(args, folder.first().unwrap_or(&args.folder), session);
    }
    let library = Library::default();
    let Some(Ok(series)) = library.series(&args.series) else {
        bail!(
            "there is no series `{}`; the series are {}",
            args.series,
            library.names().join(", ")
        );
    };
    let changes = drafting::new_project(&args.folder, &series, session.today);
    commit(&changes, session)?;
    let folder = shell_word(&args.folder);
    session.message(&format!(
        "created a project; try `issuepaper check {folder}` and `issuepaper render {folder}`"
    ));
    Ok(Exit::Clean)
}

/// Writes the changes and prints their paths.
fn commit(changes: &ChangeSet, session: &Session) -> anyhow::Result<()> {
    changes.commit()?;
    let mut out = session.stdout();
    for change in changes.iter() {
        put_path(&mut out, change.path())?;
    }
    out.flush()?;
    Ok(())
}

/// Learns a series from the papers in `folder`.
fn run_learn(args: &Args, folder: &Path, session: &Session) -> anyhow::Result<Exit> {
    let root = &args.folder;
    if !paths::is_inside(folder, root) {
        bail!(
            "{}: is not in the folder of the project, {}; name that before `--learn`",
            paths::display(folder),
            paths::display(root)
        );
    }
    let (files, errors) = markdown_below(folder);
    for error in &errors {
        session.warning(&format!("warning: {error}"));
    }
    let path =
        |path: &Path| paths::display(&paths::within(path, root).unwrap_or_else(|| path.to_owned()));
    let files = with_front_matter_beside(files);
    let files: Vec<(String, Paper)> =
        files.into_iter().map(|file| (path(&file.path), file.paper)).collect();
    let papers: Vec<(&str, &Paper)> =
        files.iter().map(|(path, paper)| (path.as_str(), paper)).collect();
    let name = args.name.clone().unwrap_or_else(|| name_of(folder));
    let mut series = learn::learn(&papers, &name).with_context(|| paths::display(folder))?;
    if args.name.is_some() {
        series.id = learn::valid_id(&name);
    }
    if let Err(faults) = learn::try_out(root, &mut series, session.today) {
        let faults: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        bail!("what was learned is no series: {}", faults.join("; "));
    }
    commit(&learn::project(root, &series), session)?;
    let folder = shell_word(root);
    session.message(&format!(
        "learned the series `{}` from {}; try `issuepaper check {folder}`",
        series.id,
        suggest::counted(series.papers, "paper")
    ));
    Ok(Exit::Clean)
}

/// The name of a folder, of which `.` has none of its own.
fn name_of(folder: &Path) -> String {
    let path = paths::absolute(folder);
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
