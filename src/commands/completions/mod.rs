//! `issuepaper completions`

use std::io::Write;

use anyhow::Context;
use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, CommandFactory};
use clap_complete::env::{CompleteEnv, Shells};

use super::{Cli, Exit, Session};

/// The environment variable by which a script requests completions.
const VARIABLE: &str = "ISSUEPAPER_COMPLETE";

/// Print a completion script for a shell
///
/// The script runs the program itself, so that it knows the rules, and the series and papers of the
/// project that you are in. For example:
///
///   issuepaper completions bash > ~/.local/share/bash-completion/completions/issuepaper
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The shell
    #[arg(value_name = "SHELL", value_parser = shells())]
    shell: String,
}

fn shells() -> PossibleValuesParser {
    PossibleValuesParser::new(Shells::builtins().names())
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let script = match SCRIPTS.iter().find(|(shell, _)| *shell == args.shell) {
        Some((_, script)) => script.as_bytes().to_vec(),
        None => common_script(&args.shell)?,
    };
    let mut out = session.stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// The scripts for shells whose common script does not complete names with blanks.
const SCRIPTS: [(&str, &str); 3] = [
    ("bash", include_str!("issuepaper.bash")),
    ("zsh", include_str!("issuepaper.zsh")),
    ("fish", include_str!("issuepaper.fish")),
];

fn common_script(shell: &str) -> anyhow::Result<Vec<u8>> {
    let shells = Shells::builtins();
    let shell = shells.completer(shell).context("there is no such shell")?;
    let name = env!("CARGO_PKG_NAME");
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, name, name, name, &mut script)?;
    Ok(script)
}

/// Answers a script that requests completions; none if this run is not such a request.
pub(super) fn answer() -> Option<Exit> {
    let here = std::env::current_dir().ok();
    let completions = CompleteEnv::with_factory(Cli::command).var(VARIABLE);
    match completions.try_complete(std::env::args_os(), here.as_deref()) {
        Ok(false) => None,
        Ok(true) => Some(Exit::Clean),
        Err(error) => {
            let _ = error.print();
            Some(Exit::Failure)
        }
    }
}
