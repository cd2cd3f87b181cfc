//! Candidates for shell completion: the papers, series, stages and units of the project that the
//! user is in.

use std::path::Path;

use clap_complete::engine::{CompletionCandidate, PathCompleter};
use issuepaper::project;
use issuepaper::project::units::Registry;
use issuepaper::series::Role;
use issuepaper::series::Series;
use issuepaper::text::show;

/// The series of the project around the current folder.
pub fn series() -> Vec<CompletionCandidate> {
    listed(project::load_here().library.names())
}

/// The stages of the project's own series.
pub fn stages() -> Vec<CompletionCandidate> {
    of_series(|series| series.stages.order.clone())
}

/// The actions that papers of the project's own series may ask for.
pub fn actions() -> Vec<CompletionCandidate> {
    of_series(|series| {
        series.field(Role::ActionRequired).map_or(Vec::new(), |field| field.choices.clone())
    })
}

fn of_series(words: fn(&Series) -> Vec<String>) -> Vec<CompletionCandidate> {
    let project = project::load_here();
    let series = project.series(&project.settings.series.value);
    listed(series.into_iter().flat_map(words))
}

/// The units of the registry by name and short form.
pub fn units() -> Vec<CompletionCandidate> {
    let project = project::load_here();
    let names = project.registry.iter().flat_map(Registry::names);
    listed(names)
}

/// The words of a project that a shell can offer: one word a line, on which nothing acts.
fn listed<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Vec<CompletionCandidate> {
    let words = words.into_iter().filter(|word| show::line(word.as_ref()) == word.as_ref());
    words.map(|word| CompletionCandidate::new(word.as_ref())).collect()
}

/// Papers, and folders that may hold some.
pub fn papers() -> PathCompleter {
    let is_paper = |path: &Path| {
        path.is_dir()
            || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
    };
    PathCompleter::any().filter(is_paper)
}
