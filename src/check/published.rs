//! What was done to a published paper since the base. Several rules find something in such a paper, and leave it to the
//! one that tells this, where that is on.

use super::{PaperContext, Report};
use crate::paper::Paper;
use crate::paper::seal::canonical;
use crate::project::ChangedPicture;
use crate::project::base::{BasePaper, Version};
use crate::project::register::{Event, Record};
use crate::series::{Role, Series, Values};

/// What must not be done to a published paper.
#[derive(Debug, Clone, Copy)]
pub(super) enum PublishedChange<'p> {
    /// It has another name, and maybe another text.
    Renamed { is_changed: bool },
    /// It has another text, which no revision declares.
    Changed,
    /// It was changed or deleted in a commit, and changed back later.
    ChangedBack(&'p Version),
}

impl<'p> PublishedChange<'p> {
    /// The rule that tells them.
    pub(super) const RULE: &'static str = "changed-published-paper";

    /// What was done to the paper, and the paper as it was; none if that was not published, or nothing was done.
    pub(super) fn of(cx: &PaperContext<'p>) -> Option<(Self, &'p BasePaper)> {
        let earlier = cx.earlier()?;
        let series = cx.project.series_of(&earlier.paper)?;
        if !was_published(&earlier.paper, series) {
            return None;
        }
        Some((Self::since(cx, earlier)?, earlier))
    }

    /// Whether the paper was published at the base.
    pub(super) fn was_published(cx: &PaperContext<'_>) -> bool {
        let Some(base) = cx.project.base() else { return false };
        match cx.earlier() {
            Some(earlier) => {
                let series = cx.project.series_of(&earlier.paper);
                series.is_some_and(|series| was_published(&earlier.paper, series))
            }
            // It was not changed since.
            None => !base.changed.has(&cx.file.path) && was_published(cx.paper, cx.series),
        }
    }

    /// Whether the register says that pictures which changed since the base belong to the paper now, and what it had
    /// then. Its first seal declares nothing but what was published.
    pub(super) fn declares_pictures(cx: &PaperContext<'_>, changed: &[ChangedPicture]) -> bool {
        let register = cx.project.register.as_ref();
        let record = register.map(|register| register.record(&cx.path)).unwrap_or_default();
        let Some(last) = record.last().and_then(|last| last.sealed.pictures.as_ref()) else {
            return false;
        };
        let is_as_then = |event: &Event| {
            let sealed = event.sealed.pictures.as_ref();
            let has = |it: &ChangedPicture| {
                sealed.is_some_and(|sealed| sealed.get(it.at) == it.then.as_ref())
            };
            changed.iter().all(has)
        };
        changed.iter().all(|it| last.get(it.at) == it.now.as_ref())
            && (was_sealed(cx, record) || record.events().iter().any(is_as_then))
    }

    /// The paper as it was, if it was published and changed, and its seal in the register shows that.
    pub(super) fn sealed(cx: &PaperContext<'p>) -> Option<&'p BasePaper> {
        let earlier = cx.earlier()?;
        let series = cx.project.series_of(&earlier.paper)?;
        let is_changed = || canonical(earlier.paper.file.text()) != canonical(cx.paper.file.text());
        let is_broken = || cx.shared.broken_seals.of(&cx.path).is_some();
        (was_published(&earlier.paper, series) && is_changed() && is_broken()).then_some(earlier)
    }

    fn since(cx: &PaperContext<'p>, earlier: &'p BasePaper) -> Option<Self> {
        let (was, now) = (earlier.paper.file.text(), cx.paper.file.text());
        let register = cx.project.register.as_ref();
        let record = register.map(|register| register.record(&cx.path)).unwrap_or_default();
        let is_changed = canonical(was) != canonical(now);
        let was_sealed = was_sealed(cx, record);
        if earlier.path != cx.path && !was_sealed {
            return Some(Self::Renamed { is_changed });
        }
        if is_changed {
            // The first seal declares nothing but the text that was published.
            let is_declared = was_sealed || record.has_sealed(was) || is_withdrawal(cx, earlier);
            return (!is_declared).then_some(Self::Changed);
        }
        let is_other = |paper: &Paper| {
            let text = paper.file.text();
            canonical(text) != canonical(was) && !record.has_sealed(text)
        };
        let is_unlike = |version: &&Version| version.paper.as_ref().is_none_or(is_other);
        earlier.versions.iter().find(is_unlike).map(Self::ChangedBack)
    }
}

/// Leaves a finding to the rules that tell that the paper is not what was published.
pub(super) fn told_as_change<'s>(cx: &PaperContext<'_>, mut report: Report<'s>) -> Report<'s> {
    let name = cx.paper.file.name();
    if cx.shared.broken_seals.of(&cx.path).is_some() {
        report = report.told_by("broken-seal", name);
    }
    if PublishedChange::of(cx).is_some() {
        report = report.told_by(PublishedChange::RULE, name);
    }
    report
}

/// The stage of a paper as an index; none if it does not name one. Such a paper is judged as finished, so that nothing is
/// excused, but nobody declared it finished.
pub(super) fn named_stage(paper: &Paper, series: &Series) -> Option<usize> {
    series.text(paper, Role::Stage).map(|_| Values::new(paper, series).stage)
}

/// Whether a paper as it was names a stage from which it must not change.
pub(super) fn was_published(paper: &Paper, series: &Series) -> bool {
    named_stage(paper, series).is_some_and(|then| series.stages.is_frozen(then))
}

/// Whether the register of the base had one of the seals of the paper.
fn was_sealed(cx: &PaperContext<'_>, record: Record<'_>) -> bool {
    let before = cx.project.base().and_then(|base| base.register.as_ref());
    let has = |seal: &str| before.is_some_and(|before| before.text().contains(seal));
    record.events().iter().any(|event| has(event.sealed.seal.as_str()))
}

/// Whether the paper was withdrawn without a register: nothing but its front matter changed.
fn is_withdrawal(cx: &PaperContext<'_>, earlier: &BasePaper) -> bool {
    let then = Values::new(&earlier.paper, cx.series).stage;
    let body = |paper: &Paper| canonical(paper.file.slice(paper.body_span())).into_owned();
    cx.values.stage > then
        && cx.series.stages.is_legal(then, cx.values.stage)
        && body(cx.paper) == body(&earlier.paper)
}
