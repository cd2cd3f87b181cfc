//! The pictures of papers: one decision, for the checks and for every page, on which can be shown.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::paths::{canonical, is_inside, normal};
use super::{InputError, Overlay, PaperFile, Project};
use crate::assets::picture::{MAX_BYTES, Picture, PictureFault};
use crate::paper::body::Image;
use crate::paper::seal::{PictureSeals, Seal};
use crate::paper::url::{self, Target};

/// A picture of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPicture {
    /// Where it is on disk.
    pub path: PathBuf,
    /// Its path as it is written in the paper, percent-encoding resolved.
    pub written: String,
    /// The picture.
    pub picture: Picture,
}

/// Why no page shows a picture. Every page has its alternative text in its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPicture {
    /// There is no address.
    #[error("has no address")]
    NoAddress,
    /// It is on the web, from where no page loads anything.
    #[error("is on the web, and no page loads anything from there")]
    OnWeb,
    /// The address is unsafe, or a path that is not relative to the paper.
    #[error("is not a path relative to the paper")]
    NoPath,
    /// There is nothing at the path.
    #[error("does not exist")]
    Missing,
    /// The path leads out of the project's folder.
    #[error("is outside the project's folder")]
    OutsideProject,
    /// The path of a picture of a paper that belongs to no project leads out of the paper's folder.
    #[error("is outside the paper's folder, which is all there is of a paper without a project")]
    OutsideFolder,
    /// It is outside, by a link in the file system.
    #[error("is reached through a link in the file system that leads out of the folder")]
    LinkedOutside,
    /// It is a folder, a place in the paper, or something else that is no file.
    #[error("is not a file")]
    NoFile,
    /// It can't be read.
    #[error("can't be read: {0}")]
    Unreadable(String),
    /// The file can't be shown.
    #[error(transparent)]
    Fault(#[from] PictureFault),
}

/// A picture of a paper that is not what it was at the base of the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedPicture {
    /// Its index among the pictures of the paper.
    pub at: usize,
    /// Where it is on disk.
    pub path: PathBuf,
    /// Its seal then; none if there was none.
    pub then: Option<Seal>,
    /// Its seal now; none if there is none.
    pub now: Option<Seal>,
}

/// What tells two states of a file apart without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileStamp {
    length: u64,
    changed: SystemTime,
}

impl Project {
    /// The state of the file on disk at `path`; none if it can't be told, or a text counts in its place.
    pub fn stamp_of(&self, path: &Path) -> Option<FileStamp> {
        if self.overlay().covers(path) {
            return None;
        }
        let data = std::fs::metadata(path).ok()?;
        Some(FileStamp { length: data.len(), changed: data.modified().ok()? })
    }

    /// The picture at `address`, as the paper at `from` has it. It must be in the project's folder, or in the folder of
    /// a paper without a project.
    ///
    /// # Errors
    ///
    /// No page can show it.
    pub fn picture(&self, from: &Path, address: &str) -> Result<FoundPicture, NoPicture> {
        let (path, written) = self.locate_picture(from, address)?;
        let picture = self.read_picture(&path)?;
        Ok(FoundPicture { path, written, picture })
    }

    /// Where the picture at `address` is, as the paper at `from` has it, and its path as it is written there. The file
    /// is not read.
    ///
    /// # Errors
    ///
    /// No page can show what is there.
    pub fn locate_picture(
        &self,
        from: &Path,
        address: &str,
    ) -> Result<(PathBuf, String), NoPicture> {
        let (path, written) = self.picture_path(from, address)?;
        if !self.overlay().exists(&path) {
            return Err(NoPicture::Missing);
        }
        let folder = from.parent().unwrap_or(Path::new(""));
        self.allows(&path, &normal(folder))?;
        if !self.overlay().is_file(&path) {
            return Err(NoPicture::NoFile);
        }
        Ok((path, written))
    }

    /// Where the picture at `address` would be, as the paper at `from` has it, and its path as it is written there.
    fn picture_path(&self, from: &Path, address: &str) -> Result<(PathBuf, String), NoPicture> {
        let written = match url::classify(address) {
            Target::Empty => return Err(NoPicture::NoAddress),
            Target::External => return Err(NoPicture::OnWeb),
            Target::Fragment(_) => return Err(NoPicture::NoFile),
            Target::Relative { path, .. } if !path.starts_with('/') => url::decoded(path),
            _ => return Err(NoPicture::NoPath),
        };
        let folder = from.parent().unwrap_or(Path::new(""));
        let path = normal(&folder.join(&written));
        if self.root.as_ref().is_some_and(|root| !is_inside(&path, root)) {
            return Err(NoPicture::OutsideProject);
        }
        Ok((path, written))
    }

    /// The seals of the pictures that `file`, which is read as a whole, shows, in their order.
    pub fn picture_seals(&self, file: &PaperFile) -> PictureSeals {
        let mut known: BTreeMap<PathBuf, Option<Seal>> = BTreeMap::new();
        let images = file.paper.body().images.iter();
        let seal = |address: &str| {
            let (path, _) = self.locate_picture(&file.path, address).ok()?;
            known.entry(path).or_insert_with_key(|path| seal_of(self.overlay(), path)).clone()
        };
        images.map(|image| image.url.as_str()).map(seal).collect()
    }

    /// The pictures that `file` shows, and that are not what they were at the base of the work, by their indexes: where
    /// they are, and their seals then.
    pub fn pictures_changed_since_base(&self, file: &PaperFile) -> Vec<ChangedPicture> {
        let Some(base) = self.base() else { return Vec::new() };
        let images = file.paper.body().images.iter().enumerate();
        let changed = |(at, image): (usize, &Image)| {
            let (path, _) = self.picture_path(&file.path, &image.url).ok()?;
            if !base.overlay.covers(&path) {
                return None;
            }
            let [then, now] = [&base.overlay, self.overlay()].map(|it| seal_of(it, &path));
            (then != now).then_some(ChangedPicture { at, path, then, now })
        };
        images.filter_map(changed).collect()
    }

    /// Reads a file of the project, such as a picture for a page.
    ///
    /// # Errors
    ///
    /// It can't be read.
    pub fn read(&self, path: &Path) -> Result<Vec<u8>, InputError> {
        self.overlay().read(path).map_err(|error| InputError::io(path, &error))
    }

    /// Whether what is at `path` is where the pictures of a paper in `folder` may be.
    fn allows(&self, path: &Path, folder: &Path) -> Result<(), NoPicture> {
        let root = self.root.as_deref().unwrap_or(folder);
        if !is_inside(path, root) {
            return Err(NoPicture::OutsideFolder);
        }
        let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        let is_there = || Some(canonical(path)?.starts_with(canonical(root)?));
        if self.overlay().covers(path) || is_there() == Some(true) {
            return Ok(());
        }
        Err(NoPicture::LinkedOutside)
    }

    /// Reads the picture at `path`, which [`locate_picture`](Self::locate_picture) has found.
    ///
    /// # Errors
    ///
    /// No page can show it.
    pub fn read_picture(&self, path: &Path) -> Result<Picture, NoPicture> {
        if let Some(bytes) = self.overlay().length(path).filter(|bytes| *bytes > MAX_BYTES) {
            return Err(PictureFault::TooManyBytes { bytes }.into());
        }
        let unreadable =
            |error: std::io::Error| NoPicture::Unreadable(InputError::io(path, &error).reason);
        Ok(Picture::read(self.overlay().read(path).map_err(unreadable)?)?)
    }
}

/// The seal of the file at `path`; none for one that is no picture of a page.
fn seal_of(overlay: &Overlay, path: &Path) -> Option<Seal> {
    overlay.length(path).filter(|bytes| *bytes <= MAX_BYTES)?;
    overlay.read(path).ok().map(|bytes| Seal::of_bytes(&bytes))
}
