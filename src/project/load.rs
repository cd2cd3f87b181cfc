//! Reading a project's files into a [`Project`].

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::discover::{self, papers_with};
use super::input::{Input, Inputs, Walk};
use super::overlay::Overlay;
use super::papers::{Reading, parse_paper, read_papers};
use super::paths::{display, normal};
use super::{InputError, PaperFile, Part, Project, TEMPLATES_FOLDER, UNITS_FILE};
use crate::assets::fonts::{FontFile, Fonts};
use crate::project::baseline::{BASELINE_FILE, Baseline};
use crate::project::register::{REGISTER_FILE, Register};
use crate::project::settings::{SETTINGS_FILE, Settings};
use crate::project::units::Registry;
use crate::series::Role;
use crate::series::{BinaryFile, GENERAL, Library, Series};
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

/// Loads every project of `inputs`. The errors of `inputs` stay with it.
pub fn load_all(inputs: &Inputs) -> Vec<Project> {
    inputs.groups.iter().map(|(root, input)| load(root.as_deref(), input)).collect()
}

/// Loads the settings, registry and series of the project around the current folder, or in its
/// `papers/`, without its papers. Outside any project these are the built-in ones.
pub fn load_here() -> Project {
    let mut project = open(discover::root_here().as_deref(), Overlay::new());
    let series = project.library.series(&project.settings.series.value);
    load_series(&mut project, series);
    project
}

/// Loads a project, or papers outside any. Total: what can't be read is kept as a finding or an error.
pub fn load(root: Option<&Path>, input: &Input) -> Project {
    Project::open(root, input, Overlay::new())
}

impl Project {
    /// Opens the project in the folder `root`, or papers outside any, as if the contents of `overlay` were on disk.
    /// Total: what can't be read is kept as a finding or an error.
    pub fn open(root: Option<&Path>, input: &Input, overlay: Overlay) -> Self {
        let mut project = open(root, overlay);
        // Neither takes long, but the disk can work while the series is read.
        let default = &project.settings.series.value;
        let (found, series) =
            rayon::join(|| find_papers(&project, input), || project.library.series(default));
        load_papers(&mut project, input, found);
        load_series(&mut project, series);
        project
    }
}

/// A project with its settings and without its papers.
fn open(root: Option<&Path>, overlay: Overlay) -> Project {
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

/// Papers that were found.
struct FoundPapers {
    /// Their paths, each with whether it is selected.
    paths: Vec<(PathBuf, bool)>,
    /// Whether a path may lead through a link.
    has_links: bool,
    errors: Vec<InputError>,
}

/// Finds the papers of `input`. In a project the papers that are not selected are found as well:
/// a number or a link can only be judged against all of them.
fn find_papers(project: &Project, input: &Input) -> FoundPapers {
    let selected = input.found.iter().map(|path| (path.clone(), true));
    let mut found = FoundPapers { paths: selected.collect(), has_links: false, errors: Vec::new() };
    if let Some(root) = project.root.as_deref().filter(|_| input.is_everything) {
        let all = papers_with(root, Walk::default(), &project.overlay);
        found.errors = all.errors;
        found.paths.extend(all.paths.into_iter().map(|path| (path, true)));
    } else if let Some(root) = project.root.as_deref().filter(|_| !input.is_whole) {
        let stdin = input.stdin.as_ref().map(|(path, _)| path);
        let selected: HashSet<&PathBuf> =
            input.named.iter().chain(&input.found).chain(stdin).collect();
        let all = papers_with(root, Walk::default(), &project.overlay);
        found.has_links = all.has_links;
        let others = all.paths.into_iter().filter(|path| !selected.contains(path));
        found.paths.extend(others.map(|path| (path, false)));
    }
    found.paths.retain(|(path, _)| !is_excluded(project, path));
    found
}

/// Reads the papers that were found, and those that `input` names, on all cores.
fn load_papers(project: &mut Project, input: &Input, found: FoundPapers) {
    project.errors.extend(found.errors);
    if found.paths.is_empty() && input.named.is_empty() && input.stdin.is_none() {
        let root = display(project.root.as_deref().unwrap_or(Path::new(".")));
        project.errors.push(InputError::new(root, "the settings exclude every paper here"));
    }
    let named = input.named.iter().map(|path| (path.clone(), true));
    let paths: Vec<(PathBuf, bool)> = named.chain(found.paths).collect();
    project.part = input.shard.map_or(Part::All, Part::Shard);
    let (texts, shard) = (input.texts, input.shard);
    let reading = Reading { paths: &paths, has_links: found.has_links, texts, shard };
    read_papers(project, &reading);
    if let Some((path, bytes)) = input.stdin.clone() {
        match parse_paper(&path, bytes) {
            Ok(file) => {
                let file = PaperFile { is_stdin: true, is_selected: true, ..file };
                project.papers.push(file);
            }
            Err(error) => project.errors.push(error),
        }
    }
    project.papers.sort_unstable_by(|a, b| a.paper.file.name().cmp(b.paper.file.name()));
}

pub(super) fn is_excluded(project: &Project, path: &Path) -> bool {
    let exclude = &project.settings.exclude;
    !exclude.is_empty() && exclude.is_match(project.inner(path))
}

/// Keeps the project's own series as it was read, and resolves every other that a paper names.
fn load_series(project: &mut Project, own: Option<Result<Series, Vec<Finding>>>) {
    let default = project.settings.series.value.clone();
    let mentioned =
        project.papers.iter().filter_map(|file| file.paper.text_field(Role::Series.key()));
    let names: BTreeSet<&str> = mentioned.filter(|name| *name != default).collect();
    let names: BTreeSet<String> = names.into_iter().map(str::to_owned).collect();
    match own {
        None => report_unknown_series(project),
        Some(result) => keep_series(project, default.clone(), result),
    }
    let unused = |name: &&str| *name != default && !names.contains(*name);
    let unused = project.library.own_names().filter(unused);
    let faults: Vec<Finding> =
        unused.filter_map(|name| project.library.series(name)?.err()).flatten().collect();
    for name in names {
        resolve(project, name);
    }
    // A series that no paper is of yet is one that somebody is writing.
    project.findings.extend(faults);
}

/// Resolves the series with that name, if there is one.
pub(super) fn resolve(project: &mut Project, name: String) {
    if let Some(result) = project.library.series(&name) {
        keep_series(project, name, result);
    }
}

fn keep_series(project: &mut Project, name: String, result: Result<Series, Vec<Finding>>) {
    match result {
        Ok(series) => {
            project.series.insert(name, series);
        }
        Err(findings) => project.findings.extend(findings),
    }
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

fn report_unknown_series(project: &mut Project) {
    let name = &project.settings.series;
    let Some(file) = &project.settings.file else { return };
    let known = project.library.names();
    let known = known.iter().map(String::as_str);
    let help = suggest::nearest(&name.value, known.clone()).map_or_else(
        || format!("the series are {}", suggest::listed(known)),
        |near| format!("did you mean `{near}`?"),
    );
    let message = format!("there is no series `{}`", name.value);
    project.findings.push(Finding::error(INVALID_SETTINGS, file, name.span, message).help(help));
    debug_assert_ne!(name.value, GENERAL, "the general series is built in");
}
