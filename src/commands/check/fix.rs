//! Applying what findings offer as fixes.

use issuepaper::project::files;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use issuepaper::project::{InputError, Project};
use issuepaper::report::Outcome;
use issuepaper::text::finding::{Finding, Fix};
use issuepaper::text::fixes;
use issuepaper::text::suggest::counted;

use super::{Terms, check_project};
use crate::commands::{Exit, Session, patch};

/// How often papers are fixed and checked again: a fix can make way for another.
const ROUNDS: usize = 20;

/// What to do about fixes.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Fixes")]
pub(super) struct Fixing {
    /// Apply the fixes that can't change the meaning
    #[arg(long)]
    fix: bool,
    /// Apply the other fixes as well; look at what they did
    #[arg(long = "unsafe")]
    is_unsafe: bool,
    /// Print what --fix would change, and change nothing; exit code 1 if that is anything
    #[arg(long)]
    diff: bool,
}

/// A paper before and after its fixes.
struct Change {
    path: PathBuf,
    /// Whether there is no file to write it to.
    is_given: bool,
    before: String,
    after: String,
    /// How many fixes were applied.
    count: usize,
}

/// The changes to all papers, by the name they are reported under.
#[derive(Default)]
pub(super) struct Changes(BTreeMap<String, Change>);

impl Fixing {
    /// Whether the options go together.
    pub(super) fn verify(&self) -> anyhow::Result<()> {
        anyhow::ensure!(
            !self.is_unsafe || self.is_asked(),
            "--unsafe says which fixes, not what to do with them; add --fix or --diff"
        );
        Ok(())
    }

    pub(super) fn is_asked(&self) -> bool {
        self.fix || self.diff
    }

    pub(super) fn is_diff(&self) -> bool {
        self.diff
    }

    /// Fixes the papers of a project in memory until nothing is left to fix.
    pub(super) fn settle(
        &self,
        project: &mut Project,
        terms: &Terms,
        session: &Session,
        changes: &mut Changes,
    ) {
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        for _ in 0..ROUNDS {
            let mut outcome = Outcome::default();
            check_project(project, terms, session, &mut outcome);
            let mut is_changed = false;
            for (name, (text, count)) in self.fixed(project, &outcome.findings) {
                // Two fixes that undo each other would never come to an end.
                if seen.insert((name.clone(), text.clone())) {
                    changes.add(project, &name, &text, count);
                    project.replace_text(&name, text);
                    is_changed = true;
                }
            }
            if !is_changed {
                return;
            }
        }
    }

    /// The new texts of the papers that can be fixed, with how many fixes each took.
    fn fixed(&self, project: &Project, findings: &[Finding]) -> BTreeMap<String, (String, usize)> {
        let mut wanted: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
        for finding in findings {
            let fix = finding.fix.as_ref().filter(|fix| fix.safe || self.is_unsafe);
            wanted.entry(finding.file.name()).or_default().extend(fix);
        }
        // What could not be read as UTF-8 can't be written back.
        let papers = project.selected().filter(|file| file.stray_bytes.is_empty());
        let fixed = papers.filter_map(|file| {
            let source = &file.paper.file;
            let (text, applied) = fixes::apply(source.text(), wanted.get(source.name())?);
            (text != source.text()).then(|| (source.name().to_owned(), (text, applied.len())))
        });
        fixed.collect()
    }
}

impl Changes {
    fn add(&mut self, project: &Project, name: &str, text: &str, count: usize) {
        let Some(file) = project.paper(name) else { return };
        let change = self.0.entry(name.to_owned()).or_insert_with(|| Change {
            path: file.path.clone(),
            is_given: file.is_given,
            before: file.paper.file.text().to_owned(),
            after: String::new(),
            count: 0,
        });
        text.clone_into(&mut change.after);
        change.count += count;
    }

    /// Writes the papers, each whole; what could not be written is told, and false.
    pub(super) fn write(&self, session: &Session) -> bool {
        let write = |change: &Change| {
            files::rewrite(&change.path, &change.before, &change.after).map(|()| change.count)
        };
        let (mut count, mut papers, mut errors) = (0, 0, Vec::new());
        for result in self.0.values().filter(|change| !change.is_given).map(write) {
            match result {
                Ok(applied) => (count, papers) = (count + applied, papers + 1),
                Err(error) => errors.push(error),
            }
        }
        if count > 0 {
            let es = if count == 1 { "" } else { "es" };
            session.message(&format!("{count} fix{es} applied in {}", counted(papers, "paper")));
        }
        !session.report_errors(&errors)
    }

    /// Prints the changes as a patch.
    pub(super) fn print(&self, errors: &[InputError], session: &Session) -> anyhow::Result<Exit> {
        let mut out = session.stdout();
        for (name, change) in &self.0 {
            patch::write(name, &change.before, &change.after, &mut out)?;
        }
        out.flush()?;
        Ok(match (session.report_errors(errors), self.0.is_empty()) {
            (true, _) => Exit::Failure,
            (false, false) => Exit::Findings,
            (false, true) => Exit::Clean,
        })
    }
}
