//! Accessible PDF: each file passes an independent validator.

use issuepaper::document::{Block, Document, Inline, Metadata, Places, Section};
use issuepaper::render::{self, Options, RenderError};
use page_validation::{ValidationOptions, ValidationProfile, validate_pdf_bytes};

use crate::cli::run_in;
use crate::support::{Folder, entries, repository, templates};

/// Faults in a file by [PDF/UA-1](https://pdfa.org/resource/pdfua-1-iso-14289-1/).
fn faults(file: &[u8]) -> Vec<String> {
    let options = ValidationOptions::default().profile(ValidationProfile::PdfUa1);
    let report = validate_pdf_bytes(file, &options).unwrap();
    assert!(report.rules.total > 100, "{} rules", report.rules.total);
    report.failures.iter().map(|failure| format!("{failure:?}")).collect()
}

/// Asserts that a file passes PDF/UA-1.
pub fn assert_accessible(file: &[u8], name: &str) {
    assert_eq!(faults(file), [] as [&str; 0], "{name}");
}

#[test]
fn every_sample_paper_passes_and_a_planted_fault_does_not() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), "papers");
    let run = run_in(folder.path(), &["render", "papers", "--to", "pdf"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let files = run.stdout.lines().map(|path| std::fs::read(folder.path().join(path)).unwrap());
    let files: Vec<_> = files.collect();
    assert!(files.len() >= 8);
    for (file, path) in files.iter().zip(run.stdout.lines()) {
        assert_accessible(file, path);
    }
    let claim = b"<pdfuaid:part>1<";
    let at = files[0].windows(claim.len()).position(|window| window == claim).unwrap();
    let mut planted = files[0].clone();
    planted[at + claim.len() - 2] = b'7';
    assert_eq!(faults(&planted).len(), 1);
}

#[test]
fn every_paper_of_the_rules_passes_or_is_refused() {
    let folder = Folder::new();
    folder.copy(&repository("tests/rules/_project"), ".");
    let mut count = 0;
    for rule in entries(&repository("tests/rules")) {
        for paper in entries(&rule).into_iter().filter(|path| path.is_file()) {
            if paper.extension().is_some_and(|extension| extension == "md") {
                count += 1;
                folder.copy(&paper, &format!("{count}.md"));
            }
        }
    }
    assert!(count > 100);
    let project = folder.load();
    let format = render::by_name("pdf").unwrap();
    let set = templates(&project, "coac");
    let mut refused = 0;
    for file in &project.papers {
        let series = project.series_of(&file.paper).unwrap();
        let document = issuepaper::document::assemble(&file.paper, series);
        match render::render(&document, format, &set, Options::default()) {
            Ok(page) => assert_accessible(&page, file.paper.file.name()),
            Err(RenderError::Refused { .. }) => refused += 1,
            Err(error) => panic!("{}: {error}", file.paper.file.name()),
        }
    }
    assert!(refused < 5, "{refused} of {count} were refused");
}

#[test]
fn a_picture_without_a_description_is_refused() {
    let picture =
        Inline::Image { url: "a.png".to_owned(), title: String::new(), alt: String::new() };
    let blocks = vec![Block::Paragraph(vec![Inline::Text("See".to_owned()), picture])];
    let section = Section {
        id: "issue".to_owned(),
        anchor: None,
        heading: Some("Issue".to_owned()),
        blocks,
        places: Places::default(),
    };
    let meta = Metadata { title: "T".to_owned(), ..Metadata::default() };
    let document = Document { meta, sections: vec![section], ..Document::default() };
    let folder = Folder::new();
    folder.write("a.md", "---\ntitle: T\n---\n");
    let set = templates(&folder.load(), "issue-paper");
    let format = render::by_name("pdf").unwrap();
    let error = render::render(&document, format, &set, Options::default()).unwrap_err();
    assert!(error.to_string().contains("`a.png` has no alternative text"), "{error}");
}

#[test]
fn a_broken_override_is_an_error_at_its_place() {
    let folder = Folder::new();
    folder.copy(&repository("papers"), ".");
    folder.write("templates/coac/paper.typ", "#let x = 1\n#unknwon(x)\n");
    let run = run_in(folder.path(), &["render", "--to", "pdf"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("templates/coac/paper.typ:2:2"), "{}", run.stderr);
    assert!(run.stderr.contains("unknown variable: unknwon"), "{}", run.stderr);
    assert!(!folder.path().join("out").exists());
}

/// Lists and quotations far deeper than a page has room for, very long words, a thousand cells.
#[test]
fn extreme_papers_pass() {
    let deep = (0..60).map(|depth| format!("{}- level {depth}\n", "  ".repeat(depth)));
    let quotes = format!("{} deep\n", "> ".repeat(80));
    let row = format!("|{}\n", " x |".repeat(70));
    let rule = format!("|{}\n", " - |".repeat(70));
    let word = "x".repeat(5_000);
    let emphasis = format!("{}a{}", "*a ".repeat(300), "*".repeat(300));
    let parts = [deep.collect(), quotes, format!("{row}{rule}{row}"), word, emphasis];
    let paper = format!(
        "---\ntitle: Hostile\ndate: 2024-05-21\naction_required: Informational\n\
         submitted_by: Alex Doe\n---\n\n## Background\n\n{}\n",
        parts.join("\n\n")
    );
    let folder = Folder::new();
    folder.write("a.md", paper);
    let run = run_in(folder.path(), &["render", "a.md", "--to", "pdf", "-o", "a.pdf"]);
    assert!(folder.path().join("a.pdf").exists(), "{}", run.stderr);
    assert_accessible(&std::fs::read(folder.path().join("a.pdf")).unwrap(), "a.pdf");
}
