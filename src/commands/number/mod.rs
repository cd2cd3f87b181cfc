//! `issuepaper number`

mod assign;
mod collisions;
mod list;
mod rebuild;
mod receive;
mod renumber;
mod reserve;
mod void;

use issuepaper::project::files;
use issuepaper::project::paths;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Write;

use anyhow::{Context, bail};
use chrono::NaiveDate;
use clap::{Args as ClapArgs, Subcommand};
use clap_complete::engine::ArgValueCandidates;
use issuepaper::project::register::edit::{self, List};
use issuepaper::project::register::{Entry, Pool, REGISTER_FILE, Register, serial};
use issuepaper::project::{self, Lock, PaperFile, Project};
use issuepaper::series::Series;
use issuepaper::text::source::SourceFile;

use super::{Exit, Session, completions};

/// Keep the register of publication numbers, numbers.yaml
///
/// The register has the blocks of serials that were received, and what became of each: which paper has it,
/// who reserved it, why it is void. Its lines may be edited by hand, too. Any number of processes may
/// change it at once.
#[derive(Debug, ClapArgs)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
    /// The series whose numbers are meant, instead of the project's; `list` takes `all` as well
    #[arg(long, global = true, value_name = "SERIES", add = ArgValueCandidates::new(completions::series))]
    series: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(list::Args),
    Receive(receive::Args),
    /// Print the next serial that is free
    Next,
    Assign(assign::Args),
    Renumber(renumber::Args),
    Reserve(reserve::Args),
    Release(reserve::Release),
    Void(void::Args),
    Check(collisions::Args),
    Rebuild(rebuild::Args),
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let series = args.series.as_deref();
    match &args.action {
        Action::List(args) => list::run(args, series, session),
        Action::Receive(args) => receive::run(args, series, session),
        Action::Next => {
            let desk = Desk::open(series, false, session)?;
            let pool = desk.pool(desk.register()?);
            desk.verify_distinct(&pool)?;
            say(next(&pool)?, session)
        }
        Action::Assign(args) => assign::run(args, series, session),
        Action::Renumber(args) => renumber::run(args, series, session),
        Action::Reserve(args) => reserve::run(args, series, session),
        Action::Release(args) => reserve::release(args, series, session),
        Action::Check(args) => collisions::run(args, series, session),
        Action::Rebuild(args) => rebuild::run(args, session),
        Action::Void(args) => void::run(args, series, session),
    }
}

/// What is said when a pool is used up.
const NONE_FREE: &str =
    "no serial is free; ask for a block and take it in by `issuepaper number receive`";

/// A project whose register is at hand, and a series of it.
struct Desk {
    project: Project,
    series: Series,
    /// Held while the register changes.
    _lock: Option<Lock>,
}

impl Desk {
    /// Opens the project around the current folder; to change the register, once no other process does.
    fn open(series: Option<&str>, is_to_change: bool, session: &Session) -> anyhow::Result<Self> {
        let (project, lock) = open_project(is_to_change, session)?;
        let id = series.unwrap_or(&project.settings.series.value).to_owned();
        let Some(Ok(series)) = project.library.series(&id) else {
            bail!("there is no series `{id}`")
        };
        if series.number.is_none() {
            bail!("papers of the series `{id}` carry no numbers");
        }
        Ok(Self { project, series, _lock: lock })
    }

    /// Whether one number may stand on several papers.
    fn is_family(&self) -> bool {
        self.series.shares_numbers()
    }

    /// The papers of the series that carry numbers.
    fn carried(&self) -> impl Iterator<Item = (&PaperFile, Cow<'_, str>)> {
        let papers = self.project.papers.iter();
        papers.filter_map(|file| {
            let carried = self.project.carried_number(&self.series, &file.paper)?;
            Some((file, carried.number))
        })
    }

    fn register(&self) -> anyhow::Result<&Register> {
        self.project.register.as_ref().with_context(|| {
            format!(
                "there is no {REGISTER_FILE}; `issuepaper number receive FIRST..LAST --from WHOM` begins one"
            )
        })
    }

    /// The serials of the series.
    fn pool<'r>(&self, register: &'r Register) -> Pool<'r> {
        let carried = self
            .carried()
            .map(|(file, number)| (number.into_owned(), self.project.relative(&file.path)));
        register.pool(&self.series, self.default_series(), carried)
    }

    /// An error if two papers carry one number, or numbers with one serial: nothing is given out before it is
    /// known whose it is.
    fn verify_distinct(&self, pool: &Pool<'_>) -> anyhow::Result<()> {
        if self.is_family() {
            return Ok(());
        }
        let mut seen: BTreeMap<u32, &str> = BTreeMap::new();
        for (file, number) in self.carried() {
            let Some((serial, text)) = serial(self.series.number.as_ref(), &number) else {
                continue;
            };
            let name = file.paper.file.name();
            if let Some(other) = seen.insert(serial, name) {
                let free = pool.after_last().unwrap_or_else(|| "one of a new block".to_owned());
                bail!(
                    "{other} and {name} both have the serial {text}; give one of them another number by \
                     `issuepaper number renumber`, such as one with {free}"
                );
            }
        }
        Ok(())
    }

    /// The field that an entry needs to be told from those of the project's own series.
    fn series_field(&self) -> Option<(&'static str, &str)> {
        let is_own = self.series.id == self.default_series();
        (!is_own).then_some(("series", self.series.id.as_str()))
    }

    /// The name of the project's own series.
    fn default_series(&self) -> &str {
        &self.project.settings.series.value
    }

    /// What the register says of the series.
    fn entries<'r>(&self, register: &'r Register) -> impl Iterator<Item = &'r Entry> {
        register.entries_of(&self.series.id, self.default_series())
    }

    /// The text of the register; nothing where there is none.
    fn text(&self) -> &str {
        self.project.register.as_ref().map_or("", |register| register.file.text())
    }

    /// `before`, a text of the register, with one more entry.
    fn with_entry(
        &self,
        before: &str,
        list: List,
        key: &str,
        fields: &[(&str, &str)],
    ) -> anyhow::Result<String> {
        let fields: Vec<_> = fields.iter().copied().chain(self.series_field()).collect();
        edit::insert(before, list, key, &edit::line(&fields)).with_context(|| {
            format!(
                "`{}` in {REGISTER_FILE} is not written as lines; put each entry on one",
                list.key()
            )
        })
    }

    /// Puts `text` in place of the register, which is `before`, if it reads.
    fn write(&self, before: &str, text: &str, session: &Session) -> anyhow::Result<()> {
        let Some(root) = &self.project.root else { return Ok(()) };
        let path = root.join(REGISTER_FILE);
        let file = SourceFile::new(paths::display(&path), text);
        if let Err(findings) = Register::read(file) {
            session.report_findings(&findings);
            bail!("the register is left as it is");
        }
        match &self.project.register {
            Some(_) => files::rewrite(&path, before, text)?,
            None => files::create_new(&path, text)?,
        }
        Ok(())
    }
}

/// The project around the current folder; to change its register, once no other process does.
fn open_project(is_to_change: bool, session: &Session) -> anyhow::Result<(Project, Option<Lock>)> {
    let Some(root) = project::root_here() else {
        bail!("a register belongs to a project; `issuepaper init` makes one");
    };
    let lock = is_to_change.then(|| project::lock(&root)).transpose()?;
    let inputs = project::discover(std::slice::from_ref(&root));
    // A project without papers has a register all the same.
    let project = project::load_all(&inputs).into_iter().next();
    let project = project.unwrap_or_else(project::load_here);
    // A paper that can't be read is no reason to give out no numbers; a register that can't is.
    let is_unread = project.register.is_none()
        && root.join(REGISTER_FILE).exists()
        && session.report_errors(&project.errors);
    if super::report_settings(&project, session) || is_unread {
        bail!("the register is left as it is");
    }
    Ok((project, lock))
}

/// The lowest serial that is free.
fn next<'p>(pool: &'p Pool<'_>) -> anyhow::Result<&'p str> {
    pool.free().next().context(NONE_FREE)
}

/// Prints the one line that a command has to say.
fn say(line: &str, session: &Session) -> anyhow::Result<Exit> {
    let mut out = session.stdout();
    writeln!(out, "{line}")?;
    out.flush()?;
    Ok(Exit::Clean)
}

/// A day on the command line, or today.
fn day(given: Option<NaiveDate>, session: &Session) -> String {
    given.unwrap_or(session.today).to_string()
}
