//! Revising: the new text of a published paper is sealed under a name of its own.

use chrono::NaiveDate;

use super::{Plan, PublishError, Selected, Transition, TransitionKind, reason};
use crate::project::LockedProject;
use crate::project::register::{Event, Step};
use crate::series;
use crate::series::Role;
use crate::text::suggest;

/// The details of a revision.
#[derive(Debug, Clone)]
pub struct Revision<'a> {
    /// Why the text was changed, as the page will state.
    pub why: &'a str,
    /// The kind, one of those that the series has; by default its first.
    pub kind: Option<&'a str>,
    /// The day.
    pub on: NaiveDate,
}

/// Makes a revision of the one selected paper of a project.
///
/// # Errors
///
/// The project keeps no register, or the paper was never published, was withdrawn, or is as it was published.
pub fn revise(locked: LockedProject, revision: &Revision<'_>) -> Result<Transition, PublishError> {
    let why = reason(revision.why)?;
    let paper = Selected::single(&locked)?;
    let last = paper.last()?;
    verify_stage(&paper, last)?;
    let text = revised(&paper);
    let mut notes = Vec::new();
    let plan = if let Some(name) = resumed(last, &paper, &text) {
        notes.push(format!("{} is continued as {name}", paper.path));
        Plan::new(&paper, text, None)
    } else if is_made(last, &paper) {
        let notes = vec![unchanged(&paper, last)];
        return Ok(Transition::done(TransitionKind::Revise, locked, notes));
    } else {
        verify(&paper, last, &text)?;
        let name = kind(paper.series, revision.kind)?.next(paper.record.revisions(), revision.on);
        Plan::new(&paper, text, Some((Step::Revised { revision: name, why }, revision.on)))
    };
    Transition::make(TransitionKind::Revise, locked, vec![plan], notes)
}

/// The revision whose text the register has sealed and the paper does not have yet.
fn resumed<'e>(last: &'e Event, paper: &Selected<'_>, text: &str) -> Option<&'e str> {
    let Step::Revised { revision, .. } = &last.step else { return None };
    let is_written = paper.text() == text;
    (!is_written && last.sealed.is_of(text)).then_some(revision.as_str())
}

/// Whether the paper is a revision that the register has sealed.
fn is_made(last: &Event, paper: &Selected<'_>) -> bool {
    matches!(last.step, Step::Revised { .. })
        && last.sealed.is_of(paper.text())
        && paper.surely_shows_pictures_of(last)
}

fn unchanged(paper: &Selected<'_>, last: &Event) -> String {
    format!("{} is as it was {} on {}; edit it first", paper.path, last.described(), last.on)
}

/// An error if the paper says that it was withdrawn: to revise it would undo that.
fn verify_stage(paper: &Selected<'_>, last: &Event) -> Result<(), PublishError> {
    let is_done = paper.record.is_withdrawn() || last.sealed.is_of(paper.text());
    let Some(stage) = paper.late_stage().filter(|_| !is_done) else { return Ok(()) };
    let published = paper.series.stages.published().unwrap_or_default();
    Err(PublishError::refused(format!(
        "{} is at the stage `{stage}`; set `{published}` to revise it, or restore its text and run `issuepaper withdraw`",
        paper.path
    )))
}

fn verify(paper: &Selected<'_>, last: &Event, after: &str) -> Result<(), PublishError> {
    let path = &paper.path;
    if paper.record.is_withdrawn() {
        let reason = format!("{path} was withdrawn on {}; write a new paper instead", last.on);
        return Err(PublishError::refused(reason));
    }
    // Its pictures are the paper's own as much as its text.
    if !paper.surely_shows_pictures_of(last) {
        return Ok(());
    }
    if last.sealed.is_of(paper.text()) {
        return Err(PublishError::refused(unchanged(paper, last)));
    }
    let stage = last.sealed_stage(paper.series, &paper.file.paper);
    if stage.is_some() || last.sealed.is_of(after) {
        let stage = stage.or_else(|| paper.series.stages.published()).unwrap_or_default();
        return Err(PublishError::refused(format!(
            "nothing in {path} was changed but its stage; set `{stage}` again, or edit the text first"
        )));
    }
    Ok(())
}

fn kind<'s>(
    series: &'s series::Series,
    name: Option<&str>,
) -> Result<&'s series::Revision, PublishError> {
    let kinds = &series.revisions;
    let found = match name {
        None => kinds.first(),
        Some(name) => kinds.iter().find(|kind| kind.kind == name),
    };
    found.ok_or_else(|| {
        let id = &series.id;
        PublishError::refused(match name {
            None => format!("the series `{id}` has no revisions; add `revisions:` to it"),
            Some(name) => {
                let known = suggest::listed(kinds.iter().map(|kind| kind.kind.as_str()));
                format!("the series `{id}` has no revisions of the kind `{name}`; it has {known}")
            }
        })
    })
}

/// The paper's text, published again if its stage was set back for the work on it.
fn revised(paper: &Selected<'_>) -> String {
    let stage = paper.series.stages.published().unwrap_or_default();
    if paper.series.text(&paper.file.paper, Role::Stage) == Some(stage) {
        return paper.text().to_owned();
    }
    paper.series.rewritten(&paper.file.paper, &[(Role::Stage, stage)])
}
