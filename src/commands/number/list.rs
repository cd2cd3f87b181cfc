//! `issuepaper number list`

use clap::ValueEnum;
use issuepaper::paper::fields::Month;
use issuepaper::register::{Fate, State};
use issuepaper::suggest::counted;

use super::Desk;
use crate::commands::new::parse_month;
use crate::commands::table::{Format, Table};
use crate::commands::{Exit, Session};

/// List the numbers and what became of them
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only numbers of these states, with commas between them
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    state: Vec<Kind>,
    /// Only serials of the block that has this one
    #[arg(long, value_name = "SERIAL")]
    block: Option<String>,
    /// Only numbers of this month
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    period: Option<Month>,
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
    /// It gave way to another number
    Renumbered,
    /// A paper has it that the register knows nothing of
    Unregistered,
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let desk = Desk::open(series, false, session)?;
    let pool = desk.pool(desk.register()?);
    let block = args.block.as_deref().map(|serial| desk.block(serial)).transpose()?;
    let is_in_block = |serial: &str| block.is_none_or(|block| block.has(serial));
    let in_block: Vec<_> = pool.iter().filter(|(serial, _)| is_in_block(serial)).collect();
    let free = in_block.iter().filter(|(_, state)| kind(state) == Kind::Free).count();
    let columns = vec![("number", "Number"), ("state", "State"), ("on", "On"), ("note", "Note")];
    let rows = pool
        .iter()
        .filter(|(serial, _)| is_in_block(serial))
        .filter(|(_, state)| args.state.is_empty() || args.state.contains(&kind(state)))
        .filter(|(_, state)| args.period.is_none_or(|period| month(&desk, state) == Some(period)))
        .map(|(serial, state)| row(serial, state))
        .collect();
    Table { columns, rows }.print(args.format, &mut session.stdout())?;
    session.message(&format!("{free} of {} free", counted(in_block.len(), "serial")));
    Ok(Exit::Clean)
}

/// The month in a number.
fn month(desk: &Desk, state: &State<'_>) -> Option<Month> {
    let number = match state {
        State::Free => return None,
        State::Registered(entry) => &entry.number.value,
        State::Renumbered(alias) => &alias.number.value,
        State::Carried(number, _) => number,
    };
    desk.series.number.as_ref()?.month(number)
}

fn kind(state: &State<'_>) -> Kind {
    match state {
        State::Free => Kind::Free,
        State::Carried(..) => Kind::Unregistered,
        State::Renumbered(_) => Kind::Renumbered,
        State::Registered(entry) => match entry.fate {
            Fate::Reserved { .. } => Kind::Reserved,
            Fate::Assigned { .. } => Kind::Assigned,
            Fate::Void { .. } => Kind::Void,
        },
    }
}

fn row(serial: &str, state: &State<'_>) -> Vec<String> {
    let name = kind(state).to_possible_value();
    let name = name.map_or_else(String::new, |name| name.get_name().to_owned());
    let (number, on, note) = match state {
        State::Free => (serial.to_owned(), String::new(), String::new()),
        State::Renumbered(alias) => {
            (alias.number.value.clone(), alias.on.to_string(), format!("now {}", alias.to))
        }
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
    vec![number, name, on, note]
}
