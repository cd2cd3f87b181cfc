use issuepaper::document::Document;
use issuepaper::render::{self, Options, TemplateSet};

use super::files::files;
use super::package::{self, Parts};
use super::papers::text;

/// A Word file is taken as a reference, or has a fault. The document made with it is whole.
///
/// Bytes that are no zip file are its parts, each after a line `=== name`.
pub fn reference(bytes: &[u8]) {
    let packed = match text(bytes).filter(|text| text.starts_with("===")) {
        Some(text) => {
            let owned = |(name, text): (&str, &str)| (name.to_owned(), text.to_owned());
            package::file(&files(&text).into_iter().map(owned).collect::<Parts>())
        }
        None => bytes.to_vec(),
    };
    // Whether it is a page of this program is asked of any file.
    render::identify(&packed);
    let docx = render::by_name("docx").unwrap();
    let templates = TemplateSet::new([]).with_binary("reference.docx", &packed);
    let problems = render::verify(&templates, docx).unwrap();
    for problem in &problems {
        assert!(!problem.message.is_empty() && problem.help.is_some(), "{problem:?}");
    }
    let page = render::render(&super::tree::example(), docx, &templates, Options::default());
    match page {
        Ok(page) => assert_eq!(package::faults(&package::parts(&page)), [] as [&str; 0]),
        Err(_) => assert!(!problems.is_empty(), "a fault that is not found without a paper"),
    }
    // One without anything in it, too.
    let _ = render::render(&Document::default(), docx, &templates, Options::default());
}
