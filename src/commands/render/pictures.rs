//! Pictures on a page: put into HTML, so that the page needs no other file; laid beside Markdown.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use issuepaper::document::Document;
use issuepaper::paper::url::{self, Target};
use issuepaper::workspace::{self, InputError};

use super::{Page, folder_of};

/// A picture to be laid beside a page.
pub(super) struct Copy {
    pub(super) from: PathBuf,
    pub(super) to: PathBuf,
}

/// Puts the pictures of a page where they can be seen; gives those that go beside it. A picture that
/// can't be read stays an address: the rule `broken-link` reports it.
pub(super) fn place(document: &mut Document, page: &Page<'_>) -> Vec<Copy> {
    let mut copies = Vec::new();
    match page.format.extension {
        "md" => document.visit_images(&mut |address| copies.extend(copy(address, page))),
        "txt" => {}
        _ => document.visit_images(&mut |address| {
            if let Some(embedded) = embedded(address, page) {
                *address = embedded;
            }
        }),
    }
    copies
}

fn embedded(address: &str, page: &Page<'_>) -> Option<String> {
    let path = source(address, page)?;
    let media_type = media_type(&path)?;
    let bytes: Result<Vec<u8>, InputError> = workspace::read_bytes(&path);
    Some(format!("data:{media_type};base64,{}", STANDARD.encode(bytes.ok()?)))
}

fn copy(address: &str, page: &Page<'_>) -> Option<Copy> {
    let from = source(address, page).filter(|path| path.is_file())?;
    let to = workspace::normal(&folder_of(&page.path).join(relative(address)?));
    workspace::is_inside(&to, &workspace::normal(&page.root)).then_some(Copy { from, to })
}

/// The file that a relative address means; none outside the project.
fn source(address: &str, page: &Page<'_>) -> Option<PathBuf> {
    let path = workspace::normal(&folder_of(&page.file.path).join(relative(address)?));
    let is_inside = page.project.root.as_ref().is_none_or(|root| workspace::is_inside(&path, root));
    is_inside.then_some(path)
}

fn relative(address: &str) -> Option<String> {
    match url::classify(address) {
        Target::Relative { path, .. } if !path.starts_with('/') => Some(url::decoded(path)),
        _ => None,
    }
}

fn media_type(path: &Path) -> Option<&'static str> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    Some(match extension.as_str() {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}
