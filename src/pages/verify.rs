//! What a rendered file was made from, and whether it is still the same.

use std::path::Path;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::make::make_all;
use super::plan::{PageOptions, plan};
use crate::document::Provenance;
use crate::paper::seal::Seal;
use crate::project::register::{Event, Record, Register, Step};
use crate::project::{self, InputError, Project, files, paths};
use crate::render::{self, Format};
use crate::text::suggest;

/// What is known about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// The file, as the user would write it.
    pub file: String,
    /// Where it says that it comes from.
    pub provenance: Provenance,
    /// The name in the register of the text that it was made from.
    pub registered: Option<String>,
    /// What replaced that text since, if it is an earlier edition.
    pub replaced: Option<String>,
    /// The paper's source compared to the text that the file was made from.
    pub source: SourceState,
    /// The pictures that the paper shows compared to those that were sealed with that text; none if that is not known.
    pub pictures: Option<SourceState>,
    /// The file compared to the page that the source makes today.
    pub page: PageState,
}

/// The path, in its project, of the paper that a file says it was made from.
pub fn source_of(bytes: &[u8]) -> Option<String> {
    render::identify(bytes).map(|(_, provenance)| provenance.paper)
}

/// A paper's source compared to the text that a file was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceState {
    /// It is that text.
    Same,
    /// It has changed since.
    Changed,
    /// There is no such paper.
    Missing,
}

/// A file compared to the page that its source makes today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PageState {
    /// Byte for byte the same.
    Same,
    /// Not the same.
    Different,
    /// No page could be made to compare it with.
    Unknown,
}

/// Why a file can't be verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The file can't be read.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The file carries no provenance.
    #[error(
        "{file}: does not say which paper it was made from; HTML, Word and PDF files do that were made by \
         `issuepaper render`"
    )]
    NoProvenance {
        /// The file.
        file: String,
    },
    /// The current folder is in no project.
    #[error("there is no project here to look for the paper in")]
    NoProject,
    /// The file names a paper that no project can have.
    #[error("{file}: names a paper outside of any project: {paper}")]
    OutsideProject {
        /// The file.
        file: String,
        /// The paper that it names.
        paper: String,
    },
}

impl Verification {
    /// Whether the file is what the paper makes today, as far as that can be known.
    pub fn is_same(&self) -> bool {
        self.source == SourceState::Same
            && self.pictures != Some(SourceState::Changed)
            && self.page != PageState::Different
    }
}

/// Finds out what the file at `path` was made from, and compares it with the paper in the project
/// around the current folder. `created` is the creation time that a page made today would carry.
///
/// # Errors
///
/// The file can't be read or does not say where it comes from, or there is no project that could have the paper.
pub fn verify(path: &Path, created: Option<DateTime<Utc>>) -> Result<Verification, VerifyError> {
    let file = paths::display(path);
    let bytes = files::read_bytes(path)?;
    let Some((format, provenance)) = render::identify(&bytes) else {
        return Err(VerifyError::NoProvenance { file });
    };
    let root = project::root_here();
    // A paper outside of any project names no folder.
    if root.is_none() && provenance.paper.contains('/') {
        return Err(VerifyError::NoProject);
    }
    let root = root.unwrap_or_default();
    let paper = paths::normal(&root.join(&provenance.paper));
    if !paths::is_inside(&paper, &root) {
        let paper = suggest::shown(&provenance.paper);
        return Err(VerifyError::OutsideProject { file, paper });
    }
    let projects = project::load_all(&project::discover(&[paper]));
    let project = projects.first();
    // The register knows the text of a paper that was moved or deleted, too.
    let around = project.is_none().then(project::load_here);
    let output = path.parent().unwrap_or(Path::new("")).to_owned();
    let options = PageOptions { output, created, ..PageOptions::default() };
    let page = project.and_then(|project| remade(project, format, &options));
    let register = project.or(around.as_ref()).and_then(|project| project.register.as_ref());
    let record = register.map(|register| record(register, &provenance)).unwrap_or_default();
    let mut all = record.events().iter().filter(|event| event.sealed.seal == provenance.seal);
    // A revision of the pictures alone has the same text.
    let is_named = |event: &&Event| event.revision() == provenance.revision.as_deref();
    let registered = all.clone().rfind(is_named).or_else(|| all.next());
    Ok(Verification {
        source: source(project, &provenance),
        pictures: project.zip(registered).and_then(|(project, event)| pictures(project, event)),
        page: match page {
            None => PageState::Unknown,
            Some(page) if page == bytes => PageState::Same,
            Some(_) => PageState::Different,
        },
        registered: registered.map(|event| format!("{} on {}", event.described(), event.on)),
        replaced: registered.and_then(|event| replaced(record, event)),
        file,
        provenance,
    })
}

/// The history of the paper that a file was made from, which may have another name now.
fn record<'r>(register: &'r Register, found: &Provenance) -> Record<'r> {
    let has_text =
        |record: &Record<'_>| record.events().iter().any(|event| event.sealed.seal == found.seal);
    let named = register.record(&found.paper);
    let mut all = register.records().map(|(_, record)| record);
    if has_text(&named) { named } else { all.find(has_text).unwrap_or(named) }
}

fn source(project: Option<&Project>, found: &Provenance) -> SourceState {
    match project.and_then(|project| project.selected().next()) {
        None => SourceState::Missing,
        Some(file) if Seal::of(file.paper.file.text()) == found.seal => SourceState::Same,
        Some(_) => SourceState::Changed,
    }
}

/// The pictures of the one selected paper of `project` compared to those of `event`, if these are known.
fn pictures(project: &Project, event: &Event) -> Option<SourceState> {
    let file = project.selected().next().filter(|_| event.sealed.pictures.is_some())?;
    let file = project.whole(file).ok()?;
    let is_same = event.sealed.is_of(file.paper.file.text())
        && event.sealed.shows(&project.picture_seals(&file));
    Some(if is_same { SourceState::Same } else { SourceState::Changed })
}

/// The page that the one selected paper of `project` has today; none if it can't be made.
fn remade(project: &Project, format: &'static Format, options: &PageOptions) -> Option<Vec<u8>> {
    let (mut pages, _) = plan(&[(project, vec![format])], options);
    pages.truncate(1);
    Some(make_all(&pages).pop()?.ok()?.bytes)
}

/// What took the place of the text of `event`; none if it is the last one.
fn replaced(record: Record<'_>, event: &Event) -> Option<String> {
    let last = record.last().filter(|last| *last != event)?;
    let why = match &last.step {
        Step::Revised { why, .. } | Step::Withdrawn { why } => format!(" ({why})"),
        Step::Published => String::new(),
    };
    Some(format!("{} on {}{why}", last.described(), last.on))
}
