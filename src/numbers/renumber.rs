//! Changing a paper's number, and updating the papers that refer to it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use super::assign::reserver;
use super::{Claimant, Error, Numbers, numbers_of};
use crate::check::{self, Selection};
use crate::paper::front_matter::quoting;
use crate::project::register::{Entry, EntryKind, RegisterChange};
use crate::project::{LockedProject, PaperFile, Project, files};
use crate::series::Role;
use crate::series::{Series, Values};
use crate::text::finding::Fix;
use crate::text::fixes;
use crate::text::source::SourceFile;

/// The rule that finds references by an old name or number, and fixes them.
const REFERENCES: &str = "outdated-reference";

/// How a paper's number was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renumbered {
    /// The number that it had.
    pub old: String,
    /// The number that it has.
    pub new: String,
    /// How many papers change.
    pub changed: usize,
    /// Where the old number still occurs.
    pub mentions: Mentions,
}

/// The lines that still have the old number: `b.md:12`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mentions {
    /// Those that may be changed by hand: the text is the author's.
    pub open: Vec<String>,
    /// Those of published papers, which stay as they are.
    pub frozen: Vec<String>,
}

/// Changes the number of the paper at `path` to `new`: in the register, which then leads from the old number to the new
/// one, in the paper, in its file name if that has the number, and wherever other papers refer to it in their front
/// matter and links. Resumes an interrupted run.
///
/// # Errors
///
/// The paper is published or has no number, or the new one is not free.
pub fn renumber(
    locked: &mut LockedProject,
    series: &Series,
    path: &Path,
    new: &str,
    why: Option<&str>,
    claimant: Claimant<'_>,
    on: NaiveDate,
) -> Result<Renumbered, Error> {
    let numbers = numbers_of(locked, series)?;
    let file = numbers.find(path)?;
    let new = numbers.named(&numbers.pool(), file, new)?;
    let own = Own::new(&numbers, file, &new)?;
    let entries = if own.is_begun {
        Vec::new()
    } else {
        numbers.verify_fit(file, &new)?;
        own.register_changes(&numbers, why, claimant, on)?
    };
    let Own { name, path, old, text, target, .. } = own;
    locked.change_register(&entries)?;
    locked.rewrite_paper(&name, &text);
    if let Some(target) = target {
        locked.rename_paper(&name, &target);
    }
    for (name, text) in with_references(locked.project()) {
        locked.rewrite_paper(&name, &text);
    }
    let register = locked.register_path();
    let changed = locked.changes().iter().filter(|change| change.path() != register).count();
    let mentions = Mentions::new(locked.project(), series, &old, &path);
    Ok(Renumbered { old, new, changed, mentions })
}

/// What happens to the paper itself.
struct Own {
    /// The name it is reported under.
    name: String,
    /// Its path in the project.
    path: String,
    old: String,
    new: String,
    text: String,
    /// Its new path on disk, and in the project; none if it keeps its own.
    target: Option<PathBuf>,
    /// Whether the register already has the new number.
    is_begun: bool,
}

impl Own {
    fn new(numbers: &Numbers<'_>, file: &PaperFile, new: &str) -> Result<Self, Error> {
        let (project, register) = (numbers.project, numbers.register);
        let path = project.relative(&file.path);
        if register.record(&path).last().is_some() {
            return Err(Error::Published(path));
        }
        numbers.verify_in_place(file)?;
        let Some(carried) = project.carried_number(numbers.series, &file.paper) else {
            return Err(Error::NoNumber(path));
        };
        let series = numbers.series.id.as_str();
        let target = |old: &str| {
            let target = renamed(&file.path, [old, carried.written], new);
            (target != file.path).then_some(target)
        };
        let leads_here = |number: &str| register.leads(series, number, new);
        // An earlier run may have been interrupted, if the register already has the new number for this paper.
        let is_own = |paper: &str| paper == path || register.moved(&path) == Some(paper);
        let entry = register.entry(series, new).map(|entry| &entry.kind);
        let is_assigned = matches!(entry, Some(EntryKind::Assigned { paper, .. }) if is_own(paper));
        let mut begun = register.aliases_of(series).filter(|alias| alias.to == *new && is_assigned);
        let begun = begun.next_back().map(|alias| alias.number.value.as_str());
        // Somebody may have written the new number by hand.
        let given = numbers.assigned(&path).map(|entry| entry.number.value.as_str());
        let given = given.filter(|given| carried.number == new && *given != new);
        let (old, is_begun) = match begun {
            Some(old) if carried.number == new || leads_here(&carried.number) => (old, true),
            _ => (given.unwrap_or(carried.number.as_ref()), false),
        };
        if !is_begun && given.is_none() && carried.written == new {
            return Err(Error::Unchanged { paper: path, number: new.to_owned() });
        }
        if numbers.rule.allows_sharing()
            && let Some(other) = numbers.other_with(&path, old)
        {
            return Err(Error::Shared { number: old.to_owned(), other, paper: path });
        }
        let target = target(old);
        if let Some(target) = &target {
            files::verify_free(target)?;
        }
        let text = with_number(file, numbers.series, new);
        let (name, old) = (file.paper.file.name().to_owned(), old.to_owned());
        Ok(Self { name, path, old, new: new.to_owned(), text, target, is_begun })
    }

    /// The register changes that record the new number and lead to it from the old one.
    fn register_changes(
        &self,
        numbers: &Numbers<'_>,
        why: Option<&str>,
        claimant: Claimant<'_>,
        on: NaiveDate,
    ) -> Result<Vec<RegisterChange>, Error> {
        let pool = numbers.pool();
        let reserved = numbers.verify(&pool, &self.new, &self.path, claimant)?;
        let series = || numbers.series_id();
        let target = self.target.as_ref().map(|target| numbers.project.relative(target));
        let (number, paper) =
            (self.new.as_str().into(), target.clone().unwrap_or_else(|| self.path.clone()));
        let by = reserved.and_then(reserver).map(str::to_owned);
        let mut changes = vec![RegisterChange::Assign { series: series(), number, paper, by, on }];
        changes.extend(self.assignment(numbers).map(|(entry, paper)| RegisterChange::Unassign {
            series: series(),
            number: entry.number.value.clone(),
            paper: paper.to_owned(),
        }));
        changes.extend(reserved.map(|entry| RegisterChange::Release {
            series: series(),
            number: entry.number.value.clone(),
        }));
        changes.push(RegisterChange::Renumber {
            series: series(),
            number: self.old.as_str().into(),
            to: self.new.as_str().into(),
            on,
            why: why.map(str::to_owned),
            paths: target.map(|target| (self.path.clone(), target)),
        });
        Ok(changes)
    }

    /// The entry of the register that assigns the old number to this paper, or to one that does not carry it. If
    /// another paper carries the number as well, or is published with it, that paper keeps it.
    fn assignment<'n>(&self, numbers: &Numbers<'n>) -> Option<(&'n Entry, &'n str)> {
        let assigned = numbers.entries().filter_map(|entry| match &entry.kind {
            EntryKind::Assigned { paper, .. } if entry.number.value == self.old.as_str() => {
                Some((entry, paper.as_str()))
            }
            _ => None,
        });
        let assigned: Vec<_> = assigned.collect();
        let own = assigned.iter().find(|(_, paper)| *paper == self.path);
        let is_published =
            |(_, paper): &&(&Entry, &str)| numbers.register.record(paper).last().is_some();
        let is_free = || numbers.other_with(&self.path, &self.old).is_none();
        let any = || assigned.first().filter(|first| !is_published(first) && is_free());
        own.or_else(any).copied()
    }
}

/// The path with the new number in its file name, if that has one of the old ones.
fn renamed(path: &Path, old: [&str; 2], new: &str) -> PathBuf {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    match old.into_iter().find(|old| name.contains(old)) {
        Some(old) => path.with_file_name(name.replace(old, new)),
        None => path.to_owned(),
    }
}

/// The paper's text with the new number in place of the one in its field, in the same quotes. One that has no such field
/// has the number in its name alone.
fn with_number(file: &PaperFile, series: &Series, new: &str) -> String {
    let source = &file.paper.file;
    let entry = series.entry(&file.paper, Role::Number);
    let is_written = series.text(&file.paper, Role::Number) == Some(new);
    let Some(entry) = entry.filter(|_| !is_written) else { return source.text().to_owned() };
    let value = match source.slice(entry.value.span) {
        old if old.starts_with(['"', '\'']) && !series.has_whole_numbers() => {
            quoting::like(old, new)
        }
        _ => series.number_as_yaml(new),
    };
    fixes::edited(source.text(), &series.set(&file.paper, Role::Number, &value))
}

/// The papers that refer to another by an old name or number, each with its text after the fix.
fn with_references(project: &Project) -> Vec<(String, String)> {
    let selection = Selection::only(project, REFERENCES);
    let findings = check::check(project, &selection, NaiveDate::default()).findings;
    let mut wanted: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
    for finding in &findings {
        wanted.entry(finding.file.name()).or_default().extend(&finding.fix);
    }
    let fixed = wanted.into_iter().filter_map(|(name, fixes)| {
        let (text, _) = fixes::apply(project.paper(name)?.paper.file.text(), &fixes);
        Some((name.to_owned(), text))
    });
    fixed.collect()
}

impl Mentions {
    /// The lines that name the old number of a paper of `series`, and those of the project's own files that name its
    /// old path.
    fn new(project: &Project, series: &Series, old: &str, path: &str) -> Self {
        let mut mentions = Self::default();
        let Some(rule) = &series.number else { return mentions };
        for file in &project.papers {
            let source = &file.paper.file;
            let series = project.series_of(&file.paper);
            // Of several papers with the number, the others keep it.
            let field = series.and_then(|series| series.entry(&file.paper, Role::Number));
            let is_own =
                |at: usize| field.is_some_and(|field| field.value.span.range().contains(&at));
            let spans = rule.mentions(source.text(), old).into_iter().map(|it| it.span.start);
            let spans = spans.filter(|at| !is_own(*at));
            let is_frozen =
                series.is_some_and(|it| it.stages.is_frozen(Values::new(&file.paper, it).stage));
            let lines = if is_frozen { &mut mentions.frozen } else { &mut mentions.open };
            lines.extend(lines_of(source, spans));
        }
        for source in project.settings.file.iter().chain(project.baseline_file()) {
            let numbers = rule.mentions(source.text(), old).into_iter().map(|it| it.span.start);
            let moved = project.register.as_ref().is_some_and(|it| it.moved(path).is_some());
            let paths = source.text().match_indices(path).map(|(at, _)| at).filter(|_| moved);
            mentions.open.extend(lines_of(source, numbers.chain(paths)));
        }
        mentions
    }
}

/// Places in a file as its name and line, each once.
fn lines_of(source: &SourceFile, places: impl Iterator<Item = usize>) -> Vec<String> {
    let lines: BTreeSet<usize> = places.map(|at| source.lines().line_of(at) + 1).collect();
    lines.into_iter().map(|line| format!("{}:{line}", source.name())).collect()
}
