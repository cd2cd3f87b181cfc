//! Word files that can't or may not be read.

use issuepaper::word::WordFile;

use super::foreign::{word, zip};

fn refused(bytes: &[u8]) -> String {
    WordFile::read(bytes).map_or_else(|error| error.to_string(), |_| "was read".to_owned())
}

#[test]
fn what_is_no_word_file_is_refused_with_a_reason() {
    let ole = |name: &str| {
        let name = name.encode_utf16().flat_map(u16::to_le_bytes);
        [0xd0, 0xcf, 0x11, 0xe0].into_iter().chain(name).collect::<Vec<u8>>()
    };
    for (bytes, reason) in [
        (b"".to_vec(), "is not a Word document"),
        (b"PK\x03\x04 no".to_vec(), "is not a Word document"),
        (zip(&[("a.txt", b"a")]), "is not a Word document"),
        (zip(&[("word/document.xml", b"<a/>")]), "is not a Word document"),
        (zip(&[("word/document.xml", b"<a>")]), "has a broken part"),
        (zip(&[("word/document.xml", b"\xff\xfe<\0")]), "an encoding other than UTF-8"),
        (ole("WordDocument"), "old .doc format"),
        (ole("EncryptedPackage"), "is encrypted"),
        (
            zip(&[("word/document.xml", b"<!DOCTYPE a [<!ENTITY x \"haha\">]><a>&x;</a>")]),
            "has a document type declaration",
        ),
        (
            word(
                &("<w:sdt><w:sdtContent>".repeat(5_000) + &"</w:sdtContent></w:sdt>".repeat(5_000)),
            ),
            "deep inside each other",
        ),
    ] {
        let said = refused(&bytes);
        assert!(said.contains(reason), "{said}, not {reason}");
    }
}

#[test]
fn a_small_file_that_unpacks_to_a_large_one_is_refused() {
    let large = vec![b' '; 80 * 1024 * 1024];
    let bytes = zip(&[("word/document.xml", &large)]);
    assert!(bytes.len() < 1024 * 1024);
    assert!(refused(&bytes).contains("unpacks to more than"));
}

#[test]
fn a_file_cut_anywhere_does_no_harm() {
    let whole = word("<w:p><w:r><w:t>Text.</w:t></w:r></w:p>");
    for end in 0..whole.len() {
        let _ = WordFile::read(&whole[..end]);
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        let _ = WordFile::read(&bytes);
    }
}
