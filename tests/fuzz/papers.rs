//! A project of one paper, and what is true of every finding in it.

use std::cell::RefCell;
use std::path::Path;
use std::sync::LazyLock;

use chrono::NaiveDate;
use issuepaper::check::CheckOptions;
use issuepaper::project::{Input, Overlay, Project};
use issuepaper::render::TemplateSet;
use issuepaper::series::Library;
use issuepaper::text::finding::Finding;
use issuepaper::text::source::{self, SourceFile, Span};

/// The files of the project besides its paper.
const FILES: [(&str, &str); 2] = [
    ("issuepaper.yaml", include_str!("../rules/_project/issuepaper.yaml")),
    ("units.yaml", include_str!("../rules/_project/units.yaml")),
];

/// The text of a file, if it is a text.
pub fn text(bytes: &[u8]) -> Option<String> {
    source::decode(bytes.to_vec()).ok().map(|decoded| decoded.text)
}

/// How papers are checked.
pub fn options() -> CheckOptions {
    CheckOptions::on(NaiveDate::from_ymd_opt(2025, 6, 30).unwrap())
}

/// A project in memory alone.
pub fn project<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Project {
    // A folder that exists while the project is read, and no longer.
    let folder = tempfile::tempdir().unwrap();
    let mut overlay = Overlay::new();
    for (name, text) in files {
        overlay.set(&folder.path().join(Path::new(name)), text);
    }
    Project::open(Some(folder.path()), &Input::everything(), overlay)
}

thread_local! {
    static PROJECT: RefCell<Project> =
        RefCell::new(project(FILES.into_iter().chain([("a.md", "")])));
}

/// The templates of most series, read once.
pub static TEMPLATES: LazyLock<TemplateSet> =
    LazyLock::new(|| TemplateSet::new(Library::default().templates("issue-paper")));

/// Calls `judge` with a project whose paper is `text`, and the name of the paper.
pub fn with_paper(text: &str, judge: impl FnOnce(&mut Project, &str)) {
    PROJECT.with_borrow_mut(|project| {
        let name = project.papers[0].paper.file.name().to_owned();
        project.replace_text(&name, text);
        judge(project, &name);
    });
}

/// Asserts that a place is in a file.
pub fn assert_place(file: &SourceFile, span: Span, what: &str) {
    assert!(file.text().get(span.range()).is_some(), "{what}: {span:?} is not in {}", file.name());
}

/// Asserts that a finding is one line about places that exist.
pub fn assert_true(finding: &Finding) {
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
    let edits = edits.map(|edit| (&finding.file, edit.span));
    let labels = finding.labels.iter().map(|label| (&label.file, label.span));
    for (file, span) in [(&finding.file, finding.span)].into_iter().chain(labels).chain(edits) {
        assert_place(file, span, finding.rule);
    }
    let lines = [Some(&finding.message), finding.help.as_ref()];
    for line in lines.into_iter().flatten() {
        let is_line = !line.is_empty() && !line.chars().any(char::is_control);
        assert!(is_line, "{}: {line:?}", finding.rule);
    }
}
