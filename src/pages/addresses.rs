//! The addresses of a page's links and pictures, in the form that its format needs.

use std::collections::BTreeMap;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::plan::{Page, folder_of};
use crate::assets::picture::Picture;
use crate::document::{Address, Document};
use crate::paper::url::{self, Target};
use crate::project::{LookUp, paths};
use crate::render::{Links, Pictures};

/// A picture that goes next to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureCopy {
    /// The picture in the project.
    pub from: PathBuf,
    /// Where the page looks for it.
    pub to: PathBuf,
}

/// Resolves the addresses of a page; returns the pictures that go next to it. One that can't be
/// read stays as it is: the rule `broken-link` reports it.
pub(super) fn resolve_addresses(document: &mut Document, page: &Page<'_>) -> Vec<PictureCopy> {
    let mut copies = Vec::new();
    let mut pictures = BTreeMap::new();
    document.visit_addresses(&mut |address| match address {
        Address::Image(address) => match page.format.pictures {
            Pictures::Embedded => {
                if let Some(embedded) = embedded(address, page) {
                    *address = embedded;
                }
            }
            Pictures::InFile => {
                pictures.extend(picture(address, page).map(|picture| (address.clone(), picture)));
            }
            Pictures::Beside => copies.extend(copy(address, page)),
            Pictures::None => {}
        },
        Address::Link(address) => {
            if page.format.links == Links::ToPages
                && let Some(leads) = to_page(address, page)
            {
                *address = leads;
            }
        }
    });
    document.pictures = pictures;
    copies
}

/// The picture at an address, if every format can show it. The rule `unusable-picture` reports the
/// others.
fn picture(address: &str, page: &Page<'_>) -> Option<Picture> {
    page.project.picture(&page.file.path, &relative(address)?)?.ok()
}

/// A link to another paper's source as a link to its page.
fn to_page(address: &str, page: &Page<'_>) -> Option<String> {
    let Target::Relative { path, fragment } = url::classify(address) else { return None };
    let path = match page.project.look_up(&page.file.path, &url::decoded(path)) {
        LookUp::Paper(_) => path.to_owned(),
        LookUp::Moved(paper) => {
            paths::relative_link(&page.file.path, &page.project.paper(paper.file.name())?.path)
        }
        _ => return None,
    };
    let (stem, _) = path.rsplit_once('.')?;
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    Some(format!("{stem}.{}{fragment}", page.format.extension))
}

fn embedded(address: &str, page: &Page<'_>) -> Option<String> {
    let picture = picture(address, page)?;
    let media_type = picture.kind.media_type();
    Some(format!("data:{media_type};base64,{}", STANDARD.encode(&picture.bytes)))
}

fn copy(address: &str, page: &Page<'_>) -> Option<PictureCopy> {
    let from = page.project.file(&page.file.path, &relative(address)?)?;
    let to = paths::normal(&folder_of(&page.path).join(relative(address)?));
    paths::is_inside(&to, &paths::normal(&page.root)).then_some(PictureCopy { from, to })
}

fn relative(address: &str) -> Option<String> {
    match url::classify(address) {
        Target::Relative { path, .. } if !path.starts_with('/') => Some(url::decoded(path)),
        _ => None,
    }
}
