//! A change to published papers: judged whole before anything is written, then written paper by paper.

use std::collections::BTreeMap;
use std::io::Write;

use anyhow::{Context, bail};
use issuepaper::check::CommandLine;
use issuepaper::finding::{Finding, Severity};
use issuepaper::paper::seal::{self, Seal};
use issuepaper::register::edit::{self, List};
use issuepaper::register::{REGISTER_FILE, Register};
use issuepaper::report::Outcome;
use issuepaper::series::Level;
use issuepaper::source::SourceFile;
use issuepaper::suggest::counted;
use issuepaper::workspace::{self, PaperFile};

use super::{How, Ledger};
use crate::commands::{Exit, Session, check, patch, render};

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
    pub(super) list: List,
    /// What it says besides the paper and its seal.
    pub(super) fields: Vec<(&'static str, String)>,
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
        let texts = self.register_texts(&before)?;
        if let Some(after) = texts.last() {
            let file = SourceFile::new(workspace::display(&ledger.register_path()), after);
            match Register::read(file) {
                Ok(register) => ledger.project.register = Some(register),
                Err(findings) => {
                    session.report_findings(&findings);
                    bail!("nothing was {}", self.name);
                }
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
            return self.show(&ledger, &before, texts.last(), how, session);
        }
        self.write(&ledger, before, texts)?;
        let mut out = session.stdout();
        for change in &self.changes {
            writeln!(out, "{} {}", self.name, change.path)?;
        }
        out.flush()?;
        let papers = ledger.papers.clone();
        // The register is free for others while pages are made.
        drop(ledger);
        let exit = render::run(&render::Args::of(papers, how.output.clone()), session)?;
        if exit == Exit::Failure {
            session.message(&format!(
                "the papers are {}, but not all pages were written; run `issuepaper render`",
                self.name
            ));
        }
        Ok(exit)
    }

    /// The register after each change.
    fn register_texts(&self, before: &str) -> anyhow::Result<Vec<String>> {
        let mut texts = Vec::new();
        for change in &self.changes {
            let text = texts.last().map_or(before, String::as_str);
            texts.push(change.with_entry(text)?);
        }
        Ok(texts)
    }

    /// Whether the papers pass; what is wrong is told.
    fn judge(&self, ledger: &Ledger, session: &Session) -> anyhow::Result<bool> {
        let levels: BTreeMap<_, _> =
            DENIED.iter().map(|rule| ((*rule).to_owned(), Level::Error)).collect();
        let terms = check::Terms::of(CommandLine { levels, denies_warnings: false });
        let mut outcome = Outcome::default();
        let is_judged = check::check_project(&ledger.project, &terms, session, &mut outcome);
        let is_passed_over = |finding: &Finding| {
            let own = self.changes.iter().find(|change| change.name == finding.file.name());
            finding.severity == Severity::Warning || own.is_some_and(|change| !change.is_judged)
        };
        let (others, errors): (Vec<Finding>, Vec<Finding>) =
            outcome.findings.into_iter().partition(is_passed_over);
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
        before: &str,
        after: Option<&String>,
        how: &How,
        session: &Session,
    ) -> anyhow::Result<Exit> {
        let mut out = session.stdout();
        for change in &self.changes {
            patch::write(&change.name, &change.before, &change.after, &mut out)?;
        }
        let register = workspace::display(&ledger.register_path());
        patch::write(&register, before, after.map_or(before, String::as_str), &mut out)?;
        out.flush()?;
        for path in render::planned(&ledger.project, &how.output) {
            session.message(&format!("would write {}", workspace::display(&path)));
        }
        Ok(Exit::Clean)
    }

    /// Writes the register and the papers. A paper comes right after its line in the register: whatever
    /// stops the program, at most one paper is not what the register says of it, `check` tells which, and
    /// doing the same again mends it.
    fn write(&self, ledger: &Ledger, before: String, texts: Vec<String>) -> anyhow::Result<()> {
        let register = ledger.register_path();
        let mut text = before;
        for (change, next) in self.changes.iter().zip(texts) {
            workspace::rewrite(&register, &text, &next)?;
            let path = ledger.project.paper(&change.name).map(|file| &file.path);
            let path = path.context("the paper is gone")?;
            workspace::rewrite(path, &change.before, &change.after).inspect_err(|_| {
                // Neither has it, rather than one of them.
                let _ = workspace::rewrite(&register, &next, &text);
            })?;
            text = next;
        }
        Ok(())
    }
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

    /// `before`, a text of the register, with what is to be said of the paper.
    fn with_entry(&self, before: &str) -> anyhow::Result<String> {
        let Some(entry) = &self.entry else { return Ok(before.to_owned()) };
        let seal = Seal::of(&self.after).to_string();
        let marks = seal::marks(&self.after);
        let mut fields = vec![("paper", self.path.as_str())];
        fields.extend(entry.fields.iter().map(|(key, value)| (*key, value.as_str())));
        fields.extend([("seal", seal.as_str()), ("lines", &marks)]);
        edit::insert(before, entry.list, &self.path, &edit::line(&fields)).with_context(|| {
            format!(
                "`{}` in {REGISTER_FILE} is not written as lines; put each entry on one",
                entry.list.key()
            )
        })
    }
}
