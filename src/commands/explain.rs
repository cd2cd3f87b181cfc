//! `issuepaper explain`

use std::io::Write;

use anyhow::bail;
use clap::Args as ClapArgs;
use issuepaper::check::{self, Rule};
use issuepaper::series::Level;
use issuepaper::suggest;

use super::{Exit, Session};

/// Show what a rule checks, why, and how to fix what it finds
///
/// Without a rule, lists all of them with the level they have where no series and no setting says
/// otherwise.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// The rule, for example missing-field
    #[arg(value_name = "RULE", value_parser = rule_names(), hide_possible_values = true)]
    rule: Option<String>,
}

/// Any text is taken, so that a misspelt rule gets an answer of our own; the names are for completion.
fn rule_names() -> impl clap::builder::TypedValueParser<Value = String> {
    use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
    #[derive(Clone)]
    struct Names;
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
            Some(Box::new(
                check::rules()
                    .into_iter()
                    .map(|rule| PossibleValue::new(rule.name).help(rule.summary())),
            ))
        }
    }
    Names
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let mut out = session.stdout();
    match &args.rule {
        None => list(&mut out)?,
        Some(name) => match check::rule(name) {
            Some(rule) => page(rule, &mut out)?,
            None => bail!("there is no rule `{name}`; {}", help(name)),
        },
    }
    out.flush()?;
    Ok(Exit::Clean)
}

fn help(name: &str) -> String {
    let near = suggest::nearest(name, check::rules().into_iter().map(|rule| rule.name));
    near.map_or_else(
        || "`issuepaper explain` lists them all".to_owned(),
        |near| format!("did you mean `{near}`?"),
    )
}

fn list(out: &mut impl Write) -> anyhow::Result<()> {
    let rules = check::rules();
    let width = rules.iter().map(|rule| rule.name.len()).max().unwrap_or_default();
    for rule in rules {
        let summary: Vec<&str> = rule.summary().split_whitespace().collect();
        writeln!(out, "{:width$}  {:7}  {}", rule.name, level(rule), summary.join(" "))?;
    }
    Ok(())
}

fn page(rule: &Rule, out: &mut impl Write) -> anyhow::Result<()> {
    writeln!(out, "# {}\n\nLevel: {}\n", rule.name, level(rule))?;
    for line in rule.documentation.trim_end().lines() {
        writeln!(out, "{}", line.strip_prefix(' ').unwrap_or(line))?;
    }
    Ok(())
}

fn level(rule: &Rule) -> &'static str {
    match rule.level {
        Level::Off => "off",
        Level::Warning => "warning",
        Level::Error => "error",
    }
}
