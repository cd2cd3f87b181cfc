//! Writing a comparison.

use std::io::{IsTerminal, Write};
use std::path::Path;

use anyhow::{Context, bail};
use clap::ValueEnum;
use issuepaper::compare::report::text::Options;
use issuepaper::compare::report::{Compared, html, json, markdown, text};
use issuepaper::pages::{Page, PageError, is_stdout};
use issuepaper::project::{Sources, files, paths};
use issuepaper::render::{self, Revision};
use issuepaper::text::show;

use super::editions::{Edition, Pair};
use super::{Args, Form, Session};

/// The format that the arguments ask for.
pub fn form(args: &Args) -> anyhow::Result<Form> {
    let extension = args.output.as_ref().and_then(|path| path.extension()?.to_str());
    let named = extension.and_then(|extension| Form::from_str(extension, true).ok());
    let form = args.format.or(named).unwrap_or(Form::Text);
    if args.stat && form != Form::Text {
        bail!("--stat is text alone; leave out one of --stat and the format");
    }
    Ok(form)
}

/// The new paper with the differences as tracked changes.
fn tracked(
    args: &Args,
    pairs: &[Pair],
    to_file: Option<&Path>,
    session: &Session,
) -> anyhow::Result<Vec<u8>> {
    let [pair] = pairs else {
        bail!("a Word document is of one paper; name a paper, or choose another format");
    };
    if to_file.is_none() && std::io::stdout().is_terminal() {
        bail!("a Word document is no text; name a file with -o");
    }
    let date = args.date.unwrap_or(session.today);
    let revision = Revision { author: args.author.clone(), date: format!("{date}T00:00:00Z") };
    let made = page(&pair.new, session)?.redline(&page(&pair.old, session)?, &revision);
    made.map_err(|error| match error {
        PageError::Input(error) => error.into(),
        PageError::Template(finding) => {
            session.report_findings([finding.as_ref()]);
            anyhow::anyhow!("a template is broken")
        }
    })
}

/// The page of a paper in the format with tracked changes.
fn page<'p>(edition: &'p Edition, session: &Session) -> anyhow::Result<Page<'p>> {
    let page = Page::of(&edition.project, &edition.file, render::TRACKED, session.created);
    page.with_context(|| format!("{}: its series can't be read", edition.name))
}

/// Writes the comparisons to where the arguments say.
pub fn write(
    args: &Args,
    form: Form,
    pairs: &[Pair],
    compared: &[Compared],
    session: &Session,
) -> anyhow::Result<()> {
    let to_file = args.output.as_deref().filter(|path| !is_stdout(path));
    let report = session.report_options();
    let bytes = match form {
        Form::Text => {
            let color = report.color && to_file.is_none();
            let options = Options { color, width: report.width, is_stat: args.stat };
            text::text(compared, options).into_bytes()
        }
        Form::Docx => tracked(args, pairs, to_file, session)?,
        Form::Html => html::html(compared).into_bytes(),
        Form::Markdown => markdown::markdown(compared).into_bytes(),
        Form::Json => {
            let text = serde_json::to_string_pretty(&json::json(compared))?;
            format!("{}\n", show::json(&text)).into_bytes()
        }
    };
    let Some(path) = to_file else {
        let mut out = session.stdout();
        out.write_all(&bytes)?;
        out.flush()?;
        return Ok(());
    };
    let editions = pairs.iter().flat_map(|pair| [&pair.old, &pair.new]);
    let projects: Vec<_> = editions.map(|edition| edition.project.as_ref()).collect();
    Sources::new(projects.iter().copied()).verify_none(path)?;
    if projects.iter().any(|project| project.would_be_paper(path)) {
        bail!(
            "{}: would be taken for a paper; choose a file in `out`, or outside of the project",
            paths::display(path)
        );
    }
    if args.force {
        files::replace(path, &bytes)?;
    } else if path.symlink_metadata().is_ok() {
        bail!(
            "{}: exists and is not written over; choose another file, or add --force",
            paths::display(path)
        );
    } else {
        files::create_new(path, &bytes)?;
    }
    Ok(())
}
