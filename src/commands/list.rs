//! `issuepaper list`

use clap::Args as ClapArgs;
use issuepaper::document;
use issuepaper::workspace::{self, Project};
use serde::Serialize;

use super::papers::Papers;
use super::table::{self, Format, Row};
use super::{Exit, Session};

/// List papers with their number, period, stage and title
#[derive(Debug, ClapArgs)]
pub struct Args {
    #[command(flatten)]
    papers: Papers,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

/// A line of the list. What a paper doesn't have is empty.
#[derive(Debug, Serialize)]
struct Line {
    number: String,
    period: String,
    stage: String,
    date: String,
    title: String,
    path: String,
}

impl Row<6> for Line {
    const HEADER: [&str; 6] = ["Number", "Period", "Stage", "Date", "Title", "Path"];

    fn cells(&self) -> [&str; 6] {
        [&self.number, &self.period, &self.stage, &self.date, &self.title, &self.path]
    }
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let inputs = args.papers.discover();
    let projects = workspace::load_all(&inputs);
    let rows: Vec<Line> = projects.iter().flat_map(rows).collect();
    table::print(args.format, &rows, &mut session.stdout())?;
    let has_failed = super::report_faults(&inputs.errors, &projects, session);
    Ok(if has_failed { Exit::Failure } else { Exit::Clean })
}

fn rows(project: &Project) -> Vec<Line> {
    let row = |file: &workspace::PaperFile| {
        let series = project.series_of(&file.paper)?;
        let page = document::assemble(&file.paper, series);
        let text = |text: Option<String>| text.unwrap_or_default();
        Some(Line {
            number: text(page.meta.identifier),
            period: text(page.meta.period),
            stage: text(page.meta.stage),
            date: text(page.meta.date),
            title: page.title,
            path: file.paper.file.name().to_owned(),
        })
    };
    project.selected().filter_map(row).collect()
}
