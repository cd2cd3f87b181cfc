//! What a checkout may bring: links, which lead nothing that is written out of it.

use std::path::{Path, PathBuf};

use crate::project::InputError;
use crate::project::paths::{GIT, absolute, canonical, display, normal};
use crate::project::settings::SETTINGS_FILE;

/// An error if a link that a checkout may have brought is on the way to `path`, which the user named.
///
/// # Errors
///
/// A part of the path in the checkout is a link, a dangling one included.
pub(super) fn verify_named(path: &Path) -> Result<(), InputError> {
    checkout_around(path).map_or(Ok(()), |base| verify_no_link(&base, path))
}

/// An error if a new file at `path` would be outside of the checkout that it is in by name.
///
/// # Errors
///
/// A link leads its folder out.
pub(super) fn verify_new(path: &Path) -> Result<(), InputError> {
    let base = checkout_around(path).and_then(|base| canonical(&base));
    let folder = absolute(path).ancestors().skip(1).find_map(canonical);
    if let (Some(base), Some(folder)) = (base, folder)
        && !folder.starts_with(&base)
    {
        let reason = "is not written: a link leads its folder elsewhere; delete the link first";
        return Err(InputError::new(display(&normal(path)), reason));
    }
    Ok(())
}

/// The outermost folder around `path` whose contents somebody else may have made: a repository, a project, or the
/// current folder where the path is relative to it. None for any other path, which is the user's own affair.
pub(in crate::project) fn checkout_around(path: &Path) -> Option<PathBuf> {
    let whole = absolute(path);
    let is_checkout =
        |folder: &&Path| [GIT, SETTINGS_FILE].iter().any(|name| folder.join(name).exists());
    let marked = whole.ancestors().skip(1).filter(is_checkout).last();
    let here = absolute(Path::new("."));
    let here = Some(here.as_path()).filter(|here| !path.is_absolute() && whole.starts_with(here));
    let outer = marked.into_iter().chain(here).min_by_key(|folder| folder.components().count());
    outer.map(Path::to_owned)
}

/// An error if a part of `path` below the folder `base` is a link.
pub(super) fn verify_no_link(base: &Path, path: &Path) -> Result<(), InputError> {
    let whole = absolute(path);
    let below = whole.ancestors().take_while(|part| part.starts_with(base) && *part != base);
    let Some(link) = below.filter(|part| part.is_symlink()).last() else { return Ok(()) };
    let is_itself = link == whole;
    let shown = |path: &Path| {
        let here = absolute(Path::new("."));
        display(path.strip_prefix(here).unwrap_or(path))
    };
    let link = if is_itself { "it".to_owned() } else { shown(link) };
    let reason = format!(
        "is not written: {link} is a link, and nothing is written through one; delete the link, or choose another \
         path with -o"
    );
    Err(InputError::new(display(&normal(path)), reason))
}
