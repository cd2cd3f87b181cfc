//! Changes to the files of a project: collected, then shown as a patch or committed together.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use similar::TextDiff;

use super::paths::display;
use super::{InputError, files};
use crate::text::show;

/// The change to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Its path before; none for a new file.
    from: Option<PathBuf>,
    /// Its path afterwards.
    to: PathBuf,
    /// What it has to contain for the change to be made; empty for a new file.
    before: String,
    /// Its bytes before, where they are not those of that text.
    bytes: Option<Vec<u8>>,
    after: String,
}

/// Changes to files, in the order in which they are written.
///
/// If the program stops between two of them, the earlier ones are done. So a record of a change comes
/// before the change itself: then the same command can continue from there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeSet {
    changes: Vec<FileChange>,
}

impl FileChange {
    fn bytes_before(&self) -> &[u8] {
        self.bytes.as_deref().unwrap_or(self.before.as_bytes())
    }

    /// The path of the file afterwards.
    pub fn path(&self) -> &Path {
        &self.to
    }

    /// The path of the file before; none for a new file.
    pub fn path_before(&self) -> Option<&Path> {
        self.from.as_deref()
    }

    /// The text before; empty for a new file.
    pub fn before(&self) -> &str {
        &self.before
    }

    /// The text afterwards.
    pub fn after(&self) -> &str {
        &self.after
    }

    fn is_renamed(&self) -> bool {
        self.from.as_ref().is_some_and(|from| *from != self.to)
    }

    fn is_empty(&self) -> bool {
        self.from.is_some() && !self.is_renamed() && self.before == self.after
    }

    /// An error if the file is not what the change expects, or can't be written.
    fn verify(&self) -> Result<(), InputError> {
        if let Some(from) = &self.from {
            files::verify_unchanged(from, self.bytes_before())?;
        }
        if self.from.as_ref() != Some(&self.to) {
            files::verify_free(&self.to)?;
        }
        Ok(())
    }

    fn make(&self) -> Result<(), InputError> {
        let Some(from) = &self.from else { return files::create_new(&self.to, &self.after) };
        if self.before != self.after {
            files::rewrite(from, self.bytes_before(), self.after.as_bytes())?;
        }
        if self.is_renamed() {
            // A change is made wholly or not at all.
            files::rename(from, &self.to).inspect_err(|_| {
                let _ = files::rewrite(from, self.after.as_bytes(), self.bytes_before());
            })?;
        }
        Ok(())
    }

    /// Undoes what [`make`](Self::make) did, wholly or in part.
    fn undo(&self) -> Result<(), InputError> {
        let Some(from) = &self.from else { return files::remove(&self.to, &self.after) };
        if self.is_renamed() && from.symlink_metadata().is_err() {
            files::rename(&self.to, from)?;
        }
        if self.before != self.after {
            files::rewrite(from, self.after.as_bytes(), self.bytes_before())?;
        }
        Ok(())
    }

    fn write_patch(&self, out: &mut impl Write) -> io::Result<()> {
        let to = display(&self.to);
        let from = self.from.as_deref().map_or_else(|| to.clone(), display);
        let (a, b) = (quoted(&format!("a/{from}")), quoted(&format!("b/{to}")));
        if self.from.is_none() {
            writeln!(out, "diff --git {a} {b}\nnew file mode 100644")?;
        } else if self.is_renamed() {
            let (from, to) = (quoted(&from), quoted(&to));
            writeln!(out, "diff --git {a} {b}\nrename from {from}\nrename to {to}")?;
        }
        if self.before == self.after {
            return Ok(());
        }
        // What a patch takes for a line ends with a line feed, whatever ends a line of a paper.
        let lines = |text| str::split_inclusive(text, '\n').collect::<Vec<_>>();
        let (old, new) = (lines(&self.before), lines(&self.after));
        let diff = TextDiff::from_slices(&old, &new);
        let old = if self.from.is_none() { "/dev/null".to_owned() } else { ended(a) };
        write!(out, "--- {old}\n+++ {}\n", ended(b))?;
        for hunk in diff.unified_diff().iter_hunks() {
            writeln!(out, "{}", hunk.header())?;
            for change in hunk.iter_changes() {
                let line = change.value();
                let end =
                    if line.ends_with('\n') { "" } else { "\n\\ No newline at end of file\n" };
                write!(out, "{}{line}{end}", change.tag())?;
            }
        }
        Ok(())
    }
}

/// A path in a patch as git writes it: in quotes, with bytes in octal, if a program could act on it.
fn quoted(path: &str) -> String {
    let is_plain = show::part(path) == path;
    if is_plain && !path.contains(['"', '\\']) {
        return path.to_owned();
    }
    let byte = |byte: u8| match byte {
        b'"' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        byte => format!("\\{byte:03o}"),
    };
    format!("\"{}\"", path.bytes().map(byte).collect::<String>())
}

/// A path on a line of its own in a patch, where what is after a space is a date unless a tab is first.
fn ended(path: String) -> String {
    if path.contains(' ') && !path.starts_with('"') { format!("{path}\t") } else { path }
}

impl ChangeSet {
    /// No changes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Replaces `before` with `after` in the file at `path`. For a file that already changes, `before` is
    /// the result of that change.
    pub fn rewrite(&mut self, path: &Path, before: &str, after: impl Into<String>) {
        let after = after.into();
        match self.changes.iter_mut().find(|change| change.to == path) {
            Some(change) => change.after = after,
            None => self.changes.push(FileChange {
                from: Some(path.to_owned()),
                to: path.to_owned(),
                before: before.to_owned(),
                bytes: None,
                after,
            }),
        }
    }

    /// The same for a file that is not UTF-8: it contains `bytes`, which were read as `before`.
    pub fn reencode(
        &mut self,
        path: &Path,
        bytes: Vec<u8>,
        before: &str,
        after: impl Into<String>,
    ) {
        self.rewrite(path, before, after);
        if let Some(change) = self.changes.iter_mut().find(|change| change.to == path) {
            change.bytes = Some(bytes);
        }
    }

    /// Creates a file at `path`.
    pub fn create(&mut self, path: &Path, text: impl Into<String>) {
        let (from, before) = (None, String::new());
        self.changes.push(FileChange {
            from,
            to: path.to_owned(),
            before,
            bytes: None,
            after: text.into(),
        });
    }

    /// Renames the file at `from`, which contains `text`, to `to`.
    pub fn rename(&mut self, from: &Path, text: &str, to: &Path) {
        self.rewrite(from, text, text);
        if let Some(change) = self.changes.iter_mut().find(|change| change.to == from) {
            to.clone_into(&mut change.to);
        }
    }

    /// Adds the changes of another set, which must concern other files.
    pub fn extend(&mut self, other: Self) {
        self.changes.extend(other.changes);
    }

    /// The changes that have an effect, in their order.
    pub fn iter(&self) -> impl Iterator<Item = &FileChange> {
        self.changes.iter().filter(|change| !change.is_empty())
    }

    /// Whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Writes the changes as a patch that git and `patch` can apply.
    ///
    /// # Errors
    ///
    /// `out` can't be written to.
    pub fn write_patch(&self, out: &mut impl Write) -> io::Result<()> {
        self.iter().try_for_each(|change| change.write_patch(out))
    }

    /// Makes all changes, each file atomically. All of them are checked before the first is made; if one fails
    /// nevertheless, those before it are undone.
    ///
    /// # Errors
    ///
    /// A file does not contain what its change expects, can't be written, or already exists where a new
    /// one is to be created.
    pub fn commit(&self) -> Result<(), InputError> {
        let verified = self.iter().try_for_each(FileChange::verify);
        verified.map_err(|error| self.without_change(error))?;
        let changes: Vec<&FileChange> = self.iter().collect();
        for (at, change) in changes.iter().enumerate() {
            if let Err(error) = change.make() {
                let left = undo_all(&changes[..=at]);
                return Err(if left.is_empty() {
                    self.without_change(error)
                } else {
                    let left = left.join(", ");
                    InputError::new(
                        error.path,
                        format!("{}; {left} could not be restored", error.reason),
                    )
                });
            }
        }
        Ok(())
    }

    /// The error after which everything is as it was. Where files are only created, that goes without saying.
    fn without_change(&self, error: InputError) -> InputError {
        if self.changes.iter().all(|change| change.from.is_none()) {
            return error;
        }
        InputError::new(error.path, format!("{} (nothing was changed)", error.reason))
    }

    /// Makes each change independently: one that fails does not affect the others. The results are in the order of
    /// [`iter`](Self::iter).
    pub fn commit_each(&self) -> Vec<Result<(), InputError>> {
        self.iter().map(|change| change.verify().and_then(|()| change.make())).collect()
    }
}

/// Undoes `changes`, the last one of which failed; returns the files that could not be restored.
fn undo_all(changes: &[&FileChange]) -> Vec<String> {
    let is_left = |change: &&&FileChange| change.undo().is_err();
    let made = changes.split_last().map_or(&[][..], |(_failed, made)| made);
    made.iter().rev().filter(is_left).map(|change| display(&change.to)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(changes: &ChangeSet) -> String {
        let mut out = Vec::new();
        let _ = changes.write_patch(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn a_patch_shows_new_changed_and_renamed_files() {
        let mut changes = ChangeSet::new();
        changes.rewrite(Path::new("same.md"), "a\n", "a\n");
        assert!(changes.is_empty());
        changes.create(Path::new("new.md"), "a\n");
        changes.rewrite(Path::new("old.md"), "a\n", "b\n");
        changes.rename(Path::new("old.md"), "b\n", Path::new("renamed.md"));
        assert_eq!(
            patch(&changes),
            "diff --git a/new.md b/new.md\nnew file mode 100644\n--- /dev/null\n+++ b/new.md\n@@ -0,0 +1 @@\n+a\n\
             diff --git a/old.md b/renamed.md\nrename from old.md\nrename to renamed.md\n\
             --- a/old.md\n+++ b/renamed.md\n@@ -1 +1 @@\n-a\n+b\n"
        );
    }

    #[test]
    fn all_changes_are_made_or_none() -> Result<(), InputError> {
        let Ok(folder) = tempfile::tempdir() else { unreachable!() };
        let path = |name: &str| folder.path().join(name);
        let text = |name: &str| std::fs::read_to_string(path(name)).ok();
        files::create_new(&path("a.md"), "a")?;
        files::create_new(&path("b.md"), "b")?;
        let mut changes = ChangeSet::new();
        changes.rewrite(&path("a.md"), "a", "A");
        changes.rename(&path("a.md"), "A", &path("c.md"));
        changes.rewrite(&path("b.md"), "an editor saved something else", "B");
        assert!(changes.commit().is_err());
        assert_eq!(text("a.md").as_deref(), Some("a"));
        assert_eq!(text("b.md").as_deref(), Some("b"));
        let results = changes.commit_each();
        assert_eq!(results.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false]);
        assert_eq!(text("c.md").as_deref(), Some("A"));
        assert_eq!(text("a.md"), None);
        Ok(())
    }

    #[test]
    fn a_file_that_is_no_utf8_is_left_as_it_is_and_says_so() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("a.md");
        std::fs::write(&path, b"Caf\xe9")?;
        let mut changes = ChangeSet::new();
        changes.rewrite(&path, "Caf\u{fffd}", "Cafe");
        let reason = changes.commit().map_err(|error| error.reason);
        assert!(reason.is_err_and(|reason| reason.starts_with("is not UTF-8")));
        assert_eq!(std::fs::read(&path)?, b"Caf\xe9");
        Ok(())
    }

    #[test]
    fn changes_before_a_failure_are_undone() -> Result<(), InputError> {
        let Ok(folder) = tempfile::tempdir() else { unreachable!() };
        let path = |name: &str| folder.path().join(name);
        files::create_new(&path("a.md"), "a")?;
        let mut changes = ChangeSet::new();
        changes.rewrite(&path("a.md"), "a", "A");
        changes.create(&path("new.md"), "new");
        // A file where a folder is needed passes every check before the first write.
        changes.create(&path("new.md/b.md"), "b");
        assert!(changes.commit().is_err());
        assert_eq!(std::fs::read_to_string(path("a.md")).ok().as_deref(), Some("a"));
        assert!(!path("new.md").exists());
        Ok(())
    }

    #[test]
    fn a_file_that_can_t_be_renamed_keeps_its_text() -> Result<(), InputError> {
        let Ok(folder) = tempfile::tempdir() else { unreachable!() };
        let path = |name: &str| folder.path().join(name);
        files::create_new(&path("a.md"), "a")?;
        let mut changes = ChangeSet::new();
        changes.rewrite(&path("a.md"), "a", "A");
        changes.rename(&path("a.md"), "A", &path("no such folder/a.md"));
        assert!(changes.commit().is_err());
        assert_eq!(std::fs::read_to_string(path("a.md")).ok().as_deref(), Some("a"));
        Ok(())
    }
}
