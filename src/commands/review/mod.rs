//! `issuepaper review`

mod base;
mod json;
mod show;

use std::collections::BTreeSet;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use anyhow::{Context, bail};
use clap::{Args as ClapArgs, ValueEnum};
use issuepaper::check::Outcome;
use issuepaper::document::Provenance;
use issuepaper::paper::Paper;
use issuepaper::project::{ChangeSet, Project, files, paths};
use issuepaper::report;
use issuepaper::review::{
    self, Base, Change, ChangeState, FileText, FormatChange, PlacedComment, Returned, Review,
};
use issuepaper::series::Role;
use issuepaper::word::WordFile;

use super::shared::progress::Progress;
use super::shared::{put_json, put_patch};
use super::{Exit, Session, put};

/// Take back what reviewers changed in Word
///
/// A Word file that `issuepaper render` made says which text it was made from. What reviewers changed since, tracked or
/// not, is found in the source as it is now, word by word, and shown with who did it; --apply changes the source. What
/// the source says otherwise by now is a conflict: both texts are shown, and nothing is guessed. A page of the changed
/// source is made before anything is written; a change that it does not have as it came back is left to a person.
/// Comments are shown where they belong.
///
/// Exit code 0 means that nothing is left to do, 1 that changes wait for --apply, a conflict or a change for a person, or
/// a comment for an answer, 2 that a file could not be read.
#[expect(clippy::struct_excessive_bools, reason = "one for each option that is there or not")]
#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Examples:
  issuepaper review bond.docx
  issuepaper review bond-legal.docx bond-trade.docx --apply
  issuepaper review bond.docx --by 'Robin Roe' --section background --apply
  issuepaper review bond.docx --format patch | git apply")]
pub struct Args {
    /// Word files of one paper, from one or several reviewers
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The paper, instead of the one that the files name
    #[arg(long, value_name = "PAPER")]
    into: Option<PathBuf>,
    /// What the files were made from, a commit or a file, instead of the text that they name
    #[arg(long, value_name = "REV|PATH")]
    base: Option<String>,
    /// Only the changes and comments of this reviewer
    #[arg(long, value_name = "AUTHOR")]
    by: Option<String>,
    /// Only the changes in this section, by its id
    #[arg(long, value_name = "SECTION")]
    section: Option<String>,
    /// Change the source
    #[arg(long)]
    apply: bool,
    /// Show what --apply, or --as-comments, would change as a patch, and change nothing
    #[arg(long, conflicts_with_all = ["format", "interactive"])]
    dry_run: bool,
    /// Ask about each change
    #[arg(short, long, conflicts_with = "format")]
    interactive: bool,
    /// Put the open comments into the source, below what they are on; `check` keeps such a paper from publication
    #[arg(long)]
    as_comments: bool,
    /// How to write the result
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Each change with its author, then the comments
    Text,
    /// A patch that `git apply` takes
    Patch,
    /// A JSON object
    Json,
    /// Changes and comments as SARIF, for code scanning
    Sarif,
    /// Changes and comments as annotations of a GitHub workflow
    Github,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let mut returned = Vec::new();
    let mut provenance = None;
    for path in &args.files {
        let name = paths::display(path);
        let bytes = files::read_bytes(path)?;
        let file = WordFile::read(&bytes).map_err(|error| anyhow::anyhow!("{name}: {error}"))?;
        let own = Provenance::find(&file.properties.custom);
        if let (Some(own), Some(known)) = (&own, &provenance)
            && own != known
        {
            bail!("{name}: was not made from the same text as the other files; review it alone");
        }
        provenance = provenance.or(own);
        returned.push(Returned { name, file });
    }
    let first = returned.first().map_or("", |it| it.name.as_str()).to_owned();
    let base = base::base(args, provenance).with_context(|| first)?;
    let (mut review, project) = reviewed(&base, &returned, session)?;
    check_choice(args, &review, &returned, &project)?;
    let mut chosen = confirmed(chosen(args, &review), &mut review, &base, &project);
    if args.interactive {
        // What comes back as it was meant only with another change is not taken over alone.
        chosen = confirmed(ask(&review, chosen)?, &mut review, &base, &project);
    }
    let comments: Vec<&PlacedComment> = review
        .comments
        .iter()
        .filter(|it| args.by.as_ref().is_none_or(|by| it.comment.author == *by))
        .collect();
    let changes = changes(args, &base, &review, &chosen);
    show(args, &review, (&chosen, &comments), &changes, session)?;
    let is_changing = args.apply || args.interactive || args.as_comments;
    if is_changing && !args.dry_run && !changes.is_empty() {
        changes.commit()?;
        for change in changes.iter() {
            session.message(&format!("changed {}", paths::display(change.path())));
        }
    }
    Ok(finish(args, &review, (&chosen, &comments), session))
}

/// The changes that the arguments choose. Half a move would lose words, or have them twice.
fn chosen(args: &Args, review: &Review) -> Vec<Change> {
    let is_wanted = |change: &Change| {
        let author = change.by.as_ref().map(|by| by.author.as_str());
        let by = args.by.is_none() || author == args.by.as_deref();
        by && args.section.as_ref().is_none_or(|section| change.section == *section)
    };
    let moved: Vec<usize> =
        review.changes.iter().filter(|it| is_wanted(it)).filter_map(|it| it.moved).collect();
    let is_half = |change: &Change| change.moved.is_some_and(|number| moved.contains(&number));
    review.changes.iter().filter(|it| is_wanted(it) || is_half(it)).cloned().collect()
}

/// Makes sure that the section and the reviewer that are asked for exist: a name that is misspelled has no changes.
fn check_choice(
    args: &Args,
    review: &Review,
    returned: &[Returned],
    project: &Project,
) -> anyhow::Result<()> {
    if let Some(section) = &args.section {
        let series = selected(project).and_then(|paper| project.series_of(paper));
        let of_series = series.into_iter().flat_map(|series| &series.sections);
        let own = review.changes.iter().map(|change| change.section.as_str());
        let ids = of_series.map(|section| section.id.as_str()).chain(own);
        require("section", section, ids)?;
    }
    if let Some(by) = &args.by {
        let authors = returned.iter().flat_map(|it| it.file.authors()).map(|by| by.author);
        let authors: Vec<String> = authors.collect();
        let of_comments = review.comments.iter().map(|it| it.comment.author.as_str());
        require("reviewer", by, authors.iter().map(String::as_str).chain(of_comments))?;
    }
    Ok(())
}

/// Makes sure that `name` is one of `names`.
fn require<'n>(what: &str, name: &str, names: impl Iterator<Item = &'n str>) -> anyhow::Result<()> {
    let names: BTreeSet<&str> = names.filter(|name| !name.is_empty()).collect();
    if names.contains(name) {
        return Ok(());
    }
    let known = names.into_iter().collect::<Vec<_>>().join("`, `");
    let known =
        if known.is_empty() { "there is none".to_owned() } else { format!("there is `{known}`") };
    bail!("there is no {what} `{name}`; {known}")
}

/// The chosen changes, with those held back that would make the source say something else than what came back.
fn confirmed(
    mut chosen: Vec<Change>,
    review: &mut Review,
    base: &Base,
    project: &Project,
) -> Vec<Change> {
    let series = selected(project).and_then(|paper| project.series_of(paper));
    let Some(series) = series else { return chosen };
    let places: Vec<usize> = (0..review.changes.len())
        .filter(|at| review.changes.get(*at).is_some_and(|change| chosen.contains(change)))
        .collect();
    review.confirm((&base.path, project, series), |change| chosen.contains(change));
    chosen.clear();
    chosen.extend(places.into_iter().filter_map(|at| review.changes.get(at).cloned()));
    chosen
}

fn reviewed(
    base: &Base,
    returned: &[Returned],
    session: &Session,
) -> anyhow::Result<(Review, Project)> {
    let shown = paths::display(&base.path);
    let open = |files: &[FileText]| {
        review::opened(&base.path, files).with_context(|| format!("{shown}: is not a paper"))
    };
    let sent_project = open(&base.files)?;
    if super::report_settings(&sent_project, session) {
        bail!("the project can't be used");
    }
    let sent =
        review::rendered(&sent_project).map_err(|error| anyhow::anyhow!("{shown}: {error}"))?;
    let project = open(&[])?;
    if project.selected().any(|file| !file.stray_bytes.is_empty()) {
        bail!("{shown}: is not UTF-8; save it as UTF-8 and try again");
    }
    let (Some(old), Some(new)) = (selected(&sent_project), selected(&project)) else {
        bail!("{shown}: is not a paper")
    };
    let Some(series) = project.series_of(new) else { bail!("{shown}: is of no series") };
    let progress = Progress::new(returned.len());
    let review =
        review::review(&project, series, (old, &sent), new, returned, &|| progress.count());
    progress.finish();
    warn_if_frozen(&project, new, &review, session);
    Ok((review, project))
}

fn selected(project: &Project) -> Option<&Paper> {
    project.selected().next().map(|file| &file.paper)
}

/// Tells that a published paper changes only by revision.
fn warn_if_frozen(project: &Project, paper: &Paper, review: &Review, session: &Session) {
    let Some(series) = project.series_of(paper) else { return };
    let stage = series.key(Role::Stage).and_then(|key| paper.text_field(key));
    let is_frozen = stage
        .and_then(|stage| series.stages.index(stage))
        .is_some_and(|at| series.stages.is_frozen(at));
    if is_frozen && !review.changes.is_empty() {
        session.warning(&format!(
            "{} is {}: it changes only by revision, so run `issuepaper revise` after --apply",
            paper.file.name(),
            stage.unwrap_or_default()
        ));
    }
}

/// The changes to the source.
fn changes(args: &Args, base: &Base, review: &Review, chosen: &[Change]) -> ChangeSet {
    let is_applied = |change: &Change| chosen.contains(change);
    let is_dry = args.dry_run && !args.as_comments;
    let shows_changes = args.apply || args.interactive || is_dry || args.format == Form::Patch;
    let wanted = |change: &Change| shows_changes && is_applied(change);
    let is_open = |comment: &PlacedComment| {
        let by = args.by.as_ref().is_none_or(|by| comment.comment.author == *by);
        args.as_comments && !comment.comment.is_done && by
    };
    let text = review.with_comments(wanted, is_open);
    let mut changes = ChangeSet::new();
    changes.rewrite_paper(&base.path, &review.source, &text);
    changes
}

fn show(
    args: &Args,
    review: &Review,
    (chosen, comments): (&[Change], &[&PlacedComment]),
    changes: &ChangeSet,
    session: &Session,
) -> anyhow::Result<()> {
    let findings = || {
        let changes = chosen.iter().map(|change| show::change(review, change));
        let comments = comments.iter().map(|it| show::comment(&review.source, it));
        Outcome { findings: changes.chain(comments).collect(), ..Outcome::default() }
    };
    let mut out = session.stdout();
    match args.format {
        Form::Text if args.interactive => {}
        Form::Text if args.dry_run => return put_patch(changes, session),
        Form::Text => show::text(review, chosen, comments, &mut out)?,
        Form::Patch => return put_patch(changes, session),
        Form::Json => put_json(&mut out, &json::answer(review, chosen, comments))?,
        Form::Sarif => write_report("sarif", &findings(), session, &mut out)?,
        Form::Github => write_report("github", &findings(), session, &mut out)?,
    }
    out.flush()?;
    Ok(())
}

fn write_report(
    name: &str,
    outcome: &Outcome,
    session: &Session,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let format = report::FORMATS.iter().find(|format| format.name == name);
    if let Some(format) = format {
        (format.write)(outcome, &session.report_options(), out)?;
    }
    Ok(())
}

/// Asks about each change that can be applied.
fn ask(review: &Review, changes: Vec<Change>) -> anyhow::Result<Vec<Change>> {
    if !std::io::stdin().is_terminal() {
        bail!("--interactive needs a terminal to ask on; choose with --by and --section");
    }
    let mut chosen = Vec::new();
    for change in changes {
        let mut stderr = std::io::stderr();
        show::text(review, std::slice::from_ref(&change), &[], &mut stderr)?;
        if change.state != ChangeState::Open {
            continue;
        }
        put(&mut stderr, "take it over? [y/n/q]")?;
        let mut line = String::new();
        std::io::stdin().read_line(&mut line)?;
        match line.trim() {
            "y" | "yes" => chosen.push(change),
            "q" | "" => break,
            _ => {}
        }
    }
    Ok(chosen)
}

/// Sums up, and says what is left to do.
fn finish(
    args: &Args,
    review: &Review,
    (chosen, comments): (&[Change], &[&PlacedComment]),
    session: &Session,
) -> Exit {
    for FormatChange { file, words, what, span } in &review.formats {
        let place = show::place(&review.source, span.start);
        session.warning(&format!("not in the source: {file}: `{words}` {what} ({place})"));
    }
    for line in &review.left {
        session.warning(&format!("not in the source: {line}"));
    }
    let count = |state| chosen.iter().filter(|change| change.state == state).count();
    let (open, conflicts) = (count(ChangeState::Open), count(ChangeState::Conflict));
    let held = count(ChangeState::Held);
    let asked = comments.iter().filter(|placed| !placed.comment.is_done).count();
    let is_applied = (args.apply || args.interactive) && !args.dry_run;
    let applied = if is_applied { "applied" } else { "to apply with --apply" };
    let by_hand = if held > 0 { format!(", {held} to make by hand") } else { String::new() };
    session.message(&format!(
        "{open} changes {applied}{by_hand}, {conflicts} conflicts, {asked} open comments"
    ));
    let has_rest = held > 0
        || conflicts > 0
        || asked > 0
        || !review.left.is_empty()
        || !review.formats.is_empty();
    if has_rest || open > 0 && !is_applied { Exit::Findings } else { Exit::Clean }
}
