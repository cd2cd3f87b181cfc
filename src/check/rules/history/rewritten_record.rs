use chrono::NaiveDate;

use crate::check::Sink;
use crate::check::rule::rule;
use crate::project::Project;
use crate::project::register::{Event, REGISTER_FILE, Register, Step};
use crate::text::source::Span;
use crate::text::suggest;

rule! {
    /// The register's entries on published papers must not be rewritten; new ones may be added.
    ///
    /// ## Why
    ///
    /// A seal that is replaced by hand hides the change that it should show, and a withdrawal that is
    /// deleted from the register never happened. This rule compares `published:`, `revised:` and
    /// `withdrawn:` with what they were at the `--base`, when all papers of the project are checked.
    ///
    /// ## Example
    ///
    /// ```yaml base numbers.yaml
    /// published:
    ///   - { paper: paper-1.md, on: 2024-06-12, seal: 87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7 }
    /// ```
    ///
    /// ```yaml numbers.yaml
    /// published: []
    /// ```
    ///
    /// ## How to fix
    ///
    /// Restore the entries. `issuepaper revise` and `issuepaper withdraw` add new ones.
    "rewritten-record", Error => Project(check)
}

/// Whether an entry has what was sealed then.
fn is_as_sealed(now: &Event, then: &Event) -> bool {
    now.sealed.seal == then.sealed.seal
        && then.sealed.pictures.as_ref().is_none_or(|it| now.sealed.pictures.as_ref() == Some(it))
}

fn check(project: &Project, _: NaiveDate, out: &mut Sink<'_>) {
    let Some(before) = project.base().and_then(|base| base.register.clone()) else { return };
    // One that could not be read then was reported then.
    let Ok(before) = Register::read(before, &project.settings.series.value) else { return };
    for (paper, record) in before.records() {
        let path = project.register.as_ref().and_then(|now| now.moved(paper)).unwrap_or(paper);
        let now = project.register.as_ref().map(|register| register.record(path).events());
        let now = now.unwrap_or_default();
        let is_kept = |event: &&Event| {
            now.iter()
                .any(|own| own.step == event.step && own.on == event.on && is_as_sealed(own, event))
        };
        let Some(lost) = record.events().iter().find(|event| !is_kept(event)) else { continue };
        let kind = |event: &&Event| {
            std::mem::discriminant::<Step>(&event.step) == std::mem::discriminant(&lost.step)
        };
        let message = format!(
            "the register no longer says that `{paper}` was {} on {}",
            lost.described(),
            lost.on
        );
        let report = match (&project.register, now.iter().find(kind)) {
            (Some(register), Some(own)) => out.in_file(&register.file, own.paper.span, message),
            (Some(register), None) => out.in_file(&register.file, Span::at(0), message),
            (None, _) => out.in_file(&before.file, lost.paper.span, message),
        };
        let then = project.base();
        let revision = then.map_or("", |base| base.revision.as_str());
        let folder = match then.and_then(|base| base.folder.as_deref()) {
            Some("") => String::new(),
            Some(folder) => format!("{folder}/"),
            None => "./".to_owned(),
        };
        let name = suggest::argument(&format!("{revision}:{folder}{REGISTER_FILE}"));
        report.help(format!(
            "restore the entry as it was at the base: `git show {name}` in the folder of the register prints that of then"
        ));
    }
}
