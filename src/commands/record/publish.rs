//! `issuepaper publish`

use anyhow::bail;
use clap::Args as ClapArgs;
use issuepaper::paper::CoreField;
use issuepaper::paper::edit;
use issuepaper::paper::seal::Seal;
use issuepaper::project::PaperFile;
use issuepaper::project::register::{Event, Step};
use issuepaper::series::{Series, Values};
use issuepaper::text::fixes;
use issuepaper::text::suggest;

use super::act::Entry;
use super::{Act, Change, How, Ledger, Named};
use crate::commands::{Exit, Session};

/// Publish papers: check, seal and render them
///
/// Checks the papers as they will be, where a draft's marking, a placeholder or an open comment is an error.
/// If all pass, sets their stage and the day of publication, seals their text in the register, and renders
/// every format. From then on `check` finds any change of them. A paper that was published before there was
/// a register is sealed as it stands.
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper publish 2024-06 --dry-run             what would be changed and written
  issuepaper publish 2024-06/bond.md
  issuepaper publish 2023-12 --on 2023-12-13       papers that were published before")]
pub struct Args {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    how: How,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let ledger = Ledger::open(&args.named.papers, session)?;
    let on = args.how.on.unwrap_or(session.today);
    let mut changes = Vec::new();
    let mut is_refused = false;
    for (file, path, record) in ledger.selected()? {
        let series = ledger.series_of(file)?;
        match record.last() {
            None => {
                let entry = Some(Entry { step: Step::Published, on });
                let stage = Values::new(&file.paper, series).stage;
                // One that names no stage was not said to be published.
                let is_named = file.paper.text_field(CoreField::Stage).is_some();
                if is_named && series.stages.is_frozen(stage) {
                    let text = file.paper.file.text().to_owned();
                    changes.push(Change::new(file, path, text, entry).unjudged());
                    continue;
                }
                if let Err(error) = verify_move(&path, stage, series) {
                    session.message(&format!("error: {error}"));
                    is_refused = true;
                }
                changes.push(Change::new(
                    file,
                    path,
                    published(file, series, &on.to_string()),
                    entry,
                ));
            }
            Some(event) if event.seal == Seal::of(file.paper.file.text()) => {
                session.message(&format!("{path} was {} on {}", event.described(), event.on));
            }
            Some(event) => changes.push(resumed(file, series, path, event)?),
        }
    }
    if is_refused {
        bail!("nothing was published");
    }
    if changes.is_empty() {
        session.message("nothing is left to publish");
        return Ok(Exit::Clean);
    }
    Act { name: "published", changes }.carry_out(ledger, &args.how, session)
}

/// A paper that the register has the seal of and that was stopped before it was written.
fn resumed(
    file: &PaperFile,
    series: &Series,
    path: String,
    event: &Event,
) -> anyhow::Result<Change> {
    let after = published(file, series, &event.on.to_string());
    if event.step != Step::Published || Seal::of(&after) != event.seal {
        bail!(
            "{path} was {} on {}, and changed since; `issuepaper revise` makes a revision of it",
            event.described(),
            event.on
        );
    }
    Ok(Change::new(file, path, after, None))
}

/// Whether the series lets a paper go to the stage of published ones.
fn verify_move(path: &str, now: usize, series: &Series) -> anyhow::Result<()> {
    let stages = &series.stages;
    let Some(published) = stages.frozen_from else {
        bail!(
            "the series `{}` does not say at which stage papers are published; add `frozen_from` to its \
             `stages`",
            series.id
        );
    };
    if stages.is_legal(now, published) {
        return Ok(());
    }
    let (now, name) = (stages.name(now), stages.name(published));
    let before = (0..stages.order.len()).filter(|from| stages.is_legal(*from, published));
    let before = before.filter(|from| *from != published).map(|from| stages.name(from));
    let before = suggest::listed(before);
    bail!("{path} is at the stage `{now}`; to `{name}` a paper goes from {before}");
}

/// The paper's text with the stage and the day of publication.
fn published(file: &PaperFile, series: &Series, on: &str) -> String {
    let paper = &file.paper;
    let stage = series.stages.published().unwrap_or_default();
    let mut edits = Vec::new();
    if paper.text_field(CoreField::Stage) != Some(stage) {
        edits.push(edit::set_field(paper, CoreField::Stage, stage));
    }
    if paper.text_field(CoreField::Published).is_none_or(str::is_empty) {
        edits.push(edit::set_field(paper, CoreField::Published, on));
    }
    fixes::edited(paper.file.text(), &edits)
}
