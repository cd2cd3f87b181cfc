//! Reading the papers of a project. Those that others are only compared with, and those of a large archive, are read
//! without their bodies.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::beside::{FrontMatterFiles, joined};
use super::places::{self, FileId};
use super::{InputError, PaperFile, Project, Shard, Texts, display};
use crate::paper::{Paper, front_matter};
use crate::series::Role;
use crate::text::source::{self, SourceFile, Undecodable};

/// How much of a file is read, in bytes. Front matter has about 600.
const START: usize = 4096;

/// Papers that were found, and how to read them.
pub(super) struct Reading<'r> {
    /// Their paths, each with whether it is selected.
    pub(super) paths: &'r [(PathBuf, bool)],
    /// Whether a path may lead through a link.
    pub(super) has_links: bool,
    /// Which texts are kept.
    pub(super) texts: Texts,
    /// The shard that is judged.
    pub(super) shard: Option<Shard>,
}

/// A paper as it was read, and what tells its file apart.
type Read = (PaperFile, Option<FileId>);

/// Reads papers on all cores; one that has several paths is read as one paper.
pub(super) fn read_papers(project: &mut Project, reading: &Reading<'_>) {
    let results = read_all(project, reading);
    let mut papers = Vec::with_capacity(results.len());
    let mut files = Vec::with_capacity(results.len());
    for (result, (path, is_selected)) in results.into_iter().zip(reading.paths) {
        match result {
            Ok((paper, file)) => {
                papers.push(paper);
                files.push(file);
            }
            // The shard of the paper reports it.
            Err(error) if *is_selected && !is_elsewhere(project, path, reading.shard) => {
                project.errors.push(error);
            }
            Err(error) => project.unread.push(error),
        }
    }
    let aliases = places::aliases(&mut papers, &files);
    let mut at = 0..;
    papers.retain(|_| at.next().is_none_or(|at| !aliases.contains(&at)));
    // By the name that is kept of several.
    for file in &mut papers {
        file.is_elsewhere = file.is_selected && is_elsewhere(project, &file.path, reading.shard);
    }
    if reading.texts == Texts::Selected {
        keep(project, &mut papers);
    }
    project.papers = papers;
}

fn read_all(project: &Project, reading: &Reading<'_>) -> Vec<Result<Read, InputError>> {
    let reader = Reader::new(project, reading);
    let read = |start: &mut [u8; START], (path, is_selected): &(PathBuf, bool)| {
        let (file, id) = reader.read(path, *is_selected, start)?;
        Ok((PaperFile { is_selected: *is_selected, ..file }, id))
    };
    reading.paths.par_iter().map_init(|| [0; START], read).collect()
}

/// Reads one paper after another, with or without its body.
struct Reader<'r> {
    project: &'r Project,
    reading: &'r Reading<'r>,
    front_matter: FrontMatterFiles,
    /// The bytes of the texts that were read whole.
    kept: AtomicUsize,
}

impl<'r> Reader<'r> {
    fn new(project: &'r Project, reading: &'r Reading<'r>) -> Self {
        let front_matter = FrontMatterFiles::of_library(project);
        Self { project, reading, front_matter, kept: AtomicUsize::new(0) }
    }

    /// Reads the paper at `path`; `start` is room for the start of its file.
    fn read(
        &self,
        path: &Path,
        is_selected: bool,
        start: &mut [u8; START],
    ) -> Result<Read, InputError> {
        let is_kept = self.is_kept(path, is_selected);
        let beside = self.front_matter.beside(self.project, path);
        let is_overlaid = self.project.overlay.covers(path);
        if !is_kept
            && beside.is_none()
            && !is_overlaid
            && let Some(head) = self.head(path, start)
        {
            return Ok(head);
        }
        let (mut file, id) = match self.whole(path, beside.as_deref()) {
            Ok(read) => read,
            // Whether there is room for a text makes no difference: what is wrong with it is found later.
            Err(error) => {
                let is_bounded = matches!(self.reading.texts, Texts::UpTo(_));
                let may_be_cut = is_bounded && !is_overlaid;
                return may_be_cut.then(|| self.head(path, start)).flatten().ok_or(error);
            }
        };
        if let Some(head) = (!is_kept).then(|| file.paper.cut()).flatten() {
            file.paper = head;
        }
        // What is needed of every paper is read on all cores; more will be needed of those that are kept.
        if is_kept {
            file.paper.front();
        }
        file.paper.text_field(Role::Series.key());
        Ok((file, id))
    }

    /// Whether the text of a paper is kept.
    fn is_kept(&self, path: &Path, is_selected: bool) -> bool {
        let is_judged = || is_selected && !is_elsewhere(self.project, path, self.reading.shard);
        match self.reading.texts {
            Texts::All => true,
            Texts::Selected => is_judged(),
            Texts::UpTo(most) => self.kept.load(Ordering::Relaxed) < most && is_judged(),
        }
    }

    /// The paper at `path` with its body.
    fn whole(&self, path: &Path, beside: Option<&Path>) -> Result<Read, InputError> {
        let read = self.project.overlay.read_with_metadata(path);
        let (bytes, data) = read.map_err(|error| InputError::io(path, &error))?;
        self.kept.fetch_add(bytes.len(), Ordering::Relaxed);
        let file = joined(self.project, beside, parse_paper(path, bytes)?)?;
        Ok((file, data.and_then(|data| places::file_id(&data, self.reading.has_links))))
    }

    /// The paper at `path` without its body. None if the file has to be read whole to find its front matter, or to find
    /// out what is wrong with it.
    fn head(&self, path: &Path, start: &mut [u8; START]) -> Option<Read> {
        let (length, data) = self.project.overlay.read_start(path, start).ok()?;
        let head = front_matter::usual(&start[..length])?;
        let mut file = parse_paper(path, head.to_vec()).ok()?;
        file.paper = Paper::without_body(file.paper.file)?;
        Some((file, places::file_id(&data, self.reading.has_links)))
    }
}

/// Whether another shard than this one judges the paper at `path`.
fn is_elsewhere(project: &Project, path: &Path, shard: Option<Shard>) -> bool {
    let Some(shard) = shard else { return false };
    // Without a folder to start at, a paper is known by its name alone, as in its fingerprints.
    let path = match project.root {
        Some(_) => project.relative(path),
        None => path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    };
    !shard.has(&path)
}

/// Reads the bodies of the selected papers that have none, as they are selected by another name than that which they
/// were read by, or were not kept.
fn keep(project: &mut Project, papers: &mut Vec<PaperFile>) {
    let mut errors = Vec::new();
    papers.retain_mut(|file| {
        if !file.is_selected || file.is_elsewhere || file.paper.has_body() {
            return true;
        }
        match project.whole(file) {
            Ok(whole) => *file = whole,
            Err(error) => {
                errors.push(error);
                return false;
            }
        }
        true
    });
    project.errors.append(&mut errors);
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
    /// The paper of `file` with its body, which is read now if it was not.
    ///
    /// # Errors
    ///
    /// It can't be read any more, or its front matter is not what it was.
    pub fn whole(&self, file: &PaperFile) -> Result<PaperFile, InputError> {
        if file.paper.has_body() {
            return Ok(file.clone());
        }
        let bytes = self.overlay.read(&file.path);
        let bytes = bytes.map_err(|error| InputError::io(&file.path, &error))?;
        let beside = FrontMatterFiles::of(self).beside(self, &file.path);
        let whole = joined(self, beside.as_deref(), parse_paper(&file.path, bytes)?)?;
        if !whole.paper.file.text().starts_with(file.paper.file.text()) {
            let reason = "was changed while it was checked; check again";
            return Err(InputError::new(display(&file.path), reason));
        }
        let (is_selected, is_elsewhere) = (file.is_selected, file.is_elsewhere);
        Ok(PaperFile { is_selected, is_elsewhere, ..whole })
    }

    /// Reads the bodies of all selected papers, to change them.
    pub(crate) fn keep_texts(&mut self) {
        let mut papers = std::mem::take(&mut self.papers);
        keep(self, &mut papers);
        self.papers = papers;
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
    Ok(PaperFile {
        paper,
        path,
        is_stdin: false,
        is_selected: false,
        is_elsewhere: false,
        stray_bytes,
    })
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
