//! Templates: where the parts of a page go.
//!
//! A template is [MiniJinja](https://docs.rs/minijinja/latest/minijinja/syntax/). A name that does
//! not exist is an error, never an empty place; a template can read only the files of its set; one
//! that would run forever is stopped. Everything that goes into an `.html` file is escaped unless a
//! walker made it, whatever the template says.

mod unknown;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, OnceLock};

use minijinja::syntax::SyntaxConfig;
use minijinja::{Environment, ErrorKind, Output, State, UndefinedBehavior, Value};
use serde::{Deserialize, Serialize};

use super::docx::{self, ReferenceDocument};
use super::format::Make;
use super::html::escape;
use super::text::{underlined, wrapped};
use super::worker::Workers;
use super::{Format, Options, RenderError, sample};
use crate::assets::fonts::Fonts;
use crate::document::Document;
use crate::text::source::{LineIndex, Span};
use crate::workers::process;
use unknown::{exists, find, said, undefined};

/// The steps a template may take: a page of the longest paper needs a few thousand.
const FUEL: u64 = 2_000_000;
/// How deep templates may include each other.
const MAX_INCLUDES: usize = 32;

/// A fault in a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{message}")]
pub struct TemplateProblem {
    /// The template's file name, for example `paper.html`.
    pub file: String,
    /// The place in the template, in bytes.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

/// The templates of one series, read once and used for any number of papers.
pub struct TemplateSet {
    files: Arc<BTreeMap<String, String>>,
    environment: Environment<'static>,
    fonts: Fonts,
    reference: Option<Binary>,
    /// The names of the files that a project brings itself.
    own: BTreeSet<String>,
    workers: OnceLock<Workers>,
    #[cfg(feature = "pdf")]
    sources: OnceLock<super::pdf::Sources>,
}

/// A template that is not text, read when it is used.
struct Binary {
    bytes: Vec<u8>,
    read: OnceLock<Result<ReferenceDocument, String>>,
}

impl fmt::Debug for TemplateSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TemplateSet").field("files", &self.files.keys()).finish_non_exhaustive()
    }
}

impl TemplateSet {
    /// A set of templates, each a file name and its text.
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> Self {
        let files = Arc::new(files.into_iter().collect::<BTreeMap<_, _>>());
        let environment = environment(Arc::clone(&files));
        let (own, workers) = (BTreeSet::new(), OnceLock::new());
        Self {
            files,
            environment,
            fonts: Fonts::built_in(),
            reference: None,
            own,
            workers,
            #[cfg(feature = "pdf")]
            sources: OnceLock::new(),
        }
    }

    /// Uses `fonts` for PDF.
    pub fn with_fonts(mut self, fonts: Fonts) -> Self {
        self.fonts = fonts;
        self
    }

    /// Adds the template `name` that is not text. Faults in it are reported when it is used or
    /// [verified](super::verify).
    pub fn with_binary(mut self, name: &str, bytes: &[u8]) -> Self {
        if name == docx::TEMPLATE {
            self.reference = Some(Binary { bytes: bytes.to_vec(), read: OnceLock::new() });
        }
        self
    }

    /// An office's own reference document, or the fault in it.
    pub(super) fn reference(&self) -> Option<&Result<ReferenceDocument, String>> {
        let binary = self.reference.as_ref()?;
        Some(binary.read.get_or_init(|| ReferenceDocument::read(&binary.bytes)))
    }

    /// Declares the files of these names a project's own: workers make what they take part in.
    pub fn with_own(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.own.extend(names);
        self
    }

    /// The names and texts of a project's own templates.
    pub(super) fn own_texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.own.iter().filter_map(|name| Some((name.as_str(), self.source(name)?)))
    }

    /// Whether a project's own templates can take part in pages of `format`: one that includes another names it as it
    /// likes, so that each may.
    pub(super) fn has_own(&self, format: &Format) -> bool {
        let is_typst = |name: &String| name.ends_with(".typ");
        match format.make {
            Make::Text(_) => self.own.iter().any(|name| !is_typst(name)),
            Make::File(_) if format.template == docx::TEMPLATE => self.reference.is_some(),
            Make::File(_) => self.own.iter().any(is_typst),
            Make::NotBuilt => false,
        }
    }

    /// Who makes pages of `format`, of `document` if there is one; none if it is this process.
    pub(super) fn workers(&self, format: &Format, document: Option<&Document>) -> Option<&Workers> {
        // The fonts of Word documents are those of who reads them.
        let has_fonts = matches!(format.make, Make::File(_))
            && format.template != docx::TEMPLATE
            && self.fonts.has_own();
        let is_apart =
            self.has_own(format) || has_fonts || document.is_some_and(Document::has_filters);
        let is_apart = is_apart && process::is_isolating();
        is_apart.then(|| self.workers.get_or_init(|| Workers::of(self)))
    }

    /// The texts, and the reference document as it is in its file.
    pub(super) fn contents(&self) -> (&BTreeMap<String, String>, Option<&[u8]>) {
        (&self.files, self.reference.as_ref().map(|binary| binary.bytes.as_slice()))
    }

    /// The templates that are Typst, parsed once for all papers.
    #[cfg(feature = "pdf")]
    pub(super) fn sources(&self) -> &super::pdf::Sources {
        let files = self.files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        self.sources.get_or_init(|| super::pdf::Sources::new(files))
    }

    /// The fonts for PDF.
    pub(super) fn fonts(&self) -> &Fonts {
        &self.fonts
    }

    /// The text of the template `file`.
    pub fn source(&self, file: &str) -> Option<&str> {
        self.files.get(file).map(String::as_str)
    }

    /// The page that `file` makes of `context`.
    pub(super) fn fill(&self, file: &str, context: &Value) -> Result<String, RenderError> {
        if !self.files.contains_key(file) {
            return Err(RenderError::NoTemplate { file: file.to_owned() });
        }
        let page =
            self.environment.get_template(file).and_then(|template| template.render(context));
        page.map_err(|error| self.problem(file, &error, context).into())
    }

    /// `error` as a place in a template. An error in an included file is reported there.
    fn problem(&self, file: &str, error: &minijinja::Error, context: &Value) -> TemplateProblem {
        let error = innermost(error);
        let file = error.name().filter(|name| self.files.contains_key(*name)).unwrap_or(file);
        let source = self.source(file).unwrap_or_default();
        let mut span = place(error, source);
        let (message, help) = match error.kind() {
            ErrorKind::UndefinedError => match undefined(source, span, context) {
                Some((place, name)) => {
                    span = place;
                    said(name, context)
                }
                None => ("a value that does not exist is used".to_owned(), None),
            },
            ErrorKind::OutOfFuel => ("the template does not come to an end".to_owned(), None),
            kind => (error.detail().map_or_else(|| kind.to_string(), str::to_owned), None),
        };
        TemplateProblem { file: file.to_owned(), span, message, help }
    }
}

/// Faults in the template `file`, found without a paper: its syntax, names that do not exist,
/// filters that are not known. A template that does not exist has none.
pub(super) fn verify(
    templates: &TemplateSet,
    file: &str,
    walk: fn(&Document, Options) -> Value,
) -> Vec<TemplateProblem> {
    let Some(source) = templates.source(file) else { return Vec::new() };
    let full = walk(&sample::full(), Options::default());
    let empty = walk(&sample::bare(), Options::default());
    let mut problems = undeclared(templates, file, source, &full);
    for context in [&full, &empty] {
        if let Err(RenderError::Template(problem)) = templates.fill(file, context)
            && !problems
                .iter()
                .any(|known| known.file == problem.file && known.span == problem.span)
        {
            problems.push(problem);
        }
    }
    problems.sort_by(|a, b| (&a.file, a.span).cmp(&(&b.file, b.span)));
    problems
}

fn environment(files: Arc<BTreeMap<String, String>>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_debug(true);
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_recursion_limit(MAX_INCLUDES);
    environment.set_fuel(Some(FUEL));
    environment.set_loader(move |name| Ok(files.get(name).cloned()));
    environment.set_formatter(write_value);
    // A paper's text must not be declared safe by a template.
    environment.remove_filter("safe");
    environment.add_filter("wrap", |state: &State<'_, '_>, text: &str| wrapped(text, width(state)));
    environment.add_filter("underline", |state: &State<'_, '_>, text: &str, mark: &str| {
        underlined(text, mark, width(state))
    });
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true);
    if let Ok(syntax) = syntax.build() {
        environment.set_syntax(syntax);
    }
    environment
}

/// Writes a value to the page, escaped by what the file is, not by what the template asks for.
fn write_value(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), minijinja::Error> {
    let text = if value.is_none() { String::new() } else { value.to_string() };
    let is_html = state.name().ends_with(".html") && !value.is_safe();
    let written = if is_html { out.write_str(&escape(&text)) } else { out.write_str(&text) };
    written.map_err(|error| {
        minijinja::Error::new(ErrorKind::WriteFailure, "the page cannot be written")
            .with_source(error)
    })
}

fn width(state: &State<'_, '_>) -> usize {
    state.lookup("width").and_then(|width| usize::try_from(width).ok()).unwrap_or(super::TEXT_WIDTH)
}

fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    let mut found = error;
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if let Some(inner) = cause.downcast_ref::<minijinja::Error>() {
            found = inner;
        }
        source = cause.source();
    }
    found
}

/// The bytes that `error` is about, or the line if it does not say.
fn place(error: &minijinja::Error, source: &str) -> Span {
    if let Some(range) = error.range()
        && source.get(range.clone()).is_some()
    {
        return range.into();
    }
    let line = error.line().map_or(0, |line| line.saturating_sub(1));
    LineIndex::new(source).line_span(source, line)
}

fn undeclared(
    templates: &TemplateSet,
    file: &str,
    source: &str,
    context: &Value,
) -> Vec<TemplateProblem> {
    let Ok(template) = templates.environment.get_template(file) else { return Vec::new() };
    let mut names: Vec<_> = template.undeclared_variables(true).into_iter().collect();
    names.sort();
    let is_global = |name: &str| templates.environment.globals().any(|(global, _)| global == name);
    let unknown = names.iter().filter(|name| !is_global(name) && !exists(context, name));
    unknown
        .map(|name| {
            let (message, help) = said(name, context);
            TemplateProblem { file: file.to_owned(), span: find(source, name), message, help }
        })
        .collect()
}

#[cfg(test)]
mod tests;
