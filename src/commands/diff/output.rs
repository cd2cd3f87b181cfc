//! Writing a comparison.

use std::io::Write;

use anyhow::bail;
use clap::ValueEnum;
use issuepaper::compare::report::text::Options;
use issuepaper::compare::report::{Compared, html, json, markdown, text};
use issuepaper::pages::is_stdout;
use issuepaper::project::{Sources, files, paths};
use issuepaper::text::show;

use super::editions::Pair;
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
    let projects = pairs.iter().flat_map(|pair| [&pair.old, &pair.new]);
    Sources::new(projects.map(|edition| edition.project.as_ref())).verify_none(path)?;
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
