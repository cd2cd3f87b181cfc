//! The templates of a series, and what is wrong with them.

use issuepaper::project::Project;
use issuepaper::render::{self, FORMATS, Format, TemplateProblem, TemplateSet};
use issuepaper::series::Series;
use issuepaper::text::finding::Finding;
use issuepaper::text::source::{SourceFile, Spanned};
use issuepaper::text::suggest;
use issuepaper::yaml::INVALID_SETTINGS;

/// The templates of `series`, each from the nearest series that has it.
pub(super) fn load(project: &Project, series: &Series) -> TemplateSet {
    let templates =
        TemplateSet::new(project.library.templates(&series.id)).with_fonts(project.fonts.clone());
    match project.library.binary(&series.id, render::REFERENCE) {
        Some(file) => templates.with_reference(&file.bytes),
        None => templates,
    }
}

/// What is wrong with the templates that a project brings itself, found without any paper.
pub(super) fn own_findings(project: &Project) -> Vec<Finding> {
    let mut findings = Vec::new();
    for series in project.used_series() {
        let is_own = |format: &&Format| {
            let mut own = project.library.own_templates(&series.id).map(|(name, _)| name);
            own.any(|name| name == format.template)
                || project.library.binary(&series.id, format.template).is_some()
        };
        let templates = load(project, series);
        for format in FORMATS.iter().filter(is_own) {
            let problems = render::verify(&templates, format);
            findings.extend(
                problems.into_iter().filter_map(|problem| finding(project, series, problem)),
            );
        }
    }
    findings
}

/// A template's problem as a finding in its file; none if the series has no such file.
pub(super) fn finding(
    project: &Project,
    series: &Series,
    problem: TemplateProblem,
) -> Option<Finding> {
    let binary = || {
        let file = project.library.binary(&series.id, &problem.file)?;
        // What is no text has no places.
        Some(SourceFile::new(&file.name, ""))
    };
    let file = project.library.template(&series.id, &problem.file).or_else(binary)?;
    let finding = Finding::error(INVALID_SETTINGS, &file, problem.span, problem.message);
    Some(match problem.help {
        Some(help) => finding.help(help),
        None => finding.help("correct the template, or delete it to use the built-in one"),
    })
}

/// A format in the settings that does not exist.
pub(super) fn unknown_format(project: &Project, name: &Spanned<String>) -> Finding {
    let names = FORMATS.iter().map(|format| format.name);
    let help = suggest::nearest(&name.value, names.clone()).map_or_else(
        || format!("the formats are {}", suggest::listed(names)),
        |near| format!("did you mean `{near}`?"),
    );
    let file = project.settings.file.clone().unwrap_or_else(|| SourceFile::new("", ""));
    Finding::error(
        INVALID_SETTINGS,
        &file,
        name.span,
        format!("there is no format `{}`", name.value),
    )
    .help(help)
}
