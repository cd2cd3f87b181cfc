//! The worker process in which a project's own templates run: this program, started again by itself.

use anyhow::Context;
use issuepaper::render;
use issuepaper::workers::process::{self, Program};

use super::Exit;

/// The argument at which the program is a worker. No command has such a name.
const ARGUMENT: &str = "__worker";
/// The variable that sets how long a template may compute for a page.
const SECONDS: &str = "ISSUEPAPER_TEMPLATE_SECONDS";
/// How long that is otherwise. A page takes less than one.
const DEFAULT_SECONDS: u64 = 20;

/// Works for the process that started this one; none if this run is no such work.
pub(super) fn answer() -> Option<Exit> {
    let mut arguments = std::env::args_os().skip(1);
    if arguments.next()? != ARGUMENT || arguments.next().is_some() {
        return None;
    }
    let served = render::serve(std::io::stdin(), &mut std::io::stdout().lock(), end);
    Some(if served.is_ok() { Exit::Clean } else { Exit::Failure })
}

/// Ends the worker, whatever it is doing, when nobody waits for it anymore.
#[expect(
    clippy::exit,
    reason = "a template that does not come to an end can't be stopped otherwise"
)]
fn end() {
    std::process::exit(0);
}

/// Has templates run in workers from now on.
///
/// # Errors
///
/// The variable that limits them holds no number.
pub(super) fn prepare() -> anyhow::Result<()> {
    let seconds = match std::env::var_os(SECONDS).filter(|value| !value.is_empty()) {
        Some(value) => {
            let value = value.to_string_lossy().into_owned();
            let seconds =
                value.trim().parse().ok().filter(|seconds| (1..=86_400).contains(seconds));
            seconds.with_context(|| {
                format!("{SECONDS} is `{value}`, not a number of seconds from 1 to 86400; set it or unset it")
            })?
        }
        None => DEFAULT_SECONDS,
    };
    let path = std::env::current_exe().context("the program can't be found")?;
    process::isolate_with(Program { path, argument: ARGUMENT, seconds });
    Ok(())
}
