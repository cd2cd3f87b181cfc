use chrono::NaiveDate;
use issuepaper::document;
use issuepaper::paper::Paper;
use issuepaper::paper::seal::{self, PictureSeals, Seal, Sealed};
use issuepaper::project::register::{Register, RegisterChange, Step, apply};
use issuepaper::text::source::SourceFile;

use super::papers::{assert_place, text, with_paper};

/// A sealed paper is what its entry in the register says. Of a text in which a byte is another, the seal is broken, or
/// it is the same document.
///
/// The last byte is the new one, and the two before it are its place.
pub fn seal(bytes: &[u8]) {
    let Some((bytes, [high, low, new])) = bytes.split_last_chunk() else { return };
    let Some(before) = text(bytes) else { return };
    let event = record(&before);
    assert_eq!(event, (Seal::of(&before), seal::marks(&before)));
    assert_eq!(seal::changes(&event.1, &before), []);
    let mut changed = bytes.to_vec();
    let at = usize::from(u16::from_be_bytes([*high, *low]));
    match changed.get_mut(at) {
        Some(byte) => *byte = *new,
        None => changed.push(*new),
    }
    let Some(after) = text(&changed) else { return };
    let file = SourceFile::new("a.md", after.as_str());
    let places = seal::changes(&event.1, &after);
    for place in &places {
        assert_place(&file, place.now, "a changed line");
    }
    if Seal::of(&after) == event.0 {
        assert_eq!(places, [], "the seal holds");
        assert_eq!(read(&before), read(&after), "the seal holds");
    }
}

/// What the register has after the paper is published.
fn record(text: &str) -> (Seal, String) {
    let day = NaiveDate::from_ymd_opt(2025, 6, 30).unwrap();
    let sealed = Sealed::of(text, PictureSeals::default());
    let change = RegisterChange::of_step("a.md".to_owned(), Step::Published, day, sealed);
    let register = apply("", "coac", [&change]).unwrap();
    let register = Register::read(SourceFile::new("numbers.yaml", register), "coac").unwrap();
    let event = register.record("a.md").last().unwrap();
    (event.sealed.seal.clone(), event.sealed.marks.clone())
}

/// The document of a paper.
fn read(text: &str) -> document::Document {
    let mut document = document::Document::default();
    with_paper(text, |project, name| {
        let paper: &Paper = &project.paper(name).unwrap().paper;
        document = document::assemble(paper, project.series_of(paper).unwrap());
    });
    document
}
