//! Rules on the command line: their names and levels.

use anyhow::bail;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use issuepaper::check::{self, CommandLine, Run};
use issuepaper::series::Level;
use issuepaper::text::suggest;

/// The argument of `--deny` that means all rules that would warn.
const WARNINGS: &str = "warnings";

/// Any text is accepted, so that a misspelled rule gets our own error message; the names are for completion.
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

/// Help for the name of a rule that does not exist.
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
    /// Make a rule's findings errors; `warnings` turns all warnings into errors
    #[arg(short = 'D', long, value_name = "RULE", value_parser = Names, hide_possible_values = true)]
    deny: Vec<String>,
    /// Make a rule's findings warnings
    #[arg(short = 'W', long, value_name = "RULE", value_parser = Names, hide_possible_values = true)]
    warn: Vec<String>,
    /// Turn a rule off
    #[arg(short = 'A', long, value_name = "RULE", value_parser = Names, hide_possible_values = true)]
    allow: Vec<String>,
    /// The same as --deny warnings
    #[arg(long)]
    strict: bool,
}

impl Levels {
    /// The levels from the command line.
    ///
    /// # Errors
    ///
    /// There is no such rule, its level can't be set, or it has two levels.
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
                        bail!(
                            "the level of `{name}` can't be set: without it no paper could be judged"
                        )
                    }
                    Some(_) => {}
                }
                if typed.levels.insert(name.clone(), level).is_some_and(|other| other != level) {
                    bail!("`{name}` has another level in {option}; name it once");
                }
            }
        }
        Ok(typed)
    }
}
