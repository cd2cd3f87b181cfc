//! The commands, one file each: `Args`, whose doc comment is the help, and `run`.
//!
//! # Adding a command
//!
//! Write `<name>.rs` with `pub struct Args` and `pub fn run(&Args, &Session) -> anyhow::Result<Exit>`,
//! and add a line to the table below.

mod check;
mod completions;
mod diff;
mod explain;
mod export;
mod import;
mod init;
mod list;
mod lsp;
mod man;
mod meeting;
mod new;
mod number;
mod preview;
mod publish;
mod render;
mod review;
mod revise;
mod schema;
mod shared;
mod verify;
mod withdraw;
mod worker;

use std::io::Write;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use issuepaper::git;
use issuepaper::project::files;
use issuepaper::text::show;

use shared::{
    Exit, Session, candidates, licenses, put, put_json, put_patch, put_path, report_faults,
    report_settings,
};

/// The version, with the commit and its day in a program that was built for release.
const VERSION: &str = match option_env!("ISSUEPAPER_VERSION") {
    Some(version) => version,
    None => env!("CARGO_PKG_VERSION"),
};

/// Write, check and render the numbered issue papers of an advisory committee.
#[derive(Debug, Parser)]
#[command(name = "issuepaper", version = VERSION, propagate_version = true, arg_required_else_help = true)]
#[command(after_help = "\
Without a PATH, a command works on the project around the current folder, or on `papers/`.

Exit codes:
  0  done, with no findings at or above the failing level
  1  there are findings
  2  the command failed: no such path, unreadable settings, bad arguments")]
struct Cli {
    #[command(flatten)]
    global: shared::session::Global,
    /// Print the licenses of the program and of everything that is bundled in it
    #[arg(long, exclusive = true)]
    licenses: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

impl Cli {
    fn run(&self, session: &Session) -> anyhow::Result<Exit> {
        match &self.command {
            Some(command) => command.run(session),
            None if self.licenses => licenses::print(session),
            None => anyhow::bail!("a command is missing; `issuepaper --help` lists them"),
        }
    }
}

/// Generates the commands' enum and the dispatch from one list.
macro_rules! commands {
    ($($variant:ident => $module:ident),+ $(,)?) => {
        #[derive(Debug, Subcommand)]
        enum Command {
            $($variant($module::Args)),+
        }

        impl Command {
            fn run(&self, session: &Session) -> anyhow::Result<Exit> {
                match self {
                    $(Self::$variant(args) => $module::run(args, session)),+
                }
            }
        }
    };
}

commands! {
    Init => init,
    New => new,
    Import => import,
    Review => review,
    Check => check,
    Render => render,
    List => list,
    Number => number,
    Publish => publish,
    Revise => revise,
    Withdraw => withdraw,
    Verify => verify,
    Meeting => meeting,
    Diff => diff,
    Export => export,
    Explain => explain,
    Preview => preview,
    Lsp => lsp,
    Schema => schema,
    Completions => completions,
    Man => man,
}

/// Parses the command line, runs the command and reports the error that stopped it.
pub fn run() -> Exit {
    let_large_writes_fail();
    if let Some(exit) = completions::answer().or_else(worker::answer) {
        return exit;
    }
    // Without a handler the signal also ends the program, but leaves partly written files.
    let _ = ctrlc::set_handler(stop);
    let arguments = std::env::args_os();
    let color = shared::session::color_of(arguments.map(|it| it.to_string_lossy().into_owned()));
    let matches = Cli::command().color(color).try_get_matches();
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let error = shown(error, color);
            return match error.print() {
                _ if error.use_stderr() => Exit::Failure,
                Ok(()) => Exit::Clean,
                Err(fault) => failure(&fault.into(), std::io::stderr()),
            };
        }
    };
    let result = worker::prepare()
        .and_then(|()| Session::new(&cli.global))
        .and_then(|session| cli.run(&session));
    result.unwrap_or_else(|error| failure(&error, cli.global.stderr()))
}

/// An error in the arguments, which it repeats, with nothing in them that a terminal acts on.
fn shown(error: clap::Error, color: clap::ColorChoice) -> clap::Error {
    let arguments: Vec<String> =
        std::env::args_os().map(|it| show::line(&it.to_string_lossy()).into_owned()).collect();
    Cli::command().color(color).try_get_matches_from(arguments).err().unwrap_or(error)
}

/// Ends the program as Ctrl-C does, without leaving partly written files or a process.
#[expect(clippy::exit, reason = "there is no other way to stop a command")]
fn stop() {
    files::abandon();
    git::abandon();
    std::process::exit(INTERRUPTED);
}

/// Has a write beyond the limit on the size of files fail like any other. The signal that comes with it would end the
/// program on the spot, without a message, and leave partly written files. Threads that are started later inherit it.
#[cfg(unix)]
fn let_large_writes_fail() {
    use nix::sys::signal::{SigSet, Signal};
    let mut signals = SigSet::empty();
    signals.add(Signal::SIGXFSZ);
    // Otherwise the program works as well, within the limit.
    let _ = signals.thread_block();
}

#[cfg(not(unix))]
fn let_large_writes_fail() {}

/// The exit code of an interrupted program in shells: 128 plus the number of the signal.
const INTERRUPTED: i32 = 130;

/// A pipe that the reader closed is the reader's choice and not a failure.
fn failure(error: &anyhow::Error, mut stderr: impl Write) -> Exit {
    let is_closed_pipe = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe);
    if is_closed_pipe {
        return Exit::Clean;
    }
    let _ = put(&mut stderr, &format!("error: {error:#}"));
    Exit::Failure
}
