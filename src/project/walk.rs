//! The walk through folders that finds papers.

use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder};
use rayon::prelude::*;

use super::files::atomic::is_dangling;
use super::files::bounds::not_a_file;
use super::files::checkout::checkout_around;
use super::input::Walk;
use super::output::{self, OUTPUT_FOLDER};
use super::paper_names::{has_ending_of_papers, is_paper_name};
use super::paths::canonical;
use super::series_folder::is_of_series;
use super::{InputError, display, normal};

/// A file that a walk through folders found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// Its path.
    pub(super) path: PathBuf,
    /// Whether it is a link to a file.
    pub(super) is_link: bool,
    /// Whether its name is that of a file about the project, such as `README.md`, or its place that of a template.
    pub(super) is_about: bool,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    /// The papers, sorted.
    pub(super) papers: Vec<Found>,
    /// What could not be read.
    pub(super) errors: Vec<InputError>,
    /// What was passed over.
    pub(super) notes: Vec<InputError>,
    /// Whether any file or folder on the way is a link.
    pub(super) has_links: bool,
}

/// The files below `folder` whose names end in one of `endings`, whatever they are, sorted. Hidden ones, those that
/// Word makes while it is open, and what links lead to are left out.
pub fn files_below(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let walk = WalkBuilder::new(folder).git_ignore(false).build();
    let is_wanted = |path: &Path| {
        let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        endings.iter().any(|known| known.eq_ignore_ascii_case(ending)) && !name.starts_with("~$")
    };
    let entries = walk.filter_map(Result::ok);
    let files = entries.filter(|entry| entry.file_type().is_some_and(|kind| kind.is_file()));
    let mut paths: Vec<PathBuf> =
        files.map(DirEntry::into_path).filter(|it| is_wanted(it)).collect();
    paths.sort();
    paths
}

/// The Markdown files below `folder`. The output folder and files about the project are left out,
/// and, unless `walk` includes them, hidden files and those that `.gitignore` names.
pub(super) fn papers_below(folder: &Path, walk: Walk) -> Walked {
    let mut walked = Walked::default();
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let root = folder.to_owned();
    let around = checkout_around(folder).and_then(|around| canonical(&around));
    let bound = around.or_else(|| canonical(folder)).unwrap_or_default();
    if leads_out(folder, &bound) {
        walked.errors.push(linked_out(folder));
        return walked;
    }
    let out = Arc::new(Mutex::new(Vec::new()));
    let passed = Arc::clone(&out);
    let is_out = move |entry: &DirEntry| {
        let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
        let is_out = is_folder && entry.path_is_symlink() && leads_out(entry.path(), &bound);
        if is_out {
            passed.lock().unwrap_or_else(PoisonError::into_inner).push(linked_out(entry.path()));
        }
        is_out
    };
    let walk = WalkBuilder::new(folder)
        .follow_links(true)
        .require_git(false)
        .hidden(!walk.hidden)
        .ignore(!walk.ignored)
        .git_ignore(!walk.ignored)
        .git_exclude(!walk.ignored)
        .git_global(!walk.ignored)
        .filter_entry(move |entry| !is_output(entry, &root) && !is_out(entry))
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => add_entry(&entry, &mut walked),
            Err(error) => sort_in(folder, &error, &mut walked),
        }
    }
    walked.errors.append(&mut out.lock().unwrap_or_else(PoisonError::into_inner));
    // By bytes: comparing paths component by component takes longer than finding them.
    walked.papers.par_sort_unstable_by(|a, b| a.path.as_os_str().cmp(b.path.as_os_str()));
    walked
}

/// Whether a folder is not below `bound`, a path without links.
fn leads_out(folder: &Path, bound: &Path) -> bool {
    canonical(folder).is_some_and(|real| !real.starts_with(bound))
}

fn linked_out(folder: &Path) -> InputError {
    let reason = "is a link to a folder outside, and is passed over; put the papers themselves here, or delete it";
    InputError::new(display(&normal(folder)), reason)
}

fn add_entry(entry: &DirEntry, walked: &mut Walked) {
    if entry.depth() == 0 {
        return;
    }
    walked.has_links |= entry.path_is_symlink();
    let name = entry.file_name().to_string_lossy();
    if !has_ending_of_papers(&name) {
        return;
    }
    match entry.file_type() {
        Some(kind) if kind.is_dir() => {
            let error = InputError::new(display(entry.path()), "is a folder, not a file");
            walked.errors.push(error);
        }
        Some(kind) if !kind.is_file() => {
            walked.errors.push(InputError::io(entry.path(), &not_a_file()));
        }
        _ => {
            let is_link = entry.path_is_symlink();
            let is_about = !is_paper_name(entry.path()) || is_of_series(&normal(entry.path()));
            walked.papers.push(Found { path: normal(entry.path()), is_link, is_about });
        }
    }
}

fn is_output(entry: &DirEntry, root: &Path) -> bool {
    let is_folder = entry.file_type().is_some_and(|kind| kind.is_dir());
    is_folder
        && entry.depth() > 0
        && (entry.path() == root.join(OUTPUT_FOLDER) || output::is_marked(entry.path()))
}

/// Sorts the error of a walk below `folder` in: a link that leads nowhere is passed over and mentioned in a note.
fn sort_in(folder: &Path, error: &ignore::Error, walked: &mut Walked) {
    match error {
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            sort_in(folder, err, walked);
        }
        ignore::Error::WithPath { path, err } => sort_in(path, err, walked),
        ignore::Error::Loop { child, .. } => {
            let reason = "is a link to a folder around it, and is passed over";
            walked.notes.push(InputError::new(display(&normal(child)), reason));
        }
        ignore::Error::Io(error) if is_dangling(folder, error) => {
            let reason = "is a link that leads nowhere, and is passed over";
            walked.notes.push(InputError::new(display(&normal(folder)), reason));
        }
        ignore::Error::Io(error) => walked.errors.push(unreadable(folder, error)),
        error => walked.errors.push(InputError::new(display(folder), error.to_string())),
    }
}

/// The error of the file system about `path`, which may be a link.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> InputError {
    let path = normal(path);
    if is_dangling(&path, error) {
        let reason = "is a link that leads to no file; correct it or delete it";
        return InputError::new(display(&path), reason);
    }
    InputError::io(&path, error)
}
