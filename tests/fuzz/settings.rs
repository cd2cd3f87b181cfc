use std::collections::BTreeMap;

use issuepaper::check;
use issuepaper::document;
use issuepaper::project::UNITS_FILE;
use issuepaper::project::settings::{SETTINGS_FILE, Settings};
use issuepaper::project::units::Registry;
use issuepaper::series::Library;
use issuepaper::text::finding::Finding;
use issuepaper::text::source::SourceFile;

use super::files::files;
use super::papers::{assert_true, options, project, text};

/// The declaration of a series, below the folder of templates.
const SERIES: &str = "own/series.yaml";

/// Settings, units and a series are read, or have faults at places. A project of files without faults is checked, and
/// its paper is a document.
pub fn settings(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let files: BTreeMap<&str, &str> = files(&text).into_iter().collect();
    let file = |name: &str| Some(SourceFile::new(name, *files.get(name)?));
    let mut is_read = true;
    if let Some(file) = file(SETTINGS_FILE) {
        is_read &= is_accepted(&Settings::read(file));
    }
    if let Some(file) = file(UNITS_FILE) {
        is_read &= is_accepted(&Registry::read(file));
    }
    if let Some(file) = file(SERIES) {
        let library = Library::new(BTreeMap::from([(SERIES.to_owned(), file)]));
        is_read &= is_accepted(&library.series("own").unwrap());
    }
    if is_read {
        check_project(&files);
    }
}

/// Whether a file was read. If it was not, it has faults, each at a place.
fn is_accepted<T>(read: &Result<T, Vec<Finding>>) -> bool {
    if let Err(faults) = read {
        assert!(!faults.is_empty(), "a file is refused without a reason");
        faults.iter().for_each(assert_true);
    }
    read.is_ok()
}

fn check_project(files: &BTreeMap<&str, &str>) {
    let in_place = |name: &str| match name {
        SETTINGS_FILE | UNITS_FILE | "a.md" => Some(name.to_owned()),
        SERIES => Some(format!("templates/{SERIES}")),
        _ => None,
    };
    let placed: Vec<(String, &str)> =
        files.iter().filter_map(|(name, text)| Some((in_place(name)?, *text))).collect();
    let project = project(placed.iter().map(|(name, text)| (name.as_str(), *text)));
    check::run(&project, &options()).reported().for_each(assert_true);
    for file in &project.papers {
        if let Some(series) = project.series_of(&file.paper) {
            document::assemble(&file.paper, series);
        }
    }
}
