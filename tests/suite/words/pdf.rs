//! The same for what external programs read: PDF, and the pages that `LibreOffice` makes of a Word
//! document.

use std::process::{Command, Stdio};

use issuepaper::document::{Block, Document, Inline};
use issuepaper::render::RenderError;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use super::examples::{SPECIFICATIONS, examples};
use super::generated::{PROJECT, WORDS, documents};
use super::tree::{self, Shown};
use super::{assert_found_in_order, papers, rendered, words};
use crate::support::{self, Folder};

/// All words of a PDF, page by page, read by `pdftotext` of Poppler.
fn read(file: &[u8]) -> Vec<String> {
    words(&support::pdftotext(&["-enc", "UTF-8", "-nopgbrk", "-raw"], file))
}

/// Asserts that the words of `document` are read in `page`, its PDF, which everybody can use.
fn assert_read(document: &Document, page: &[u8], name: &str) {
    crate::pdf::assert_accessible(page, name);
    assert_words(document, page, &format!("{name} as PDF"));
}

/// Asserts that the words of `document` are read in a PDF that shows it.
fn assert_words(document: &Document, page: &[u8], name: &str) {
    let shown = Shown {
        note_numbers: true,
        alternative_texts: false,
        names_shapeless: true,
        parts_apart: true,
    };
    // A reader of PDF guesses where words end from the distance of their letters.
    let text = read(page).concat();
    for expected in [tree::sections(document, shown), tree::notes(document, shown)] {
        assert_found_in_order(&expected, &text, name);
    }
}

#[test]
#[ignore = "needs pdftotext of Debian's poppler-utils"]
fn every_sample_paper_is_read_to_its_last_word_in_pdf() {
    let (project, documents) = papers();
    for (name, document) in documents {
        let page = rendered(&document, "pdf", &project).unwrap();
        assert_read(&document, &page, &name);
    }
}

#[test]
#[ignore = "needs the specifications, and pdftotext of Debian's poppler-utils"]
fn every_example_is_read_to_its_last_word_in_pdf() {
    let (project, _) = papers();
    for variable in SPECIFICATIONS {
        let mut refused = 0;
        for (at, document) in (1..).zip(examples(variable)) {
            match rendered(&document, "pdf", &project) {
                // Some examples have pictures without alternative texts.
                Err(RenderError::Refused { .. }) => refused += 1,
                page => {
                    let name = format!("{variable} example {at}");
                    assert_read(&document, &page.unwrap(), &name);
                }
            }
        }
        assert!(refused < 10, "{refused} examples were refused");
    }
}

#[test]
#[ignore = "needs LibreOffice Writer, and pdftotext of Debian's poppler-utils"]
fn every_sample_paper_is_shown_to_its_last_word_by_libreoffice() {
    let (project, documents) = papers();
    let folder = Folder::new();
    for (at, (_, document)) in documents.iter().enumerate() {
        folder.write(&format!("{at}.docx"), rendered(document, "docx", &project).unwrap());
    }
    let status = Command::new("soffice")
        .current_dir(folder.path())
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
        .args(["--headless", "--convert-to", "pdf"])
        .args((0..documents.len()).map(|at| format!("{at}.docx")))
        .stdout(Stdio::null())
        .status()
        .expect("soffice, of Debian's libreoffice-writer-nogui");
    assert!(status.success());
    for (at, (name, document)) in documents.iter().enumerate() {
        let page = std::fs::read(folder.path().join(format!("{at}.pdf"))).unwrap();
        assert_words(document, &page, &format!("{name} in LibreOffice"));
    }
}

#[test]
#[ignore = "needs pdftotext of Debian's poppler-utils"]
#[should_panic(expected = "`forgotten` is not read")]
fn a_word_that_is_not_in_a_pdf_is_noticed() {
    let (project, documents) = papers();
    let (_, mut document) = documents.into_iter().next().unwrap();
    let page = rendered(&document, "pdf", &project).unwrap();
    let word = Inline::Text("forgotten".to_owned());
    document.sections[0].blocks.push(Block::Paragraph(vec![word]));
    assert_words(&document, &page, "the paper");
}

/// Always the same trees: a row of a table that breaks over two pages is read in another order, and
/// a tree with one of these would turn up sooner or later.
fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(1),
        ..ProptestConfig::with_cases(24)
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    #[ignore = "needs pdftotext of Debian's poppler-utils"]
    fn some_trees_are_read_to_their_last_word_in_pdf(document in documents(WORDS)) {
        let page = rendered(&document, "pdf", &PROJECT).unwrap();
        assert_read(&document, &page, "the tree");
    }
}
