//! `issuepaper withdraw`

use issuepaper::paper::CoreField;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args as ClapArgs;
use clap_complete::engine::ArgValueCompleter;
use issuepaper::paper::edit;
use issuepaper::paper::seal::Seal;
use issuepaper::project::PaperFile;
use issuepaper::project::register::{Record, Step};
use issuepaper::text::fixes;

use super::act::Entry;
use super::{Act, Change, How, Ledger};
use crate::commands::{Exit, Session, completions};

/// Take a published paper back
///
/// Sets its stage, seals it, and renders every format with the marking of withdrawn papers and the reason.
/// Its number is not given out again.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The paper
    #[arg(value_name = "PAPER", add = ArgValueCompleter::new(completions::papers()))]
    paper: PathBuf,
    /// Why, as the page will say
    #[arg(long, value_name = "TEXT")]
    why: String,
    #[command(flatten)]
    how: How,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let why = super::reason(&args.why)?;
    let ledger = Ledger::open(std::slice::from_ref(&args.paper), session)?;
    let (file, path, record) = super::single(ledger.selected()?)?;
    let on = args.how.on.unwrap_or(session.today);
    let series = ledger.series_of(file)?;
    let stage = series.stages.withdrawn().with_context(|| {
        format!("the series `{}` has no stage for papers that were taken back", series.id)
    })?;
    let edit = edit::set_field(&file.paper, CoreField::Stage, stage);
    let after = fixes::edited(file.paper.file.text(), [&edit]);
    let entry =
        verify(&path, record, file, &after)?.then_some(Entry { step: Step::Withdrawn { why }, on });
    // It is taken back as it stands, whatever is wrong with it.
    let changes = vec![Change::new(file, path, after, entry).unjudged()];
    Act { name: "withdrawn", changes }.carry_out(ledger, &args.how, session)
}

/// Whether the register has still to be told; an error where the paper can't be withdrawn.
fn verify(path: &str, record: Record<'_>, file: &PaperFile, after: &str) -> anyhow::Result<bool> {
    let last = record.last().with_context(|| format!("{path} was never published"))?;
    let is_intact = last.seal == Seal::of(file.paper.file.text());
    if record.is_withdrawn() {
        if is_intact || last.seal != Seal::of(after) {
            bail!("{path} was withdrawn on {}", last.on);
        }
        // The register was told, and the paper not written.
        return Ok(false);
    }
    if !is_intact {
        bail!(
            "{path} was changed since it was {} on {}; put its text back, or revise it first",
            last.described(),
            last.on
        );
    }
    Ok(true)
}
