//! `issuepaper explain`

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args as ClapArgs;
use clap_complete::engine::ArgValueCompleter;
use issuepaper::check::{self, CommandLine, Layer, Origin, Rule, Selection};
use issuepaper::project::{self, Project};
use issuepaper::series::RuleSetting;
use issuepaper::text::source::SourceFile;

use super::shared::levels::{self, Levels};
use super::{Exit, Session, candidates, put};

/// Show what a rule checks, why, and how to fix what it finds
///
/// Without a rule, lists all of them with the level they have unless a series or a setting says
/// otherwise.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The rule, for example missing-field
    #[arg(value_name = "RULE", value_parser = levels::Names, hide_possible_values = true)]
    rule: Option<String>,
    /// Show instead the severity of the rule for a paper, and what sets it
    #[arg(long, value_name = "PAPER", add = ArgValueCompleter::new(candidates::papers()), requires = "rule")]
    effective: Option<PathBuf>,
    #[command(flatten)]
    levels: Levels,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let mut out = session.stdout();
    match &args.rule {
        None => list(&mut out)?,
        Some(name) => match check::rule(name) {
            Some(rule) => match &args.effective {
                Some(paper) => {
                    let command_line = args.levels.command_line()?;
                    if !effective(rule, paper, command_line, session, &mut out)? {
                        return Ok(Exit::Failure);
                    }
                }
                None => page(rule, &mut out)?,
            },
            None => bail!("there is no rule `{name}`; {}", levels::help(name)),
        },
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn list(out: &mut impl Write) -> anyhow::Result<()> {
    let rules = check::rules();
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    for rule in rules {
        let summary: Vec<&str> = rule.summary().split_whitespace().collect();
        put(out, &format!("{:width$}  {:<7}  {}", rule.name, rule.level, summary.join(" ")))?;
    }
    Ok(())
}

fn page(rule: &Rule, out: &mut impl Write) -> anyhow::Result<()> {
    for line in [&format!("# {}", rule.name), "", &format!("Level: {}", rule.level), ""] {
        put(out, line)?;
    }
    for line in rule.documentation.trim_end().lines() {
        put(out, line.strip_prefix(' ').unwrap_or(line))?;
    }
    Ok(())
}

/// Shows each setting of the rule for a paper, the weakest first, and the resulting level; false if
/// the paper can't be judged, which is reported.
fn effective(
    rule: &Rule,
    paper: &Path,
    command_line: CommandLine,
    session: &Session,
    out: &mut impl Write,
) -> anyhow::Result<bool> {
    let inputs = project::discover(&[paper.to_owned()]);
    let projects = project::load_all(&inputs);
    let errors = inputs.errors.iter().chain(projects.iter().flat_map(|project| &project.errors));
    let errors: Vec<_> = errors.cloned().collect();
    let has_failed = session.report_errors(&errors);
    let Some(project) = projects.first().filter(|_| !has_failed) else {
        return Ok(false);
    };
    if super::report_settings(project, session) {
        return Ok(false);
    }
    let Ok(selection) = Selection::with(project, command_line) else { return Ok(false) };
    for file in project.selected() {
        let Some(series) = project.series_of(&file.paper) else { continue };
        let mut active = selection.active(project, file, series);
        let severity = active.find(|(other, _)| other.name == rule.name);
        let verdict = severity.map_or_else(|| "off".to_owned(), |(_, level)| level.to_string());
        put(out, &format!("{}: {} is {verdict}", file.paper.file.name(), rule.name))?;
        let layers = selection.trace(rule, project, file, series);
        let width = layers.iter().map(|layer| origin(layer, project, &series.id).len()).max();
        for layer in &layers {
            let (width, origin) = (width.unwrap_or_default(), origin(layer, project, &series.id));
            put(out, &format!("  {origin:width$}  {}", describe(layer.setting)))?;
        }
    }
    Ok(true)
}

fn origin(layer: &Layer, project: &Project, series: &str) -> String {
    let settings = project.settings.file.as_ref().map_or("the settings", SourceFile::name);
    match layer.origin {
        Origin::Rule => "the rule itself".to_owned(),
        Origin::Series => format!("the series `{series}`"),
        Origin::Settings(line) => format!("{settings}:{line}"),
        Origin::Override(line) => format!("{settings}:{line}, an override"),
        Origin::CommandLine => "the command line".to_owned(),
        Origin::DeniedWarnings => "--deny warnings".to_owned(),
    }
}

fn describe(setting: RuleSetting) -> String {
    let level = setting.level.map(|level| level.to_string());
    let since = setting.since.map(|month| format!("since {month}"));
    level.into_iter().chain(since).collect::<Vec<_>>().join(", ")
}
