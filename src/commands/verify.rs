//! `issuepaper verify`

use std::fmt;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};
use issuepaper::pages::{self, PageState, SourceState, Verification};
use issuepaper::text::show;
use serde::Serialize;

use super::{Exit, Session, put, put_json};

/// Show what a rendered file was made from, and whether it is still up to date
///
/// HTML, Word and PDF files name the paper, the revision and the text that they were made from. The paper is
/// looked up in the project around the current folder, and compared. Exit code 0 means that the file is what the
/// paper renders to today, 1 that it is not, 2 that the file does not say where it comes from.
#[derive(Debug, ClapArgs)]
pub struct Args {
    /// A rendered file
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// How to write the result
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Form,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Form {
    /// Lines for people
    Text,
    /// A JSON object
    Json,
}

/// What is known about a file, as it is printed.
#[derive(Debug, Serialize)]
struct Answer {
    file: String,
    paper: String,
    revision: Option<String>,
    sha256: String,
    registered: Option<String>,
    replaced: Option<String>,
    version: String,
    source: SourceState,
    pictures: Option<SourceState>,
    page: PageState,
}

impl From<Verification> for Answer {
    fn from(found: Verification) -> Self {
        Self {
            file: found.file,
            paper: found.provenance.paper,
            revision: found.provenance.revision,
            sha256: found.provenance.seal.to_string(),
            registered: found.registered,
            replaced: found.replaced,
            version: found.provenance.version,
            source: found.source,
            pictures: found.pictures,
            page: found.page,
        }
    }
}

impl Answer {
    /// Whether the paper has the text that the file was made from, and shows other pictures.
    fn has_other_pictures(&self) -> bool {
        self.source == SourceState::Same && self.pictures == Some(SourceState::Changed)
    }
}

pub fn run(args: &Args, session: &Session) -> anyhow::Result<Exit> {
    let found = pages::verify(&args.file, session.created)?;
    let exit = if found.is_same() { Exit::Clean } else { Exit::Findings };
    let answer = Answer::from(found);
    let mut out = session.stdout();
    match args.format {
        Form::Text => answer.to_string().lines().try_for_each(|line| put(&mut out, line))?,
        Form::Json => put_json(&mut out, &answer)?,
    }
    out.flush()?;
    Ok(exit)
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let source = match self.source {
            SourceState::Same if self.has_other_pictures() => {
                "is the text that the file was made from, but shows other pictures"
            }
            SourceState::Same => "is the text that the file was made from",
            SourceState::Changed => "was changed since",
            SourceState::Missing => "is not in this project",
        };
        let page = match self.page {
            PageState::Same => "is byte for byte what the paper renders to today",
            PageState::Different if self.has_other_pictures() => {
                "differs from what the paper makes today: a picture was changed since"
            }
            PageState::Different if self.source == SourceState::Same => {
                "differs from what the paper makes today: it was edited, or made with other settings, \
                 templates or another version"
            }
            PageState::Different => "differs from what the paper renders to today",
            PageState::Unknown => "can't be compared with what the paper renders to today",
        };
        let mut line = |name: &str, value: &str| writeln!(f, "{name:<9}{}", show::part(value));
        line("file", &format!("{} {page}", self.file))?;
        line("paper", &format!("{} {source}", self.paper))?;
        line("revision", self.revision.as_deref().unwrap_or("none"))?;
        line("text", self.registered.as_deref().unwrap_or("not in the register"))?;
        if let Some(replaced) = &self.replaced {
            line("replaced", &format!("an earlier edition: since then the paper was {replaced}"))?;
        }
        line("sha256", &self.sha256)?;
        line("made by", &format!("issuepaper {}", self.version))
    }
}
