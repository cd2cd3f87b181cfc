//! Making the pages and writing them.

use issuepaper::project::files;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use issuepaper::document::{self, Provenance};
use issuepaper::project::InputError;
use issuepaper::render::{self, RenderError};
use issuepaper::report::Outcome;
use issuepaper::text::finding::Finding;
use issuepaper::workers;

use super::addresses;
use super::plan::Page;
use crate::commands::{Session, templates};

/// A run that is over sooner needs no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// Makes every page on all cores and writes it; gives the files written for each page, none for one
/// that could not be made.
pub(super) fn write(
    pages: &[Page<'_>],
    session: &Session,
    outcome: &mut Outcome,
) -> Vec<Vec<PathBuf>> {
    let progress = Progress::new(pages.len());
    let make = |page: &Page<'_>| -> Result<Vec<PathBuf>, Trouble> {
        let made = progress.after(|| made(page, session))?;
        files::replace(&page.path, &made.page)?;
        let mut written = vec![page.path.clone()];
        for picture in &made.copies {
            files::replace(&picture.to, files::read_bytes(&picture.from)?)?;
            written.push(picture.to.clone());
        }
        Ok(written)
    };
    let results = workers::map(pages, make);
    progress.bar.finish_and_clear();
    let add = |result: Result<Vec<PathBuf>, Trouble>| {
        result.map_err(|trouble| trouble.add_to(outcome)).unwrap_or_default()
    };
    results.into_iter().map(add).collect()
}

/// Prints the one page that there is.
pub(super) fn print(
    pages: &[Page<'_>],
    session: &Session,
    outcome: &mut Outcome,
) -> anyhow::Result<()> {
    if let [page] = pages
        && !page.format.is_text()
        && std::io::stdout().is_terminal()
    {
        let about = page.format.about;
        let reason = format!("a terminal can't show {about}; send it to a file with -o or >");
        outcome.errors.push(InputError::new("-", reason));
        return Ok(());
    }
    for made in workers::map(pages, |page| made(page, session)) {
        match made {
            Ok(made) => {
                let mut out = session.stdout();
                out.write_all(&made.page)?;
                out.flush()?;
            }
            Err(trouble) => trouble.add_to(outcome),
        }
    }
    Ok(())
}

/// The bytes of a page; none if it can't be made.
pub(super) fn bytes(page: &Page<'_>, session: &Session) -> Option<Vec<u8>> {
    let made = workers::map(std::slice::from_ref(page), |page| made(page, session));
    Some(made.into_iter().next()?.ok()?.page)
}

/// A finished page and the pictures that go beside it.
struct Made {
    page: Vec<u8>,
    copies: Vec<addresses::Copy>,
}

fn made(page: &Page<'_>, session: &Session) -> Result<Made, Trouble> {
    let mut document = document::assemble(&page.file.paper, page.series);
    let path = page.project.relative(&page.file.path);
    let record = page.project.register.as_ref().map(|register| register.record(&path));
    let record = record.unwrap_or_default();
    document.tell_record(record, page.series);
    let revision = record.revision().map(str::to_owned);
    document.provenance = Some(Provenance::new(path, revision, page.file.paper.file.text()));
    let copies = addresses::settle(&mut document, page);
    let paper_size = page.project.settings.paper_size.unwrap_or(page.series.paper_size);
    let options =
        render::Options { paper_size, created: session.created, ..render::Options::default() };
    let made = render::render(&document, page.format, &page.templates, options);
    let made = made.map_err(|error| trouble(page, error))?;
    Ok(Made { page: made, copies })
}

fn trouble(page: &Page<'_>, error: RenderError) -> Trouble {
    match error {
        RenderError::Template(problem) => {
            match templates::finding(page.project, page.series, problem.clone()) {
                Some(finding) => Trouble::Finding(Box::new(finding)),
                None => Trouble::Input(InputError::new(problem.file, problem.message)),
            }
        }
        error @ (RenderError::NoTemplate { .. } | RenderError::Refused { .. }) => {
            Trouble::Input(InputError::new(page.file.paper.file.name(), error.to_string()))
        }
    }
}

/// Why a page was not made.
enum Trouble {
    Input(InputError),
    Finding(Box<Finding>),
}

impl Trouble {
    fn add_to(self, outcome: &mut Outcome) {
        match self {
            Self::Input(error) => outcome.errors.push(error),
            Self::Finding(finding) => {
                // A broken template is one fault, not one a paper.
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
}

impl From<InputError> for Trouble {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

/// A bar on the terminal of stderr, once a run has taken a while; on anything else nothing.
struct Progress {
    bar: ProgressBar,
    started: Instant,
}

impl Progress {
    fn new(pages: usize) -> Self {
        let bar = ProgressBar::hidden();
        bar.set_length(pages as u64);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} files, {eta} left")
        {
            bar.set_style(style);
        }
        Self { bar, started: Instant::now() }
    }

    /// Does a page's work and counts it.
    fn after<T>(&self, work: impl FnOnce() -> T) -> T {
        let result = work();
        if self.bar.is_hidden() && self.started.elapsed() > PATIENCE {
            // Which stays hidden if stderr is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
        result
    }
}
