//! Withdrawing: a published paper is no longer valid, and its number is not assigned again.

use chrono::NaiveDate;

use super::{Plan, PublishError, Selected, Transition, TransitionKind, reason};
use crate::project::LockedProject;
use crate::project::register::Step;
use crate::series::Role;

/// Withdraws the one selected paper of a project on the day `on`, as it is, even if it has errors. `why` is
/// the reason that the page will state.
///
/// # Errors
///
/// The project keeps no register, or the paper was never published or was changed since.
pub fn withdraw(
    locked: LockedProject,
    why: &str,
    on: NaiveDate,
) -> Result<Transition, PublishError> {
    let why = reason(why)?;
    let paper = Selected::single(&locked)?;
    let stage = paper.series.stages.withdrawn().ok_or_else(|| {
        let id = &paper.series.id;
        PublishError::refused(match paper.series.stages.frozen_from {
            Some(_) => format!("the series `{id}` has no stage for withdrawn papers"),
            None => format!(
                "the series `{id}` does not say at which stage papers are published, and only a published paper is \
                 withdrawn; change the stage in the paper itself, or add `frozen_from` to the `stages` of the series"
            ),
        })
    })?;
    let last = paper.last()?;
    let is_of_last = last.sealed.is_of(paper.text());
    if is_of_last && !paper.shows_pictures_of(last) {
        return Err(PublishError::refused(paper.changed_pictures(last)));
    }
    if paper.record.is_withdrawn() && is_of_last {
        let notes = vec![format!("{} was withdrawn on {}", paper.path, last.on)];
        return Ok(Transition::done(TransitionKind::Withdraw, locked, notes));
    }
    let text = paper.series.rewritten(&paper.file.paper, &[(Role::Stage, stage)]);
    let is_new = verify(&paper, &text)?;
    let step = is_new.then_some((Step::Withdrawn { why }, on));
    let plan = Plan::new(&paper, text, step).exempt();
    Transition::make(TransitionKind::Withdraw, locked, vec![plan], Vec::new())
}

/// Whether the register still lacks the withdrawal; an error if the paper can't be withdrawn.
fn verify(paper: &Selected<'_>, after: &str) -> Result<bool, PublishError> {
    let (path, last) = (&paper.path, paper.last()?);
    // Somebody may have set the stage by hand.
    let is_intact = (last.sealed.is_of(paper.text())
        || last.sealed_stage(paper.series, &paper.file.paper).is_some())
        && paper.shows_pictures_of(last);
    if paper.record.is_withdrawn() {
        if !last.sealed.is_of(after) {
            return Err(PublishError::refused(format!("{path} was withdrawn on {}", last.on)));
        }
        // The register was written, but not the paper.
        return Ok(false);
    }
    if !is_intact {
        return Err(PublishError::refused(format!(
            "{path} was changed since it was {} on {}; restore its text, or revise it first",
            last.described(),
            last.on
        )));
    }
    Ok(true)
}
