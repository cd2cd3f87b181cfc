//! The templates of a series, and faults in them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::project::{InputError, Project};
use crate::render::{self, FORMATS, Format, TemplateProblem, TemplateSet};
use crate::series::{Series, TemplateFaults};
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{SourceFile, Spanned};
use crate::text::suggest;

/// The templates of `series`, each from the nearest series that has it.
pub(super) fn load(project: &Project, series: &Series) -> TemplateSet {
    let library = &project.library;
    let mut templates = TemplateSet::new(library.templates(&series.id))
        .with_fonts(project.fonts.clone())
        .with_own(library.own_template_names(&series.id));
    for format in FORMATS {
        if let Some(file) = library.binary(&series.id, format.template) {
            templates = templates.with_binary(format.template, &file.bytes);
        }
    }
    templates
}

/// Faults in what the pages of a project are made by, found without any paper: the formats in its settings, and the
/// templates that it brings itself. Those of a series are tried out once, however often this is called.
pub fn template_faults(project: &Project) -> Vec<Finding> {
    let is_unknown = |name: &&Spanned<String>| FORMATS.iter().all(|it| it.name != name.value);
    let formats = project.settings.formats.iter().filter(is_unknown);
    let mut findings: Vec<Finding> = formats.map(|name| unknown_format(project, name)).collect();
    for faults in all_faults(project) {
        add_new(&mut findings, faults.findings.iter().cloned());
    }
    findings
}

/// The templates that a project brings itself and that need too much to be tried out. Only pages that are made by
/// them are lost.
pub fn stopped_templates(project: &Project) -> Vec<InputError> {
    let all = all_faults(project);
    let stopped: BTreeSet<_> = all.iter().flat_map(|faults| &faults.stopped).collect();
    stopped
        .into_iter()
        .map(|(file, reason)| InputError::new(file.as_str(), reason.as_str()))
        .collect()
}

/// What is wrong with the templates of each series that a project uses, declares or brings templates for.
fn all_faults(project: &Project) -> Vec<Arc<TemplateFaults>> {
    let find = |series: &Series| {
        project.library.template_faults(&series.id, || faults_of_series(project, series))
    };
    let used = project.used_series().map(find);
    let all = project.library.names().into_iter();
    let own = all.filter(|name| project.library.has_own(name) && project.series(name).is_none());
    let unused = own.filter_map(|name| project.library.series(&name)?.ok());
    used.chain(unused.map(|series| find(&series))).collect()
}

fn faults_of_series(project: &Project, series: &Series) -> TemplateFaults {
    let mut faults = TemplateFaults::default();
    if !project.library.has_own(&series.id) {
        return faults;
    }
    let templates = load(project, series);
    for format in render::available().filter(|format| render::has_own(&templates, format)) {
        match render::verify(&templates, format) {
            Ok(problems) => {
                let found = problems.into_iter().filter_map(|it| finding(project, series, it));
                add_new(&mut faults.findings, found);
            }
            Err(stopped) => {
                let name =
                    file_of(project, series, &stopped.file).map(|file| file.name().to_owned());
                faults.stopped.push((name.unwrap_or(stopped.file), stopped.reason));
            }
        }
    }
    faults
}

/// Adds the findings that are not among the `known`: formats and series share templates.
fn add_new(known: &mut Vec<Finding>, findings: impl IntoIterator<Item = Finding>) {
    for finding in findings {
        if !known.contains(&finding) {
            known.push(finding);
        }
    }
}

/// The template of that name, as it is reported; none if the series has no such file.
pub(super) fn file_of(project: &Project, series: &Series, name: &str) -> Option<SourceFile> {
    let binary = || {
        let file = project.library.binary(&series.id, name)?;
        // A file that is not text has no places.
        Some(SourceFile::new(&file.name, ""))
    };
    project.library.template(&series.id, name).or_else(binary)
}

/// The formats that the settings of a project name, or all common ones.
///
/// # Errors
///
/// The settings name one that does not exist.
pub fn formats_of(project: &Project) -> Result<Vec<&'static Format>, Box<Finding>> {
    let named = &project.settings.formats;
    if named.is_empty() {
        return Ok(render::available().filter(|format| format.is_default).collect());
    }
    let formats = named.iter().map(|name| {
        render::by_name(&name.value).ok_or_else(|| Box::new(unknown_format(project, name)))
    });
    let formats: Result<Vec<&Format>, Box<Finding>> = formats.collect();
    formats.map(render::distinct)
}

/// A template's problem as a finding in its file; none if the series has no such file.
pub(super) fn finding(
    project: &Project,
    series: &Series,
    problem: TemplateProblem,
) -> Option<Finding> {
    let file = file_of(project, series, &problem.file)?;
    let finding = Finding::error(INVALID_SETTINGS, &file, problem.span, problem.message);
    Some(match problem.help {
        Some(help) => finding.help(help),
        None => finding.help("correct the template, or delete it to use the built-in one"),
    })
}

/// A format in the settings that does not exist.
fn unknown_format(project: &Project, name: &Spanned<String>) -> Finding {
    let names = render::available().map(|format| format.name);
    let word = name.value.to_lowercase();
    let about =
        |format: &&Format| format.about.to_lowercase().split_whitespace().any(|it| it == word);
    let near = suggest::nearest(&word, names.clone());
    let near = near.or_else(|| Some(render::available().find(about)?.name));
    let several = listed_formats(&name.value);
    let help = match (several, near) {
        (Some(list), _) => format!("write them as a list: `formats: [{list}]`"),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => format!("the formats are {}", suggest::listed(names)),
    };
    let file = project.settings.file.clone().unwrap_or_else(|| SourceFile::new("", ""));
    if let Some(format) = FORMATS.iter().find(|format| format.name == name.value) {
        return Finding::error(INVALID_SETTINGS, &file, name.span, format.not_built())
            .help(format!("{}, or take it out of `formats`", render::HOW_TO_GET));
    }
    Finding::error(
        INVALID_SETTINGS,
        &file,
        name.span,
        format!("there is no format `{}`", name.value),
    )
    .help(help)
}

/// Several formats that stand in one text, `html, docx`, with commas between them.
fn listed_formats(text: &str) -> Option<String> {
    let parts = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '+' | '/' | '|'));
    let parts: Vec<&str> = parts.filter(|it| !matches!(*it, "" | "and")).collect();
    let is_format = |part: &&str| FORMATS.iter().any(|format| format.name == part.to_lowercase());
    (parts.len() > 1 && parts.iter().any(is_format)).then(|| parts.join(", ").to_lowercase())
}
