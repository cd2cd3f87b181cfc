//! The papers to compare: from disk, from a revision of git, or those of a meeting.

use std::path::Path;
use std::rc::Rc;

use anyhow::{Context, bail};
use issuepaper::check::relations::Relations;
use issuepaper::git;
use issuepaper::meeting::Periods;
use issuepaper::paper::Paper;
use issuepaper::paper::fields::Month;
use issuepaper::project::{self, Inputs, Overlay, PaperFile, Project, Texts, Walk, paths};
use issuepaper::series::{Role, Series};

use super::Session;

/// A version of a paper.
pub struct Edition {
    /// What it is called in the comparison.
    pub name: String,
    /// Its project.
    pub project: Rc<Project>,
    /// The paper with its body.
    pub file: PaperFile,
}

/// Two versions to be compared.
pub struct Pair {
    pub old: Edition,
    pub new: Edition,
}

impl Edition {
    /// Reads a paper from a path, or from `REV:path`.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let text = path.to_string_lossy();
        if !path.exists()
            && let Some((revision, inner)) = text.split_once(':')
            && !revision.is_empty()
            && !inner.is_empty()
        {
            return Self::at(revision, Path::new(inner));
        }
        Self::of(&project::discover(&[path.to_owned()]), None, path)
    }

    /// Reads a paper as it was at a revision.
    pub fn at(revision: &str, path: &Path) -> anyhow::Result<Self> {
        let bytes = git::contents_at(revision, path)?;
        let input = Some((path.to_owned(), bytes));
        let inputs = project::discover_with(input, &[], Walk::default());
        Self::of(&inputs, Some(revision), path)
    }

    fn of(inputs: &Inputs, revision: Option<&str>, path: &Path) -> anyhow::Result<Self> {
        if let Some(error) = inputs.errors.first() {
            bail!("{error}");
        }
        let mut groups = inputs.groups.iter();
        let (Some((root, input)), None) = (groups.next(), groups.next()) else {
            bail!("{}: is no paper", paths::display(path))
        };
        let mut project = project::load(root.as_deref(), input);
        if let Some(revision) = revision
            && let Some(head) = project.front_matter_file(path)
        {
            let mut overlay = Overlay::new();
            match git::contents_at(revision, &head) {
                Ok(bytes) => overlay.set(&head, bytes),
                Err(_) => overlay.remove(&head),
            }
            project = Project::open(root.as_deref(), input, overlay);
        }
        if let Some(error) = project.errors.first() {
            bail!("{error}");
        }
        let file = only(&project, path)?;
        let name = file.paper.file.name();
        let name =
            revision.map_or_else(|| name.to_owned(), |revision| format!("{revision}:{name}"));
        Ok(Self { name, project: Rc::new(project), file })
    }

    /// Another paper of the same project.
    fn beside(project: &Rc<Project>, at: usize) -> anyhow::Result<Self> {
        let file = project.whole(&project.papers[at])?;
        let name = file.paper.file.name().to_owned();
        Ok(Self { name, project: Rc::clone(project), file })
    }

    /// The paper and its series.
    pub fn paper(&self) -> anyhow::Result<(&Paper, &Series)> {
        let series = self.project.series_of(&self.file.paper);
        let series = series.with_context(|| {
            format!("{}: its series can't be read; `issuepaper check` says why", self.name)
        })?;
        Ok((&self.file.paper, series))
    }
}

/// The only paper of a project that is selected.
fn only(project: &Project, path: &Path) -> anyhow::Result<PaperFile> {
    let selected: Vec<&PaperFile> = project.selected().collect();
    match selected.as_slice() {
        [file] => Ok(project.whole(file)?),
        [] => bail!("{}: is no paper", paths::display(path)),
        _ => bail!("{}: has several papers; name one", paths::display(path)),
    }
}

/// A paper and the one that its `previous` names.
pub fn with_previous(new: Edition) -> anyhow::Result<Pair> {
    let project = Rc::clone(&new.project);
    let name = new.file.paper.file.name().to_owned();
    let relations = Relations::new(&project, &project.carried_numbers());
    let at = project.index_of(&name);
    if let Some(at) = at.and_then(|at| relations.previous_of(at)) {
        return Ok(Pair { old: Edition::beside(&project, at)?, new });
    }
    let (paper, series) = new.paper()?;
    let key = series.key(Role::Previous).unwrap_or_default().to_owned();
    let Some(text) = paper.text_field(&key).filter(|text| !text.is_empty()) else {
        bail!(
            "{name}: names no previous paper; add `{}`, or name the two papers or a revision with --rev",
            if key.is_empty() { Role::Previous.key() } else { &key }
        )
    };
    // A paper outside any project names a file beside it.
    let path = new.file.path.parent().unwrap_or(Path::new("")).join(text);
    if project.root.is_none() && path.is_file() {
        return Ok(Pair { old: Edition::read(&path)?, new });
    }
    bail!("{name}: its `{key}`, `{text}`, is no paper of the project; name the two papers")
}

/// The papers for a meeting that have a previous one, each with it.
pub fn of_meeting(period: Month, session: &Session) -> anyhow::Result<Vec<Pair>> {
    let inputs = project::discover(&[]).with_texts(Texts::UpTo(0));
    if let Some(error) = inputs.errors.first() {
        bail!("{error}");
    }
    let mut pairs = Vec::new();
    let mut is_any = false;
    for project in project::load_all(&inputs) {
        if let Some(error) = project.errors.first() {
            bail!("{error}");
        }
        let project = Rc::new(project);
        let periods = Periods::new(&project);
        let relations = Relations::new(&project, &project.carried_numbers());
        for at in (0..project.papers.len()).filter(|at| periods.of(*at) == Some(period)) {
            is_any = true;
            let new = Edition::beside(&project, at)?;
            match relations.previous_of(at) {
                Some(old) => pairs.push(Pair { old: Edition::beside(&project, old)?, new }),
                None => session.message(&format!("note: {} has no previous paper", new.name)),
            }
        }
    }
    if !is_any {
        bail!("no paper is for the meeting of {}", period.printed());
    }
    Ok(pairs)
}
