//! What a preview is started for.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use issuepaper::live::{Live, Scope};
use issuepaper::paper::fields::Month;
use issuepaper::preview::{Preview, PreviewOptions, Subject};
use issuepaper::project::{self, paths};

use super::super::Session;

/// What there is to look at.
pub(super) struct Started {
    pub(super) preview: Preview,
    /// The folder of the project, without links; it is the current one from now on.
    pub(super) folder: PathBuf,
}

/// What a preview is of.
struct Chosen {
    /// The folder of the project, from the current one.
    folder: PathBuf,
    scope: Scope,
    subject: Subject,
}

/// Opens what the argument names. Its project's folder becomes the current one, so that findings say what they say there.
pub(super) fn start(
    subject: Option<&str>,
    secret: &str,
    has_editor: bool,
    session: &Session,
) -> anyhow::Result<Started> {
    let Chosen { folder, scope, subject } = choose(subject)?;
    if !folder.as_os_str().is_empty() {
        let shown = paths::display(&folder);
        std::env::set_current_dir(&folder).with_context(|| format!("{shown}: can't be entered"))?;
    }
    let here = std::env::current_dir().context("the current folder can't be read")?;
    let live = Live::open(scope, BTreeMap::new(), session.today);
    if let Subject::Paper(name) = &subject
        && live.project().index_of(name).is_none()
    {
        let fault = live.project().errors.iter().find(|error| error.path == *name);
        let fault = fault.map(ToString::to_string);
        bail!(fault.unwrap_or_else(|| format!("{name}: is no paper of its project")));
    }
    let root = format!("/{secret}/");
    let options = PreviewOptions { subject, root, folder, has_editor };
    Ok(Started { preview: Preview::new(live, options), folder: here })
}

fn choose(subject: Option<&str>) -> anyhow::Result<Chosen> {
    let Some(text) = subject else {
        return Ok(match project::root_here() {
            Some(folder) => Chosen { folder, scope: Scope::Project, subject: Subject::All },
            None => Chosen { folder: default(), scope: Scope::Folder, subject: Subject::All },
        });
    };
    let path = Path::new(text);
    let month = Month::parse(text).map(Subject::Meeting);
    // A month is that of a meeting, though a folder with its papers may have the same name.
    match (month, project::root_here()) {
        (Some(subject), Some(folder)) => Ok(Chosen { folder, scope: Scope::Project, subject }),
        (Some(_), None) if !path.exists() => {
            bail!("there is no project here, and so no meeting of {text}")
        }
        _ if path.is_dir() => Ok(of_folder(path)),
        _ if path.exists() => of_paper(path),
        _ => bail!("{text}: no such file or folder, and no month as YYYY-MM"),
    }
}

/// Where papers are without a project: in `papers`, or here.
fn default() -> PathBuf {
    let papers = PathBuf::from("papers");
    if papers.is_dir() { papers } else { PathBuf::new() }
}

fn of_folder(path: &Path) -> Chosen {
    let absolute = paths::absolute(path);
    let Some(root) = project::root_around(&absolute.join("any.md")) else {
        return Chosen { folder: path.to_owned(), scope: Scope::Folder, subject: Subject::All };
    };
    let inner = paths::within(&absolute, &root).filter(|inner| !inner.as_os_str().is_empty());
    let subject = inner.map_or(Subject::All, Subject::Folder);
    Chosen { folder: from_here(&root), scope: Scope::Project, subject }
}

fn of_paper(path: &Path) -> anyhow::Result<Chosen> {
    let shown = paths::display(path);
    let absolute = paths::absolute(path);
    if let Some(root) = project::root_around(&absolute) {
        let inner = paths::within(&absolute, &root);
        let inner = inner.with_context(|| format!("{shown}: has no name"))?;
        let subject = Subject::Paper(paths::display(&inner));
        return Ok(Chosen { folder: from_here(&root), scope: Scope::Project, subject });
    }
    let name = path.file_name().map(PathBuf::from);
    let name = name.with_context(|| format!("{shown}: has no name"))?;
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let subject = Subject::Paper(paths::display(&name));
    Ok(Chosen { folder, scope: Scope::Paper(name), subject })
}

/// A folder as somebody writes it who is in the current one.
fn from_here(folder: &Path) -> PathBuf {
    paths::relative_link(Path::new("x"), folder).into()
}
