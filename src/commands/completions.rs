//! `issuepaper completions`

use std::io::Write;

use clap::{Args as ClapArgs, CommandFactory};
use clap_complete::Shell;

use super::{Cli, Exit, Session};

/// Print a completion script for a shell
///
/// For example: issuepaper completions bash > ~/.local/share/bash-completion/completions/issuepaper
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The shell to complete in
    #[arg(value_name = "SHELL")]
    shell: Shell,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "issuepaper", &mut script);
    let mut out = session.stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Clean)
}
