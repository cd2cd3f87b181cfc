//! `issuepaper revise`

use issuepaper::paper::CoreField;
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::Args as ClapArgs;
use clap_complete::engine::ArgValueCompleter;
use issuepaper::paper::edit;
use issuepaper::paper::seal::Seal;
use issuepaper::project::PaperFile;
use issuepaper::project::register::{Event, Record, Step};
use issuepaper::series::{Revision, Series};
use issuepaper::text::fixes;
use issuepaper::text::suggest;

use super::act::Entry;
use super::{Act, Change, How, Ledger};
use crate::commands::{Exit, Session, completions};

/// Make a revision of a published paper that was changed
///
/// Edit the paper first. It is checked as a published one, its new text is sealed under the next name that
/// the series gives to revisions, such as R1, and every format is rendered. The page tells what was revised
/// when and why.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The paper
    #[arg(value_name = "PAPER", add = ArgValueCompleter::new(completions::papers()))]
    paper: PathBuf,
    /// Why it was changed, as the page will say
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// The kind of revision, of those that the series has [default: its first]
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[command(flatten)]
    how: How,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let why = super::reason(&args.why)?;
    let ledger = Ledger::open(std::slice::from_ref(&args.paper), session)?;
    let (file, path, record) = super::single(ledger.selected()?)?;
    let last = record.last().with_context(|| format!("{path} was never published"))?;
    let series = ledger.series_of(file)?;
    let on = args.how.on.unwrap_or(session.today);
    let text = revised(file, series);
    let change = if let Some(revision) = resumed(last, file, &text) {
        session.message(&format!("{path} is taken up again as {revision}"));
        Change::new(file, path, text, None)
    } else {
        verify(&path, record, file)?;
        let revision = kind(series, args.kind.as_deref())?.next(record.revisions(), on);
        Change::new(file, path, text, Some(Entry { step: Step::Revised { revision, why }, on }))
    };
    Act { name: "revised", changes: vec![change] }.carry_out(ledger, &args.how, session)
}

/// The revision whose text the register has sealed and the paper does not have yet.
fn resumed<'e>(last: &'e Event, file: &PaperFile, text: &str) -> Option<&'e str> {
    let Step::Revised { revision, .. } = &last.step else { return None };
    let is_written = file.paper.file.text() == text;
    (!is_written && last.seal == Seal::of(text)).then_some(revision.as_str())
}

fn verify(path: &str, record: Record<'_>, file: &PaperFile) -> anyhow::Result<()> {
    let Some(last) = record.last() else { return Ok(()) };
    if record.is_withdrawn() {
        bail!("{path} was withdrawn on {}; a new paper takes its place", last.on);
    }
    if last.seal == Seal::of(file.paper.file.text()) {
        let described = last.described();
        bail!("{path} is as it was {described} on {}; edit it first", last.on);
    }
    Ok(())
}

fn kind<'s>(series: &'s Series, name: Option<&str>) -> anyhow::Result<&'s Revision> {
    let kinds = &series.revisions;
    let Some(name) = name else {
        return kinds.first().with_context(|| {
            format!("the series `{}` says nothing of revisions; add `revisions:` to it", series.id)
        });
    };
    kinds.iter().find(|kind| kind.kind == name).with_context(|| {
        let known = suggest::listed(kinds.iter().map(|kind| kind.kind.as_str()));
        format!("the series `{}` has no revisions of the kind `{name}`; it has {known}", series.id)
    })
}

/// The paper's text, published again if its stage was set back for the work on it.
fn revised(file: &PaperFile, series: &Series) -> String {
    let text = file.paper.file.text();
    let stage = series.stages.published().unwrap_or_default();
    if file.paper.text_field(CoreField::Stage) == Some(stage) {
        return text.to_owned();
    }
    fixes::edited(text, [&edit::set_field(&file.paper, CoreField::Stage, stage)])
}
