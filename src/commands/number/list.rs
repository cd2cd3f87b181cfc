//! `issuepaper number list`

use std::io::Write;

use clap::ValueEnum;
use issuepaper::register::{Fate, State};
use serde::Serialize;

use super::Desk;
use crate::commands::{Exit, Session, table};

/// List the numbers and what became of them
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only numbers of these states, with commas between them
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    state: Vec<Kind>,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Received and not used
    Free,
    /// Somebody will need it
    Reserved,
    /// A paper has it
    Assigned,
    /// Nobody may use it
    Void,
    /// A paper has it that the register knows nothing of
    Unregistered,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Table,
    /// One JSON array
    Json,
    /// Comma-separated values with a header line (RFC 4180)
    Csv,
}

/// A line of the list.
#[derive(Debug, Serialize)]
struct Row {
    number: String,
    state: String,
    on: String,
    note: String,
}

impl Row {
    const HEADER: [&str; 4] = ["Number", "State", "On", "Note"];

    fn cells(&self) -> [&str; 4] {
        [&self.number, &self.state, &self.on, &self.note]
    }
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let desk = Desk::open(series, false, session)?;
    let pool = desk.pool(desk.register()?);
    let rows: Vec<Row> = pool
        .iter()
        .filter(|(_, state)| args.state.is_empty() || args.state.contains(&kind(state)))
        .map(|(serial, state)| row(serial, state))
        .collect();
    let mut out = session.stdout();
    match args.format {
        Format::Table => table::write(Row::HEADER, rows.iter().map(Row::cells), &mut out)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &rows)?;
            writeln!(out)?;
        }
        Format::Csv => {
            let mut writer = csv::Writer::from_writer(&mut out);
            writer.write_record(Row::HEADER.map(str::to_lowercase))?;
            for row in &rows {
                writer.write_record(row.cells())?;
            }
            writer.flush()?;
        }
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn kind(state: &State<'_>) -> Kind {
    match state {
        State::Free => Kind::Free,
        State::Carried(..) => Kind::Unregistered,
        State::Registered(entry) => match entry.fate {
            Fate::Reserved { .. } => Kind::Reserved,
            Fate::Assigned { .. } => Kind::Assigned,
            Fate::Void { .. } => Kind::Void,
        },
    }
}

fn row(serial: &str, state: &State<'_>) -> Row {
    let name = kind(state).to_possible_value();
    let name = name.map_or_else(String::new, |name| name.get_name().to_owned());
    let (number, on, note) = match state {
        State::Free => (serial.to_owned(), String::new(), String::new()),
        State::Carried(number, paper) => (number.clone(), String::new(), paper.clone()),
        State::Registered(entry) => {
            let note = match &entry.fate {
                Fate::Reserved { by: note }
                | Fate::Assigned { paper: note }
                | Fate::Void { why: note } => note.clone(),
            };
            (entry.number.value.clone(), entry.on.to_string(), note)
        }
    };
    Row { number, state: name, on, note }
}
