use super::super::record::differences;
use super::stage_place;
use crate::check::published::PublishedChange;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::project::ChangedPicture;
use crate::project::base::BasePaper;
use crate::project::paths::display;
use crate::project::register::Event;
use crate::text::suggest;

rule! {
    /// A published paper must not be changed or renamed, not even temporarily.
    ///
    /// ## Why
    ///
    /// What was published is what the committee read, and nobody notices a change that was not declared. Where
    /// the register has the paper's seal, `broken-seal` finds the change. This rule finds it without a
    /// seal, and it finds what no seal shows: that a paper was renamed, or was changed in one commit and
    /// changed back in another. It looks at changes since the `--base`, to the text and to the pictures that it shows.
    /// Line endings and blank lines at the end don't count. The stage from which papers must not change is the series' `frozen_from`. A paper that
    /// names no stage does not count as published.
    ///
    /// ## Example
    ///
    /// ```yaml base
    /// stage: published
    /// date: 2024-05-21
    /// ```
    ///
    /// ```yaml
    /// stage: published
    /// date: 2024-05-22
    /// ```
    ///
    /// ## How to fix
    ///
    /// Restore the old text and the old name. Make an intended change with `issuepaper revise` or
    /// `issuepaper withdraw`, once `issuepaper publish` has sealed the old text. To get rid of a commit that was reverted
    /// on the branch, rebase the branch.
    "changed-published-paper", Error => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    check_text(cx, out);
    check_pictures(cx, out);
}

/// Reports pictures that were changed since the base, where the register does not say that this is a revision.
fn check_pictures(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    if !PublishedChange::was_published(cx) {
        return;
    }
    let changed = cx.project.pictures_changed_since_base(cx.file);
    if changed.is_empty() || PublishedChange::declares_pictures(cx, &changed) {
        return;
    }
    for picture in changed {
        let Some(image) = cx.paper.body().images.get(picture.at) else { continue };
        let place = if image.url_span.is_empty() { image.span } else { image.url_span };
        let name = suggest::shown(&image.url);
        let what = match (&picture.then, &picture.now) {
            (None, _) => "was added to",
            (_, None) => "was removed from",
            _ => "was changed in",
        };
        let message = format!("the picture {name} {what} the published paper");
        let report = out.at(place, message).help(picture_help(cx, &picture));
        let file = cx.paper.file.name();
        let report = report.told_by("broken-seal", file);
        // One that is missing has to come back first.
        if picture.now.is_none() {
            report.told_by("broken-link", file).told_by("unusable-picture", file);
        }
    }
}

/// What to do about a picture that was changed.
fn picture_help(cx: &PaperContext<'_>, picture: &ChangedPicture) -> String {
    let path = display(&picture.path);
    let restore = match (&picture.then, cx.project.base()) {
        (Some(_), Some(base)) => {
            format!(
                "restore it with {}",
                super::restore_file(base, &cx.project.relative(&picture.path), &path)
            )
        }
        _ => "delete it".to_owned(),
    };
    let register = cx.project.register.as_ref();
    let record = register.map(|register| register.record(&cx.path)).unwrap_or_default();
    let has_it = |last: &Event| {
        let sealed = last.sealed.pictures.as_ref();
        sealed.is_some_and(|sealed| sealed.get(picture.at) == picture.now.as_ref())
    };
    match record.last() {
        // Its first seal is that of the other picture.
        Some(last) if has_it(last) => {
            format!("take its entry under `published:` out of the register, and {restore}")
        }
        Some(_) if !record.is_withdrawn() => format!(
            "{restore}, or make a revision: `issuepaper revise {} --why TEXT`",
            cx.argument()
        ),
        _ => restore,
    }
}

fn check_text(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    let change = PublishedChange::of(cx);
    let is_sealed = change.is_none();
    let sealed = || Some((PublishedChange::Changed, PublishedChange::sealed(cx)?));
    let Some((change, earlier)) = change.or_else(sealed) else { return };
    let (was, now) = (earlier.paper.file.text(), cx.paper.file.text());
    let places = match change {
        PublishedChange::Changed => differences::between(was, now),
        _ => Vec::new(),
    };
    let place = places.first().map_or(stage_place(cx), |place| place.span);
    let (message, help) = described(cx, change, earlier);
    let report = differences::label(out.at(place, message), &places);
    if is_sealed {
        report.help(revised(cx, earlier)).told_by("broken-seal", cx.paper.file.name());
    } else {
        report.help(help);
    }
}

fn described(
    cx: &PaperContext<'_>,
    change: PublishedChange<'_>,
    earlier: &BasePaper,
) -> (String, String) {
    let (name, path) = (&earlier.path, &cx.path);
    let renamed = format!("the published paper `{name}` was renamed to `{path}`");
    let restore = super::restore_command(cx.project, earlier);
    match change {
        PublishedChange::Renamed { is_changed: false } => {
            (renamed, format!("restore its name: `{name}`"))
        }
        PublishedChange::Renamed { is_changed: true } => (
            format!("{renamed} and changed"),
            format!("restore its name and its text: {restore} has both"),
        ),
        PublishedChange::Changed => {
            ("the published paper was changed".to_owned(), advice(cx, &restore))
        }
        PublishedChange::ChangedBack(version) => {
            let what = if version.paper.is_some() { "changed in" } else { "deleted by" };
            let commit = &version.commit;
            (
                format!("the published paper was {what} {commit} and changed back later"),
                "remove both commits from the branch, so that its history does not show the change"
                    .to_owned(),
            )
        }
    }
}

/// What to do about a text that breaks its seal.
fn revised(cx: &PaperContext<'_>, earlier: &BasePaper) -> String {
    let restore = super::restore_command(cx.project, earlier);
    format!(
        "restore its text with {restore}, or make a revision: `issuepaper revise {} --why TEXT`",
        cx.argument()
    )
}

/// What to do about a text that was not sealed at the base, so that it can't be revised.
fn advice(cx: &PaperContext<'_>, restore: &str) -> String {
    let register = cx.project.register.as_ref();
    let paper = cx.argument();
    match register.map(|register| register.record(&cx.path).last()) {
        None => format!("restore its text with {restore}"),
        Some(None) => format!(
            "restore its text with {restore}; for an intended change, seal that text by `issuepaper publish {paper}`, and \
             then revise it"
        ),
        // Its first seal is that of the new text.
        Some(Some(_)) => format!(
            "take its entry under `published:` out of the register, and restore its text with {restore}; for an intended \
             change, seal that text by `issuepaper publish {paper}`, and then revise it"
        ),
    }
}
