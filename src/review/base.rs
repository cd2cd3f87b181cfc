//! The text that a Word file was made from.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use crate::document::Provenance;
use crate::git;
use crate::pages::{self, PageOptions};
use crate::paper::seal::Seal;
use crate::project::{self, ChangeSet, Overlay, Project, paths};
use crate::render;
use crate::text::source::SourceFile;
use crate::word::WordFile;

/// The text of a file of a paper, by its path; none for a file that there is not.
pub type FileText = (PathBuf, Option<String>);

/// What a file was made from.
#[derive(Debug, Clone)]
pub struct Base {
    /// The path of the paper.
    pub path: PathBuf,
    /// The texts that the paper, and the file with its front matter if that is another, had then; those that are not here
    /// are as they are on disk.
    pub files: Vec<FileText>,
}

/// Why nobody knows what a file was made from, as the end of a sentence that begins with its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BaseError {
    /// It does not say.
    #[error(
        "does not say which paper it was made from; name the paper with --into, and --base for its text then"
    )]
    NoProvenance,
    /// There is no such paper here.
    #[error("was made from {0}, which is not in this project; name the paper with --into")]
    NoPaper(String),
    /// There is no such paper either where the user says.
    #[error("can't be read into {0}: there is no such paper in this project")]
    NoTarget(String),
    /// The paper never had that text, as far as this clone knows.
    #[error(
        "was made from a text of {0} that is in no commit here; name a commit that has it with --base"
    )]
    NoText(String),
}

/// Finds the text that a file with this provenance was made from: the paper's own, or one that git knows.
///
/// # Errors
///
/// There is no such paper, or it never had the text.
pub fn find_base(provenance: Option<Provenance>, into: Option<&Path>) -> Result<Base, BaseError> {
    let path = match (into, &provenance) {
        (Some(path), _) => path.to_owned(),
        (None, Some(provenance)) => {
            let root = project::root_here().unwrap_or_default();
            let path = paths::normal(&root.join(&provenance.paper));
            if !paths::is_inside(&path, &root) || !path.is_file() {
                return Err(BaseError::NoPaper(provenance.paper.clone()));
            }
            path
        }
        (None, None) => return Err(BaseError::NoProvenance),
    };
    let shown = paths::display(&path);
    let missing = || match into {
        Some(_) => BaseError::NoTarget(shown.clone()),
        None => BaseError::NoPaper(shown.clone()),
    };
    let project = opened(&path, &[]).ok_or_else(missing)?;
    let current = project.selected().next().filter(|file| file.stray_bytes.is_empty());
    let current = current.ok_or_else(missing)?;
    let files = match provenance {
        Some(provenance) if Seal::of(current.paper.file.text()) != provenance.seal => {
            let beside = project.front_matter_file(&path);
            let found = earlier(&path, beside.as_deref(), &provenance.seal);
            found.ok_or(BaseError::NoText(shown))?
        }
        _ => Vec::new(),
    };
    Ok(Base { path, files })
}

/// The texts in git with this seal that the paper at `path` had, with its front matter in the file `beside` it if there is
/// such a file.
fn earlier(path: &Path, beside: Option<&Path>, seal: &Seal) -> Option<Vec<FileText>> {
    let Some(beside) = beside else {
        let wanted = |_: usize, text: &str| Seal::of(text) == *seal;
        let text = git::find_versions(&[path], wanted).into_iter().next().flatten()?;
        return Some(vec![(path.to_owned(), Some(text))]);
    };
    // Each of the two files has a history of its own.
    let files = [path, beside];
    let on_disk = files.map(|path| {
        let bytes = project::files::read_bytes(path).ok();
        bytes.and_then(|bytes| String::from_utf8(bytes).ok()).into_iter().collect::<Vec<_>>()
    });
    let known = RefCell::new(on_disk);
    let keep = |at: usize, text: &str| {
        known.borrow_mut()[at].push(text.to_owned());
        false
    };
    git::find_versions(&files, keep);
    let [bodies, heads] = known.into_inner();
    let heads: Vec<Option<String>> = heads.into_iter().map(Some).chain([None]).collect();
    let pairs = bodies.iter().flat_map(|body| heads.iter().map(move |head| (body, head)));
    let mut found = pairs.filter(|(body, head)| match head {
        Some(head) if !body.starts_with("---") => {
            let [head, body] = [head, *body].map(|text| SourceFile::new("", text.as_str()));
            Seal::of(SourceFile::joined(head, body).text()) == *seal
        }
        Some(_) => false,
        None => Seal::of(body) == *seal,
    });
    let (body, head) = found.next()?;
    Some(vec![(path.to_owned(), Some(body.clone())), (beside.to_owned(), head.clone())])
}

/// The project with the paper at `path` selected, and with `files` in place of those on disk.
pub fn opened(path: &Path, files: &[FileText]) -> Option<Project> {
    let inputs = project::discover(&[path.to_owned()]);
    let (root, input) = inputs.groups.into_iter().next()?;
    let mut overlay = Overlay::new();
    for (path, text) in files {
        match text {
            Some(text) => overlay.set(path, text.as_str()),
            None => overlay.remove(path),
        }
    }
    Some(Project::open(root.as_deref(), &input, overlay))
}

/// The texts of the files of the paper at `path`, which is `source` now, when it becomes `text`.
pub fn rewritten(path: &Path, source: &SourceFile, text: &str) -> Vec<FileText> {
    let mut changes = ChangeSet::new();
    changes.rewrite_paper(path, source, text);
    let files = changes.iter().map(|it| (it.path().to_owned(), Some(it.after().to_owned())));
    files.collect()
}

/// The Word file that the one selected paper of `project` makes.
///
/// # Errors
///
/// It can't be made, or read.
pub fn rendered(project: &Project) -> Result<WordFile, String> {
    let format = render::available()
        .find(|format| format.is_editable)
        .ok_or("there is no format that reviewers can edit")?;
    let options = PageOptions {
        output: PathBuf::from("review").with_extension(format.extension),
        ..PageOptions::default()
    };
    let (mut pages, errors) = pages::plan(&[(project, vec![format])], &options);
    if let Some(error) = errors.first() {
        return Err(error.to_string());
    }
    pages.truncate(1);
    let made = pages::make_all(&pages).pop().ok_or("makes no page")?;
    let made = made.map_err(|_| "makes no page; `issuepaper check` says why".to_owned())?;
    WordFile::read(&made.bytes).map_err(|error| error.to_string())
}
