//! Where series are found: those built into the program, and a project's own on top.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use include_dir::{Dir, include_dir};

use super::look::{Mark, MarkName};
use super::raw::{Placed, RawSeries};
use super::{GENERAL, Series, resolve};
use crate::assets::picture::Picture;
use crate::text::finding::{Finding, INVALID_SETTINGS};
use crate::text::source::{Located, SourceFile, Span};
use crate::text::suggest;

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// The file that declares a series in its folder.
pub const SERIES_FILE: &str = "series.yaml";

/// What the names of templates begin with: `paper.html`.
const TEMPLATE_STEM: &str = "paper";

/// All series that a project can use, as files; each is read when it is asked for.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The project's files, by their path under its `templates/`, with `/` between parts.
    own: BTreeMap<String, SourceFile>,
    /// The project's binary files, by the same path.
    own_binary: BTreeMap<String, BinaryFile>,
    /// Faults in the templates of each series, as far as they have been looked for.
    template_faults: Arc<Mutex<BTreeMap<String, Arc<TemplateFaults>>>>,
    /// What each series extends, as far as somebody asked: the templates of one are looked up many times.
    parents: Arc<Mutex<Parents>>,
}

/// What series extend, by their names and where they come from.
type Parents = BTreeMap<(String, Origin), Option<String>>;

/// A binary file of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BinaryFile {
    /// The name it is reported under.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What is wrong with the templates of a series.
#[derive(Debug, Clone, Default)]
pub struct TemplateFaults {
    /// Faults at their places.
    pub findings: Vec<Finding>,
    /// The files that could not be tried out, each with the reason as the end of a sentence that begins with its name.
    pub stopped: Vec<(String, String)>,
}

/// Where a file of a series comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Own,
    BuiltIn,
}

impl Library {
    /// The built-in series, with `own` files of a project over them, by path under `templates/`.
    pub fn new(own: BTreeMap<String, SourceFile>) -> Self {
        Self { own, ..Self::default() }
    }

    /// Adds binary files of a project, by path under `templates/`.
    pub fn with_binary(mut self, own: BTreeMap<String, BinaryFile>) -> Self {
        self.own_binary = own;
        self.template_faults = Arc::default();
        self
    }

    /// The names of all series, sorted.
    pub fn names(&self) -> Vec<String> {
        let built_in = BUILT_IN.dirs().filter_map(|dir| dir.path().to_str());
        let own = self.own.keys().filter_map(|path| path.strip_suffix("/series.yaml"));
        let names: BTreeSet<&str> = built_in.chain(own).collect();
        names.into_iter().map(str::to_owned).collect()
    }

    /// The names of the series that the project declares, sorted.
    pub fn own_names(&self) -> impl Iterator<Item = &str> {
        self.own.keys().filter_map(|path| path.strip_suffix("/series.yaml"))
    }

    /// Whether a text is in the declaration of a series of the project.
    pub(crate) fn mentions(&self, id: &str, text: &str) -> bool {
        self.own.get(&format!("{id}/{SERIES_FILE}")).is_some_and(|it| it.text().contains(text))
    }

    /// The project's templates in folders that are not named after a series: they are never used. Of each folder the
    /// first, with the folder's name.
    pub fn stray_templates(&self) -> impl Iterator<Item = (&str, &SourceFile)> {
        let names = self.names();
        let mut last = "";
        self.own.iter().filter_map(move |(path, file)| {
            let (folder, name) = path.split_once('/')?;
            let is_template = name.split_once('.').is_some_and(|(stem, _)| stem == TEMPLATE_STEM);
            let is_stray = is_template && folder != last && !names.iter().any(|id| id == folder);
            is_stray.then(|| {
                last = folder;
                (folder, file)
            })
        })
    }

    /// Resolves a series by name; `None` if there is none of that name.
    ///
    /// # Errors
    ///
    /// The faults in its `series.yaml` or in one that it extends.
    pub fn series(&self, id: &str) -> Option<Result<Series, Vec<Finding>>> {
        let origin = self.newest(id, SERIES_FILE)?;
        let resolved = self.chain(id, origin).and_then(|chain| resolve::resolve(id, chain));
        Some(resolved.and_then(|(mut series, mark)| {
            series.look.mark = mark.map(|mark| self.mark(mark)).transpose()?;
            Ok(series)
        }))
    }

    /// The mark of a series, whose file is next to the declaration that names it.
    fn mark(&self, name: MarkName) -> Result<Mark, Vec<Finding>> {
        let MarkName { file: Located { value, span, file }, alt } = name;
        let fault = |message: String, help: &str| {
            Err(vec![Finding::error(INVALID_SETTINGS, &file, span, message).help(help)])
        };
        let folder = file.name().rsplit('/').nth(1).unwrap_or_default();
        let Some(found) = self.own_binary.get(&format!("{folder}/{value}")) else {
            return fault(
                format!("there is no picture `{value}`"),
                "name a PNG, JPEG or SVG in the folder of this file, without a path",
            );
        };
        match Picture::read(found.bytes.clone()) {
            Ok(picture) => Ok(Mark { file: value, alt, picture }),
            Err(why) => fault(
                format!("the picture `{value}` {why}"),
                "save the mark as PNG or as a plain SVG",
            ),
        }
    }

    /// Whether there is a series of that name, readable or not.
    pub fn has(&self, id: &str) -> bool {
        self.newest(id, SERIES_FILE).is_some()
    }

    /// The file that declares a series.
    pub fn declaration(&self, id: &str) -> Option<SourceFile> {
        self.file(id, SERIES_FILE, self.newest(id, SERIES_FILE)?)
    }

    /// The template of a series for a file name such as `paper.html`: its own, or of the series it
    /// extends, or the general one.
    pub fn template(&self, id: &str, name: &str) -> Option<SourceFile> {
        self.inherited(&self.lineage(id), name)
    }

    /// The file of that name in the nearest of the series of `lineage`, or the general one.
    fn inherited(&self, lineage: &[(String, Origin)], name: &str) -> Option<SourceFile> {
        let inherited = lineage.iter().find_map(|(id, origin)| self.file(id, name, *origin));
        inherited.or_else(|| self.file(GENERAL, name, Origin::BuiltIn))
    }

    /// Faults in the templates of a series: the result of `find`, which is called only the first
    /// time.
    pub fn template_faults(
        &self,
        id: &str,
        find: impl FnOnce() -> TemplateFaults,
    ) -> Arc<TemplateFaults> {
        let known = || self.template_faults.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(faults) = known().get(id) {
            return Arc::clone(faults);
        }
        // Trying out templates takes long; others need not wait for it.
        let faults = Arc::new(find());
        Arc::clone(known().entry(id.to_owned()).or_insert(faults))
    }

    /// The binary file of that name: the series' own, or that of a series it extends.
    pub fn binary(&self, id: &str, name: &str) -> Option<&BinaryFile> {
        if self.own_binary.is_empty() {
            return None;
        }
        let own = self.lineage(id).into_iter().filter(|(_, origin)| *origin == Origin::Own);
        own.map(|(id, _)| format!("{id}/{name}")).find_map(|path| self.own_binary.get(&path))
    }

    /// The templates of a series by file name, each as [`template`](Self::template) finds it.
    pub fn templates(&self, id: &str) -> BTreeMap<String, String> {
        let lineage = self.lineage(id);
        let folders = lineage.iter().map(|(id, _)| id.as_str()).chain([GENERAL]);
        let built_in = folders
            .clone()
            .filter_map(|id| BUILT_IN.get_dir(id))
            .flat_map(Dir::files)
            .filter_map(|file| file.path().file_name()?.to_str());
        let own = folders.flat_map(|id| self.own_templates(id).map(|(name, _)| name));
        let names: BTreeSet<&str> =
            built_in.chain(own).filter(|name| *name != SERIES_FILE).collect();
        let text =
            |name: &str| Some((name.to_owned(), self.inherited(&lineage, name)?.text().to_owned()));
        names.into_iter().filter_map(text).collect()
    }

    /// The names of the templates of a series that the project brings, in it or in one that it extends.
    pub fn own_template_names(&self, id: &str) -> BTreeSet<String> {
        let lineage = self.lineage(id);
        let own = lineage.iter().filter(|(_, origin)| *origin == Origin::Own);
        let names = own.flat_map(|(id, _)| self.own_templates(id).map(|(name, _)| name.to_owned()));
        names.collect()
    }

    /// Whether the project brings a template of a series, or of one that it extends.
    pub fn has_own(&self, id: &str) -> bool {
        let is_template = |path: &String| !path.ends_with(&format!("/{SERIES_FILE}"));
        if self.own_binary.is_empty() && !self.own.keys().any(is_template) {
            // Most projects bring none, and no series has to be read to know that.
            return false;
        }
        let lineage = self.lineage(id).into_iter();
        let mut own = lineage.filter(|(_, origin)| *origin == Origin::Own);
        own.any(|(id, _)| {
            let is_of =
                |path: &String| path.strip_prefix(&id).is_some_and(|it| it.starts_with('/'));
            self.own_templates(&id).next().is_some() || self.own_binary.keys().any(is_of)
        })
    }

    /// A series and those it extends, nearest first, each once for every place that it comes from. Ends
    /// where a declaration can't be read or the series extends itself.
    fn lineage(&self, id: &str) -> Vec<(String, Origin)> {
        // A project may add just a template to a series that is built in.
        let mut lineage = Vec::new();
        let mut seen = BTreeSet::new();
        let mut next = Some((id.to_owned(), Origin::Own));
        while let Some((id, origin)) = next.take() {
            if !seen.insert((id.clone(), origin)) {
                break;
            }
            let origins = [Origin::Own, Origin::BuiltIn].into_iter().filter(|from| *from >= origin);
            lineage.extend(origins.clone().map(|from| (id.clone(), from)));
            let declaration = origins
                .into_iter()
                .find_map(|from| Some((self.file(&id, SERIES_FILE, from)?, from)));
            next = declaration.and_then(|(file, from)| {
                let parent = self.extended(&id, from, &file)?;
                let is_same = parent == id && from == Origin::Own;
                Some((parent, if is_same { Origin::BuiltIn } else { Origin::Own }))
            });
        }
        lineage
    }

    /// The series that the one declared in `file` extends; none if it can't be read.
    fn extended(&self, id: &str, origin: Origin, file: &SourceFile) -> Option<String> {
        let mut parents = self.parents.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || Some(RawSeries::read(file, 0).ok()?.extends?.value);
        parents.entry((id.to_owned(), origin)).or_insert_with(read).clone()
    }

    /// The project's own templates for a series, by file name, `series.yaml` left out.
    pub fn own_templates<'a>(
        &'a self,
        id: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a SourceFile)> {
        self.own.iter().filter_map(move |(path, file)| {
            let name = path.strip_prefix(id)?.strip_prefix('/')?;
            (name != SERIES_FILE).then_some((name, file))
        })
    }

    /// A series' files from itself up to the one that extends nothing.
    fn chain(
        &self,
        id: &str,
        origin: Origin,
    ) -> Result<Vec<(SourceFile, RawSeries)>, Vec<Finding>> {
        let mut chain = Vec::new();
        let mut seen = BTreeSet::new();
        let mut next = Some((id.to_owned(), origin));
        while let Some((id, origin)) = next.take() {
            let Some(file) = self.file(&id, SERIES_FILE, origin) else { break };
            let raw = RawSeries::read(&file, chain.len())?;
            seen.insert((id.clone(), origin));
            if let Some(parent) = &raw.extends {
                let found = self.parent(&id, origin, &parent.value);
                let Some(found) = found else { return Err(vec![self.no_parent(&file, parent)]) };
                if seen.contains(&found) {
                    return Err(vec![cycle(&file, parent.span, &parent.value)]);
                }
                next = Some(found);
            }
            chain.push((file, raw));
        }
        Ok(chain)
    }

    /// The series that `id` extends: a project's own series of a built-in name extends the built-in one.
    fn parent(&self, id: &str, origin: Origin, parent: &str) -> Option<(String, Origin)> {
        let newest = if id == parent && origin == Origin::Own {
            self.file(parent, SERIES_FILE, Origin::BuiltIn).map(|_| Origin::BuiltIn)?
        } else {
            self.newest(parent, SERIES_FILE)?
        };
        Some((parent.to_owned(), newest))
    }

    fn no_parent(&self, file: &SourceFile, parent: &Placed<String>) -> Finding {
        let names = self.names();
        let names = names.iter().map(String::as_str);
        if names.clone().any(|name| name == parent.value) {
            // Only a built-in series of the same name may be extended, and there is none.
            return cycle(file, parent.span, &parent.value);
        }
        let finding = Finding::error(
            INVALID_SETTINGS,
            file,
            parent.span,
            format!("there is no series {}", suggest::shown(&parent.value)),
        );
        match suggest::nearest(&parent.value, names.clone()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("the series are {}", suggest::listed(names))),
        }
    }

    fn newest(&self, id: &str, name: &str) -> Option<Origin> {
        [Origin::Own, Origin::BuiltIn]
            .into_iter()
            .find(|origin| self.file(id, name, *origin).is_some())
    }

    fn file(&self, id: &str, name: &str, origin: Origin) -> Option<SourceFile> {
        let path = format!("{id}/{name}");
        match origin {
            Origin::Own => self.own.get(&path).cloned(),
            Origin::BuiltIn => {
                let text = BUILT_IN.get_file(&path)?.contents_utf8()?;
                Some(SourceFile::new(format!("templates/{path}"), text))
            }
        }
    }
}

fn cycle(file: &SourceFile, span: Span, name: &str) -> Finding {
    Finding::error(
        INVALID_SETTINGS,
        file,
        span,
        format!("the series `{name}` extends itself, directly or through others"),
    )
    .help("let one of them extend `issue-paper`, or nothing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_faults_of_templates_are_looked_for_once_for_each_state_of_the_files() {
        let mut library = Library::default();
        let mut looked = 0;
        for round in 1..=2 {
            for _ in 0..2 {
                assert!(
                    library
                        .template_faults("coac", || {
                            looked += 1;
                            TemplateFaults::default()
                        })
                        .findings
                        .is_empty()
                );
            }
            assert_eq!(looked, round);
            library = library.with_binary(BTreeMap::new());
        }
    }
}
