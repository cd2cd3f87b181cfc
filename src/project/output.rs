//! The folders in a project that pages are written to: nothing in them is a paper.

use std::path::{Path, PathBuf, absolute};

use super::paths::normal;
use super::{InputError, Project, files};

/// The folder that `render` writes to by default; its contents are generated.
pub(super) const OUTPUT_FOLDER: &str = "out";

/// A file in any other folder that pages were written to, so that none of them is taken for a paper.
const MARK: &str = ".issuepaper-output";

/// What the file says.
const ABOUT: &str = "`issuepaper` wrote pages here. Nothing in this folder is a paper.\n";

/// Whether pages were written to the folder.
pub(super) fn is_marked(folder: &Path) -> bool {
    folder.join(MARK).exists()
}

/// The folder that pages of `projects` are written to unless the user names one: `out` in the folder of the project
/// that the current folder is in, so that it is the same one from everywhere; in the current folder where there is none.
pub fn output_folder(projects: &[Project]) -> PathBuf {
    let is_around = |root: &&Path| inner(Path::new("."), root).is_some();
    let mut roots = projects.iter().filter_map(|project| project.root.as_deref());
    let root = roots.find(is_around).filter(|root| *root != Path::new("."));
    root.unwrap_or(Path::new("")).join(OUTPUT_FOLDER)
}

/// The path of `path` in the folder `root`; none outside of it.
fn inner(path: &Path, root: &Path) -> Option<PathBuf> {
    let here = |path: &Path| {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Some(normal(&absolute(path).ok()?))
    };
    Some(here(path)?.strip_prefix(here(root)?).ok()?.to_owned())
}

impl Project {
    /// Whether Markdown in the folder `output` would be taken for papers: it is inside the project, and is not the
    /// folder that is always left out.
    pub fn would_read(&self, output: &Path) -> bool {
        self.inner_of(output).is_some_and(|inner| inner != Path::new(OUTPUT_FOLDER))
    }

    /// Whether everything in the folder `output` is generated.
    pub fn is_output(&self, output: &Path) -> bool {
        let inner = self.inner_of(output);
        output == Path::new(OUTPUT_FOLDER)
            || inner.is_some_and(|inner| inner.starts_with(OUTPUT_FOLDER))
            || is_marked(output)
    }

    /// Whether papers are in the folder `output`.
    pub fn has_papers_in(&self, output: &Path) -> bool {
        let Some(folder) = self.inner_of(output) else { return false };
        self.papers.iter().any(|file| self.inner(&file.path).starts_with(&folder))
    }

    /// Marks the folder `output`, which has no papers, so that what is written to it is never taken for one.
    ///
    /// # Errors
    ///
    /// It can't be written to.
    pub fn mark_output(&self, output: &Path) -> Result<(), InputError> {
        if !self.would_read(output) || self.has_papers_in(output) || is_marked(output) {
            return Ok(());
        }
        files::replace_below(output, &output.join(MARK), ABOUT.as_bytes())
    }

    /// The path of a file or folder in the project; none outside of it.
    pub(super) fn inner_of(&self, folder: &Path) -> Option<PathBuf> {
        inner(folder, self.root.as_deref()?)
    }
}
