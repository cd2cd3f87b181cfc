//! Pages from the tree: one walker per format, and templates that place what the walkers make.
//!
//! To add a format, write its walker and its [row](Format) in a folder of its own and list the row
//! in [`FORMATS`]; its template is next to each `series.yaml`. No other module names a format. A
//! walker escapes all it is given, and a paper's text reaches a template only as a value, so a
//! paper can't inject anything into a format.

mod clean;
mod context;
mod cover;
mod design;
mod direction;
mod docx;
mod format;
mod html;
mod markdown;
mod nesting;
mod pdf;
mod sample;
pub mod source;
mod template;
mod text;
mod worker;

pub use docx::Revision;
pub use format::{Carrier, Format, HOW_TO_GET, Links, Pictures};
pub use template::{TemplateProblem, TemplateSet};
pub use worker::{Stopped, serve};

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use self::format::Make;
use crate::document::{Document, Provenance, printed};
use crate::series::PaperSize;

/// The widest line of plain text, as mail wants it ([RFC 5322](https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1)
/// asks for at most 78).
pub const TEXT_WIDTH: usize = 72;

/// Every format that the program knows, in the order in which they are shown.
pub const FORMATS: &[Format] =
    &[markdown::FORMAT, html::PAGE, html::FRAGMENT, text::FORMAT, docx::FORMAT, pdf::FORMAT];

/// The format of a whole web page.
pub const WEB_PAGE: &Format = &html::PAGE;

/// The format for print.
pub const PRINT: &Format = &pdf::FORMAT;

/// The format of an article alone, which has an option of its own on the command line.
pub const FRAGMENT: &Format = &html::FRAGMENT;

/// Every format that this program can make.
pub fn available() -> impl Iterator<Item = &'static Format> + Clone {
    FORMATS.iter().filter(|format| format.is_available())
}

/// The format of that name, if this program can make it.
pub fn by_name(name: &str) -> Option<&'static Format> {
    available().find(|format| format.name == name)
}

/// Formats without those that are there before.
pub fn distinct(formats: Vec<&'static Format>) -> Vec<&'static Format> {
    let mut once: Vec<&'static Format> = Vec::new();
    for format in formats {
        if once.iter().all(|other| other.name != format.name) {
            once.push(format);
        }
    }
    once
}

/// The format of a finished file, and where the file says that it comes from; none if it does not say.
pub fn identify(bytes: &[u8]) -> Option<(&'static Format, Provenance)> {
    let is_of = |format: &&Format| {
        let signature = format.signature;
        !signature.is_empty() && bytes.starts_with(signature)
    };
    let read = |format: &'static Format| Some((format, (format.provenance?.read)(bytes)?));
    match FORMATS.iter().find(is_of) {
        Some(format) => read(format),
        None => FORMATS.iter().filter(|format| format.signature.is_empty()).find_map(read),
    }
}

/// Options for making a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The widest line of plain text, in columns.
    pub width: usize,
    /// The heading level of the title in a fragment, 1 to 5; a whole page always begins with 1.
    pub heading_level: u8,
    /// The paper that it is printed on.
    pub paper_size: PaperSize,
    /// The creation time that a file carries; by default the day of the paper.
    pub created: Option<DateTime<Utc>>,
    /// Whether changes to a file are tracked from the start, where its format can do that.
    pub tracks_changes: bool,
    /// Whether the elements of a web page say where they are in the source: `data-at` is where one begins, in bytes,
    /// `data-field` the key of the field that it shows.
    pub has_places: bool,
}

impl Default for Options {
    fn default() -> Self {
        let paper_size = PaperSize::default();
        Self {
            width: TEXT_WIDTH,
            heading_level: 2,
            paper_size,
            created: None,
            tracks_changes: false,
            has_places: false,
        }
    }
}

impl Options {
    /// The creation time that a file of `document` carries.
    fn created(self, document: &Document) -> Option<DateTime<Utc>> {
        let day = || document.meta.date.as_deref()?.parse::<NaiveDate>().ok();
        self.created.or_else(|| Some(day()?.and_time(NaiveTime::MIN).and_utc()))
    }
}

/// Why a page could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum RenderError {
    /// The series has no template for the format.
    #[error("there is no template {file}")]
    NoTemplate {
        /// The file that is missing.
        file: String,
    },
    /// The template has a fault.
    #[error(transparent)]
    Template(#[from] TemplateProblem),
    /// The template needs too much time or memory for this paper.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// The paper has something that the format's standard forbids.
    #[error("no {format} is made: {reason}")]
    Refused {
        /// The standard or format.
        format: Cow<'static, str>,
        /// What it is, and what to do.
        reason: String,
    },
}

/// Makes the page of `document`: the same input produces the same bytes. A text is UTF-8 and ends
/// in one line end. What a project's own files take part in is made by a [worker process](crate::workers::process), if
/// there is a program for it.
pub fn render(
    document: &Document,
    format: &Format,
    templates: &TemplateSet,
    options: Options,
) -> Result<Vec<u8>, RenderError> {
    if let Some(problem) = nesting::problem(templates, format) {
        return Err(problem.into());
    }
    match templates.workers(format, Some(document)) {
        Some(workers) => workers.render(document, format, options),
        None => render_here(document, format, templates, options),
    }
}

/// The pages of a PDF as drawings, which are looked at and not kept.
pub const DRAWN: &Format = &pdf::DRAWN;

/// The pages in a file of the format [`DRAWN`], each a drawing (SVG).
pub fn drawn_pages(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    text.split_terminator(pdf::PAGE_END).map(str::to_owned).collect()
}

/// The format that has tracked changes.
pub const TRACKED: &Format = &docx::FORMAT;

/// Puts two pages of the format [`TRACKED`] together: the new one, in which the differences from the old one are tracked
/// changes. Accepting all gives the new page, rejecting all the old one.
///
/// # Errors
///
/// One of them is no such page.
pub fn redline(old: &[u8], new: &[u8], revision: &Revision) -> Result<Vec<u8>, RenderError> {
    docx::redline(old, new, revision)
}

fn render_here(
    document: &Document,
    format: &Format,
    templates: &TemplateSet,
    options: Options,
) -> Result<Vec<u8>, RenderError> {
    let typeset = format.is_typeset.then(|| printed(document));
    let document = typeset.as_ref().unwrap_or(document);
    match format.make {
        Make::Text(walk) => {
            let page = templates.fill(format.template, &walk(document, options))?;
            let mut page = clean::clean(&page);
            let append = format.provenance.and_then(|carrier| carrier.append);
            if let (Some(append), Some(provenance)) = (append, &document.provenance) {
                page.push_str(&append(provenance));
            }
            Ok(page.into_bytes())
        }
        Make::File(make) => make(document, templates, options),
        Make::NotBuilt => Err(RenderError::Refused {
            format: format.name.into(),
            reason: format!("{}; {HOW_TO_GET}", format.not_built()),
        }),
    }
}

/// Whether a project's own templates can take part in pages of `format`.
pub fn has_own(templates: &TemplateSet, format: &Format) -> bool {
    templates.has_own(format)
}

/// Faults in the template of `format`, found without a paper. A template that does not exist has
/// none.
///
/// # Errors
///
/// It needs too much time or memory to be tried out.
pub fn verify(templates: &TemplateSet, format: &Format) -> Result<Vec<TemplateProblem>, Stopped> {
    if let Some(problem) = nesting::problem(templates, format) {
        return Ok(vec![problem]);
    }
    match templates.workers(format, None) {
        Some(workers) => workers.verify(format),
        None => Ok(verify_here(templates, format)),
    }
}

fn verify_here(templates: &TemplateSet, format: &Format) -> Vec<TemplateProblem> {
    match format.make {
        Make::Text(walk) => template::verify(templates, format.template, walk),
        Make::File(make) => {
            let problems = sample::all().into_iter().filter_map(|document| {
                match make(&document, templates, Options::default()) {
                    Err(RenderError::Template(problem)) => Some(problem),
                    _ => None,
                }
            });
            let mut problems: Vec<_> = problems.collect();
            problems.dedup();
            problems
        }
        Make::NotBuilt => Vec::new(),
    }
}

#[cfg(test)]
mod tests;
