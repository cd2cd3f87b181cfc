//! Which papers a command works on.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use clap_complete::engine::ArgValueCompleter;
use issuepaper::project::{self, Inputs, Walk};

use super::candidates;

/// The path that means standard input.
const STDIN: &str = "-";

/// The papers to work on, and where else to look for papers.
#[derive(Debug, clap::Args)]
pub struct Papers {
    /// Papers, folders or patterns such as '2024-*/*.md'
    #[arg(value_name = "PATH", add = ArgValueCompleter::new(candidates::papers()))]
    paths: Vec<PathBuf>,
    /// Include papers that .gitignore excludes
    #[arg(long, help_heading = "Papers")]
    no_ignore: bool,
    /// Include hidden papers and those in hidden folders
    #[arg(long, help_heading = "Papers")]
    hidden: bool,
}

impl Papers {
    /// Finds them.
    pub fn discover(&self) -> Inputs {
        project::discover_with(None, &self.paths, self.walk())
    }

    /// Whether one of them is standard input.
    pub fn has_stdin(&self) -> bool {
        self.paths.iter().any(|path| path == Path::new(STDIN))
    }

    /// Finds them; standard input is treated as the paper at `path`, or as one in the
    /// current folder.
    ///
    /// # Errors
    ///
    /// Standard input can't be read, or `path` is set without it.
    pub fn discover_with_stdin(&self, path: Option<&Path>) -> anyhow::Result<Inputs> {
        if !self.has_stdin() {
            if path.is_some() {
                bail!("--stdin-path names the paper from standard input; add - to the papers");
            }
            return Ok(self.discover());
        }
        let mut bytes = Vec::new();
        let mut input = std::io::stdin().take(project::MAX_PAPER_BYTES + 1);
        input.read_to_end(&mut bytes).context("standard input can't be read")?;
        if bytes.len() as u64 > project::MAX_PAPER_BYTES {
            let limit = project::MAX_PAPER_BYTES / 1024 / 1024;
            bail!("standard input is larger than {limit} MB, and is not read; make it smaller");
        }
        let others: Vec<PathBuf> =
            self.paths.iter().filter(|path| *path != Path::new(STDIN)).cloned().collect();
        let path = path.unwrap_or(Path::new(STDIN)).to_owned();
        Ok(project::discover_with(Some((path, bytes)), &others, self.walk()))
    }

    fn walk(&self) -> Walk {
        Walk { ignored: self.no_ignore, hidden: self.hidden }
    }
}
