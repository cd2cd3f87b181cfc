//! Where a page comes from, as a comment after it.

use crate::document::{PREFIX, Provenance};
use crate::render::format::Carrier;

/// A comment after a whole page.
pub(super) const IN_PAGE: Carrier =
    Carrier { place: "a comment after the page", append: Some(comment), read: of_page };

/// A comment after an article.
pub(super) const IN_FRAGMENT: Carrier =
    Carrier { place: "a comment after the article", append: Some(comment), read: of_fragment };

fn comment(provenance: &Provenance) -> String {
    format!("<!-- {provenance} -->\n")
}

fn of_page(bytes: &[u8]) -> Option<Provenance> {
    let text = String::from_utf8_lossy(bytes);
    if is_page(&text) { last_comment(&text) } else { None }
}

fn of_fragment(bytes: &[u8]) -> Option<Provenance> {
    let text = String::from_utf8_lossy(bytes);
    if is_page(&text) { None } else { last_comment(&text) }
}

fn is_page(text: &str) -> bool {
    text.trim_start().get(..9).is_some_and(|head| head.eq_ignore_ascii_case("<!doctype"))
}

/// The last comment of its kind: what the paper itself quotes comes before it.
fn last_comment(text: &str) -> Option<Provenance> {
    let at = text.rfind(&format!("<!-- {PREFIX}"))?;
    Provenance::find(&text[at..])
}
