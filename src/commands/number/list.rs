//! `issuepaper number list`

use clap::ValueEnum;
use issuepaper::numbers::{self, Error, Listed, Scope, Serials, StateName};
use issuepaper::paper::fields::Month;
use issuepaper::text::suggest::counted;

use super::open_project;
use crate::commands::shared::parse::parse_month;
use crate::commands::shared::table::{Format, Mark, Table};
use crate::commands::{Exit, Session};

/// List the numbers and their states
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only numbers in these states, separated by commas
    #[arg(long, value_name = "STATE", value_delimiter = ',')]
    state: Vec<State>,
    /// Only serials in the block that contains this one, or in a range such as 3725..3744
    #[arg(long, value_name = "SERIAL|FIRST..LAST", value_parser = parse_block)]
    block: Option<Serials>,
    /// Only numbers of this month; numbers that name no month count by their papers
    #[arg(long, value_name = "YYYY-MM", value_parser = parse_month)]
    period: Option<Month>,
    /// How to write the list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    mark: Mark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum State {
    /// Received and not used yet
    Free,
    /// Somebody will need it
    Reserved,
    /// A paper has it
    Assigned,
    /// Nobody may use it
    Void,
    /// Another number replaced it
    Renumbered,
    /// A paper has it, but the register does not list it
    Unregistered,
}

/// The argument that selects all series.
pub(super) const ALL: &str = "all";

fn parse_block(text: &str) -> Result<Serials, String> {
    match text.split_once("..") {
        None => Ok(Serials::OfBlock(text.to_owned())),
        Some((first, last)) => match (first.parse(), last.parse()) {
            (Ok(first), Ok(last)) if first <= last => Ok(Serials::Range(first, last)),
            _ => Err("write the first and the last serial, such as 3725..3744".to_owned()),
        },
    }
}

pub(super) fn run(args: &Args, series: Option<&str>, session: &Session) -> anyhow::Result<Exit> {
    let project = open_project(session)?;
    let is_all = series == Some(ALL);
    let mut columns =
        vec![("number", "Number"), ("state", "State"), ("on", "On"), ("note", "Note")];
    let listed = if is_all {
        columns.insert(0, ("series", "Series"));
        numbers::numbered_series(&project)
    } else {
        vec![numbers::series(&project, series)?]
    };
    if listed.is_empty() {
        return Err(Error::NoSeries(project.library.names()).into());
    }
    let scope = Scope {
        states: args.state.iter().map(|state| state.name()).collect(),
        serials: args.block.clone().unwrap_or_default(),
        period: args.period,
    };
    let (mut rows, mut serials, mut free) = (Vec::new(), 0, 0);
    for series in &listed {
        let listing = numbers::list(&project, series, &scope)?;
        serials += listing.serials;
        free += listing.free;
        rows.extend(listing.numbers.iter().map(|number| {
            let name = is_all.then(|| series.id.clone());
            name.into_iter().chain(cells(number)).collect::<Vec<_>>()
        }));
    }
    if let Some(error) = scope.serials.none_found().filter(|_| serials == 0) {
        return Err(error.into());
    }
    Table { columns, rows }.print(args.format, args.mark, session, &mut session.stdout())?;
    session.message(&format!("{free} of {} free", counted(serials, "serial")));
    Ok(Exit::Clean)
}

fn cells(listed: &Listed) -> [String; 4] {
    let Listed { number, state, on, note } = listed;
    let state = State::value_variants().iter().find(|own| own.name() == *state);
    let state = state.and_then(ValueEnum::to_possible_value);
    let state = state.map_or_else(String::new, |state| state.get_name().to_owned());
    let on = on.map(|on| on.to_string()).unwrap_or_default();
    [number.clone(), state, on, note.clone()]
}

impl State {
    const fn name(self) -> StateName {
        match self {
            Self::Free => StateName::Free,
            Self::Reserved => StateName::Reserved,
            Self::Assigned => StateName::Assigned,
            Self::Void => StateName::Void,
            Self::Renumbered => StateName::Renumbered,
            Self::Unregistered => StateName::Unregistered,
        }
    }
}
