//! Reading the papers of a project. Those that others are only compared with may be read without their bodies.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::places::{self, FileId};
use super::{InputError, PaperFile, Project, display};
use crate::paper::{CoreField, Paper, front_matter};
use crate::text::source::{self, SourceFile, Undecodable};

/// How much of a file is read, in bytes. Front matter has about 600.
const START: usize = 4096;

/// Reads the papers at `paths`, each with whether it is selected; one that has several paths is read as one paper.
/// `has_links` says that a path may lead through a link, and `others_by_head` that those which are not selected may be
/// read without their bodies.
pub(super) fn read_papers(
    project: &mut Project,
    paths: &[(PathBuf, bool)],
    has_links: bool,
    others_by_head: bool,
) {
    let read = |(path, is_selected): &(PathBuf, bool)| {
        if others_by_head
            && !is_selected
            && !project.overlay.covers(path)
            && let Some(read) = head(project, path, has_links)
        {
            return Ok(read);
        }
        let read = project.overlay.read_with_metadata(path);
        let (bytes, data) = read.map_err(|error| InputError::io(path, &error))?;
        let file = PaperFile { is_selected: *is_selected, ..parse_paper(path, bytes)? };
        // What is needed of every paper is read on all cores.
        file.paper.text_field(CoreField::Series);
        Ok((file, data.and_then(|data| places::file_id(&data, has_links))))
    };
    let results: Vec<Result<_, InputError>> = paths.par_iter().map(read).collect();
    let mut papers = Vec::with_capacity(results.len());
    let mut files = Vec::with_capacity(results.len());
    for (result, (_, is_selected)) in results.into_iter().zip(paths) {
        match result {
            Ok((paper, file)) => {
                papers.push(paper);
                files.push(file);
            }
            Err(error) if *is_selected => project.errors.push(error),
            Err(error) => project.unread.push(error),
        }
    }
    let aliases = places::aliases(&mut papers, &files);
    let papers = papers.into_iter().enumerate().filter(|(at, _)| !aliases.contains(at));
    let papers: Vec<PaperFile> = papers.map(|(_, paper)| paper).collect();
    for file in papers {
        match with_body(project, file) {
            Ok(file) => project.papers.push(file),
            Err(error) => project.errors.push(error),
        }
    }
}

/// A paper that is selected by another name than that which it was read by has a body, too.
fn with_body(project: &Project, file: PaperFile) -> Result<PaperFile, InputError> {
    if !file.is_selected || file.paper.has_body() {
        return Ok(file);
    }
    let bytes = project.overlay.read(&file.path);
    let bytes = bytes.map_err(|error| InputError::io(&file.path, &error))?;
    Ok(PaperFile { is_selected: true, ..parse_paper(&file.path, bytes)? })
}

/// The paper at `path` without its body, and what tells its file apart; `has_links` says that the path may lead through
/// a link. None if the file has to be read whole to find its front matter, or to find out what is wrong with it.
fn head(project: &Project, path: &Path, has_links: bool) -> Option<(PaperFile, Option<FileId>)> {
    let mut start = [0; START];
    let (length, data) = project.overlay.read_start(path, &mut start).ok()?;
    let head = front_matter::usual(&start[..length])?;
    let mut file = parse_paper(path, head.to_vec()).ok()?;
    file.paper = Paper::without_body(file.paper.file)?;
    Some((file, places::file_id(&data, has_links)))
}

/// How many lines and marks of Markdown a paper may have: more than ten megabytes of ordinary text. What is read of each
/// takes up to three hundred bytes of memory, however short the rest of the text is.
const MAX_MARKS: usize = 1_000_000;

/// Whether a byte may begin something that is kept apart from the text around it: a line, or a mark of Markdown.
const fn is_mark(byte: u8) -> bool {
    matches!(
        byte,
        b'\n'
            | b'\r'
            | b'*'
            | b'_'
            | b'['
            | b']'
            | b'<'
            | b'>'
            | b'`'
            | b'&'
            | b'\\'
            | b'|'
            | b'!'
            | b'~'
    )
}

/// An error if a text is so much taken apart by its marks that it would not fit into memory.
fn verify_marks(name: &str, bytes: &[u8]) -> Result<(), InputError> {
    if bytes.len() <= MAX_MARKS / 2 {
        return Ok(());
    }
    // A list in a list in a list may be on one line.
    let is_item = |pair: &&[u8]| matches!(pair, [b'-' | b'+' | b'*' | b'.' | b')', b' ']);
    let single = bytes.iter().filter(|byte| is_mark(**byte)).count();
    if single + bytes.windows(2).filter(is_item).count() <= MAX_MARKS {
        return Ok(());
    }
    let reason = "has more than a million lines and marks of Markdown, and is not read; no paper has as many: split it";
    Err(InputError::new(name, reason))
}

impl Project {
    /// The paper of `file` with its body, which is read now if it was not; none if it can't be read any more.
    pub fn whole(&self, file: &PaperFile) -> Option<Paper> {
        if file.paper.has_body() {
            return Some(file.paper.clone());
        }
        let bytes = self.overlay.read(&file.path).ok()?;
        Some(parse_paper(&file.path, bytes).ok()?.paper)
    }
}

/// The paper at `path`, which contains `bytes`.
pub(super) fn parse_paper(path: &Path, bytes: Vec<u8>) -> Result<PaperFile, InputError> {
    let name = display(path);
    verify_marks(&name, &bytes)?;
    let decoded = source::decode(bytes).map_err(|why| InputError::new(&name, undecodable(why)))?;
    let file = SourceFile::new(name, decoded.text);
    let paper = Paper::new(file);
    let (path, stray_bytes) = (path.to_owned(), decoded.faults);
    Ok(PaperFile { paper, path, is_stdin: false, is_selected: false, stray_bytes })
}

/// Why a file is no text that can be read, and what to do.
pub(super) fn undecodable(why: Undecodable) -> &'static str {
    match why {
        Undecodable::Utf32 => "is in UTF-32, not UTF-8; save it as UTF-8 and try again",
        Undecodable::Utf16 => "is in UTF-16, not UTF-8; save it as UTF-8 and try again",
        Undecodable::Binary => "is not a text file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_nothing_but_marks_is_not_read() {
        let is_read = |text: &str| {
            let bytes = text.repeat(10_000_000 / text.len()).into_bytes();
            parse_paper(Path::new("a.md"), bytes).is_ok()
        };
        for dense in ["- a\n", "* ", "- ", "1. ", "<", "&amp; ", "##\n\n", "[", "a|"] {
            assert!(!is_read(dense), "{dense:?}");
        }
        for usual in [
            "The desk said that it was so, and **so** it was (see [the rule](http://example.org)).\n",
            "word ",
            "港口",
            "| what is in the first column | and what is in the second one |\n",
        ] {
            assert!(is_read(usual), "{usual:?}");
        }
        assert!(parse_paper(Path::new("a.md"), b"- a\n".repeat(100_000)).is_ok());
    }
}
