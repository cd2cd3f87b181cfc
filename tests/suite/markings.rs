//! The marking of a paper that is not published, in every format.

use crate::cli::run_in;
use crate::support::Folder;

const LONG: &str = "PRE-DECISIONAL AND DELIBERATIVE, NOT FOR RELEASE OUTSIDE THE AGENCY WITHOUT THE WRITTEN CONSENT OF THE \
                    OFFICE OF TRADE AND OF THE COMMITTEE THAT ASKED FOR IT";

/// The page of a draft in a format, in a series with that marking and look.
fn page(format: &str, marking: &str, look: &str) -> (Folder, std::path::PathBuf) {
    let folder = Folder::new();
    folder.write("issuepaper.yaml", "");
    folder.write(
        "templates/harbor/series.yaml",
        format!(
            "extends: coac\nname: Harbor Paper\nlook:\n  cover: {look}\nstages:\n  markings:\n    \
             draft: {{ text: \"{marking}\", watermark: true }}\n"
        ),
    );
    folder.write(
        "a.md",
        "---\nseries: harbor\ntitle: Ports and Lanes\nperiod: 2024-12\nsubcommittee: Lanes\nworking_group: Ports\n\
         office: Office of Trade\naction_required: Discussion\nstage: draft\n---\n\n## Background\n\nText.\n",
    );
    let name = format!("out/page.{format}");
    let run = run_in(folder.path(), &["render", "a.md", "--to", format, "-o", &name]);
    let file = folder.path().join(name);
    assert!(file.exists(), "{}", run.stderr);
    (folder, file)
}

fn parts(file: &std::path::Path) -> crate::docx::Parts {
    crate::docx::parts(&std::fs::read(file).unwrap())
}

/// The order of what heads a page: committee, marking, kind, title.
fn assert_order(text: &str) {
    let parts = [
        "Commercial Customs Operations Advisory Committee",
        "SKETCH",
        "Harbor Paper",
        "Ports and Lanes",
    ];
    let places = parts.map(|part| text.find(part).unwrap_or_else(|| panic!("no {part} in {text}")));
    assert!(places.is_sorted(), "{places:?} in {text}");
}

#[test]
fn a_head_has_the_same_order_in_every_format() {
    for format in ["md", "txt", "html"] {
        let (_folder, file) = page(format, "SKETCH", "compact");
        let text = std::fs::read_to_string(file).unwrap();
        assert_order(text.split_once("<body>").map_or(text.as_str(), |(_, body)| body));
    }
    let (_folder, file) = page("docx", "SKETCH", "compact");
    assert_order(&parts(&file)["word/document.xml"]);
}

#[cfg(feature = "pdf")]
#[test]
#[ignore = "needs pdftotext of Debian's poppler-utils"]
fn a_head_has_that_order_in_pdf() {
    let (_folder, file) = page("pdf", "SKETCH", "compact");
    let text = crate::support::pdftotext(&["-raw"], &std::fs::read(file).unwrap());
    // The tag at the top is no part of the text.
    let (_, text) = text.split_once("Commercial").unwrap();
    assert_order(&format!("Commercial{}", text.replace('\n', " ")));
}

#[test]
fn a_long_marking_has_lines_of_its_own_in_word() {
    let headers = |marking: &str| -> Vec<String> {
        let (_folder, file) = page("docx", marking, "compact");
        let parts = parts(&file);
        let titled = |(name, text): &(&String, &String)| {
            name.contains("header") && name.ends_with(".xml") && text.contains("Ports and Lanes")
        };
        parts.iter().filter(titled).map(|(_, text)| text.clone()).collect()
    };
    let (short, long) = (headers("SKETCH"), headers(LONG));
    assert!(!short.is_empty() && short.iter().all(|text| text.contains("<w:ptab")));
    assert!(!long.is_empty() && long.iter().all(|text| text.contains("<w:br/>")), "{long:?}");
    assert!(long.iter().all(|text| !text.contains("<w:ptab") && text.contains(LONG)));
}

#[test]
fn a_long_marking_is_wrapped_on_a_printed_web_page() {
    let box_of = |marking: &str, name: &str| -> String {
        let (_folder, file) = page("html", marking, "compact");
        let page = std::fs::read_to_string(file).unwrap();
        page.lines().find(|line| line.trim().starts_with(name)).unwrap().to_owned()
    };
    let tag = box_of(LONG, "@top-right");
    assert!(tag.contains("THAT ASKED FOR IT") && !tag.contains("nowrap"), "{tag}");
    // A very long one is cut, and leaves the foot what tells one draft from another.
    let (top, foot) =
        (box_of(&LONG.repeat(6), "@top-right"), box_of(&LONG.repeat(6), "@bottom-center"));
    assert!(top.contains('\u{2026}') && top.len() < 900, "{top}");
    assert!(foot.contains('\u{2026}') && foot.contains("Ports, December 2024"), "{foot}");
}

/// Where words are on the pages, `(top, bottom, left, right)` in shares of the page, and whether each is of the marking.
#[cfg(feature = "pdf")]
#[test]
#[ignore = "needs pdftotext of Debian's poppler-utils"]
fn a_long_marking_stays_on_the_pages_of_a_pdf() {
    for look in ["compact", "page", "none"] {
        let (_folder, file) = page("pdf", &LONG.repeat(3), look);
        let text = crate::support::pdftotext(&["-bbox"], &std::fs::read(file).unwrap());
        let number = |line: &str, name: &str| -> f64 {
            let (_, rest) = line.split_once(&format!("{name}=\"")).unwrap();
            rest.split_once('"').unwrap().0.parse().unwrap()
        };
        let words = text.lines().filter(|line| line.contains("<word") && !line.contains(">\u{a0}"));
        for line in words.filter(|line| number(line, "yMax") - number(line, "yMin") < 30.0) {
            let (left, right) = (number(line, "xMin"), number(line, "xMax"));
            let (top, bottom) = (number(line, "yMin"), number(line, "yMax"));
            assert!(left > 30.0 && right < 582.0 && top > 5.0 && bottom < 787.0, "{look}: {line}");
        }
    }
}
