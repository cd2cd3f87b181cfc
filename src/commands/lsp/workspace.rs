//! The projects that are open, and which file belongs to which.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use issuepaper::live::{Live, Scope};
use issuepaper::project::{self, paths};

/// What tells homes apart: a folder without links and, outside projects and opened folders, the file in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HomeKey(PathBuf, Option<PathBuf>);

impl HomeKey {
    /// Whether it is of one file outside any project.
    pub(super) const fn is_alone(&self) -> bool {
        self.1.is_some()
    }
}

/// A file: its home and its path there.
pub(super) type FileKey = (HomeKey, PathBuf);

/// A project, or papers outside any, with the folder that it is in.
#[derive(Debug)]
pub(super) struct Home {
    /// As the client writes it.
    pub(super) folder: PathBuf,
    pub(super) live: Live,
    /// The names of the files that the client was told findings in.
    pub(super) told: BTreeMap<String, u64>,
}

/// All that is open.
#[derive(Debug)]
pub(super) struct Workspace {
    /// The folders that the client opened.
    pub(super) folders: Vec<PathBuf>,
    pub(super) homes: BTreeMap<HomeKey, Home>,
    today: NaiveDate,
}

/// Where a file belongs.
struct Place {
    key: HomeKey,
    folder: PathBuf,
    scope: Scope,
    inner: PathBuf,
}

impl Workspace {
    pub(super) const fn new(folders: Vec<PathBuf>, today: NaiveDate) -> Self {
        Self { folders, homes: BTreeMap::new(), today }
    }

    fn place(&self, path: &Path) -> Option<Place> {
        let found = project::root_around(path).map(|folder| (folder, Scope::Project));
        let opened = || {
            let around = self.folders.iter().filter(|folder| path.starts_with(folder));
            let nearest = around.max_by_key(|folder| folder.components().count())?;
            is_of_papers(nearest).then(|| (nearest.clone(), Scope::Folder))
        };
        let alone = || {
            let name = PathBuf::from(path.file_name()?);
            // A file of front matter or settings is none outside a project.
            project::has_ending_of_papers(&paths::display(&name)).then_some(())?;
            Some((path.parent()?.to_owned(), Scope::Paper(name)))
        };
        let (folder, scope) = found.or_else(opened).or_else(alone)?;
        let inner = path.strip_prefix(&folder).ok()?.to_owned();
        let alone = matches!(scope, Scope::Paper(_)).then(|| inner.clone());
        let real = paths::canonical(&folder).unwrap_or_else(|| folder.clone());
        Some(Place { key: HomeKey(real, alone), folder, scope, inner })
    }

    /// The home of the file at `path`, which is opened if it is not, and its path there.
    pub(super) fn find(&mut self, path: &Path) -> Option<FileKey> {
        let Place { key, folder, scope, inner } = self.place(path)?;
        if !self.homes.contains_key(&key) {
            enter(&folder).then_some(())?;
            let live = Live::open(scope, BTreeMap::new(), self.today);
            let told = BTreeMap::new();
            self.homes.insert(key.clone(), Home { folder, live, told });
        }
        Some((key, inner))
    }

    /// The home of the file at `path` among those that are open.
    pub(super) fn known(&self, path: &Path) -> Option<FileKey> {
        let Place { key, inner, .. } = self.place(path)?;
        self.homes.contains_key(&key).then_some((key, inner))
    }

    /// An open home, in whose folder the program is from now on.
    pub(super) fn enter(&mut self, key: &HomeKey) -> Option<&mut Home> {
        let home = self.homes.get_mut(key)?;
        enter(&home.folder).then_some(home)
    }

    pub(super) fn keys(&self) -> BTreeSet<HomeKey> {
        self.homes.keys().cloned().collect()
    }

    /// The folder of the first project among those that the client opened, for what is in no folder.
    pub(super) fn first_folder(&self) -> Option<&PathBuf> {
        let has_settings = |folder: &&PathBuf| {
            project::root_around(&folder.join("x")).is_some_and(|root| root == **folder)
        };
        self.folders.iter().find(has_settings).or_else(|| self.folders.first())
    }
}

/// Whether all papers below a folder are taken for one collection: not where people keep everything.
fn is_of_papers(folder: &Path) -> bool {
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE"));
    folder.parent().is_some() && home.is_none_or(|home| !Path::new(&home).starts_with(folder))
}

/// Makes `folder` the current one: paths in findings are those that somebody sees who checks there.
fn enter(folder: &Path) -> bool {
    let is_there = std::env::current_dir().is_ok_and(|here| here == folder);
    is_there || std::env::set_current_dir(folder).is_ok()
}
