//! `issuepaper lsp`

mod answer;
mod capabilities;
mod client;
mod code_action;
mod completion;
mod diagnostics;
mod document;
mod edit;
mod files;
mod hover;
mod main_loop;
mod navigate;
mod position;
mod progress;
mod remote;
mod rename;
mod server;
mod settle;
mod uri;
mod wire;
mod workspace;

use clap::Args as ClapArgs;

use super::{Exit, Session};

/// Serve an editor: findings while you type, fixes, completion and more
///
/// Speaks the Language Server Protocol over standard input and output. An editor starts it; the README tells how for
/// Visual Studio Code, Neovim, Helix, Emacs and Zed.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// What some editors add; the server speaks in no other way
    #[arg(long, hide = true)]
    stdio: bool,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let _ = args.stdio;
    main_loop::run(session)
}
