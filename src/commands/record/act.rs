//! A change to published papers: judged whole before anything is written, then the register and the papers.

use issuepaper::project::files;
use issuepaper::project::paths;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use issuepaper::check::{self, CheckOptions, CommandLine};
use issuepaper::pages::planned;
use issuepaper::project::register::{self, Register, RegisterChange, Step};
use issuepaper::project::{self, PaperFile};
use issuepaper::series::Level;
use issuepaper::text::finding::{Finding, Severity};
use issuepaper::text::source::SourceFile;
use issuepaper::text::suggest::counted;

use super::{How, Ledger};
use crate::commands::pages::{self, Rendering};
use crate::commands::{Exit, Session, patch};

/// What a finished paper may not have, whatever series and settings say.
const DENIED: [&str; 3] = ["draft-marking", "placeholder-text", "unresolved-comment"];

/// What is to become of one paper.
pub(super) struct Change {
    /// The name that it is reported under.
    pub(super) name: String,
    /// Its path in the project.
    pub(super) path: String,
    pub(super) before: String,
    pub(super) after: String,
    /// What the register is to say; none where it says so already.
    pub(super) entry: Option<Entry>,
    /// Whether it has to pass the rules. A paper that was published long ago can't be changed to please them.
    is_judged: bool,
}

/// A line for the register.
pub(super) struct Entry {
    pub(super) step: Step,
    pub(super) on: NaiveDate,
}

/// Changes of a kind.
pub(super) struct Act {
    /// What happens to the papers: "published".
    pub(super) name: &'static str,
    pub(super) changes: Vec<Change>,
}

impl Act {
    /// Judges the papers as they will be and, if they pass, changes register and papers and renders them.
    pub(super) fn carry_out(
        &self,
        mut ledger: Ledger,
        how: &How,
        session: &Session,
    ) -> anyhow::Result<Exit> {
        let before = ledger.register()?.file.text().to_owned();
        let after = with_entries(&before, &self.changes)?;
        let file = SourceFile::new(paths::display(&ledger.register_path()), after.as_str());
        match Register::read(file, &ledger.project.settings.series.value) {
            Ok(register) => ledger.project.register = Some(register),
            Err(findings) => {
                session.report_findings(&findings);
                bail!("nothing was {}", self.name);
            }
        }
        for change in &self.changes {
            ledger.project.replace_text(&change.name, change.after.clone());
        }
        let is_passed = self.judge(&ledger, session)?;
        if !is_passed {
            return Ok(Exit::Findings);
        }
        if how.dry_run {
            return self.show(&ledger, [&before, &after], how, session);
        }
        self.write(&ledger, &before, &after)?;
        let mut out = session.stdout();
        for change in &self.changes {
            writeln!(out, "{} {}", self.name, change.path)?;
        }
        out.flush()?;
        let papers = ledger.papers.clone();
        // The register is free for others while pages are made.
        drop(ledger);
        let inputs = project::discover(&papers);
        let projects = project::load_all(&inputs);
        let mut rendering = Rendering::check(&projects, inputs.errors, &[], session);
        let options = how.page_options(session);
        let pages = rendering.plan(&options);
        let files = pages::files(&rendering.output(&pages, &options, session)?);
        pages::print_paths(&files, &mut out)?;
        out.flush()?;
        let exit = rendering.conclude(files.len(), session);
        if exit == Exit::Failure {
            session.message(&format!(
                "the papers are {}, but not all pages were written; run `issuepaper render`",
                self.name
            ));
        }
        Ok(exit)
    }

    /// Whether the papers pass; what is wrong is told.
    fn judge(&self, ledger: &Ledger, session: &Session) -> anyhow::Result<bool> {
        let levels: BTreeMap<_, _> =
            DENIED.iter().map(|rule| ((*rule).to_owned(), Level::Error)).collect();
        let options = CheckOptions {
            command_line: CommandLine { levels, denies_warnings: false },
            // What was passed over while the paper was a draft is not passed over now.
            ignores_baseline: true,
            ..CheckOptions::on(session.today)
        };
        let outcome = check::run(&ledger.project, &options);
        let is_judged = outcome.is_judged();
        let unjudged = self.changes.iter().filter(|change| !change.is_judged);
        let unjudged: BTreeSet<&str> = unjudged.map(|change| change.name.as_str()).collect();
        let is_passed_over = |finding: &Finding| {
            finding.severity == Severity::Warning || unjudged.contains(finding.file.name())
        };
        let (others, errors): (Vec<Finding>, Vec<Finding>) =
            outcome.reported().cloned().partition(is_passed_over);
        session.report_findings(&errors);
        if session.report_errors(&outcome.errors) || !is_judged {
            bail!("nothing was {}", self.name);
        }
        if !errors.is_empty() {
            let count = counted(errors.len(), "error");
            session.message(&format!("{count}; nothing was {}", self.name));
        } else if !others.is_empty() {
            let count = counted(others.len(), "finding");
            session.message(&format!("{count} let pass (`issuepaper check` shows them)"));
        }
        Ok(errors.is_empty())
    }

    /// Shows what would be changed, and which files would be written.
    fn show(
        &self,
        ledger: &Ledger,
        [before, after]: [&str; 2],
        how: &How,
        session: &Session,
    ) -> anyhow::Result<Exit> {
        let mut out = session.stdout();
        for change in &self.changes {
            patch::write(&change.name, &change.before, &change.after, &mut out)?;
        }
        let register = paths::display(&ledger.register_path());
        patch::write(&register, before, after, &mut out)?;
        out.flush()?;
        for path in planned(&ledger.project, &how.page_options(session)) {
            session.message(&format!("would write {}", paths::display(&path)));
        }
        Ok(Exit::Clean)
    }

    /// Writes the register, then the papers: whatever stops the program, `check` tells which papers are not what
    /// the register says of them, and doing the same again mends it.
    fn write(&self, ledger: &Ledger, before: &str, after: &str) -> anyhow::Result<()> {
        let path_of = |change: &Change| {
            let file = ledger.project.paper(&change.name);
            file.map(|file| file.path.as_path()).context("the paper is gone")
        };
        for change in &self.changes {
            files::verify_writable(path_of(change)?)?;
        }
        let register = ledger.register_path();
        if after != before {
            files::rewrite(&register, before, after)?;
        }
        for (done, change) in self.changes.iter().enumerate() {
            files::rewrite(path_of(change)?, &change.before, &change.after).inspect_err(|_| {
                // What is not said of a paper can't be wrong of it.
                if let Ok(text) = with_entries(before, &self.changes[..done]) {
                    let _ = files::rewrite(&register, after, &text);
                }
            })?;
        }
        Ok(())
    }
}

/// `before`, a text of the register, with what is to be said of papers.
fn with_entries(before: &str, changes: &[Change]) -> anyhow::Result<String> {
    let changes: Vec<RegisterChange> = changes.iter().filter_map(Change::register_change).collect();
    // These entries are of papers, whatever their series.
    Ok(register::apply(before, "", &changes)?)
}

impl Change {
    pub(super) fn new(file: &PaperFile, path: String, after: String, entry: Option<Entry>) -> Self {
        let source = &file.paper.file;
        let (name, before) = (source.name().to_owned(), source.text().to_owned());
        Self { name, path, before, after, entry, is_judged: true }
    }

    /// The same, whatever the rules say of it.
    pub(super) fn unjudged(self) -> Self {
        Self { is_judged: false, ..self }
    }

    /// What the register is to say of the paper.
    fn register_change(&self) -> Option<RegisterChange> {
        let Entry { step, on } = self.entry.as_ref()?;
        Some(RegisterChange::of_step(self.path.clone(), step.clone(), *on, &self.after))
    }
}
