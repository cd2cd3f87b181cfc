//! The text that a Word file was made from.

use std::path::{Path, PathBuf};

use crate::document::Provenance;
use crate::git;
use crate::pages::{self, PageOptions};
use crate::paper::seal::Seal;
use crate::project::{self, Overlay, Project, paths};
use crate::render;
use crate::word::WordFile;

/// What a file was made from.
#[derive(Debug, Clone)]
pub struct Base {
    /// The path of the paper.
    pub path: PathBuf,
    /// The text that the file was made from.
    pub text: String,
    /// Whether the paper still has that text.
    pub is_current: bool,
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
    let current = project::files::read_bytes(&path)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| BaseError::NoPaper(shown.clone()))?;
    let Some(provenance) = provenance else {
        return Ok(Base { path, text: current, is_current: true });
    };
    if Seal::of(&current) == provenance.seal {
        return Ok(Base { path, text: current, is_current: true });
    }
    let wanted = |_: usize, text: &str| Seal::of(text) == provenance.seal;
    let found = git::find_versions(&[&path], wanted).into_iter().next().flatten();
    let text = found.ok_or(BaseError::NoText(shown))?;
    Ok(Base { path, text, is_current: false })
}

/// The project with the paper at `path` selected, and with `text` in its place.
pub fn opened(path: &Path, text: &str) -> Option<Project> {
    let inputs = project::discover(&[path.to_owned()]);
    let (root, input) = inputs.groups.into_iter().next()?;
    let mut overlay = Overlay::new();
    overlay.set(path, text);
    Some(Project::open(root.as_deref(), &input, overlay))
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
