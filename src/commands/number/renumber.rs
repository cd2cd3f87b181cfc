//! `issuepaper number renumber`

use issuepaper::project::files;
use issuepaper::project::paths;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap_complete::engine::ArgValueCompleter;
use issuepaper::check::{self, Selection};
use issuepaper::paper::front_matter::quoting;
use issuepaper::project::register::edit::{self, List};
use issuepaper::project::register::{REGISTER_FILE, Register};
use issuepaper::project::{PaperFile, Project};
use issuepaper::series::Values;
use issuepaper::text::finding::{Edit, Fix};
use issuepaper::text::fixes;
use issuepaper::text::source::SourceFile;
use issuepaper::text::suggest::{counted, listed};

use super::assign::{self, FIELD};
use super::{Desk, day, say};
use crate::commands::{Exit, Session, completions, patch};

/// The rule that finds references by an old name or number, and mends them.
const REFERENCES: &str = "outdated-reference";

/// Give a paper another number in place of the one it has
///
/// Changes the number in the paper, its file name if that has the number, and what other papers say of it in
/// their front matter and their links. The register leads from the old number to the new one, so that old
/// references still hold, and the old one is not given out again. Published papers are left as they are.
/// After a stop half-way, the same command goes on.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The paper
    #[arg(value_name = "PAPER", add = ArgValueCompleter::new(completions::papers()))]
    paper: PathBuf,
    /// The new number
    #[arg(value_name = "NUMBER")]
    number: String,
    /// Why, for the register
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Show the changes as a patch, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// A file that changes.
struct Change {
    /// Its name in messages, before and afterwards.
    names: [String; 2],
    /// Its path on disk, before and afterwards.
    paths: [PathBuf; 2],
    before: String,
    after: String,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let mut desk = Desk::open(series, true, session)?;
    let plan = Plan::new(&desk, args, session)?;
    let before = desk.text().to_owned();
    let file = SourceFile::new(REGISTER_FILE, plan.register.as_str());
    desk.project.register = match Register::read(file) {
        Ok(register) => Some(register),
        Err(findings) => {
            session.report_findings(&findings);
            bail!("nothing was changed");
        }
    };
    let mut changes = vec![plan.own];
    let own = &changes[0];
    desk.project.replace_text(&own.names[0], own.after.clone());
    if own.paths[0] != own.paths[1] {
        desk.project.rename(&own.names[0], &own.paths[1]);
    }
    merge_references(&desk.project, &mut changes)?;
    changes.retain(|change| change.before != change.after || change.paths[0] != change.paths[1]);
    let root = desk.project.root.clone().unwrap_or_default();
    let register_path = root.join(REGISTER_FILE);
    if args.dry_run {
        let mut out = session.stdout();
        for change in &changes {
            patch::write_renamed(&change.names, &change.before, &change.after, &mut out)?;
        }
        let name = paths::display(&register_path);
        patch::write(&name, &before, &plan.register, &mut out)?;
    } else {
        changes.iter().try_for_each(|change| files::verify_writable(&change.paths[0]))?;
        files::rewrite(&register_path, &before, &plan.register)?;
        changes.iter().try_for_each(write).context(
            "the register has the new number; give the same command again to go on from here",
        )?;
    }
    tell_mentions(&desk.project, &changes, &plan.old, session);
    if args.dry_run {
        return Ok(Exit::Clean);
    }
    session.message(&format!("{} changed", counted(changes.len(), "paper")));
    say(&format!("{} is {} now", plan.old, args.number), session)
}

/// What happens to the paper itself and to the register.
struct Plan {
    old: String,
    own: Change,
    /// The register's text afterwards.
    register: String,
}

impl Plan {
    fn new(desk: &Desk, args: &Args, session: &Session) -> anyhow::Result<Self> {
        let register = desk.register()?;
        let file = assign::find(desk, &args.paper)?;
        let path = desk.project.relative(&file.path);
        if register.record(&path).last().is_some() {
            bail!("{path} is published and keeps its number; `issuepaper withdraw` takes it back");
        }
        let carried = file.paper.text_field(FIELD).filter(|number| !number.is_empty());
        let carried = carried.with_context(|| {
            format!("{path} has no number; `issuepaper number assign` gives one")
        })?;
        let default = desk.default_series();
        let new = args.number.as_str();
        let leads_here =
            |number: &str| register.alias(&desk.series.id, default, number) == Some(new);
        // What an earlier run was stopped in.
        let mut begun = register.aliases.iter().map(|alias| alias.number.value.as_str());
        let begun = begun.rfind(|number| leads_here(number));
        let (old, is_begun) = match begun {
            Some(old) if carried == new || leads_here(carried) => (old, true),
            _ => (carried, false),
        };
        if !is_begun && carried == new {
            bail!("{path} has the number `{new}` already");
        }
        if let Some(other) = other_with(desk, &path, old).filter(|_| desk.is_family()) {
            bail!(
                "`{old}` is the number of {other}, too, and can't give way; take it out of {path} and let \
                 `issuepaper number assign` give that one another"
            );
        }
        let target = renamed(&file.path, old, new);
        let own = own_change(file, new, target)?;
        let register = if is_begun {
            desk.text().to_owned()
        } else {
            registered(desk, args, [&path, old], &own, session)?
        };
        Ok(Self { old: old.to_owned(), own, register })
    }
}

/// Another paper than that at `path` which carries `number`.
fn other_with(desk: &Desk, path: &str, number: &str) -> Option<String> {
    let mut carried = desk.carried().filter(|(_, carried)| carried == number);
    carried
        .find_map(|(file, _)| Some(desk.project.relative(&file.path)).filter(|other| other != path))
}

/// The path with the new number in its last part, where that has the old one.
fn renamed(path: &Path, old: &str, new: &str) -> PathBuf {
    match path.file_name().and_then(|name| name.to_str()) {
        Some(name) if name.contains(old) => path.with_file_name(name.replace(old, new)),
        _ => path.to_owned(),
    }
}

fn own_change(file: &PaperFile, new: &str, target: PathBuf) -> anyhow::Result<Change> {
    let source = &file.paper.file;
    let entry = file.paper.front.get(FIELD).context("the paper has no number")?;
    let span = entry.value.span;
    let text = match quoting::like(source.slice(span), new) {
        text if text == new => quoting::quoted(new),
        text => text,
    };
    let after = if file.paper.text_field(FIELD) == Some(new) {
        source.text().to_owned()
    } else {
        fixes::edited(source.text(), &[Edit { span, text }])
    };
    if target != file.path && target.exists() {
        bail!("{}: is there already and is not overwritten", paths::display(&target));
    }
    Ok(Change {
        names: [source.name().to_owned(), paths::display(&target)],
        before: source.text().to_owned(),
        after,
        paths: [file.path.clone(), target],
    })
}

/// The register with the new number for the paper, and the way there from the old one.
fn registered(
    desk: &Desk,
    args: &Args,
    [path, old]: [&str; 2],
    own: &Change,
    session: &Session,
) -> anyhow::Result<String> {
    let new = args.number.as_str();
    let pool = desk.pool(desk.register()?);
    let reserved = assign::verify(desk, &pool, new, path)?;
    let on = day(None, session);
    let target = desk.project.relative(&own.paths[1]);
    let assigned = [("number", new), ("paper", target.as_str()), ("on", &on)];
    let mut text = desk.with_entry(desk.text(), List::Assigned, new, &assigned)?;
    // What another paper carries as well stays that one's.
    let is_left = other_with(desk, path, old).is_some();
    let given = [("number", old), ("paper", path)];
    let without = edit::remove_with(&text, List::Assigned, &given)
        .or_else(|| edit::remove(&text, List::Assigned, old).filter(|_| !is_left));
    text = without.unwrap_or(text);
    let without = reserved.and_then(|number| edit::remove(&text, List::Reserved, number));
    text = without.unwrap_or(text);
    let mut fields = vec![("number", old), ("to", new), ("on", on.as_str())];
    if let Some(why) = &args.why {
        fields.push(("why", why));
    }
    if path != target {
        fields.extend([("from", path), ("paper", target.as_str())]);
    }
    desk.with_entry(&text, List::Renumbered, old, &fields)
}

/// Adds the papers that refer to the paper by its old name or number.
fn merge_references(project: &Project, changes: &mut Vec<Change>) -> anyhow::Result<()> {
    let selection = Selection::only(project, REFERENCES);
    let day = chrono::NaiveDate::default();
    let findings = check::check(project, &selection, day).findings;
    let mut wanted: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
    for finding in &findings {
        wanted.entry(finding.file.name()).or_default().extend(&finding.fix);
    }
    for (name, fixes) in wanted {
        let file = project.paper(name).context("a paper is gone")?;
        let (after, _) = fixes::apply(file.paper.file.text(), &fixes);
        match changes.iter_mut().find(|change| change.names[1] == name) {
            Some(own) => own.after = after,
            None => changes.push(Change {
                names: [name.to_owned(), name.to_owned()],
                paths: [file.path.clone(), file.path.clone()],
                before: file.paper.file.text().to_owned(),
                after,
            }),
        }
    }
    Ok(())
}

fn write(change: &Change) -> anyhow::Result<()> {
    let [from, to] = &change.paths;
    if change.before != change.after {
        files::rewrite(from, &change.before, &change.after)?;
    }
    if from != to {
        files::rename(from, to)?;
    }
    Ok(())
}

/// Says which papers still have the old number in them: words are the author's, and what is published stays.
fn tell_mentions(project: &Project, changes: &[Change], old: &str, session: &Session) {
    let mentions = |file: &&PaperFile| {
        let source = &file.paper.file;
        let change = changes.iter().find(|change| change.names[1] == source.name());
        change.map_or(source.text(), |change| change.after.as_str()).contains(old)
    };
    let is_frozen = |file: &&PaperFile| {
        let series = project.series_of(&file.paper);
        series.is_some_and(|it| it.stages.is_frozen(Values::new(&file.paper, it).stage))
    };
    let (frozen, open): (Vec<_>, Vec<_>) =
        project.papers.iter().filter(mentions).partition(is_frozen);
    for (papers, told) in
        [(open, "change the words by hand"), (frozen, "published papers stay as they are")]
    {
        if !papers.is_empty() {
            let names = listed(papers.iter().map(|file| file.paper.file.name()));
            session.message(&format!("`{old}` still stands in {names}: {told}"));
        }
    }
}
