//! Candidates for shell completion: the papers, series, stages and units of the project that the
//! user is in.

use std::path::Path;

use clap_complete::engine::{CompletionCandidate, PathCompleter};
use issuepaper::paper::CoreField;
use issuepaper::project;
use issuepaper::project::units::Registry;
use issuepaper::series::Series;

/// The series of the project around the current folder.
pub fn series() -> Vec<CompletionCandidate> {
    project::load_here().library.names().into_iter().map(CompletionCandidate::new).collect()
}

/// The stages of the project's own series.
pub fn stages() -> Vec<CompletionCandidate> {
    of_series(|series| series.stages.order.clone())
}

/// The actions that papers of the project's own series may ask for.
pub fn actions() -> Vec<CompletionCandidate> {
    of_series(|series| {
        series.field(CoreField::ActionRequired).map_or(Vec::new(), |field| field.choices.clone())
    })
}

fn of_series(words: fn(&Series) -> Vec<String>) -> Vec<CompletionCandidate> {
    let project = project::load_here();
    let series = project.series(&project.settings.series.value);
    series.into_iter().flat_map(words).map(CompletionCandidate::new).collect()
}

/// The units of the registry by name and short form.
pub fn units() -> Vec<CompletionCandidate> {
    let project = project::load_here();
    let names = project.registry.iter().flat_map(Registry::names);
    names.map(CompletionCandidate::new).collect()
}

/// Papers, and folders that may hold some.
pub fn papers() -> PathCompleter {
    let is_paper = |path: &Path| {
        path.is_dir()
            || path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("md"))
    };
    PathCompleter::any().filter(is_paper)
}
