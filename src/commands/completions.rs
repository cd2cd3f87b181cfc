//! `issuepaper completions`

use issuepaper::paper::CoreField;
use std::io::Write;
use std::path::Path;

use anyhow::Context;
use clap::builder::PossibleValuesParser;
use clap::{Args as ClapArgs, CommandFactory};
use clap_complete::engine::{CompletionCandidate, PathCompleter};
use clap_complete::env::{CompleteEnv, Shells};
use issuepaper::project;
use issuepaper::project::units::Registry;
use issuepaper::series::Series;

use super::{Cli, Exit, Session};

/// In which a script asks for completions.
const VARIABLE: &str = "ISSUEPAPER_COMPLETE";

/// Print a completion script for a shell
///
/// The script asks the program itself, so that it knows the rules, and the series and papers of the
/// project that you are in. For example:
///
///   issuepaper completions bash > ~/.local/share/bash-completion/completions/issuepaper
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The shell to complete in
    #[arg(value_name = "SHELL", value_parser = shells())]
    shell: String,
}

fn shells() -> PossibleValuesParser {
    PossibleValuesParser::new(Shells::builtins().names())
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let shells = Shells::builtins();
    let shell = shells.completer(&args.shell).context("there is no such shell")?;
    let name = env!("CARGO_PKG_NAME");
    let mut script = Vec::new();
    shell.write_registration(VARIABLE, name, name, name, &mut script)?;
    let mut out = session.stdout();
    out.write_all(&script)?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// Answers a script that asks for completions; none if nobody does.
pub(super) fn answer() -> Option<Exit> {
    let here = std::env::current_dir().ok();
    let asked = CompleteEnv::with_factory(Cli::command).var(VARIABLE);
    match asked.try_complete(std::env::args_os(), here.as_deref()) {
        Ok(false) => None,
        Ok(true) => Some(Exit::Clean),
        Err(error) => {
            let _ = error.print();
            Some(Exit::Failure)
        }
    }
}

/// The series of the project around the current folder.
pub(super) fn series() -> Vec<CompletionCandidate> {
    project::load_here().library.names().into_iter().map(CompletionCandidate::new).collect()
}

/// The stages of the project's own series.
pub(super) fn stages() -> Vec<CompletionCandidate> {
    of_series(|series| series.stages.order.clone())
}

/// What the project's own series lets a paper ask for.
pub(super) fn actions() -> Vec<CompletionCandidate> {
    of_series(|series| {
        series.field(CoreField::ActionRequired).map_or(Vec::new(), |field| field.choices.clone())
    })
}

fn of_series(words: fn(&Series) -> Vec<String>) -> Vec<CompletionCandidate> {
    let project = project::load_here();
    let series = project.series(&project.settings.series.value);
    series.into_iter().flat_map(words).map(CompletionCandidate::new).collect()
}

/// The units of the registry by name and short form.
pub(super) fn units() -> Vec<CompletionCandidate> {
    let project = project::load_here();
    let names = project.registry.iter().flat_map(Registry::names);
    names.map(CompletionCandidate::new).collect()
}

/// Papers, and folders that may hold some.
pub(super) fn papers() -> PathCompleter {
    let is_paper = |path: &Path| {
        path.is_dir()
            || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
    };
    PathCompleter::any().filter(is_paper)
}
