//! The command line: what the user typed to an exit code.

#![expect(unreachable_pub, reason = "in a binary nothing is reachable from outside")]

mod commands;

use std::process::ExitCode;

use mimalloc::MiMalloc;

#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    commands::run().into()
}
