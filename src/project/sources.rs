//! The files that people write, which no output may overwrite.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::beside::FrontMatterFiles;
use super::paths::canonical;
use super::places::is_any_of;
use super::{InputError, Project, TEMPLATES_FOLDER, UNITS_FILE, display};
use crate::project::baseline::BASELINE_FILE;
use crate::project::register::REGISTER_FILE;
use crate::project::settings::SETTINGS_FILE;

/// The files of a project's folder beside its papers.
const FILES: [&str; 4] = [SETTINGS_FILE, UNITS_FILE, REGISTER_FILE, BASELINE_FILE];

/// The sources of some projects: papers, settings, registers, templates.
#[derive(Debug)]
pub struct Sources {
    files: BTreeSet<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl Sources {
    /// The sources of `projects` that exist.
    pub fn new<'p>(projects: impl IntoIterator<Item = &'p Project>) -> Self {
        let mut sources = Self { files: BTreeSet::new(), folders: BTreeSet::new() };
        for project in projects {
            let papers = project.papers.par_iter().filter_map(|file| canonical(&file.path));
            sources.files.extend(papers.collect::<Vec<_>>());
            let heads = FrontMatterFiles::of(project);
            let heads = project.papers.iter().filter_map(|file| heads.beside(project, &file.path));
            sources.files.extend(heads.filter_map(|path| canonical(&path)));
            let others = project.root.iter().flat_map(|root| FILES.map(|name| root.join(name)));
            sources.files.extend(others.filter_map(|path| canonical(&path)));
            let templates = project.root.iter().map(|root| root.join(TEMPLATES_FOLDER));
            sources.folders.extend(templates.filter_map(|path| canonical(&path)));
        }
        sources
    }

    /// An error if a file written to `path` would overwrite a source.
    ///
    /// # Errors
    ///
    /// `path` is a source, however it is named.
    pub fn verify_none(&self, path: &Path) -> Result<(), InputError> {
        let is_source = canonical(path).is_some_and(|path| {
            self.files.contains(&path)
                || self.folders.iter().any(|folder| path.starts_with(folder))
                || is_any_of(&path, self.files.iter())
        });
        if is_source {
            let reason = "is a source of the project and is not overwritten; choose another \
                          path with -o";
            return Err(InputError::new(display(path), reason));
        }
        Ok(())
    }
}
