//! The file that a path to none most likely means.

use std::path::{Component, Path, PathBuf};

use super::Project;
use super::paths::{normal, within};
use crate::text::suggest;

/// The files on either side of a name, in the order of names, that may be meant by it.
const BESIDE: usize = 100;

/// The fewest bytes of a name, without its ending, that may have a slip.
const SHORT: usize = 3;

impl Project {
    /// The file or folder that `target` most likely means, a path written in the paper at `from` to nothing: one with
    /// capital letters for small ones, another ending, or a slip in a name.
    pub fn nearest_to(&self, from: &Path, target: &str) -> Option<PathBuf> {
        let folder = from.parent().unwrap_or(Path::new(""));
        let root = normal(self.root.as_deref().unwrap_or(folder));
        let path = within(&normal(&folder.join(target)), &root)?;
        let mut at = if root.as_os_str().is_empty() { PathBuf::from(".") } else { root };
        let mut parts = path.components().peekable();
        while let Some(Component::Normal(name)) = parts.next() {
            let next = at.join(name);
            at = if self.overlay().exists(&next) {
                next
            } else {
                self.similar(&at, name.to_str()?, parts.peek().is_some())?
            };
        }
        let at = normal(&at);
        (at != normal(from)).then_some(at)
    }

    /// Whether there is a file or a folder at `path`, from the project's folder.
    pub fn has(&self, path: &str) -> bool {
        self.overlay().exists(&self.path_of(path))
    }

    /// What is in `folder` under a name like this one.
    fn similar(&self, folder: &Path, name: &str, is_folder: bool) -> Option<PathBuf> {
        let entries = self.overlay().entries(folder);
        let names: Vec<&str> =
            entries.iter().filter_map(|path| path.file_name()?.to_str()).collect();
        let is_kind = |name: &str| {
            !name.starts_with('.') && (!is_folder || self.overlay().is_folder(&folder.join(name)))
        };
        let lower = name.to_lowercase();
        let same = |part: fn(&str) -> &str| {
            let wanted = part(&lower);
            let mut found = names.iter().filter(move |it| part(&it.to_lowercase()) == wanted);
            found.find(|name| is_kind(name)).copied()
        };
        let slip = || {
            let at = names.partition_point(|it| *it < name);
            let around = &names[at.saturating_sub(BESIDE)..(at + BESIDE).min(names.len())];
            let alike = around.iter().filter(|it| ending(&it.to_lowercase()) == ending(&lower));
            let stems = alike.clone().filter(|name| is_kind(name)).map(|it| stem(it));
            // Every other letter is near to one.
            let near = suggest::nearest(stem(name), stems).filter(|_| stem(name).len() >= SHORT)?;
            alike.copied().find(|it| stem(it) == near)
        };
        same(|name| name).or_else(|| same(stem)).or_else(slip).map(|name| folder.join(name))
    }
}

/// A name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The ending of a name.
fn ending(name: &str) -> &str {
    &name[stem(name).len()..]
}
