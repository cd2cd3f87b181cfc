use arbitrary::Unstructured;
use issuepaper::render::{self, Options};
use scraper::Html;

use super::package;
use super::papers::TEMPLATES;
use super::tree;

/// Any tree is a page of each format: HTML without errors, and a whole Word file.
pub fn document(bytes: &[u8]) {
    let Ok(document) = tree::document(&mut Unstructured::new(bytes)) else { return };
    for format in render::available().filter(|format| format.name != "pdf") {
        let page = render::render(&document, format, &TEMPLATES, Options::default());
        let page = page.unwrap_or_else(|error| panic!("{}: {error}\n{document:?}", format.name));
        if format.is_text() {
            let page = String::from_utf8(page).unwrap();
            assert!(page.ends_with('\n'), "{}", format.name);
            if format.extension == "html" {
                assert_html(&page, format.name);
            }
        } else {
            let faults = package::faults(&package::parts(&page));
            assert_eq!(faults, [] as [&str; 0], "{document:?}");
        }
    }
}

/// Asserts that HTML is read without an error, so that each tag is balanced.
pub fn assert_html(page: &str, name: &str) {
    let html = if page.starts_with("<!") {
        Html::parse_document(page)
    } else {
        Html::parse_fragment(page)
    };
    assert!(html.errors.is_empty(), "{name}: {:?}\n{page}", html.errors);
}
