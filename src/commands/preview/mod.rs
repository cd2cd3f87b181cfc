//! `issuepaper preview`

mod editor;
mod events;
mod guard;
mod http;
mod server;
mod start;
mod watch;
mod work;

use std::io::Write;

use clap::Args as ClapArgs;
use clap_complete::engine::ArgValueCompleter;

use super::{Exit, Session, candidates, put};
use editor::Editor;
use server::Server;

/// Look at papers in the browser, with their findings, while you write them
///
/// Prints the address, and repaints the page whenever a file is saved. A click on a finding leads to its place, copies it
/// and, with an editor that opens without a terminal, opens it there. Only this machine reaches the page, and only by
/// the secret in the address.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper preview 2024-06/a.md --open           a paper, in the browser
  issuepaper preview 2024-06                       the papers for a meeting, and who owes one
  issuepaper preview 2024-06/                      the papers in a folder
  issuepaper preview --editor 'code --goto {path}:{line}:{column}'

The editor is that of --editor, otherwise of ISSUEPAPER_EDITOR, otherwise of VISUAL.

Exit codes:
  2    the preview could not be started
  130  it was ended with Ctrl-C")]
pub struct Args {
    /// A paper, a folder, or the month of a meeting as YYYY-MM [default: all papers of the project]
    #[arg(value_name = "PAPER|FOLDER|PERIOD", add = ArgValueCompleter::new(candidates::papers()))]
    subject: Option<String>,
    /// The port to listen on [default: any that is free]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Open the page in the browser; meanwhile other users of the machine can see the address
    #[arg(long)]
    open: bool,
    /// How to open a line in an editor, with {path}, {line} and {column}
    #[arg(long, value_name = "COMMAND")]
    editor: Option<String>,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let editor = Editor::of(args.editor.as_deref(), session)?;
    let listener = server::listen(args.port)?;
    let secret = guard::secret()?;
    let started = start::start(args.subject.as_deref(), &secret, editor.is_some(), session)?;
    let server = Server::new(listener, secret, editor, &started.folder)?;
    let url = server.url();
    let mut out = session.stdout();
    put(&mut out, &url)?;
    out.flush()?;
    session.message("press Ctrl-C to stop");
    if args.open && open::that_detached(&url).is_err() {
        session.message("no browser could be opened; open the address yourself");
    }
    server.serve(started)
}
