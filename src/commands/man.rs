//! `issuepaper man`

use std::io::Write;
use std::path::PathBuf;

use clap::{Args as ClapArgs, CommandFactory};
use clap_mangen::Man;
use issuepaper::project::files;

use super::{Cli, Exit, Session, put_path};

/// Write the manual pages
///
/// Without a folder, prints the page of issuepaper itself: issuepaper man | man -l -
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The folder for the pages, one for each command, such as ~/.local/share/man/man1
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let mut root = Cli::command();
    root.build();
    let mut out = session.stdout();
    let Some(folder) = &args.folder else {
        page(&root, &mut out)?;
        out.flush()?;
        return Ok(Exit::Clean);
    };
    let mut errors = Vec::new();
    for command in with_subcommands(&root) {
        let name = command.get_display_name().unwrap_or(command.get_name());
        let mut text = Vec::new();
        page(command, &mut text)?;
        let path = folder.join(format!("{name}.1"));
        match files::replace(&path, text) {
            Ok(()) => put_path(&mut out, &path)?,
            Err(error) => errors.push(error),
        }
    }
    out.flush()?;
    Ok(if session.report_errors(&errors) { Exit::Failure } else { Exit::Clean })
}

/// A command and all below it, but those that print help.
fn with_subcommands(command: &clap::Command) -> Vec<&clap::Command> {
    let below = command.get_subcommands().filter(|command| command.get_name() != "help");
    std::iter::once(command).chain(below.flat_map(with_subcommands)).collect()
}

/// The page of one command. It has no date, so that the same program writes the same pages.
fn page(command: &clap::Command, out: &mut impl Write) -> std::io::Result<()> {
    Man::new(command.clone()).date("").render(out)
}
