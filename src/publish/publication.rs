//! Publishing: stage and day are set, and the text is sealed.

use chrono::NaiveDate;

use super::{Plan, PublishError, Selected, Transition, TransitionKind};
use crate::paper::front_matter::quoting;
use crate::project::LockedProject;
use crate::project::register::{Event, Step};
use crate::series::Role;
use crate::series::Values;
use crate::text::{fixes, suggest};

/// Publishes the selected papers of a project on the day `on`. A paper that was published before there was a
/// register is sealed as it is; one that the register has sealed already is noted.
///
/// # Errors
///
/// The project keeps no register, a paper is at a stage from which none is published, or it was changed since it
/// was published.
pub fn publish(locked: LockedProject, on: NaiveDate) -> Result<Transition, PublishError> {
    let (mut plans, mut notes, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    for paper in Selected::all(&locked)? {
        match paper.record.last() {
            None => match begun(&paper, on) {
                Ok(plan) => plans.push(plan),
                Err(reason) => refused.push(reason),
            },
            Some(event) if event.sealed.is_of(paper.text()) => {
                if !paper.shows_pictures_of(event) {
                    refused.push(paper.changed_pictures(event));
                }
                notes.push(format!("{} was {} on {}", paper.path, event.described(), event.on));
            }
            Some(event) => match resumed(&paper, event) {
                Ok(plan) => plans.push(plan),
                Err(reason) => refused.push(reason),
            },
        }
    }
    if !refused.is_empty() {
        return Err(PublishError::Refused(refused));
    }
    Transition::make(TransitionKind::Publish, locked, plans, notes)
}

/// A paper that is not in the register.
fn begun(paper: &Selected<'_>, on: NaiveDate) -> Result<Plan, String> {
    let step = Some((Step::Published, on));
    if let Some(reason) = paper.misplaced() {
        return Err(reason);
    }
    // One without a stage was never marked as published.
    if paper.is_frozen() {
        // It can no longer be changed to satisfy the rules.
        return Ok(Plan::new(paper, paper.text().to_owned(), step).exempt());
    }
    verify_move(paper, Values::new(&paper.file.paper, paper.series).stage)?;
    Ok(Plan::new(paper, published(paper, on), step))
}

/// A paper that the register has sealed, and that was not written before the program was stopped.
fn resumed(paper: &Selected<'_>, event: &Event) -> Result<Plan, String> {
    let after = published(paper, event.on);
    if let Some(stage) = paper.late_stage() {
        return Err(format!(
            "{} was {} on {}, and is at the stage `{stage}` now; `issuepaper withdraw` withdraws it",
            paper.path,
            event.described(),
            event.on
        ));
    }
    if event.step != Step::Published || !event.sealed.is_of(&after) {
        return Err(format!(
            "{} was {} on {}, and changed since; `issuepaper revise` makes a revision of it",
            paper.path,
            event.described(),
            event.on
        ));
    }
    Ok(Plan::new(paper, after, None))
}

/// Whether the series lets a paper move from the stage with index `now` to that of published ones.
fn verify_move(paper: &Selected<'_>, now: usize) -> Result<(), String> {
    let stages = &paper.series.stages;
    let Some(published) = stages.frozen_from else {
        return Err(format!(
            "the series `{}` does not say at which stage papers are published; `frozen_from` of the `stages` in \
             templates/{0}/series.yaml says so; begin that file with `extends: {0}` if there is none",
            paper.series.id
        ));
    };
    if stages.is_legal(now, published) {
        return Ok(());
    }
    let before = (0..stages.order.len()).filter(|from| stages.is_legal(*from, published));
    let before = before.filter(|from| *from != published).map(|from| stages.name(from));
    let key = paper.series.key_or_usual(Role::Stage);
    Err(format!(
        "{} is at the stage `{}`; a paper reaches `{}` from {}: set `{key}` to that first",
        paper.path,
        stages.name(now),
        stages.name(published),
        suggest::either(before)
    ))
}

/// The paper's text with the stage and the day of publication.
fn published(paper: &Selected<'_>, on: NaiveDate) -> String {
    let source = &paper.file.paper;
    let stage = paper.series.stages.published().unwrap_or_default();
    let mut edits = Vec::new();
    if paper.series.text(source, Role::Stage) != Some(stage) {
        edits.extend(paper.series.set(source, Role::Stage, &quoting::value(stage)));
    }
    if paper.series.text(source, Role::Published).is_none_or(str::is_empty) {
        edits.extend(paper.series.set(source, Role::Published, &on.to_string()));
    }
    fixes::edited(source.file.text(), &edits)
}
