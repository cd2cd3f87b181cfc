//! `issuepaper number rebuild`

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail};
use issuepaper::conflict;
use issuepaper::register::edit::{self, List};
use issuepaper::register::{Fate, REGISTER_FILE, Register};
use issuepaper::series::Uniqueness;
use issuepaper::source::SourceFile;
use issuepaper::suggest::counted;
use issuepaper::workspace::{self, PaperFile, Project};

use super::day;
use crate::commands::{Exit, Session, patch};

/// Make the register agree with the papers, as after a merge that went wrong
///
/// Takes in the numbers of papers that the register lacks. What git could not merge is put together from both
/// sides. Nothing is taken out: what the register says of numbers that no paper has is told, and left to
/// a person. Without numbers.yaml one is made.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show the changes as a patch, and change nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let root = workspace::root_here()
        .context("a register belongs to a project; `issuepaper init` makes one")?;
    let _lock = workspace::lock(&root)?;
    let path = root.join(REGISTER_FILE);
    let before = read(&path)?;
    let merged =
        before.as_deref().map(|text| conflict::both_sides(text).unwrap_or(text.to_owned()));
    let merged = merged.unwrap_or_default();
    let name = workspace::display(&path);
    let register = match Register::read(SourceFile::new(name.as_str(), merged.as_str())) {
        Ok(register) => register,
        Err(findings) => {
            session.report_findings(&findings);
            bail!(
                "the register can't be put together like this and is left as it is; mend these lines"
            );
        }
    };
    let project = load(&root, &name, session)?;
    let missing = Missing::new(&project, &register);
    let after = missing.put_into(&merged, &project, session)?;
    for told in &missing.told {
        session.message(&format!("warning: {told}"));
    }
    if args.dry_run {
        let mut out = session.stdout();
        patch::write(&name, before.as_deref().unwrap_or_default(), &after, &mut out)?;
        std::io::Write::flush(&mut out)?;
    } else {
        match &before {
            None => workspace::create_new(&path, &after)?,
            Some(before) if *before != after => workspace::rewrite(&path, before, &after)?,
            Some(_) => {}
        }
    }
    session.message(&format!("{} taken in", counted(missing.found.len(), "number")));
    Ok(if missing.told.is_empty() { Exit::Clean } else { Exit::Findings })
}

fn read(path: &Path) -> anyhow::Result<Option<String>> {
    if !path.exists() {
        return Ok(None);
    }
    let text = String::from_utf8(workspace::read_bytes(path)?);
    let text = text.with_context(|| format!("{}: is no UTF-8", workspace::display(path)))?;
    Ok(Some(text))
}

/// The project, whatever is wrong with its register.
fn load(root: &Path, register: &str, session: &Session) -> anyhow::Result<Project> {
    let inputs = workspace::discover(&[root.to_owned()]);
    let project = workspace::load_all(&inputs).into_iter().next();
    let mut project = project.unwrap_or_else(workspace::load_here);
    project.findings.retain(|finding| finding.file.name() != register);
    if crate::commands::report_faults(&[], std::slice::from_ref(&project), session) {
        bail!("the register is left as it is");
    }
    Ok(project)
}

/// What the papers say and the register does not.
struct Missing {
    /// Series, number and path of papers.
    found: Vec<(String, String, String)>,
    /// What a person has to look at.
    told: Vec<String>,
}

impl Missing {
    fn new(project: &Project, register: &Register) -> Self {
        let mut missing = Self { found: Vec::new(), told: Vec::new() };
        let mut holders: BTreeMap<(String, String), String> = BTreeMap::new();
        for file in &project.papers {
            missing.add(project, register, file, &mut holders);
        }
        for entry in &register.entries {
            if let Fate::Assigned { paper } = &entry.fate
                && !project.papers.iter().any(|file| project.relative(&file.path) == *paper)
            {
                let number = &entry.number.value;
                missing
                    .told
                    .push(format!("the paper `{paper}` of the number `{number}` is not there"));
            }
        }
        missing
    }

    fn add(
        &mut self,
        project: &Project,
        register: &Register,
        file: &PaperFile,
        holders: &mut BTreeMap<(String, String), String>,
    ) {
        let Some(series) = project.series_of(&file.paper) else { return };
        let (Some(rule), Some(number)) =
            (&series.number, file.paper.text_field("publication_number"))
        else {
            return;
        };
        if !rule.is_match(number) {
            return;
        }
        let path = project.relative(&file.path);
        let is_family = rule.uniqueness == Uniqueness::Family;
        let key = (series.id.clone(), number.to_owned());
        if let Some(other) = holders.insert(key, path.clone())
            && !is_family
        {
            self.told.push(format!("`{other}` and `{path}` both have the number `{number}`"));
            return;
        }
        let default = &project.config.series.value;
        let of_number =
            register.entries_of(&series.id, default).filter(|entry| entry.number.value == number);
        let fates: Vec<&Fate> = of_number.map(|entry| &entry.fate).collect();
        let is_own = |fate: &&&Fate| matches!(fate, Fate::Assigned { paper } if *paper == path);
        let known = fates.iter().find(is_own).or(fates.first());
        match known {
            Some(Fate::Assigned { paper }) if is_family && *paper != path => {
                self.found.push((series.id.clone(), number.to_owned(), path));
            }
            None => self.found.push((series.id.clone(), number.to_owned(), path)),
            Some(Fate::Assigned { paper }) if *paper == path => {}
            Some(Fate::Assigned { paper }) => {
                self.told.push(format!(
                    "`{path}` has the number `{number}`, which is that of `{paper}`"
                ));
            }
            Some(fate) => {
                let name = fate.name();
                self.told.push(format!("`{path}` has the number `{number}`, which is {name}"));
            }
        }
    }

    fn put_into(&self, text: &str, project: &Project, session: &Session) -> anyhow::Result<String> {
        let on = day(None, session);
        let mut text = text.to_owned();
        for (series, number, path) in &self.found {
            let mut fields = vec![("number", number.as_str()), ("paper", path), ("on", &on)];
            if *series != project.config.series.value {
                fields.push(("series", series));
            }
            text = edit::insert(&text, List::Assigned, number, &edit::line(&fields)).context(
                "`assigned` in the register is not written as lines; put each entry on one",
            )?;
        }
        Ok(text)
    }
}
