//! The templates of a series, and faults in them.

use crate::project::Project;
use crate::render::{self, FORMATS, Format, TemplateProblem, TemplateSet};
use crate::series::Series;
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{SourceFile, Spanned};
use crate::text::suggest;

/// The templates of `series`, each from the nearest series that has it.
pub(super) fn load(project: &Project, series: &Series) -> TemplateSet {
    let library = &project.library;
    let mut templates =
        TemplateSet::new(library.templates(&series.id)).with_fonts(project.fonts.clone());
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
    let formats = formats.map(|name| unknown_format(project, name));
    let find = |series: &Series| {
        project.library.template_faults(&series.id, || faults_of_series(project, series)).to_vec()
    };
    let used = project.used_series().flat_map(find);
    let unused = project.library.own_names().filter(|name| project.series(name).is_none());
    let unused = unused.filter_map(|name| project.library.series(name)?.ok());
    formats.chain(used).chain(unused.flat_map(|series| find(&series))).collect()
}

fn faults_of_series(project: &Project, series: &Series) -> Vec<Finding> {
    let library = &project.library;
    let is_own = |format: &&Format| {
        let mut own = library.own_templates(&series.id).map(|(name, _)| name);
        own.any(|name| name == format.template)
            || library.binary(&series.id, format.template).is_some()
    };
    let own: Vec<&Format> = render::available().filter(is_own).collect();
    if own.is_empty() {
        return Vec::new();
    }
    let templates = load(project, series);
    let problems = own.into_iter().flat_map(|format| render::verify(&templates, format));
    problems.filter_map(|problem| finding(project, series, problem)).collect()
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
    formats.collect()
}

/// A template's problem as a finding in its file; none if the series has no such file.
pub(super) fn finding(
    project: &Project,
    series: &Series,
    problem: TemplateProblem,
) -> Option<Finding> {
    let binary = || {
        let file = project.library.binary(&series.id, &problem.file)?;
        // A file that is not text has no places.
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
fn unknown_format(project: &Project, name: &Spanned<String>) -> Finding {
    let names = render::available().map(|format| format.name);
    let word = name.value.to_lowercase();
    let about =
        |format: &&Format| format.about.to_lowercase().split_whitespace().any(|it| it == word);
    let near = suggest::nearest(&word, names.clone());
    let near = near.or_else(|| Some(render::available().find(about)?.name));
    let help = near.map_or_else(
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
