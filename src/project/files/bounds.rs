//! What may be read: regular files of a sensible size, below the folder of their project, wherever links lead.

use std::ffi::OsStr;
use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::checkout::checkout_around;
use crate::project::baseline::BASELINE_FILE;
use crate::project::paths::{GIT, leads_up, within};
use crate::project::register::REGISTER_FILE;

const MIB: u64 = 1024 * 1024;

/// How many bytes a paper may have, and any other file of no special kind.
pub const MAX_PAPER_BYTES: u64 = 64 * MIB;

/// The folder that no link leads a read out of.
#[derive(Debug, Clone, Default)]
pub(in crate::project) struct Bounds {
    root: Option<Arc<Root>>,
}

#[derive(Debug)]
struct Root {
    /// As it is written from the current folder.
    path: PathBuf,
    /// Without any link.
    real: PathBuf,
    /// The folder itself.
    #[cfg(target_os = "linux")]
    folder: File,
}

impl PartialEq for Bounds {
    fn eq(&self, other: &Self) -> bool {
        let path = |bounds: &Self| bounds.root.as_ref().map(|root| root.path.clone());
        path(self) == path(other)
    }
}

impl Eq for Bounds {}

impl Bounds {
    /// The folder `root` of a project.
    pub(in crate::project) fn of(root: &Path) -> Self {
        Self { root: Root::open(root).ok().map(Arc::new) }
    }

    /// Reads the file at `path`. Without a project it has to be in the checkout around it, or in its own folder.
    ///
    /// # Errors
    ///
    /// A link leads out of the folder, it is no regular file, or it is larger than files of its kind may be.
    pub(in crate::project) fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        Ok(self.read_with_metadata(path)?.0)
    }

    /// Like [`read`](Self::read). Also returns what the file system knows of the file.
    pub(in crate::project) fn read_with_metadata(
        &self,
        path: &Path,
    ) -> io::Result<(Vec<u8>, Metadata)> {
        read_whole(self.open(path)?, limit(path))
    }

    /// Like [`read`](Self::read), but no more of the file than `buffer` holds. Returns how many bytes that are.
    pub(in crate::project) fn read_start(
        &self,
        path: &Path,
        buffer: &mut [u8],
    ) -> io::Result<(usize, Metadata)> {
        let mut file = self.open(path)?;
        let data = regular(&file)?;
        Ok((file.read(buffer)?, data))
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        if let Some(root) = &self.root {
            return root.open_inside(path);
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let around = checkout_around(path).unwrap_or_else(|| folder.to_owned());
        Root::open(&around)?.open_inside(path)
    }
}

impl Root {
    fn open(path: &Path) -> io::Result<Self> {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        Ok(Self {
            path: path.to_owned(),
            real: path.canonicalize()?,
            #[cfg(target_os = "linux")]
            folder: File::open(path)?,
        })
    }

    fn open_inside(&self, path: &Path) -> io::Result<File> {
        let Some(inner) = self.plain(path).map(Path::to_owned).or_else(|| within(path, &self.path))
        else {
            let reason = "is outside of the project's folder, and is not read; put it there";
            return Err(io::Error::other(reason));
        };
        #[cfg(target_os = "linux")]
        if let Some(result) = self.open_without_links(&inner) {
            return result;
        }
        let real = self.path.join(&inner).canonicalize()?;
        match real.strip_prefix(&self.real) {
            // Git keeps credentials there, and no file of the project.
            Ok(below) if !below.iter().any(|part| part == GIT) => open(&real),
            _ => Err(io::Error::other(
                "is not read: a link leads out of the project's folder; put the file itself in its place",
            )),
        }
    }

    /// The path from here to `path` if it is below by its letters alone, as nearly every path is.
    fn plain<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        let is_here = self.path == Path::new(".");
        let inner = if is_here { path } else { path.strip_prefix(&self.path).ok()? };
        let is_name = |part: &[u8]| !matches!(part, b"" | b"." | b"..");
        let bytes = inner.as_os_str().as_encoded_bytes();
        let is_plain =
            cfg!(unix) && !leads_up(&self.path) && bytes.split(|byte| *byte == b'/').all(is_name);
        is_plain.then_some(inner)
    }

    /// Opens the file at `inner` if no part of the path is a link, in one system call; none if that can't be said.
    #[cfg(target_os = "linux")]
    fn open_without_links(&self, inner: &Path) -> Option<io::Result<File>> {
        use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
        use rustix::io::Errno;
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY | OFlags::NONBLOCK;
        let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        match openat2(&self.folder, inner, flags, Mode::empty(), resolve) {
            Ok(file) => Some(Ok(file.into())),
            Err(Errno::NXIO) => Some(Err(not_a_file())),
            Err(error @ (Errno::NOENT | Errno::ACCESS | Errno::NOTDIR)) => Some(Err(error.into())),
            // There are links, or the system does not know the call.
            Err(_) => None,
        }
    }
}

/// Reads a whole file that the user has named, such as a page.
pub(in crate::project) fn read(path: &Path) -> io::Result<Vec<u8>> {
    Ok(read_whole(open(path)?, limit(path))?.0)
}

/// Opens a file. A pipe or a device is not opened: reading it may wait forever, or never end.
fn open(path: &Path) -> io::Result<File> {
    let kind = std::fs::metadata(path)?;
    if kind.is_file() || kind.is_dir() { File::open(path) } else { Err(not_a_file()) }
}

/// What the file system knows of a file; an error if it is something else.
fn regular(file: &File) -> io::Result<Metadata> {
    let data = file.metadata()?;
    if data.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if data.is_file() { Ok(data) } else { Err(not_a_file()) }
}

/// Reads a file, never more than it may have.
fn read_whole(mut file: File, limit: u64) -> io::Result<(Vec<u8>, Metadata)> {
    let data = regular(&file)?;
    let too_large = || {
        let limit = limit / MIB;
        io::Error::other(format!("is larger than {limit} MB, and is not read; make it smaller"))
    };
    if data.len() > limit {
        return Err(too_large());
    }
    // With a byte to spare, a short file takes one call of the system: no second one has to find its end.
    let mut bytes = vec![0; usize::try_from(data.len()).unwrap_or_default() + 1];
    let length = file.read(&mut bytes)?;
    let is_whole = length + 1 == bytes.len();
    bytes.truncate(length);
    if !is_whole {
        // It has another length than the file system said, or comes in parts.
        file.take((limit + 1).saturating_sub(length as u64)).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > limit { Err(too_large()) } else { Ok((bytes, data)) }
}

/// The error of a path that is neither a file nor a folder.
pub(in crate::project) fn not_a_file() -> io::Error {
    io::Error::other("is a pipe, a socket or a device, not a file, and is not opened")
}

/// How many bytes a file may have: some times as many as the largest useful one of its kind.
fn limit(path: &Path) -> u64 {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    // They have a line for each paper.
    if [REGISTER_FILE, BASELINE_FILE].contains(&name) {
        return 512 * MIB;
    }
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    match extension.to_ascii_lowercase().as_str() {
        "yaml" | "yml" => 16 * MIB,
        // Those of Chinese, Japanese and Korean in one file.
        "ttf" | "otf" | "ttc" | "otc" => 256 * MIB,
        _ => MAX_PAPER_BYTES,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_limit_whatever_it_says_of_itself() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("units.yaml");
        std::fs::write(&path, "units: []\n")?;
        assert!(read_whole(File::open(&path)?, 10).is_ok());
        assert!(read_whole(File::open(&path)?, 9).is_err());
        File::options().write(true).open(&path)?.set_len(17 * MIB)?;
        let reason = Bounds::of(folder.path()).read(&path).map_err(|error| error.to_string());
        assert!(reason.is_err_and(|reason| reason.contains("16 MB")));
        // It has no length at all.
        #[cfg(target_os = "linux")]
        assert_eq!(
            read_whole(File::open("/proc/self/maps")?, 9).map(drop).map_err(|it| it.kind()),
            Err(io::ErrorKind::Other)
        );
        Ok(())
    }

    #[test]
    #[cfg(unix)]
    fn links_lead_anywhere_in_the_folder_and_nowhere_else() -> io::Result<()> {
        use std::os::unix::fs::symlink;
        let (folder, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
        let at = |path: &str| folder.path().join(path);
        for path in ["real.md", ".git/config", "2024/deep/a.md"] {
            std::fs::create_dir_all(at(path).parent().unwrap_or(Path::new("")))?;
            std::fs::write(at(path), "inside")?;
        }
        std::fs::write(other.path().join("a.md"), "outside")?;
        symlink("real.md", at("relative.md"))?;
        symlink(at("real.md"), at("absolute.md"))?;
        symlink("2024/deep", at("folder"))?;
        symlink("relative.md", at("twice.md"))?;
        symlink(".git/config", at("config.md"))?;
        symlink(other.path().join("a.md"), at("outside.md"))?;
        symlink("outside.md", at("chain.md"))?;
        symlink(other.path(), at("out"))?;
        let bounds = Bounds::of(folder.path());
        for path in ["real.md", "relative.md", "absolute.md", "folder/a.md", "twice.md"] {
            assert_eq!(bounds.read(&at(path)).ok().as_deref(), Some(&b"inside"[..]), "{path}");
        }
        for path in ["config.md", "outside.md", "chain.md", "out/a.md"] {
            let reason = bounds.read(&at(path)).map_err(|error| error.to_string());
            assert!(reason.is_err_and(|reason| reason.contains("link leads out")), "{path}");
        }
        Ok(())
    }
}
