//! What programs do to a file that a reviewer saves, and what they lose.

use super::{PAPER, Sent, tracked};
use crate::cli::run_in;
use crate::support::Folder;

#[test]
fn a_field_taken_out_in_word_is_told() {
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| xml.replacen("May\u{a0}21, 2024", "", 1));
    let run = sent.review(&[]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("2024-05-21"), "{}", run.stderr);
    assert_eq!(sent.folder.read("a.md"), PAPER);
}

#[test]
fn the_look_of_a_table_style_in_its_cells_is_no_edit() {
    let mut sent = Sent::new(PAPER);
    sent.edit("word/document.xml", |xml| {
        ["Golf", "Rest"].iter().fold(xml.to_owned(), |xml, word| {
            let at = xml.find(&format!(">{word}<")).unwrap();
            let run = xml[..at].rfind("<w:r>").unwrap() + "<w:r>".len();
            format!("{}<w:rPr><w:b/></w:rPr>{}", &xml[..run], &xml[run..])
        })
    });
    let run = sent.review(&[]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{}", run.stderr);
}

#[test]
fn a_published_paper_that_comes_back_changed_is_told_so() {
    let mut sent =
        Sent::new(&PAPER.replacen("draft", "published\npublication_number: \"0412-0624\"", 1));
    sent.edit("word/document.xml", |xml| tracked(xml, "alpha", "zulu"));
    let run = sent.review(&[]);
    assert!(run.stderr.contains("changes only by revision"), "{}", run.stderr);
}

#[test]
fn files_of_others_and_damaged_ones_are_refused() {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "series: issue-paper\n");
    folder.write("bad.docx", "no");
    folder.write("other.docx", crate::import::word_of_others());
    for (file, said) in [
        ("bad.docx", "bad.docx: is not a Word document"),
        ("none.docx", "none.docx: no such file"),
        ("other.docx", "does not say which paper it was made from"),
    ] {
        let run = run_in(folder.path(), &["review", file]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{file}");
        assert!(run.stderr.contains(said), "{file}: {}", run.stderr);
    }
}
