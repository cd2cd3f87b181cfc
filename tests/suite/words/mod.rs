//! Nothing is lost: the words that a reader finds in a document are those of its tree, in order.

mod agreement;
mod examples;
mod generated;
#[cfg(feature = "pdf")]
mod pdf;
mod readers;
mod tree;

use issuepaper::document::{self, Document};
use issuepaper::project::Project;
use issuepaper::render::{self, Options, RenderError};

use crate::support;
use tree::Shown;

/// The words of a text. Soft hyphens, joiners and places to break a word are no part of it, and quotation marks and
/// dashes are as they are typed.
fn words(text: &str) -> Vec<String> {
    let is_mark = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}');
    typed(&text.replace(is_mark, "")).split_whitespace().map(str::to_owned).collect()
}

/// A text with the marks that a keyboard has.
fn typed(text: &str) -> String {
    let text = text.replace(['\u{201c}', '\u{201d}'], "\"").replace(['\u{2018}', '\u{2019}'], "'");
    text.replace('\u{2014}', "---").replace('\u{2013}', "--")
}

/// Renders without any line of text being broken.
fn rendered(document: &Document, format: &str, project: &Project) -> Result<Vec<u8>, RenderError> {
    let templates = support::templates(project, "issue-paper");
    let options = Options { width: 1_000_000, ..Options::default() };
    let format = render::by_name(format).unwrap();
    render::render(document, format, &templates, options)
}

/// Asserts that the words of `document` are read in HTML, DOCX and plain text.
fn assert_read(document: &Document, project: &Project, name: &str) {
    let shown = Shown {
        note_numbers: false,
        alternative_texts: true,
        names_shapeless: false,
        parts_apart: false,
    };
    let expected = [tree::sections(document, shown), tree::notes(document, shown)];
    let html = readers::html(&rendered(document, "html", project).unwrap());
    let docx = readers::docx(&rendered(document, "docx", project).unwrap());
    for at in 0..2 {
        assert_in_order(&expected[at], &html[at], |_| false, &format!("{name} as HTML"));
        assert_in_order(&expected[at], &docx[at], is_mark, &format!("{name} as DOCX"));
    }
    // Plain text marks styles with signs, so the parts of a line are looked for one by one.
    let shown = Shown { parts_apart: true, ..shown };
    let text = typed(&String::from_utf8(rendered(document, "txt", project).unwrap()).unwrap());
    for expected in [tree::sections(document, shown), tree::notes(document, shown)] {
        assert_found_in_order(&expected, &text, &format!("{name} as text"));
    }
}

/// Asserts that `read` is `expected` with nothing between but what `is_extra` allows.
fn assert_in_order(
    expected: &[String],
    read: &[String],
    is_extra: impl Fn(&str) -> bool,
    name: &str,
) {
    let mut missing = expected.iter().peekable();
    for word in read {
        if missing.next_if(|next| *next == word).is_none() {
            assert!(
                is_extra(word),
                "{name}: `{word}` is read where {:?} is wanted",
                missing.peek()
            );
        }
    }
    let left: Vec<_> = missing.take(5).collect();
    assert!(left.is_empty(), "{name}: {left:?} is not read in {read:?}");
}

/// Asserts that each of `expected` is found in `text`, one after the other.
fn assert_found_in_order(expected: &[String], text: &str, name: &str) {
    let mut rest = text;
    for word in expected {
        match rest.find(word.as_str()) {
            Some(at) => rest = &rest[at + word.len()..],
            None => panic!("{name}: `{word}` is not read in {rest:?} of {text:?}"),
        }
    }
}

/// The marks of lists as text.
fn is_mark(word: &str) -> bool {
    let number = word.strip_suffix('.').unwrap_or_default();
    matches!(word, "\u{2610}" | "\u{2611}" | "\u{2022}")
        || !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// The documents of the sample papers.
fn papers() -> (Project, Vec<(String, Document)>) {
    let folder = support::Folder::new();
    folder.copy(&support::repository("papers"), ".");
    let project = folder.load();
    let series = project.series("coac").unwrap().clone();
    let documents = project
        .papers
        .iter()
        .map(|file| (file.paper.file.name().to_owned(), document::assemble(&file.paper, &series)));
    let documents = documents.collect();
    (project, documents)
}

#[test]
fn every_sample_paper_is_read_to_its_last_word() {
    let (project, documents) = papers();
    for (name, document) in documents {
        assert_read(&document, &project, &name);
    }
}

#[test]
#[should_panic(expected = "is not read")]
fn a_lost_word_is_noticed() {
    let word = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    assert_in_order(&word(&["a", "b", "c"]), &word(&["a", "c"]), |_| true, "test");
}

#[test]
#[should_panic(expected = "is not read")]
fn a_word_in_the_wrong_place_is_noticed() {
    assert_found_in_order(&["b".to_owned(), "a".to_owned()], "a b", "test");
}
