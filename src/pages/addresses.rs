//! The addresses of a page's links and pictures, in the form that its format needs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::plan::{Page, folder_of};
use crate::document::anchors::Anchors;
use crate::document::{Document, Inline, assemble, picture_in_words};
use crate::paper::Paper;
use crate::paper::url::{self, Target};
use crate::project::{FoundPicture, InputError, LookUp, paths};
use crate::render::{Links, Pictures};
use crate::text::suggest::shown;

/// A picture that goes next to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureCopy {
    /// The picture in the project.
    pub from: PathBuf,
    /// Where the page looks for it.
    pub to: PathBuf,
}

/// Resolves the addresses of a page; returns the pictures that go next to it. A picture that can't be
/// shown becomes its alternative text: the rules `broken-link` and `unusable-picture` report it.
pub(super) fn resolve_addresses(
    document: &mut Document,
    page: &Page<'_>,
) -> Result<Vec<PictureCopy>, InputError> {
    let mut copies = Vec::new();
    let mut pictures = BTreeMap::new();
    let mut error = None;
    document.visit_addresses(&mut |inline| match inline {
        Inline::Image { .. } if page.format.pictures == Pictures::None => {}
        Inline::Image { url, title, alt } => match page.project.picture(&page.file.path, url) {
            Ok(found) => match page.format.pictures {
                Pictures::Embedded => *url = found.picture.data_address(),
                Pictures::InFile => drop(pictures.insert(url.clone(), found.picture)),
                Pictures::Beside => match copy(found, page) {
                    Ok(copy) => copies.push(copy),
                    Err(outside) => drop(error.get_or_insert(outside)),
                },
                Pictures::None => {}
            },
            Err(_) => *inline = Inline::Text(picture_in_words(alt, title)),
        },
        Inline::Link { url, .. } => {
            if page.format.links == Links::ToPages
                && let Some(leads) = to_page(url, page)
            {
                *url = leads;
            }
        }
        _ => {}
    });
    document.pictures = pictures;
    error.map_or(Ok(copies), Err)
}

impl Page<'_> {
    /// Where the paper is that a field of this one names, as a link in the paper would say it. None if it is not in the
    /// project, or the format has no links to pages.
    pub(super) fn lead(&self, reference: &str) -> Option<String> {
        if self.format.links != Links::ToPages {
            return None;
        }
        let first = |series: &str, number: &str| self.numbers().first(series, number);
        let to = self.project.follow(self.file, self.series, reference, &first)?.to?;
        let path = &self.project.papers.get(to)?.path;
        (*path != self.file.path)
            .then(|| url::encoded(&paths::relative_link(&self.file.path, path), false))
    }
}

/// A link to another paper's source as a link to its page.
fn to_page(address: &str, page: &Page<'_>) -> Option<String> {
    let Target::Relative { path, fragment } = url::classify(address) else { return None };
    let (other, path) = match page.project.look_up(&page.file.path, &url::decoded(path)) {
        LookUp::Paper(paper) => (paper, path.to_owned()),
        LookUp::Moved(paper) => {
            let file = page.project.paper(paper.file.name())?;
            (paper, paths::relative_link(&page.file.path, &file.path))
        }
        _ => return None,
    };
    let (stem, _) = path.rsplit_once('.')?;
    let fragment = fragment.map(|fragment| format!("#{}", on_page(other, fragment, page)));
    let fragment = fragment.unwrap_or_default();
    Some(format!("{stem}.{}{fragment}", page.format.extension))
}

/// The id on another paper's page of the heading that the anchor `fragment` names.
fn on_page(other: &Paper, fragment: &str, page: &Page<'_>) -> String {
    let series = page.project.series_of(other);
    let anchors = series.map(|series| Anchors::new(&assemble(other, series)));
    anchors.map_or_else(|| fragment.to_owned(), |anchors| anchors.id(fragment).to_owned())
}

/// The copy of a picture, at the same path from the page as it is from the paper.
fn copy(found: FoundPicture, page: &Page<'_>) -> Result<PictureCopy, InputError> {
    let to = paths::normal(&folder_of(&page.path).join(&found.written));
    if paths::is_inside(&to, &paths::normal(&page.root)) {
        return Ok(PictureCopy { from: found.path, to });
    }
    let reason = format!(
        "the picture {} would be copied out of the output folder; name a folder with `-o`, not a file",
        shown(&found.written)
    );
    Err(InputError::new(page.file.paper.file.name(), reason))
}
