//! What publish, revise and withdraw have in common on the command line.

use std::io::Write;
use std::path::PathBuf;

use anyhow::bail;
use chrono::NaiveDate;
use issuepaper::check::Outcome;
use issuepaper::pages::{self, Page, PageOptions};
use issuepaper::project::{
    LockedProject, OpenError, Project, RegisterChangeError, output_folder, paths,
};
use issuepaper::publish::{PublishError, Transition, TransitionKind};
use issuepaper::text::suggest::counted;

use super::pages::Rendering;
use super::parse::parse_day;
use super::{Exit, Session, put, put_patch, report_faults};

/// The options of all three.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Show what would be changed and written, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// The day it happens on [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_day)]
    on: Option<NaiveDate>,
    /// The folder to render to [default: `out` in the project's folder]
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
}

/// Opens the project of `papers`, which become its selected papers.
pub fn open(papers: &[PathBuf], session: &Session) -> anyhow::Result<LockedProject> {
    let locked = match LockedProject::open(papers, &|holder| session.waiting(holder)) {
        Ok(locked) => locked,
        Err(OpenError::NotFound(errors)) => {
            session.report_errors(&errors);
            bail!("nothing was changed");
        }
        Err(error) => return Err(error.into()),
    };
    if report_faults(&[], std::slice::from_ref(locked.project()), session) {
        bail!("nothing was changed");
    }
    Ok(locked)
}

impl Options {
    /// The day it happens on.
    ///
    /// # Errors
    ///
    /// It is yet to come.
    pub fn day(&self, session: &Session) -> anyhow::Result<NaiveDate> {
        session.past_day(self.on)
    }

    /// Checks the papers of a transition as they will be and, if they pass, writes them and renders them.
    pub fn execute(
        &self,
        transition: Result<Transition, PublishError>,
        participle: &str,
        session: &Session,
    ) -> anyhow::Result<Exit> {
        let transition = match transition {
            Ok(transition) => transition,
            Err(error) => return refuse(error, participle, session),
        };
        if transition.papers().is_empty() {
            return self.complete(transition, session);
        }
        for note in transition.notes() {
            session.message(note);
        }
        let judgment = transition.judge(session.today);
        session.report_findings(&judgment.outcome.faults);
        session.report_findings(&judgment.errors);
        if session.report_errors(&judgment.outcome.errors) || !judgment.outcome.is_judged() {
            bail!("nothing was {participle}");
        }
        if !judgment.errors.is_empty() {
            let count = counted(judgment.errors.len(), "error");
            session.warning(&format!("{count}; nothing was {participle}"));
            return Ok(Exit::Findings);
        }
        let options = self.page_options(transition.project(), session);
        if session.report_errors(&pages::obstacles(transition.project(), &options)) {
            bail!("nothing was {participle}");
        }
        if self.dry_run {
            return self.show(&transition, &judgment.outcome, session);
        }
        transition.commit()?;
        let mut out = session.stdout();
        for path in transition.papers() {
            put(&mut out, &format!("{participle} {path}"))?;
        }
        out.flush()?;
        self.render(transition, judgment.outcome, session)
    }

    /// Makes the pages that are missing, or are as they were before, since the program was stopped after it had written
    /// the papers. If there are none, nothing is left to do.
    fn complete(&self, transition: Transition, session: &Session) -> anyhow::Result<Exit> {
        let (kind, notes) = (transition.kind(), transition.notes().to_vec());
        let outcome = transition.judge(session.today).outcome;
        let project = transition.unlock();
        let options = self.page_options(&project, session);
        let mut rendering = Rendering::of(outcome);
        rendering.add(&project, &[]);
        let pages = pages::outdated(rendering.plan(&options));
        if pages.is_empty() && kind != TransitionKind::Publish {
            return refuse(PublishError::Refused(notes), kind.participle(), session);
        }
        for note in &notes {
            session.message(note);
        }
        if pages.is_empty() {
            session.message("there is nothing left to publish");
            return Ok(Exit::Clean);
        }
        if self.dry_run {
            for page in &pages {
                session.message(&format!("would write {}", paths::display(&page.path)));
            }
            return Ok(Exit::Clean);
        }
        output(rendering, &pages, &options, kind, session)
    }

    /// Shows what would be changed, and which files would be written.
    fn show(
        &self,
        transition: &Transition,
        outcome: &Outcome,
        session: &Session,
    ) -> anyhow::Result<Exit> {
        put_patch(&transition.changes(), session)?;
        let passed = outcome.reported().count();
        if passed > 0 {
            let count = counted(passed, "finding");
            session.message(&format!("{count} let pass (`issuepaper check` shows them)"));
        }
        let project = transition.project();
        for path in pages::planned(project, &self.page_options(project, session)) {
            session.message(&format!("would write {}", paths::display(&path)));
        }
        Ok(Exit::Clean)
    }

    fn page_options(&self, project: &Project, session: &Session) -> PageOptions {
        let default = || output_folder(std::slice::from_ref(project));
        let output = self.output.clone().unwrap_or_else(default);
        PageOptions { output, created: session.created, ..PageOptions::default() }
    }

    /// Makes the pages from the project that was judged and written.
    fn render(
        &self,
        transition: Transition,
        outcome: Outcome,
        session: &Session,
    ) -> anyhow::Result<Exit> {
        let kind = transition.kind();
        // The lock is released before pages are made.
        let project = transition.unlock();
        let mut rendering = Rendering::of(outcome);
        rendering.add(&project, &[]);
        let options = self.page_options(&project, session);
        let pages = rendering.plan(&options);
        output(rendering, &pages, &options, kind, session)
    }
}

/// Writes pages, and reports what became of them.
fn output(
    mut rendering: Rendering<'_>,
    pages: &[Page<'_>],
    options: &PageOptions,
    kind: TransitionKind,
    session: &Session,
) -> anyhow::Result<Exit> {
    let written = rendering.output(pages, options, session)?;
    let files = super::pages::files(&written);
    let mut out = session.stdout();
    super::pages::print_paths(&files, &mut out)?;
    out.flush()?;
    let exit = rendering.conclude(files.len(), session);
    if exit == Exit::Failure {
        session.warning(&format!(
            "the papers are {}, but not all pages were written; run `issuepaper render`",
            kind.participle()
        ));
    }
    Ok(exit)
}

/// Reports why nothing is done.
fn refuse(error: PublishError, participle: &str, session: &Session) -> anyhow::Result<Exit> {
    match error {
        PublishError::Register(RegisterChangeError::Unreadable(findings)) => {
            session.report_findings(&findings);
            bail!("nothing was {participle}")
        }
        PublishError::Refused(reasons) => {
            for reason in reasons {
                session.warning(&format!("error: {reason}"));
            }
            bail!("nothing was {participle}")
        }
        error => Err(error.into()),
    }
}
