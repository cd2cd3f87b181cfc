//! What every command needs of the world outside: today, the terminal, colours.

use std::io::{IsTerminal, Write};

use anstream::ColorChoice;
use chrono::{DateTime, Local, NaiveDate};
use clap::{Args, ValueEnum};

use issuepaper::finding::Finding;
use issuepaper::report::{self, Options, Outcome};
use issuepaper::workspace::InputError;

/// The options that every command takes.
#[derive(Debug, Args)]
pub struct Global {
    /// When to use colours
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        help_heading = "Global options"
    )]
    color: Color,
    /// The day to judge dates by, instead of the clock or `SOURCE_DATE_EPOCH`
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = parse_day, help_heading = "Global options")]
    today: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The world as a command sees it.
#[derive(Debug)]
pub struct Session {
    color: Color,
    /// The day to judge dates by.
    pub today: NaiveDate,
}

impl Session {
    /// Looks at the environment once.
    pub fn new(global: &Global) -> Self {
        Self {
            color: global.color,
            today: global.today.or_else(source_date).unwrap_or_else(|| Local::now().date_naive()),
        }
    }

    /// Where results go. Buffered: flush it to see the last error.
    pub fn stdout(&self) -> impl Write + use<> {
        std::io::BufWriter::new(anstream::AutoStream::new(std::io::stdout(), self.choice()))
    }

    /// Where messages go.
    pub fn stderr(&self) -> impl Write + use<> {
        anstream::AutoStream::new(std::io::stderr(), self.choice())
    }

    /// How a report is written to stdout.
    pub fn report_options(&self) -> Options {
        let color = match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                std::io::stdout().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
            }
        };
        Options { color, width: terminal_width() }
    }

    /// Reports what could not be read; true if there was anything.
    pub fn report_errors(&self, errors: &[InputError]) -> bool {
        let mut stderr = self.stderr();
        for error in errors {
            // With stderr closed there is nobody left to tell.
            let _ = writeln!(stderr, "error: {error}");
        }
        !errors.is_empty()
    }

    /// Says something on stderr.
    pub fn message(&self, message: &str) {
        let _ = writeln!(self.stderr(), "{message}");
    }

    /// Shows findings on stderr, where they are no result but the reason why there is none.
    pub fn report_findings(&self, findings: &[Finding]) {
        let outcome = Outcome { findings: findings.to_vec(), ..Outcome::default() };
        let _ = report::write_findings(&outcome, self.report_options(), &mut self.stderr());
    }

    fn choice(&self) -> ColorChoice {
        match self.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
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

/// The day of `SOURCE_DATE_EPOCH`, see <https://reproducible-builds.org/specs/source-date-epoch/>.
fn source_date() -> Option<NaiveDate> {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok()?.trim().parse().ok()?;
    Some(DateTime::from_timestamp(seconds, 0)?.date_naive())
}

fn parse_day(text: &str) -> Result<NaiveDate, String> {
    issuepaper::paper::fields::parse_date(text)
        .map_err(|_| "write the day as YYYY-MM-DD".to_owned())
}
