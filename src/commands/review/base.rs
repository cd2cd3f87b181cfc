//! What the files were made from: the text that they name, or the one that the user names.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use issuepaper::document::Provenance;
use issuepaper::git::Repository;
use issuepaper::project::{self, files, paths};
use issuepaper::review::{self, Base, FileText};

use super::Args;

/// The text that the files were made from.
pub(super) fn base(args: &Args, provenance: Option<Provenance>) -> anyhow::Result<Base> {
    let Some(named) = &args.base else {
        return Ok(review::find_base(provenance, args.into.as_deref())?);
    };
    let into = args.into.clone().or_else(|| {
        let root = project::root_here().unwrap_or_default();
        provenance.map(|provenance| paths::normal(&root.join(provenance.paper)))
    });
    let Some(path) = into else {
        bail!("does not say which paper it was made from; name it with --into")
    };
    let beside = review::opened(&path, &[]).and_then(|it| it.front_matter_file(&path));
    let as_path = Path::new(named);
    let files = if as_path.is_file() {
        on_disk(as_path, &path, beside)?
    } else {
        at_revision(named, &path, beside)?
    };
    Ok(Base { path, files })
}

/// The text of another file in place of the paper's, with the file beside it that has its front matter.
fn on_disk(named: &Path, path: &Path, beside: Option<PathBuf>) -> anyhow::Result<Vec<FileText>> {
    let read = |path: &Path| {
        String::from_utf8(files::read_bytes(path)?).context("the base is not in UTF-8")
    };
    let mut out = vec![(path.to_owned(), Some(read(named)?))];
    if let Some(beside) = beside {
        let head = named.with_file_name(file_name(&beside));
        if head.is_file() {
            out.push((beside, Some(read(&head)?)));
        }
    }
    Ok(out)
}

/// The texts of the paper's files at a revision.
fn at_revision(
    revision: &str,
    path: &Path,
    beside: Option<PathBuf>,
) -> anyhow::Result<Vec<FileText>> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let repository = Repository::around(folder)?;
    repository.verify_base(revision)?;
    let prefix = repository.prefix(folder)?;
    let text = |path: &Path| repository.text_at(revision, &format!("{prefix}{}", file_name(path)));
    let body = text(path).with_context(|| format!("{revision} has no {}", paths::display(path)))?;
    let head = beside.map(|beside| (beside.clone(), text(&beside)));
    Ok([(path.to_owned(), Some(body))].into_iter().chain(head).collect())
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
