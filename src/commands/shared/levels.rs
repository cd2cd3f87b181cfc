//! Rules on the command line: their names, and the levels given to them.

use anyhow::bail;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use issuepaper::check::{self, CommandLine, Run};
use issuepaper::series::Level;
use issuepaper::text::suggest;

/// All rules that would warn, for `--deny`.
const WARNINGS: &str = "warnings";

/// Any text is taken, so that a misspelt rule gets an answer of our own; the names are for completion.
#[derive(Clone)]
pub struct Names;

impl TypedValueParser for Names {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let value = |rule: &check::Rule| PossibleValue::new(rule.name).help(rule.summary());
        Some(Box::new(check::rules().into_iter().map(value)))
    }
}

/// What to do about the name of a rule that does not exist.
pub fn help(name: &str) -> String {
    let near = suggest::nearest(name, check::rules().into_iter().map(|rule| rule.name));
    near.map_or_else(
        || "`issuepaper explain` lists them all".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}

/// Levels for this run alone, stronger than series and settings.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Rules")]
pub struct Levels {
    /// Make a rule's findings errors; `warnings` makes errors of all warnings
    #[arg(short = 'D', long, value_name = "RULE", value_parser = Names, hide_possible_values = true)]
    deny: Vec<String>,
    /// Make a rule's findings warnings
    #[arg(short = 'W', long, value_name = "RULE", value_parser = Names, hide_possible_values = true)]
    warn: Vec<String>,
    /// Switch a rule off
    #[arg(short = 'A', long, value_name = "RULE", value_parser = Names, hide_possible_values = true)]
    allow: Vec<String>,
    /// The same as --deny warnings
    #[arg(long)]
    strict: bool,
}

impl Levels {
    /// What was typed.
    ///
    /// # Errors
    ///
    /// There is no such rule, it can't be set, or it was given two levels.
    pub fn command_line(&self) -> anyhow::Result<CommandLine> {
        let mut typed = CommandLine { denies_warnings: self.strict, ..CommandLine::default() };
        let given = [
            (Level::Error, "--deny", &self.deny),
            (Level::Warning, "--warn", &self.warn),
            (Level::Off, "--allow", &self.allow),
        ];
        for (level, option, names) in given {
            for name in names {
                if name == WARNINGS && level == Level::Error {
                    typed.denies_warnings = true;
                    continue;
                }
                match check::rule(name) {
                    None => bail!("there is no rule `{name}`; {}", help(name)),
                    Some(rule) if matches!(rule.run, Run::Settings) => {
                        bail!("`{name}` can't be set: without it no paper could be judged")
                    }
                    Some(_) => {}
                }
                if typed.levels.insert(name.clone(), level).is_some_and(|other| other != level) {
                    bail!("`{name}` is given another level by {option}; name it once");
                }
            }
        }
        Ok(typed)
    }
}
