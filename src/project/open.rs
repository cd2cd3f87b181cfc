//! Opening a project: its settings, registry, register, fonts and series, without its papers.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::overlay::Overlay;
use super::paths::{display, normal};
use super::{InputError, Part, Project, TEMPLATES_FOLDER, UNITS_FILE};
use crate::assets::fonts::{FontFile, Fonts};
use crate::project::baseline::{BASELINE_FILE, Baseline};
use crate::project::register::{REGISTER_FILE, Register};
use crate::project::settings::{SETTINGS_FILE, Settings};
use crate::project::units::Registry;
use crate::series::{BinaryFile, FilePattern, Library};
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{SourceFile, Span};
use crate::text::suggest;

/// The endings of the files that a project is made of: papers and settings, templates, pictures, fonts.
pub const ENDINGS_READ: [&str; 19] = [
    "md", "markdown", "yaml", "yml", "html", "txt", "typ", "docx", "png", "jpg", "jpeg", "gif",
    "svg", "webp", "ttf", "otf", "ttc", "otc", "json",
];

/// The most bytes of a project's fonts. Those of Chinese, Japanese and Korean in all weights have a hundred million.
const MAX_FONT_BYTES: usize = 192 * 1024 * 1024;

/// The most bytes of a template. Those of the built-in series have some thousands, and what reads them takes memory and time
/// for each brace.
const MAX_TEMPLATE_BYTES: usize = 4 * 1024 * 1024;

/// A project with its settings and without its papers.
pub(super) fn open(root: Option<&Path>, overlay: Overlay) -> Project {
    let mut project = Project {
        root: root.map(Path::to_owned),
        settings: Settings::default(),
        registry: None,
        register: None,
        baseline: None,
        base: None,
        overlay: overlay.within(root),
        library: Library::default(),
        fonts: Fonts::built_in(),
        papers: Vec::new(),
        findings: Vec::new(),
        errors: Vec::new(),
        unread: Vec::new(),
        series: BTreeMap::new(),
        claims: Vec::new(),
        part: Part::All,
    };
    if let Some(root) = root {
        load_settings(&mut project, root);
    }
    project
}

fn load_settings(project: &mut Project, root: &Path) {
    if let Some(settings) = read_file(project, &root.join(SETTINGS_FILE), Settings::read) {
        project.settings = settings;
        load_fonts(project, root);
    }
    // A link that leads nowhere is a file that somebody wants to have.
    let is_there = |overlay: &Overlay, path: &Path| overlay.exists(path) || path.is_symlink();
    let units = root.join(UNITS_FILE);
    if is_there(&project.overlay, &units) {
        project.registry = read_file(project, &units, Registry::read);
    }
    let register = root.join(REGISTER_FILE);
    if is_there(&project.overlay, &register) {
        let default = project.settings.series.value.clone();
        project.register = read_file(project, &register, |file| Register::read(file, &default));
    }
    let baseline = root.join(BASELINE_FILE);
    if is_there(&project.overlay, &baseline) {
        let read = |file| Baseline::read(&file).map(|baseline| (baseline, file));
        project.baseline = read_file(project, &baseline, read);
    }
    match own_series(&project.overlay, &root.join(TEMPLATES_FOLDER)) {
        Ok(library) => {
            let names = library.names();
            let report = |(folder, file)| report_stray_template(&names, folder, file);
            project.findings.extend(library.stray_templates().map(report));
            project.library = library;
        }
        Err(errors) => project.errors.extend(errors),
    }
}

fn read_file<T>(
    project: &mut Project,
    path: &Path,
    read: impl Fn(SourceFile) -> Result<T, Vec<Finding>>,
) -> Option<T> {
    match project.overlay.read_text(path).map(read) {
        Ok(Ok(value)) => Some(value),
        Ok(Err(findings)) => {
            project.findings.extend(findings);
            None
        }
        Err(error) => {
            project.errors.push(error);
            None
        }
    }
}

/// Reads the fonts in the folder that the settings name.
fn load_fonts(project: &mut Project, root: &Path) {
    let Some(folder) = project.settings.fonts.clone() else { return };
    let path = normal(&root.join(&folder.value));
    let mut files = Vec::new();
    let mut length = 0;
    let overlay = &project.overlay;
    for path in files_in(overlay, &path).into_iter().filter(|path| is_font(path)) {
        match overlay.read(&path) {
            Ok(bytes) if length + bytes.len() > MAX_FONT_BYTES => {
                let limit = MAX_FONT_BYTES / 1024 / 1024;
                let reason = format!(
                    "is not read: the fonts are larger than {limit} MB together; remove some"
                );
                project.errors.push(InputError::new(display(&path), reason));
            }
            Ok(bytes) => {
                length += bytes.len();
                files.push(FontFile { name: display(&path), bytes: bytes.into() });
            }
            Err(error) => project.errors.push(InputError::io(&path, &error)),
        }
    }
    let is_folder = overlay.is_folder(&path);
    let mut report = |message: String, help: &str| {
        if let Some(file) = &project.settings.file {
            let finding = Finding::error(INVALID_SETTINGS, file, folder.span, message);
            project.findings.push(finding.help(help));
        }
    };
    if !is_folder {
        report(
            format!("there is no folder `{}`", folder.value),
            "name a folder of font files, relative to the folder of this file",
        );
    } else if files.is_empty() {
        report(
            format!("there is no font in `{}`", folder.value),
            "put .ttf, .otf, .ttc or .otc files into it, or remove `fonts`",
        );
    }
    let (fonts, faults) = Fonts::with(files);
    for (name, fault) in faults {
        report(format!("{name} {fault}"), "replace the file, or remove it from the folder");
    }
    project.fonts = fonts;
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    matches!(extension.to_ascii_lowercase().as_str(), "ttf" | "otf" | "ttc" | "otc")
}

/// A project's own series, and its changes to the built-in ones, each in a folder below `folder`.
fn own_series(overlay: &Overlay, folder: &Path) -> Result<Library, Vec<InputError>> {
    let mut files = BTreeMap::new();
    let mut binary = BTreeMap::new();
    let mut errors = Vec::new();
    for series in folders_in(overlay, folder) {
        for path in files_in(overlay, &series) {
            let Ok(relative) = path.strip_prefix(folder) else { continue };
            match path.extension().and_then(OsStr::to_str) {
                Some("html" | "md" | "txt" | "typ")
                    if overlay.length(&path).is_some_and(|bytes| bytes > MAX_TEMPLATE_BYTES) =>
                {
                    let limit = MAX_TEMPLATE_BYTES / 1024 / 1024;
                    let reason =
                        format!("is larger than {limit} MB, and no template is; make it smaller");
                    errors.push(InputError::new(display(&path), reason));
                }
                Some("yaml" | "html" | "md" | "txt" | "typ") => match overlay.read_text(&path) {
                    Ok(file) => {
                        files.insert(display(relative), file);
                    }
                    Err(error) => errors.push(error),
                },
                // One that can't be read is missed by the series that names it.
                Some("png" | "jpg" | "jpeg" | "svg") => {
                    let bytes = overlay.read(&path).ok();
                    let name = display(&path);
                    binary
                        .extend(bytes.map(|bytes| (display(relative), BinaryFile { name, bytes })));
                }
                Some("docx") => match overlay.read(&path) {
                    Ok(bytes) => {
                        binary
                            .insert(display(relative), BinaryFile { name: display(&path), bytes });
                    }
                    Err(error) => errors.push(InputError::io(&path, &error)),
                },
                // A series may have other files beside its templates.
                _ => {}
            }
        }
    }
    if errors.is_empty() { Ok(Library::new(files).with_binary(binary)) } else { Err(errors) }
}

fn folders_in(overlay: &Overlay, folder: &Path) -> Vec<PathBuf> {
    overlay.entries(folder).into_iter().filter(|path| overlay.is_folder(path)).collect()
}

/// What is in a folder and is none itself: files, and what may be taken for one, such as a pipe or a link that leads
/// nowhere, whose reading says what it is.
fn files_in(overlay: &Overlay, folder: &Path) -> Vec<PathBuf> {
    let is_no_folder = |path: &PathBuf| overlay.is_file(path) || !overlay.is_folder(path);
    overlay.entries(folder).into_iter().filter(is_no_folder).collect()
}

/// A template that is never used, since the folder it is in has the name of no series; `names` are those of all.
fn report_stray_template(names: &[String], folder: &str, file: &SourceFile) -> Finding {
    let near = suggest::nearest(folder, names.iter().map(String::as_str));
    let help = near.map_or_else(
        || format!("write the series in `{TEMPLATES_FOLDER}/{folder}/series.yaml`"),
        |near| {
            format!(
                "did you mean `{near}`? Rename the folder; or write a series in its `series.yaml`"
            )
        },
    );
    let message = format!("there is no series `{folder}`, so its templates are never used");
    Finding::error(INVALID_SETTINGS, file, Span::at(0), message).help(help)
}

/// The patterns that the series of a project have for the paths of their papers, read at the first use: nobody asks as long
/// as no file has the name of one about the project.
#[derive(Debug, Default)]
pub(super) struct PaperPatterns(OnceCell<Vec<FilePattern>>);

impl PaperPatterns {
    /// Whether a series of `project` says that the file at `path` is its paper.
    pub(super) fn has(&self, project: &Project, path: &Path) -> bool {
        let patterns = self.0.get_or_init(|| {
            let default = project.settings.series.value.as_str();
            let others = project.library.own_names().filter(|name| *name != default);
            let series = std::iter::once(default).chain(others);
            let series = series.filter_map(|name| project.library.series(name)?.ok());
            series.flat_map(|series| series.files).collect()
        });
        let path = project.relative(path);
        patterns.iter().any(|pattern| pattern.is_match(&path))
    }
}
