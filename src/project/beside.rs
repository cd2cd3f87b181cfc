//! Papers whose front matter is in a file beside them, as `kep.yaml` is beside a `README.md`.

use std::path::{Path, PathBuf};

use super::{ChangeSet, InputError, PaperFile, Project};
use crate::paper::Paper;
use crate::series::{FilePattern, Series};
use crate::text::source::SourceFile;

/// Where papers are that have their front matter in a file of this name beside them.
#[derive(Debug, Default)]
pub(super) struct FrontMatterFiles(Vec<(FilePattern, String)>);

impl FrontMatterFiles {
    /// Those of the series of a project whose papers are yet to be read.
    pub(super) fn of_library(project: &Project) -> Self {
        let library = &project.library;
        // Reading series twice takes time, and hardly any says so.
        let names = library.own_names().filter(|name| library.mentions(name, "front_matter_file"));
        let series = names.filter_map(|name| library.series(name)?.ok());
        Self(series.flat_map(|series| of_series(&series)).collect())
    }

    /// Those of the series of a project that is loaded.
    pub(super) fn of(project: &Project) -> Self {
        Self(project.series.values().flat_map(of_series).collect())
    }

    /// The file with the front matter of the paper at `path`, whether it exists or not.
    pub(super) fn beside(&self, project: &Project, path: &Path) -> Option<PathBuf> {
        if self.0.is_empty() {
            return None;
        }
        let relative = project.relative(path);
        let (_, name) = self.0.iter().find(|(pattern, _)| pattern.is_match(&relative))?;
        Some(path.with_file_name(name))
    }
}

fn of_series(series: &Series) -> Vec<(FilePattern, String)> {
    let Some(name) = &series.front_matter_file else { return Vec::new() };
    series.files.iter().map(|pattern| (pattern.clone(), name.clone())).collect()
}

/// The paper with the front matter of the file `beside` it. One that has its own, or none beside it, stays as it is.
///
/// # Errors
///
/// One of the two files can't be read, or is not UTF-8.
pub(super) fn joined(
    project: &Project,
    beside: Option<&Path>,
    file: PaperFile,
) -> Result<PaperFile, InputError> {
    let Some(beside) = beside.filter(|beside| project.overlay.is_file(beside)) else {
        return Ok(file);
    };
    if file.paper.file.text().starts_with("---") {
        return Ok(file);
    }
    if !file.stray_bytes.is_empty() {
        let reason = "is not UTF-8; save it as UTF-8 and try again";
        return Err(InputError::new(file.paper.file.name(), reason));
    }
    let head = project.overlay.read_text(beside)?;
    let whole = SourceFile::joined(head, file.paper.file.clone());
    Ok(PaperFile { paper: Paper::new(whole), ..file })
}

impl Project {
    /// The file with the front matter of the paper at `path`, whether it exists or not; none where a paper has its own.
    pub fn front_matter_file(&self, path: &Path) -> Option<PathBuf> {
        FrontMatterFiles::of(self).beside(self, path)
    }
}

impl ChangeSet {
    /// Changes the text of the paper at `path`, and of the file with its front matter if that is another.
    pub fn rewrite_paper(&mut self, path: &Path, before: &SourceFile, after: &str) {
        let Some([(head_before, head), (body_before, body)]) = before.split(after) else {
            return self.rewrite(path, before.text(), after);
        };
        if head_before.text() != head {
            let name = Path::new(head_before.name()).file_name().unwrap_or_default();
            self.rewrite(&path.with_file_name(name), head_before.text(), head);
        }
        if body_before.text() != body {
            self.rewrite(path, body_before.text(), body);
        }
    }
}
