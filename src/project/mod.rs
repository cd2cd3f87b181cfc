//! The project on disk: finding it, loading it, writing files atomically. The only module that touches the
//! file system.

pub mod base;
pub mod baseline;
mod beside;
mod carried;
mod changes;
mod claims;
mod discover;
mod edit;
pub mod files;
mod glob_fault;
mod input;
mod load;
mod lock;
mod locked;
mod markdown;
mod near;
mod new_file;
mod open;
mod original;
mod output;
mod overlay;
mod paper_names;
mod papers;
pub mod paths;
mod picture;
mod places;
pub mod reference;
pub mod register;
mod series_folder;
pub mod settings;
mod shard;
mod sources;
pub mod units;
mod walk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::assets::fonts::Fonts;
use crate::paper::Paper;
use crate::project::base::BaseSnapshot;
use crate::project::baseline::Baseline;
use crate::project::register::Register;
use crate::project::settings::Settings;
use crate::project::units::Registry;
use crate::series::Role;
use crate::series::{Library, Series};
use crate::text::finding::Finding;
use crate::text::source::{SourceFile, Spanned};
use crate::text::suggest;
use paths::{display, is_inside, normal};

pub(crate) use carried::serial_key;
pub use carried::{CarriedNumber, CarriedNumbers, NumberedPaper};
pub use changes::{ChangeSet, FileChange};
pub use discover::{discover, discover_with, root_around, root_here};
pub use files::bounds::MAX_PAPER_BYTES;
pub use input::{Input, Inputs, Texts, Walk};
pub use load::{load, load_all, load_here};
pub use lock::{Lock, lock};
pub use locked::{LockedProject, NoRegister, OpenError, RegisterChangeError, load_project};
pub use markdown::{markdown_below, with_front_matter_beside};
pub use open::ENDINGS_READ;
pub use original::Original;
pub use output::output_folder;
pub use overlay::Overlay;
pub use paper_names::has_ending_of_papers;
pub(crate) use paper_names::is_paper_name;
pub use picture::{ChangedPicture, FileStamp, FoundPicture, NoPicture};
pub use shard::{Part, Shard};
pub use sources::Sources;
pub use walk::files_below;

/// The registry of units in a project's folder.
pub const UNITS_FILE: &str = "units.yaml";

/// The folder of a project's own series.
pub const TEMPLATES_FOLDER: &str = "templates";

/// Why something could not be read or written. An error *inside* a file is a [`Finding`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct InputError {
    /// The path as the user would write it.
    pub path: String,
    /// Why, and what to do.
    pub reason: String,
}

impl InputError {
    /// An error about `path`.
    pub fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        let path: String = path.into();
        // The current folder has no name of its own.
        let path = if path.is_empty() { ".".to_owned() } else { path };
        Self { path, reason: reason.into() }
    }

    /// An error of the file system about `path`.
    pub fn io(path: &Path, error: &std::io::Error) -> Self {
        let reason = match error.kind() {
            std::io::ErrorKind::NotFound if path.is_symlink() => {
                "is a link that leads to no file; correct it or delete it".to_owned()
            }
            std::io::ErrorKind::NotFound => "no such file or folder".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
            std::io::ErrorKind::IsADirectory => "is a folder, not a file".to_owned(),
            std::io::ErrorKind::NotADirectory => {
                "no such file: a part of the path is a file, not a folder".to_owned()
            }
            std::io::ErrorKind::StorageFull => "no space left on the device".to_owned(),
            std::io::ErrorKind::QuotaExceeded => "your quota on the device is used up".to_owned(),
            std::io::ErrorKind::FileTooLarge => {
                "would be larger than `ulimit -f` or the file system allows".to_owned()
            }
            std::io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
            _ => error.to_string(),
        };
        Self::new(display(path), reason)
    }
}

/// A project with its papers, loaded.
#[derive(Debug)]
pub struct Project {
    /// The folder that holds the settings; `None` for papers outside any project.
    pub root: Option<PathBuf>,
    /// The settings.
    pub settings: Settings,
    /// The registry of units; `None` where the project keeps none.
    pub registry: Option<Registry>,
    /// The register of numbers; `None` where the project keeps none.
    pub register: Option<Register>,
    /// The available series.
    pub library: Library,
    /// The fonts for PDF.
    pub fonts: Fonts,
    /// The papers, sorted by the name they are reported under.
    pub papers: Vec<PaperFile>,
    /// Errors in the settings, the registry or a series. With any of these no paper can be judged.
    pub findings: Vec<Finding>,
    /// What could not be read.
    pub errors: Vec<InputError>,
    /// Papers that can't be read and that the user did not select: those that are selected are judged without them.
    pub unread: Vec<InputError>,
    series: BTreeMap<String, Series>,
    /// The names of the series that say themselves which papers are theirs, the project's own first.
    claims: Vec<String>,
    /// Which of the selected papers are judged.
    part: Part,
    /// The known findings, and the file that lists them; `None` if the project has no baseline.
    baseline: Option<(Baseline, SourceFile)>,
    /// Its files as they were at the base of the work; `None` if no base was requested.
    base: Option<BaseSnapshot>,
    /// What is used in place of the files on disk.
    overlay: Overlay,
}

/// A paper, its path, and how it was selected.
#[derive(Debug, Clone)]
pub struct PaperFile {
    /// The paper.
    pub paper: Paper,
    /// Its path on disk.
    pub path: PathBuf,
    /// Whether it came from standard input and not from the disk.
    pub is_stdin: bool,
    /// Whether the user selected it; others are loaded to judge it against.
    pub is_selected: bool,
    /// Whether it is selected but not judged: another shard does that.
    pub is_elsewhere: bool,
    /// The bytes in it that are not UTF-8.
    pub stray_bytes: Vec<Spanned<u8>>,
}

impl PaperFile {
    /// The bytes of the file, where they are not those of the paper's text.
    pub fn bytes(&self) -> Option<Vec<u8>> {
        let mut bytes = self.paper.file.text().as_bytes().to_vec();
        for stray in &self.stray_bytes {
            *bytes.get_mut(stray.span.start)? = stray.value;
        }
        (!self.stray_bytes.is_empty()).then_some(bytes)
    }

    /// The same paper with its [body unread](Paper::unread).
    #[must_use]
    pub fn unread(&self) -> Self {
        let paper = self.paper.unread();
        let (path, stray_bytes) = (self.path.clone(), self.stray_bytes.clone());
        Self { paper, path, stray_bytes, ..*self }
    }
}

impl Project {
    /// The known findings; none if the project has no baseline.
    pub fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_ref().map(|(baseline, _)| baseline)
    }

    /// The baseline as it was read.
    pub fn baseline_file(&self) -> Option<&SourceFile> {
        self.baseline.as_ref().map(|(_, file)| file)
    }

    /// The project's files as they were at the base of the work; none if no base was requested.
    pub fn base(&self) -> Option<&BaseSnapshot> {
        self.base.as_ref()
    }

    /// What is used in place of the files on disk.
    pub fn overlay(&self) -> &Overlay {
        &self.overlay
    }

    /// The series that a paper is judged by: the one it names, or the project's where it names none or
    /// one that does not exist.
    ///
    /// None only if the project's own series could not be read, which its findings report.
    pub fn series_of(&self, paper: &Paper) -> Option<&Series> {
        let named = paper.text_field(Role::Series.key()).and_then(|name| self.series.get(name));
        let own = || self.series.get(&self.settings.series.value);
        named.or_else(|| self.claimant(paper)).or_else(own)
    }

    /// The resolved series by name.
    pub fn series(&self, id: &str) -> Option<&Series> {
        self.series.get(id)
    }

    /// The series that are in use, by name.
    pub fn used_series(&self) -> impl Iterator<Item = &Series> {
        self.series.values()
    }

    /// What could not be read, selected or not.
    pub fn unreadable(&self) -> impl Iterator<Item = &InputError> {
        self.errors.iter().chain(&self.unread)
    }

    /// The papers that the user selected.
    pub fn selected(&self) -> impl Iterator<Item = &PaperFile> {
        self.papers.iter().filter(|file| file.is_selected)
    }

    /// The papers to judge: those that are selected, unless another run judges them.
    pub fn judged(&self) -> impl Iterator<Item = &PaperFile> {
        self.selected().filter(|file| !file.is_elsewhere)
    }

    /// Which of the selected papers are judged.
    pub const fn part(&self) -> Part {
        self.part
    }

    /// The shard that is judged; none if it is not a part.
    pub const fn shard(&self) -> Option<Shard> {
        match self.part {
            Part::Shard(shard) => Some(shard),
            Part::All | Part::Papers => None,
        }
    }

    /// Leaves only those of the selected papers to be judged that `is_wanted`, by their indexes.
    pub fn judge_only(&mut self, is_wanted: impl Fn(usize) -> bool) {
        self.part = Part::Papers;
        for (at, file) in self.papers.iter_mut().enumerate() {
            file.is_elsewhere = file.is_selected && !is_wanted(at);
        }
    }

    /// Whether all papers of the project are selected, and could be read.
    pub fn is_whole(&self) -> bool {
        self.unreadable().next().is_none() && self.papers.iter().all(|file| file.is_selected)
    }

    /// The paper that is reported under `name`.
    pub fn paper(&self, name: &str) -> Option<&PaperFile> {
        self.index_of(name).map(|at| &self.papers[at])
    }

    /// The index of the paper that is reported under `name`.
    pub fn index_of(&self, name: &str) -> Option<usize> {
        self.papers.binary_search_by(|file| file.paper.file.name().cmp(name)).ok()
    }

    /// A path inside the project, relative to its folder, with `/` between parts; the path unchanged
    /// outside any project.
    pub fn relative(&self, path: &Path) -> String {
        display(&self.inner(path))
    }

    /// The same as a native path.
    pub fn inner(&self, path: &Path) -> PathBuf {
        let Some(root) = &self.root else { return path.to_owned() };
        if let Ok(inner) = path.strip_prefix(root) {
            return inner.to_owned();
        }
        // From a folder inside the project its root is `..`, which no path in that folder begins with.
        paths::within(path, root).unwrap_or_else(|| path.to_owned())
    }

    /// The path of a file as it is written from the current folder; `inner` is its path in the project, with `/`
    /// between parts. The inverse of [`relative`](Self::relative).
    pub fn path_of(&self, inner: &str) -> PathBuf {
        normal(&self.root.as_deref().unwrap_or(Path::new("")).join(inner))
    }

    /// The option of a command that names a series, with a space before it; empty for the project's own series.
    pub fn series_option(&self, series: &str) -> String {
        if series == self.settings.series.value {
            return String::new();
        }
        format!(" --series {}", suggest::argument(series))
    }

    /// What is at `target`, a path written in the paper at `from` with `/` between its parts.
    pub fn look_up(&self, from: &Path, target: &str) -> LookUp<'_> {
        let path = normal(&from.parent().unwrap_or(Path::new("")).join(target));
        if self.root.as_ref().is_some_and(|root| !is_inside(&path, root)) {
            return LookUp::Outside;
        }
        let name = display(&path);
        if let Some(file) = self.paper(&name) {
            return LookUp::Paper(&file.paper);
        }
        let moved = || {
            let to = self.register.as_ref()?.moved(&self.relative(&path))?;
            self.paper(&display(&self.path_of(to)))
        };
        match moved() {
            Some(file) => LookUp::Moved(&file.paper),
            None if self.overlay.exists(&path) => LookUp::File,
            None => LookUp::Nothing,
        }
    }
}

/// What is at a path that a paper refers to.
#[derive(Debug, Clone, Copy)]
pub enum LookUp<'p> {
    /// A paper of the project.
    Paper(&'p Paper),
    /// A paper of the project that has another name now.
    Moved(&'p Paper),
    /// Another file or folder.
    File,
    /// Nothing.
    Nothing,
    /// A place outside the project's folder.
    Outside,
}
