use chrono::NaiveDate;

use super::restore_command;
use crate::check::Sink;
use crate::check::published::was_published;
use crate::check::rule::rule;
use crate::project::base::{BasePaper, Unchecked};
use crate::project::{Project, paths};
use crate::series::Role;
use crate::text::suggest;

rule! {
    /// A published paper must not be deleted, and must stay a paper that is checked.
    ///
    /// ## Why
    ///
    /// Others cite it, and records law requires that it be kept. A paper that no longer applies is withdrawn: it
    /// stays where it is and says so. One that is no paper any more, since it has another ending, is hidden,
    /// ignored or excluded, is lost as well: nobody notices when it changes. This rule looks at changes since the
    /// `--base` when all papers of the project are checked; its findings show the paper as it was.
    ///
    /// ## Example
    ///
    /// ```yaml base
    /// publication_number: "3740-0624"
    /// stage: published
    /// ```
    ///
    /// ## How to fix
    ///
    /// Restore it with `git restore --source REV PATH`, and withdraw it with `issuepaper withdraw` if it no
    /// longer applies. Let the settings and `.gitignore` name no published paper.
    "deleted-published-paper", Error => Project(check)
}

fn check(project: &Project, _: NaiveDate, out: &mut Sink<'_>) {
    let Some(base) = project.base() else { return };
    for earlier in base.deleted() {
        let paper = &earlier.paper;
        let Some(series) = project.series_of(paper) else { continue };
        if !was_published(paper, series) {
            continue;
        }
        let mut entry = [Role::Number, Role::Stage].into_iter();
        let entry = entry.find_map(|role| series.entry(paper, role));
        let place = entry.map_or(paper.front().span, |entry| entry.value.span);
        let (what, help) = described(project, earlier);
        let message = format!("the published paper `{}` {what}", earlier.path);
        out.in_file(&paper.file, place, message).help(help);
    }
}

/// What was done, and what to do about it.
fn described(project: &Project, earlier: &BasePaper) -> (String, String) {
    let file = match &earlier.moved {
        None => return ("was deleted".to_owned(), help(project, earlier)),
        Some(file) if *file != earlier.path => {
            let what = format!("was renamed to `{file}`, which is no paper of the project");
            return (what, help(project, earlier));
        }
        Some(file) => file,
    };
    let (what, help) = match project.why_unchecked(file) {
        Unchecked::Link => return ("was replaced by a link".to_owned(), help(project, earlier)),
        Unchecked::Excluded => {
            ("is excluded by the settings", "take it out of `exclude` in `issuepaper.yaml`")
        }
        Unchecked::OtherProject => (
            "is in another project now",
            "delete the `issuepaper.yaml` that was added to a folder around it",
        ),
        Unchecked::Ignored => (
            "is ignored now",
            "take it out of `.gitignore` or `.ignore`; in a folder of pages, delete `.issuepaper-output`",
        ),
    };
    (what.to_owned(), format!("{help}: a published paper stays one that is checked"))
}

fn help(project: &Project, earlier: &BasePaper) -> String {
    let restore = format!("restore it with {}", restore_command(project, earlier));
    let record = project.register.as_ref().map(|register| register.record(&earlier.path));
    // Only what is sealed can be withdrawn, and only once.
    match record.filter(|record| record.last().is_some() && !record.is_withdrawn()) {
        Some(_) => {
            let path = suggest::argument(&paths::display(&project.path_of(&earlier.path)));
            format!(
                "{restore}; if it no longer applies, then run `issuepaper withdraw {path} --why TEXT`"
            )
        }
        None => restore,
    }
}
