//! A project whose register is locked against other processes, and the changes to it.
//!
//! Changes are made in memory, where rules can judge the project as it will be. Then they are shown as a patch
//! or committed together.

use std::path::{Path, PathBuf};

use super::overlay::Overlay;
use super::paths::display;
use super::register::{REGISTER_FILE, Register, RegisterChange, RegisterEditError, apply};
use super::{
    ChangeSet, InputError, Lock, PaperFile, Project, discover, load, load_all, load_here, lock,
    root_here,
};
use crate::text::finding::Finding;
use crate::text::source::SourceFile;

/// A project that is locked for a change. Other processes wait for its register until the value is dropped.
#[derive(Debug)]
pub struct LockedProject {
    project: Project,
    root: PathBuf,
    /// The register as it is on disk; none if there is no register.
    register_before: Option<String>,
    papers: ChangeSet,
    _lock: Option<Lock>,
}

/// Why a project could not be opened for a change.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no project around the current folder.
    #[error("a register belongs to a project; `issuepaper init` creates one")]
    NoProject,
    /// The papers belong to no project, or to several.
    #[error("name papers of one project; `issuepaper init` creates one")]
    NotOneProject,
    /// Some of the paths could not be found.
    #[error("nothing was changed")]
    NotFound(Vec<InputError>),
    /// The register could not be locked or read.
    #[error(transparent)]
    Input(#[from] InputError),
}

/// Why a change to the register can't be made.
#[derive(Debug, thiserror::Error)]
pub enum RegisterChangeError {
    /// It can't be written into the register.
    #[error(transparent)]
    Edit(#[from] RegisterEditError),
    /// The register would be unreadable afterwards, with these errors in it.
    #[error("the register is left as it is")]
    Unreadable(Vec<Finding>),
}

/// There is no register to change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "there is no {REGISTER_FILE}; `issuepaper number receive FIRST..LAST --from WHOM` creates one"
)]
pub struct NoRegister;

/// Loads the project in the folder `root` with all its papers; a project without papers still has a register.
pub fn load_project(root: &Path) -> Project {
    let inputs = discover(&[root.to_owned()]);
    load_all(&inputs).into_iter().next().unwrap_or_else(load_here)
}

impl LockedProject {
    /// Opens the project around the current folder with all its papers, once no other process has locked it. If that
    /// takes more than a moment, `on_wait` is told once which process has.
    ///
    /// # Errors
    ///
    /// There is no project, or it can't be locked.
    pub fn open_here(on_wait: &dyn Fn(&str)) -> Result<Self, OpenError> {
        let root = root_here().ok_or(OpenError::NoProject)?;
        let lock = lock(&root, on_wait)?;
        Self::new(load_project(&root), root, lock)
    }

    /// Opens the one project of `papers`, which become its selected papers, once no other process has locked
    /// it. If that takes more than a moment, `on_wait` is told once which process has.
    ///
    /// # Errors
    ///
    /// They belong to no project or to several, or the project can't be locked.
    pub fn open(papers: &[PathBuf], on_wait: &dyn Fn(&str)) -> Result<Self, OpenError> {
        let inputs = discover(papers);
        if !inputs.errors.is_empty() {
            return Err(OpenError::NotFound(inputs.errors));
        }
        let mut groups = inputs.groups.iter();
        let (Some((Some(root), input)), None) = (groups.next(), groups.next()) else {
            return Err(OpenError::NotOneProject);
        };
        let lock = lock(root, on_wait)?;
        Self::new(load(Some(root), input), root.clone(), lock)
    }

    /// A project that is not locked, to find out what a change would be. Whoever makes the change has the texts that this
    /// one was found out from.
    ///
    /// # Errors
    ///
    /// The register can't be read.
    pub fn unlocked(project: Project, root: PathBuf) -> Result<Self, OpenError> {
        Self::with(project, root, None)
    }

    fn new(project: Project, root: PathBuf, lock: Lock) -> Result<Self, OpenError> {
        project.tidy();
        Self::with(project, root, Some(lock))
    }

    fn with(mut project: Project, root: PathBuf, lock: Option<Lock>) -> Result<Self, OpenError> {
        // What a paper that can't be read says of numbers and revisions is not known, so nothing may be changed.
        project.errors.append(&mut project.unread);
        let path = root.join(REGISTER_FILE);
        let register_before = if path.exists() {
            // Keep the text that was judged, not one that was written since.
            let judged = project.register.as_ref().map(|register| register.file.text().to_owned());
            Some(judged.map_or_else(
                || Ok(Overlay::new().read_text(&path)?.text().to_owned()),
                Ok::<_, InputError>,
            )?)
        } else {
            None
        };
        Ok(Self { project, root, register_before, papers: ChangeSet::new(), _lock: lock })
    }

    /// The project as it will be after the changes made so far.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// Releases the lock and returns the project.
    pub fn unlock(self) -> Project {
        self.project
    }

    /// The folder of the project.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path of the register, whether it exists or not.
    pub fn register_path(&self) -> PathBuf {
        self.root.join(REGISTER_FILE)
    }

    /// The register as it will be.
    ///
    /// # Errors
    ///
    /// There is no register.
    pub fn register(&self) -> Result<&Register, NoRegister> {
        self.project.register.as_ref().ok_or(NoRegister)
    }

    /// The text of the register as it will be, even if it can't be parsed; empty if there is none.
    pub fn register_text(&self) -> &str {
        let read = self.project.register.as_ref().map(|register| register.file.text());
        read.or(self.register_before.as_deref()).unwrap_or_default()
    }

    /// Makes `changes` to the register, which is created if there is none.
    ///
    /// # Errors
    ///
    /// The register can't be changed like this and is left as it is.
    pub fn change_register<'c>(
        &mut self,
        changes: impl IntoIterator<Item = &'c RegisterChange>,
    ) -> Result<(), RegisterChangeError> {
        let default = &self.project.settings.series.value;
        let text = apply(self.register_text(), default, changes)?;
        self.replace_register(text)
    }

    /// Replaces the register with `text`, if it can be parsed.
    ///
    /// # Errors
    ///
    /// It can't, and the register is left as it is.
    pub fn replace_register(&mut self, text: String) -> Result<(), RegisterChangeError> {
        let file = SourceFile::new(display(&self.register_path()), text);
        let register = Register::read(file, &self.project.settings.series.value);
        self.project.register = Some(register.map_err(RegisterChangeError::Unreadable)?);
        Ok(())
    }

    /// Replaces the text of the paper that is reported under `name`.
    pub fn rewrite_paper(&mut self, name: &str, text: &str) {
        let Some(PaperFile { paper, path, .. }) = self.project.paper(name) else { return };
        self.papers.rewrite_paper(path, &paper.file, text);
        self.project.replace_text(name, text);
    }

    /// Changes the path of the paper that is reported under `name`.
    pub fn rename_paper(&mut self, name: &str, to: &Path) {
        let Some(PaperFile { paper, path, .. }) = self.project.paper(name) else { return };
        let whole = paper.file.text();
        let body = paper.file.split(whole).map_or(whole, |[_, (body, _)]| body.text());
        self.papers.rename(path, body, to);
        self.project.rename(name, to);
    }

    /// All changes so far: the register first, since it records what happens to the papers. After an interruption
    /// the same command can continue from there.
    pub fn changes(&self) -> ChangeSet {
        let mut all = ChangeSet::new();
        match (&self.register_before, &self.project.register) {
            (Some(before), Some(after)) => {
                all.rewrite(&self.register_path(), before, after.file.text());
            }
            (None, Some(after)) => all.create(&self.register_path(), after.file.text()),
            (_, None) => {}
        }
        all.extend(self.papers.clone());
        all
    }

    /// Makes all changes. If one fails, those before it are undone.
    ///
    /// # Errors
    ///
    /// A file was changed since it was read, or can't be written.
    pub fn commit(&self) -> Result<(), InputError> {
        self.changes().commit()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const PAPER: &str = "---\ntitle: A\n---\n";

    fn project() -> Option<(tempfile::TempDir, LockedProject)> {
        let folder = tempfile::tempdir().ok()?;
        fs::write(folder.path().join("issuepaper.yaml"), "series: issue-paper\n").ok()?;
        fs::write(folder.path().join("a.md"), PAPER).ok()?;
        let locked = LockedProject::open(&[folder.path().join("a.md")], &|_| ()).ok()?;
        Some((folder, locked))
    }

    fn receive() -> RegisterChange {
        use crate::project::register::Serial;
        RegisterChange::Receive {
            series: "issue-paper".into(),
            from: Serial::with_digits(98, 4),
            to: Serial::with_digits(99, 4),
            received: chrono::NaiveDate::default(),
            source: "Desk".to_owned(),
        }
    }

    #[test]
    fn a_project_is_changed_in_memory_and_then_on_disk() {
        let Some((folder, mut locked)) = project() else { unreachable!() };
        let text = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap_or_default();
        assert!(locked.changes().is_empty() && locked.register().is_err());
        let name = display(&folder.path().join("a.md"));
        assert!(locked.change_register(&[receive()]).is_ok());
        locked.rewrite_paper(&name, &PAPER.replace('A', "B"));
        locked.rename_paper(&name, &folder.path().join("b.md"));
        assert_eq!(locked.register().map(|register| register.blocks.len()), Ok(1));
        let paths: Vec<_> = locked.changes().iter().map(|it| it.path().to_owned()).collect();
        assert_eq!(paths, ["numbers.yaml", "b.md"].map(|name| folder.path().join(name)));
        assert_eq!(text("a.md"), PAPER);
        assert_eq!(locked.commit(), Ok(()));
        assert_eq!((text("b.md"), text("a.md")), (PAPER.replace('A', "B"), String::new()));
        assert!(text("numbers.yaml").contains("0098"));
        // A block is received once, and an unreadable register is not kept.
        assert!(matches!(
            locked.change_register(&[receive()]),
            Err(RegisterChangeError::Unreadable(_))
        ));
        assert_eq!(locked.register().map(|register| register.blocks.len()), Ok(1));
    }

    #[test]
    fn a_file_changed_meanwhile_is_not_overwritten() {
        let Some((folder, mut locked)) = project() else { unreachable!() };
        let path = folder.path().join("a.md");
        assert!(locked.change_register(&[receive()]).is_ok());
        locked.rewrite_paper(&display(&path), &PAPER.replace('A', "B"));
        assert!(fs::write(&path, "saved in an editor\n").is_ok());
        assert!(locked.commit().is_err());
        assert_eq!(fs::read_to_string(&path).ok().as_deref(), Some("saved in an editor\n"));
        assert!(!folder.path().join("numbers.yaml").exists());
    }
}
