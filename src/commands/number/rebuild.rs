//! `issuepaper number rebuild`

use issuepaper::project::files;
use issuepaper::project::paths;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use anyhow::{Context, bail};
use issuepaper::project::register::edit::{self, List};
use issuepaper::project::register::{self, Entry, Fate, REGISTER_FILE, Register, serial};
use issuepaper::project::{self, NumberedPaper, Project};
use issuepaper::text::source::SourceFile;
use issuepaper::text::suggest::counted;

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
    let root = project::root_here()
        .context("a register belongs to a project; `issuepaper init` makes one")?;
    let _lock = project::lock(&root)?;
    let path = root.join(REGISTER_FILE);
    let before = read(&path)?;
    let name = paths::display(&path);
    let text = before.as_deref().unwrap_or_default();
    let merged = register::merge(text);
    let is_merged = matches!(merged, Some(Cow::Owned(_)));
    let merged = merged.unwrap_or(Cow::Borrowed(text));
    let register = match Register::read(SourceFile::new(name.as_str(), &*merged)) {
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
    if is_merged {
        session.message("both sides of a merge were put together");
    }
    if args.dry_run {
        let mut out = session.stdout();
        patch::write(&name, before.as_deref().unwrap_or_default(), &after, &mut out)?;
        std::io::Write::flush(&mut out)?;
    } else {
        match &before {
            None => files::create_new(&path, &after)?,
            Some(before) if *before != after => files::rewrite(&path, before, &after)?,
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
    let text = String::from_utf8(files::read_bytes(path)?);
    let text = text.with_context(|| format!("{}: is no UTF-8", paths::display(path)))?;
    Ok(Some(text))
}

/// The project, whatever is wrong with its register.
fn load(root: &Path, register: &str, session: &Session) -> anyhow::Result<Project> {
    let inputs = project::discover(&[root.to_owned()]);
    let project = project::load_all(&inputs).into_iter().next();
    let mut project = project.unwrap_or_else(project::load_here);
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
        let entries = Entries::new(register, &project.settings.series.value);
        let carried = project.carried_numbers();
        for mut papers in carried.groups() {
            papers.retain(|paper| paper.carried.is_valid);
            missing.add(project, (register, &entries), &papers);
        }
        let paths: BTreeSet<String> =
            project.papers.iter().map(|file| project.relative(&file.path)).collect();
        for entry in &register.entries {
            if let Fate::Assigned { paper } = &entry.fate
                && !paths.contains(paper)
            {
                let number = &entry.number.value;
                missing
                    .told
                    .push(format!("the paper `{paper}` of the number `{number}` is not there"));
            }
        }
        missing.tell_reserved(project, register);
        missing
    }

    /// Takes in the number of one paper, or of a family. Which of several papers has a number or a serial that
    /// they can't share is for a person to say.
    fn add(
        &mut self,
        project: &Project,
        (register, entries): (&Register, &Entries<'_>),
        papers: &[&NumberedPaper<'_>],
    ) {
        let Some((first, others)) = papers.split_first() else { return };
        let path = |paper: &NumberedPaper<'_>| project.relative(&paper.file.path);
        let is_exclusive = first.carried.is_exclusive();
        let rival = |other: &&&NumberedPaper<'_>| {
            is_exclusive || other.carried.number != first.carried.number
        };
        if let Some(other) = others.iter().find(rival) {
            self.told.push(format!(
                "`{}` has the number `{}` and `{}` the number `{}`: a serial is given out once",
                path(first),
                first.carried.number,
                path(other),
                other.carried.number
            ));
            return;
        }
        let series = first.carried.series.id.as_str();
        let default = &project.settings.series.value;
        for paper in papers {
            let (number, path) = (paper.carried.number.as_ref(), path(paper));
            let own = entries.by_paper.get(&(series, path.as_str()));
            let known = entries.by_number.get(&(series, number));
            let told = match known.map(|entry| &entry.fate) {
                _ if own.is_some_and(|own| own.number.value == number) => continue,
                Some(Fate::Assigned { paper }) if is_exclusive => {
                    format!("which is that of `{paper}`")
                }
                Some(fate @ (Fate::Void { .. } | Fate::Reserved { .. })) => {
                    format!("which is {}", fate.name())
                }
                Some(Fate::Assigned { .. }) | None => {
                    let alias = register.alias(series, default, number);
                    if let Some(new) = alias.filter(|_| known.is_none()) {
                        format!("which gave way to `{new}`")
                    } else if let Some(own) = own {
                        format!("and the register has `{}` for it", own.number.value)
                    } else {
                        let entry = (series.to_owned(), number.to_owned(), path);
                        self.found.push(entry);
                        continue;
                    }
                }
            };
            self.told.push(format!("`{path}` has the number `{number}`, {told}"));
        }
    }

    /// Tells of serials that are reserved and assigned as well, as after a merge of both.
    fn tell_reserved(&mut self, project: &Project, register: &Register) {
        for series in project.used_series() {
            let rule = series.number.as_ref();
            let entries = || register.entries_of(&series.id, &project.settings.series.value);
            let of_kind = |is_wanted: fn(&Fate) -> bool| {
                let wanted = entries().filter(move |entry| is_wanted(&entry.fate));
                wanted.filter_map(|entry| {
                    let number = entry.number.value.as_str();
                    Some((serial(rule, number)?.0, number))
                })
            };
            let used: BTreeMap<u32, &str> =
                of_kind(|fate| !matches!(fate, Fate::Reserved { .. })).collect();
            for (serial, reserved) in of_kind(|fate| matches!(fate, Fate::Reserved { .. })) {
                if let Some(number) = used.get(&serial) {
                    self.told.push(format!(
                        "`{reserved}` is reserved, and the number `{number}` is used; \
                         `issuepaper number release --local {reserved}` takes the reservation out"
                    ));
                }
            }
        }
    }

    fn put_into(&self, text: &str, project: &Project, session: &Session) -> anyhow::Result<String> {
        let on = day(None, session);
        let added = self.found.iter().map(|(series, number, path)| {
            let mut fields = vec![("number", number.as_str()), ("paper", path), ("on", &on)];
            if *series != project.settings.series.value {
                fields.push(("series", series));
            }
            (number.clone(), edit::line(&fields))
        });
        edit::insert_all(text, List::Assigned, added.collect())
            .context("`assigned` in the register is not written as lines; put each entry on one")
    }
}

/// The entries of a register by series and number, and those of papers by series and path.
struct Entries<'r> {
    by_number: HashMap<(&'r str, &'r str), &'r Entry>,
    by_paper: HashMap<(&'r str, &'r str), &'r Entry>,
}

impl<'r> Entries<'r> {
    fn new(register: &'r Register, default: &'r str) -> Self {
        let mut entries = Self { by_number: HashMap::new(), by_paper: HashMap::new() };
        for entry in &register.entries {
            let series = entry.series.as_deref().unwrap_or(default);
            entries.by_number.entry((series, entry.number.value.as_str())).or_insert(entry);
            if let Fate::Assigned { paper } = &entry.fate {
                entries.by_paper.insert((series, paper.as_str()), entry);
            }
        }
        entries
    }
}
