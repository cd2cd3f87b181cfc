//! The Markdown files of a folder that is no project yet.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::input::Walk;
use super::papers::parse_paper;
use super::walk::papers_below;
use super::{InputError, Overlay, PaperFile, files};
use crate::paper::Paper;
use crate::text::source::SourceFile;

/// The Markdown files below `folder`, those about the project included, sorted by their paths, and what could not be
/// read.
pub fn markdown_below(folder: &Path) -> (Vec<PaperFile>, Vec<InputError>) {
    let walked = papers_below(folder, Walk::default());
    let read = |path: &Path| {
        let bytes = files::read_bytes(path)?;
        parse_paper(path, bytes)
    };
    let read: Vec<Result<PaperFile, InputError>> =
        walked.papers.par_iter().map(|found| read(&found.path)).collect();
    let (mut papers, mut errors) = (Vec::new(), walked.errors);
    for result in read {
        match result {
            Ok(paper) => papers.push(paper),
            Err(error) => errors.push(error),
        }
    }
    (papers, errors)
}

/// The same files. Where most of their folders have a YAML file of the same name, the Markdown file that most of these
/// have beside it is a paper, and that its front matter.
pub fn with_front_matter_beside(mut papers: Vec<PaperFile>) -> Vec<PaperFile> {
    let bare = |file: &PaperFile| !file.paper.file.text().starts_with("---");
    let folder = |file: &PaperFile| file.path.parent().unwrap_or(Path::new("")).to_owned();
    let folders: BTreeSet<_> = papers.iter().filter(|file| bare(file)).map(folder).collect();
    let heads = folders.iter().flat_map(|folder| yaml_files(folder));
    let Some(head) = most_frequent(heads, folders.len()) else { return papers };
    let is_beside = |file: &PaperFile| bare(file) && file.path.with_file_name(&head).is_file();
    let name = |file: &PaperFile| file.path.file_name()?.to_str().map(str::to_owned);
    let names = papers.iter().filter(|file| is_beside(file)).filter_map(name);
    // Of several that are beside as many, the one that tells about the folder.
    let Some(body) = most_frequent(names, 0) else { return papers };
    for file in &mut papers {
        if name(file).as_ref() == Some(&body)
            && is_beside(file)
            && let Ok(front) = Overlay::new().read_text(&file.path.with_file_name(&head))
        {
            file.paper = Paper::new(SourceFile::joined(front, file.paper.file.clone()));
        }
    }
    papers
}

/// The most frequent of `names`, if it is there more than once and at least half of `of` times.
fn most_frequent(names: impl Iterator<Item = String>, of: usize) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let is_about = |name: &str| name.to_lowercase().starts_with("readme.");
    let (name, count) = counts.into_iter().max_by_key(|(name, count)| (*count, is_about(name)))?;
    (count > 1 && count * 2 >= of).then_some(name)
}

fn yaml_files(folder: &Path) -> Vec<String> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter(|name| name.ends_with(".yaml") || name.ends_with(".yml")).collect()
}
