//! Where a page's links lead and its pictures are found: pictures are put into HTML, so that the
//! page needs no other file, and laid beside Markdown; a link to a paper leads to that paper's page.

use issuepaper::project::paths;
use std::collections::BTreeMap;
use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use issuepaper::assets::picture::Picture;
use issuepaper::document::{Address, Document};
use issuepaper::paper::url::{self, Target};
use issuepaper::project::LookUp;

use super::plan::{Page, folder_of};

/// A picture to be laid beside a page.
pub(super) struct Copy {
    pub(super) from: PathBuf,
    pub(super) to: PathBuf,
}

/// Settles the addresses of a page; gives the pictures that go beside it. One that can't be read stays
/// as it is: the rule `broken-link` reports it.
pub(super) fn settle(document: &mut Document, page: &Page<'_>) -> Vec<Copy> {
    let mut copies = Vec::new();
    let mut pictures = BTreeMap::new();
    document.visit_addresses(&mut |address| match (address, page.format.extension) {
        (Address::Image(address), "md") => copies.extend(copy(address, page)),
        (Address::Image(_) | Address::Link(_), "md" | "txt") => {}
        (Address::Image(address), "docx" | "pdf") => {
            if let Some(picture) = picture(address, page) {
                pictures.insert(address.clone(), picture);
            }
        }
        (Address::Image(address), _) => {
            if let Some(embedded) = embedded(address, page) {
                *address = embedded;
            }
        }
        (Address::Link(address), _) => {
            if let Some(leads) = to_page(address, page) {
                *address = leads;
            }
        }
    });
    document.pictures = pictures;
    copies
}

/// What an address shows, if every format can show it. The rule `unusable-picture` tells where not.
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

fn copy(address: &str, page: &Page<'_>) -> Option<Copy> {
    let from = page.project.file(&page.file.path, &relative(address)?)?;
    let to = paths::normal(&folder_of(&page.path).join(relative(address)?));
    paths::is_inside(&to, &paths::normal(&page.root)).then_some(Copy { from, to })
}

fn relative(address: &str) -> Option<String> {
    match url::classify(address) {
        Target::Relative { path, .. } if !path.starts_with('/') => Some(url::decoded(path)),
        _ => None,
    }
}
