//! The commands, one file each: `Args`, whose doc comment is the help, and `run`.
//!
//! # Adding a command
//!
//! Write `<name>.rs` with `pub struct Args` and `pub fn run(&Args, &Session) -> anyhow::Result<Exit>`,
//! and add a line to the table below.

mod check;
mod completions;
mod explain;
mod export;
mod init;
mod list;
mod man;
mod meeting;
mod new;
mod number;
mod publish;
mod render;
mod revise;
mod schema;
mod shared;
mod verify;
mod withdraw;

use std::io::Write;

use clap::{Parser, Subcommand};
use issuepaper::project::files;

use shared::{Exit, Session, candidates, report_faults, report_settings};

/// Write, check and render the numbered issue papers of an advisory committee.
#[derive(Debug, Parser)]
#[command(name = "issuepaper", version, propagate_version = true, disable_help_subcommand = true)]
#[command(after_help = "\
Without a PATH a command works on the project found upwards from the current folder, or on `papers/`.

Exit codes:
  0  done, nothing at or above the failing level
  1  findings
  2  it could not do the job: no such path, unreadable settings, bad arguments")]
struct Cli {
    #[command(flatten)]
    global: shared::session::Global,
    #[command(subcommand)]
    command: Command,
}

/// Makes the commands' enum and the dispatch from one list.
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
    Check => check,
    Render => render,
    List => list,
    Number => number,
    Publish => publish,
    Revise => revise,
    Withdraw => withdraw,
    Verify => verify,
    Meeting => meeting,
    Export => export,
    Explain => explain,
    Schema => schema,
    Completions => completions,
    Man => man,
}

/// Reads the command line, runs the command and reports what stopped it.
pub fn run() -> Exit {
    if let Some(exit) = completions::answer() {
        return exit;
    }
    // Without a handler the signal ends the program as well, and leaves what it was writing.
    let _ = ctrlc::set_handler(stop);
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe is not worth a word, so a failing print is passed over.
            let _ = error.print();
            return if error.use_stderr() { Exit::Failure } else { Exit::Clean };
        }
    };
    let result = Session::new(&cli.global).and_then(|session| cli.command.run(&session));
    result.unwrap_or_else(|error| failure(&error, cli.global.stderr()))
}

/// Ends the program as Ctrl-C does, with nothing half-written left behind.
#[expect(clippy::exit, reason = "the commands know of no other way to be stopped")]
fn stop() {
    files::abandon();
    std::process::exit(INTERRUPTED);
}

/// What shells know a program by that was interrupted: 128 and the number of the signal.
const INTERRUPTED: i32 = 130;

/// A pipe that the reader closed is the reader's choice and no failure.
fn failure(error: &anyhow::Error, mut stderr: impl Write) -> Exit {
    let is_closed_pipe = error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe);
    if is_closed_pipe {
        return Exit::Clean;
    }
    let _ = writeln!(stderr, "error: {error:#}");
    Exit::Failure
}
