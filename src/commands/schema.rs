//! `issuepaper schema`

use std::io::Write;

use anyhow::bail;
use clap::Args as ClapArgs;
use clap_complete::engine::ArgValueCandidates;
use issuepaper::check::{self, Run};
use issuepaper::project;
use issuepaper::text::suggest;
use issuepaper::{render, schema};

use super::{Exit, Session, candidates, put_json};

/// Print a JSON Schema of the front matter or of a file of the project
///
/// Draft 2020-12. A schema describes the structure of a file; `check` verifies the rest.
#[expect(
    clippy::struct_excessive_bools,
    reason = "one for each kind of file, of which clap takes one"
)]
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The series of the front matter [default: that of the project]
    #[arg(value_name = "SERIES", add = ArgValueCandidates::new(candidates::series), conflicts_with_all = ["settings", "registry", "register", "series_file"])]
    series: Option<String>,
    /// The schema of issuepaper.yaml
    #[arg(long)]
    settings: bool,
    /// The schema of units.yaml
    #[arg(long, conflicts_with = "settings")]
    registry: bool,
    /// The schema of numbers.yaml
    #[arg(long, conflicts_with_all = ["settings", "registry"])]
    register: bool,
    /// The schema of series.yaml
    #[arg(long, conflicts_with_all = ["settings", "registry", "register"])]
    series_file: bool,
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let schema = if args.settings {
        let formats: Vec<&str> = render::available().map(|format| format.name).collect();
        let rules = check::rules().into_iter();
        let rules: Vec<&str> =
            rules.filter(|rule| !matches!(rule.run, Run::Settings)).map(|rule| rule.name).collect();
        schema::settings(&formats, &rules)
    } else if args.registry {
        schema::registry()
    } else if args.register {
        schema::register()
    } else if args.series_file {
        schema::series()
    } else {
        let project = project::load_here();
        if super::report_settings(&project, session) {
            return Ok(Exit::Failure);
        }
        let id = args.series.as_ref().unwrap_or(&project.settings.series.value);
        match project.library.series(id) {
            Some(Ok(series)) => schema::front_matter(&series),
            Some(Err(findings)) => {
                session.report_findings(&findings);
                return Ok(Exit::Failure);
            }
            None => {
                let names = project.library.names();
                bail!(
                    "there is no series `{id}`; the series are {}",
                    suggest::listed(names.iter().map(String::as_str))
                )
            }
        }
    };
    let mut out = session.stdout();
    put_json(&mut out, &schema)?;
    out.flush()?;
    Ok(Exit::Clean)
}
