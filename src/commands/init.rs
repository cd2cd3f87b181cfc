//! `issuepaper init`

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use clap::Args as ClapArgs;
use issuepaper::drafting;
use issuepaper::series::{GENERAL, Library};

use super::shared::shell_word;
use super::{Exit, Session, put_path};

/// Create a project that passes all checks and renders
///
/// Writes the settings, a registry of units if the series needs one, and a first paper to edit. The pages in `out/` are
/// kept out of git by lines in .gitignore; no other file that exists is changed.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The folder of the project
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    /// The series of its papers: issue-paper, coac, adr, eip
    #[arg(long, value_name = "SERIES", default_value = GENERAL)]
    series: String,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let library = Library::default();
    let Some(Ok(series)) = library.series(&args.series) else {
        bail!(
            "there is no series `{}`; the series are {}",
            args.series,
            library.names().join(", ")
        );
    };
    let changes = drafting::new_project(&args.folder, &series, session.today);
    changes.commit()?;
    let mut out = session.stdout();
    for change in changes.iter() {
        put_path(&mut out, change.path())?;
    }
    out.flush()?;
    let folder = shell_word(&args.folder);
    session.message(&format!(
        "created a project; try `issuepaper check {folder}` and `issuepaper render {folder}`"
    ));
    Ok(Exit::Clean)
}
