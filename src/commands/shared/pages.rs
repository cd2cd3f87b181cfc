//! Checking papers, making their pages and reporting that on the terminal, for the commands that do so.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use issuepaper::check::{self, CheckOptions, Outcome};
use issuepaper::pages::{self, Page, PageError, PageOptions, WrittenPage};
use issuepaper::project::{InputError, Project};
use issuepaper::render::Format;
use issuepaper::text::finding::{Finding, Severity};
use issuepaper::text::suggest::counted;

use super::progress::Progress;
use super::{Exit, Session, put_path};

/// Papers that were checked, and their pages.
pub struct Rendering<'p> {
    /// The findings, and which papers were checked.
    pub outcome: Outcome,
    ready: Vec<(&'p Project, Vec<&'static Format>)>,
}

impl<'p> Rendering<'p> {
    /// Checks the papers of projects and prepares their pages in `formats`, or in the formats of their
    /// projects if there are none.
    pub fn check(
        projects: &'p [Project],
        errors: Vec<InputError>,
        formats: &[&'static Format],
        session: &Session,
    ) -> Self {
        let mut rendering = Self::of(Outcome { errors, ..Outcome::default() });
        // The pages are made of what the check reads.
        let options = CheckOptions { keeps_bodies: true, ..CheckOptions::on(session.today) };
        for project in projects {
            let outcome = check::run(project, &options);
            let is_judged = outcome.is_judged();
            rendering.outcome.merge(outcome);
            if is_judged {
                rendering.add(project, formats);
            }
        }
        rendering
    }

    /// Starts with papers that were checked with this outcome.
    pub fn of(outcome: Outcome) -> Self {
        Self { outcome, ready: Vec::new() }
    }

    /// Adds the papers of a project, to be made in `formats`, or in those of the project if there are none.
    pub fn add(&mut self, project: &'p Project, formats: &[&'static Format]) {
        let formats = match formats {
            [] => pages::formats_of(project),
            formats => Ok(formats.to_vec()),
        };
        match formats {
            Ok(formats) => self.ready.push((project, formats)),
            Err(finding) => self.outcome.faults.push(*finding),
        }
    }

    /// The pages of the papers that could be checked.
    pub fn plan(&mut self, options: &PageOptions) -> Vec<Page<'p>> {
        let (pages, errors) = pages::plan(&self.ready, options);
        self.outcome.errors.extend(errors);
        pages
    }

    /// Writes the pages, or prints the only one; returns the written file for each, none for one that could not
    /// be made.
    pub fn output(
        &mut self,
        pages: &[Page<'_>],
        options: &PageOptions,
        session: &Session,
    ) -> anyhow::Result<Vec<Option<WrittenPage>>> {
        if pages::is_stdout(&options.output) {
            self.print(pages, session)?;
            return Ok(Vec::new());
        }
        Ok(self.write(pages))
    }

    fn write(&mut self, pages: &[Page<'_>]) -> Vec<Option<WrittenPage>> {
        let progress = Progress::new(pages.len());
        let results = pages::write(pages, &|| progress.count());
        progress.finish();
        let mut kept =
            |result: Result<_, PageError>| result.map_err(|error| self.add_error(error)).ok();
        results.into_iter().map(&mut kept).collect()
    }

    /// Prints the only page.
    fn print(&mut self, pages: &[Page<'_>], session: &Session) -> anyhow::Result<()> {
        if let [page] = pages
            && !page.format.is_text()
            && std::io::stdout().is_terminal()
        {
            let about = page.format.about;
            let reason = format!("a terminal can't show {about}; send it to a file with -o or >");
            self.outcome.errors.push(InputError::new("-", reason));
            return Ok(());
        }
        for made in pages::make_all(pages) {
            match made {
                Ok(made) => {
                    let mut out = session.stdout();
                    out.write_all(&made.bytes)?;
                    out.flush()?;
                }
                Err(error) => self.add_error(error),
            }
        }
        Ok(())
    }

    fn add_error(&mut self, error: PageError) {
        let outcome = &mut self.outcome;
        match error {
            PageError::Input(error) => outcome.errors.push(error),
            PageError::Template(finding) => {
                // A broken template is one error, not one per paper.
                if !outcome.findings.contains(&finding) {
                    outcome.findings.push(*finding);
                }
                let error =
                    InputError::new("render", "a template is broken; no page was made with it");
                if !outcome.errors.contains(&error) {
                    outcome.errors.push(error);
                }
            }
        }
    }

    /// Reports how many files were written and what is wrong.
    pub fn conclude(&self, written: usize, session: &Session) -> Exit {
        let outcome = &self.outcome;
        let (errors, warnings): (Vec<Finding>, Vec<Finding>) =
            outcome.reported().cloned().partition(|finding| finding.severity == Severity::Error);
        session.report_findings(&errors);
        let has_failed = session.report_errors(&outcome.errors) || !outcome.is_judged();
        session.message(&summary(written, outcome.papers.len(), errors.len(), warnings.len()));
        match (has_failed, errors.is_empty()) {
            (true, _) => Exit::Failure,
            (false, false) => Exit::Findings,
            (false, true) => Exit::Clean,
        }
    }
}

/// The files of the pages that were written, each once.
pub fn files(written: &[Option<WrittenPage>]) -> Vec<PathBuf> {
    let pages = written.iter().flatten();
    let mut files: Vec<PathBuf> = pages.flat_map(|page| page.files.iter().cloned()).collect();
    files.dedup();
    files
}

/// Prints the path of every file.
pub fn print_paths(files: &[PathBuf], out: &mut dyn Write) -> std::io::Result<()> {
    files.iter().try_for_each(|path| put_path(out, path))
}

fn summary(files: usize, papers: usize, errors: usize, warnings: usize) -> String {
    let mut text =
        format!("{} checked, {} written", counted(papers, "paper"), counted(files, "file"));
    if errors > 0 {
        text.push_str(&format!(", {}", counted(errors, "error")));
    }
    if warnings > 0 {
        text.push_str(&format!(
            ", {} (`issuepaper check` shows them)",
            counted(warnings, "warning")
        ));
    }
    text
}
