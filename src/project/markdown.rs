//! The Markdown files of a folder that is no project yet.

use std::path::Path;

use rayon::prelude::*;

use super::input::Walk;
use super::papers::parse_paper;
use super::walk::papers_below;
use super::{InputError, PaperFile, files};

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
