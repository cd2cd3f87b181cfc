use std::io::{Cursor, Write};

use issuepaper::import::{self, ImportOptions};
use issuepaper::project;
use issuepaper::word::{View, WordFile};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What starts the text of a document, so that a fuzzer needs to write no more than is in it.
const START: &str =
    "<w:document xmlns:w=\"w\" xmlns:r=\"r\" xmlns:a=\"a\" xmlns:mc=\"mc\" xmlns:m=\"m\"><w:body>";

/// Any bytes are refused or read, as a Word file and as what is in the text of one. What is read has both of its texts, and
/// becomes a paper without a word lost.
pub fn word(bytes: &[u8]) {
    read(bytes);
    let Ok(inner) = std::str::from_utf8(bytes) else { return };
    let whole = format!("{START}{inner}</w:body></w:document>");
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(whole.as_bytes()).unwrap();
    read(&zip.finish().unwrap().into_inner());
}

fn read(bytes: &[u8]) {
    let Ok(file) = WordFile::read(bytes) else { return };
    for view in [View::Accepted, View::Rejected] {
        assert!(!file.clone().settled(view).has_changes());
    }
    let project = project::load(None, &project::Input::default());
    let Some(Ok(series)) = project.library.series("issue-paper") else { unreachable!() };
    let options = ImportOptions::default();
    let imported = import::import("a.docx", bytes, &project, &series, &options).unwrap();
    assert_eq!(imported.read, imported.placed, "{}", imported.text);
}
