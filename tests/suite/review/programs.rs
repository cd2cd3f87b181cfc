//! What programs do to a file that a reviewer saves, and what they lose.

use super::{PAPER, Sent};

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
