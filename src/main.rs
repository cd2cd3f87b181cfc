//! The command line: what the user typed to an exit code.

#![expect(unreachable_pub, reason = "in a binary nothing is reachable from outside")]

mod commands;

use std::process::ExitCode;

fn main() -> ExitCode {
    commands::run().into()
}
