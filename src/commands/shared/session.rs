//! What every command needs from its environment: today, the terminal, colors.

use std::io::Write;

use anstream::{AutoStream, ColorChoice};
use chrono::{DateTime, Datelike, Local, NaiveDate, Utc};
use clap::{Args, ValueEnum};

use issuepaper::project::InputError;
use issuepaper::report::{self, Base, Options};
use issuepaper::text::finding::Finding;

use super::parse::parse_day;
use super::put;
use super::stream::{IsClosed, Stream};

/// The options that every command takes.
#[derive(Debug, Args)]
pub struct Global {
    /// When to use colors
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Global options"
    )]
    color: Color,
    /// Print results and errors alone: no summaries and no notes
    #[arg(short, long, global = true, help_heading = "Global options")]
    quiet: bool,
    /// The day to judge dates by, instead of the clock or `SOURCE_DATE_EPOCH`
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = parse_day, help_heading = "Global options")]
    today: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal that has them, unless `NO_COLOR` is set; everywhere with `CLICOLOR_FORCE`
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The environment of a command.
#[derive(Debug)]
pub struct Session {
    color: Color,
    quiet: bool,
    /// The day to judge dates by.
    pub today: NaiveDate,
    /// The creation date in files that are made; by default the day of the paper.
    pub created: Option<DateTime<Utc>>,
    is_closed: IsClosed,
}

impl Session {
    /// Reads the environment once.
    ///
    /// # Errors
    ///
    /// `SOURCE_DATE_EPOCH` is not a point in time.
    pub fn new(global: &Global) -> anyhow::Result<Self> {
        let created = source_date()?;
        let day = || created.map(|created| created.date_naive());
        let today = global.today.or_else(day).unwrap_or_else(|| Local::now().date_naive());
        let (color, quiet) = (global.color, global.quiet);
        Ok(Self { color, quiet, today, created, is_closed: IsClosed::default() })
    }

    /// Where results go, byte by byte: a document or a patch may contain what looks like color codes.
    /// Buffered: flush it to see the last error.
    pub fn stdout(&self) -> impl Write + use<> {
        std::io::BufWriter::new(Stream::new(std::io::stdout(), self.is_closed.clone()))
    }

    /// The day `on` of something that is entered into the register, by default today.
    ///
    /// # Errors
    ///
    /// It is yet to come: an entry can't be taken back, and what is done next would be before it.
    pub fn past_day(&self, on: Option<NaiveDate>) -> anyhow::Result<NaiveDate> {
        let (day, today) = (on.unwrap_or(self.today), self.today);
        anyhow::ensure!(
            day <= today,
            "--on {day} is after today, {today}; give the day on which it happened"
        );
        Ok(day)
    }

    /// Whether nobody reads the results any more.
    pub fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    /// Where messages go.
    pub fn stderr(&self) -> impl Write + use<> {
        Stream::new(AutoStream::new(std::io::stderr(), self.color.into()), IsClosed::default())
    }

    /// How a report is written to stdout.
    pub fn report_options(&self) -> Options {
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            // The rule by which help and messages are colored, too.
            Color::Auto => AutoStream::choice(&std::io::stdout()) != ColorChoice::Never,
        };
        Options { color, width: terminal_width(), has_summary: !self.quiet, base: Base::default() }
    }

    /// How wide a table may be: as `COLUMNS` says, otherwise as wide as the terminal. Anywhere else it is as wide as
    /// its cells.
    #[expect(clippy::unused_self, reason = "the counterpart of `stdout`")]
    pub fn table_width(&self) -> Option<usize> {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let terminal = || {
            let (width, _) = terminal_size::terminal_size_of(std::io::stdout())?;
            Some(usize::from(width.0))
        };
        columns.or_else(terminal).filter(|width| *width > 0)
    }

    /// Reports what could not be read; true if there were any errors.
    pub fn report_errors(&self, errors: &[InputError]) -> bool {
        let mut stderr = self.stderr();
        for error in errors {
            // With stderr closed there is no place to report to.
            let _ = put(&mut stderr, &format!("error: {error}"));
        }
        !errors.is_empty()
    }

    /// Mentions what was passed over, which is no error.
    pub fn report_notes(&self, notes: &[InputError]) {
        let mut stderr = self.stderr();
        for note in notes.iter().filter(|_| !self.quiet) {
            let _ = put(&mut stderr, &format!("note: {note}"));
        }
    }

    /// Whether only results and errors are printed.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Prints on stderr what was done, or what to do next.
    pub fn message(&self, message: &str) {
        if !self.quiet {
            let _ = put(&mut self.stderr(), message);
        }
    }

    /// Prints on stderr which process is waited for, as it has locked the register.
    pub fn waiting(&self, holder: &str) {
        self.message(&format!("waiting for {holder}, which has locked the register"));
    }

    /// Prints on stderr why something is not done.
    pub fn warning(&self, message: &str) {
        let _ = put(&mut self.stderr(), message);
    }

    /// Shows findings on stderr, where they are not the result but the reason why there is none.
    pub fn report_findings<'f>(&self, findings: impl IntoIterator<Item = &'f Finding>) {
        // The stream takes the colors out where there are to be none.
        let options = Options { color: true, ..self.report_options() };
        let _ = report::write_findings(findings, &options, &mut self.stderr());
    }
}

impl Global {
    /// Where messages go before a session exists.
    pub fn stderr(&self) -> impl Write + use<> {
        AutoStream::new(std::io::stderr(), self.color.into())
    }
}

/// What `--color` says in the arguments of the program, for help and errors that are printed before these are parsed.
pub fn color_of(arguments: impl Iterator<Item = String>) -> clap::ColorChoice {
    let mut arguments = arguments.take_while(|argument| argument != "--");
    let mut color = clap::ColorChoice::Auto;
    while let Some(argument) = arguments.next() {
        let value = match argument.strip_prefix("--color") {
            Some("") => arguments.next(),
            Some(value) => value.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        color = value.and_then(|value| value.parse().ok()).unwrap_or(color);
    }
    color
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

/// A pipe has no width; 140 columns are what a log viewer shows.
fn terminal_width() -> usize {
    std::env::var("COLUMNS")
        .ok()
        .and_then(|columns| columns.parse().ok())
        .filter(|columns| *columns >= 40)
        .unwrap_or(140)
}

/// The variable that replaces the clock, see <https://reproducible-builds.org/specs/source-date-epoch/>.
fn source_date() -> anyhow::Result<Option<DateTime<Utc>>> {
    let Some(value) = std::env::var_os("SOURCE_DATE_EPOCH") else { return Ok(None) };
    let value = value.to_string_lossy();
    if value.is_empty() {
        return Ok(None);
    }
    let seconds = value.trim().parse().ok();
    let time = seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let year = time.map(|time| time.year());
    anyhow::ensure!(
        year.is_some_and(|year| (1970..=9999).contains(&year)),
        "SOURCE_DATE_EPOCH is `{value}`, not the seconds since 1970; set them or unset it"
    );
    Ok(time)
}
