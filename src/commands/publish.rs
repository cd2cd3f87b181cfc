//! `issuepaper publish`

use std::path::PathBuf;

use clap_complete::engine::ArgValueCompleter;
use issuepaper::publish;

use super::shared::transition::{self, Options};
use super::{Exit, Session, candidates};

/// Publish papers: check, seal and render them
///
/// Checks the papers as they will be; a draft's marking, a placeholder or an open comment is an error then.
/// If all pass, sets their stage and the day of publication, seals their text in the register, and renders
/// every format. From then on `check` reports any change to them. A paper that was published before there was
/// a register is sealed as it is.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  issuepaper publish 2024-06 --dry-run             what would be changed and written
  issuepaper publish 2024-06/bond.md
  issuepaper publish 2023-12 --on 2023-12-13       papers that were published before")]
pub struct Args {
    /// The papers
    #[arg(value_name = "PAPER", required = true, add = ArgValueCompleter::new(candidates::papers()))]
    papers: Vec<PathBuf>,
    #[command(flatten)]
    options: Options,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let locked = transition::open(&args.papers, session)?;
    let transition = publish::publish(locked, args.options.day(session)?);
    args.options.execute(transition, "published", session)
}
