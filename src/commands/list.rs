//! `issuepaper list`

use std::io::Write;

use clap::{Args as ClapArgs, ValueEnum};
use issuepaper::document;
use issuepaper::workspace::{self, Project};
use serde::Serialize;

use super::papers::Papers;
use super::{Exit, Session, table};

/// List papers with their number, period, stage and title
#[derive(Debug, ClapArgs)]
pub struct Args {
    #[command(flatten)]
    papers: Papers,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns for people
    Table,
    /// A JSON array of objects
    Json,
    /// Comma-separated values with a header line (RFC 4180)
    Csv,
}

/// A line of the list. What a paper doesn't have is empty.
#[derive(Debug, Serialize)]
struct Row {
    number: String,
    period: String,
    stage: String,
    date: String,
    title: String,
    path: String,
}

impl Row {
    const HEADER: [&str; 6] = ["Number", "Period", "Stage", "Date", "Title", "Path"];

    fn cells(&self) -> [&str; 6] {
        [&self.number, &self.period, &self.stage, &self.date, &self.title, &self.path]
    }
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let inputs = args.papers.discover();
    let projects = workspace::load_all(&inputs);
    let rows: Vec<Row> = projects.iter().flat_map(rows).collect();
    let mut out = session.stdout();
    match args.format {
        Format::Table => table::write(Row::HEADER, rows.iter().map(Row::cells), &mut out)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &rows)?;
            writeln!(out)?;
        }
        Format::Csv => csv(&rows, &mut out)?,
    }
    out.flush()?;
    let mut has_failed = session.report_errors(&inputs.errors);
    for project in &projects {
        has_failed |= session.report_errors(&project.errors);
        has_failed |= super::report_settings(project, session);
    }
    Ok(if has_failed { Exit::Failure } else { Exit::Clean })
}

fn rows(project: &Project) -> Vec<Row> {
    let row = |file: &workspace::PaperFile| {
        let series = project.series_of(&file.paper)?;
        let page = document::assemble(&file.paper, series);
        let text = |text: Option<String>| text.unwrap_or_default();
        Some(Row {
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

fn csv(rows: &[Row], out: &mut impl Write) -> anyhow::Result<()> {
    let mut writer = ::csv::Writer::from_writer(out);
    for row in rows {
        writer.serialize(row)?;
    }
    if rows.is_empty() {
        writer.write_record(Row::HEADER.map(str::to_lowercase))?;
    }
    writer.flush()?;
    Ok(())
}
