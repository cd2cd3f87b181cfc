//! From the URI of a document to the path of its file, and back.

use std::path::{Path, PathBuf};

use gen_lsp_types::Uri;
use issuepaper::project::paths;

/// Where a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Location {
    /// In a file, whether it exists or not; without any link in the way to it.
    File {
        /// As the client writes it.
        path: PathBuf,
        /// Without any link, which no other file has.
        real: PathBuf,
    },
    /// In the editor alone, under this name.
    Unsaved(String),
    /// In something that is no file of a project: an older version, an archive.
    Elsewhere,
}

pub(super) fn location(uri: &str) -> Location {
    let Ok(uri) = uri.parse::<Uri>() else { return Location::Elsewhere };
    match uri.scheme() {
        "file" => uri.to_file_path().map_or(Location::Elsewhere, |path| file(&path)),
        "untitled" => Location::Unsaved(uri.path().to_owned()),
        _ => Location::Elsewhere,
    }
}

fn file(path: &Path) -> Location {
    let path = paths::absolute(path);
    let real = real(&path);
    Location::File { path, real }
}

/// The path without links on the way to it.
pub(super) fn real(path: &Path) -> PathBuf {
    let of_folder = || {
        let folder = paths::canonical(path.parent()?)?;
        Some(folder.join(path.file_name()?))
    };
    of_folder().unwrap_or_else(|| path.to_owned())
}

/// The URI of a file.
pub(super) fn of_file(path: &Path) -> Option<Uri> {
    Uri::from_file_path(path).ok()
}
