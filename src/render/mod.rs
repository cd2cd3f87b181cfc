//! Pages from the tree: one walker a format, and templates that place what the walkers make.
//!
//! To add a format, write its walker in a file of its own and add a row to [`FORMATS`]; its template
//! stands beside each `series.yaml`. A walker escapes all it is given, and a paper's text reaches a
//! template only as a value, so a paper can inject into no format.

mod anchors;
mod clean;
mod context;
mod direction;
mod docx;
mod html;
mod markdown;
#[cfg(feature = "pdf")]
mod pdf;
mod sample;
mod template;
mod text;

pub use template::{TemplateProblem, TemplateSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

use crate::document::Document;
use crate::series::PaperSize;

/// The widest line of plain text, as mail wants it ([RFC 5322](https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1)
/// asks for at most 78).
pub const TEXT_WIDTH: usize = 72;

/// The file that gives an office's Word documents their look, beside `series.yaml`.
pub const REFERENCE: &str = docx::TEMPLATE;

/// A kind of page.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// What it is asked for by.
    pub name: &'static str,
    /// The ending of its files, without a dot.
    pub extension: &'static str,
    /// The media type.
    pub media_type: &'static str,
    /// The file that places its parts, beside `series.yaml`.
    pub template: &'static str,
    /// What it is good for, in a few words.
    pub about: &'static str,
    /// The standard that every file is checked against while it is made, so that none that fails is.
    pub standard: Option<&'static str>,
    /// How it is made.
    make: Make,
}

/// The two ways to make a page.
#[derive(Debug, Clone, Copy)]
enum Make {
    /// A text: the walker gives what a [template] may place.
    Text(fn(&Document, Options) -> minijinja::Value),
    /// A file of another kind.
    File(fn(&Document, &TemplateSet, Options) -> Result<Vec<u8>, RenderError>),
}

/// Every format.
pub const FORMATS: &[Format] = &[
    Format {
        name: "md",
        extension: "md",
        media_type: "text/markdown; charset=utf-8",
        template: "paper.md",
        about: "Markdown in the published form",
        standard: None,
        make: Make::Text(markdown::context),
    },
    Format {
        name: "html",
        extension: "html",
        media_type: "text/html; charset=utf-8",
        template: "paper.html",
        about: "a web page that needs no other file",
        standard: None,
        make: Make::Text(html::page_context),
    },
    Format {
        name: "fragment",
        extension: "html",
        media_type: "text/html; charset=utf-8",
        template: "fragment.html",
        about: "the article alone, to be put into another web page",
        standard: None,
        make: Make::Text(html::fragment_context),
    },
    Format {
        name: "txt",
        extension: "txt",
        media_type: "text/plain; charset=utf-8",
        template: "paper.txt",
        about: "plain text for mail",
        standard: None,
        make: Make::Text(text::context),
    },
    Format {
        name: "docx",
        extension: "docx",
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        template: docx::TEMPLATE,
        about: "a Word document",
        standard: None,
        make: Make::File(docx::make),
    },
    #[cfg(feature = "pdf")]
    Format {
        name: "pdf",
        extension: "pdf",
        media_type: "application/pdf",
        template: pdf::TEMPLATE,
        about: "an accessible document, PDF/UA-1",
        standard: Some("PDF/UA-1 (ISO 14289-1)"),
        make: Make::File(pdf::make),
    },
];

/// The format of that name.
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

impl Format {
    /// Whether its pages are text, which a terminal can show.
    pub const fn is_text(&self) -> bool {
        matches!(self.make, Make::Text(_))
    }

    fn is_html(&self) -> bool {
        self.media_type.starts_with("text/html")
    }
}

/// What the reader of a page may wish for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The widest line of plain text, in columns.
    pub width: usize,
    /// The heading level of the title in a fragment, 1 to 5; a whole page always begins with 1.
    pub heading_level: u8,
    /// The paper that it is printed on.
    pub paper_size: PaperSize,
    /// When a file says that it was made; where nothing is said, on the day of the paper.
    pub created: Option<DateTime<Utc>>,
}

impl Default for Options {
    fn default() -> Self {
        let paper_size = PaperSize::default();
        Self { width: TEXT_WIDTH, heading_level: 2, paper_size, created: None }
    }
}

impl Options {
    /// When a file of `document` says that it was made.
    fn created(self, document: &Document) -> Option<DateTime<Utc>> {
        let day = || document.meta.date.as_deref()?.parse::<NaiveDate>().ok();
        self.created.or_else(|| Some(day()?.and_time(NaiveTime::MIN).and_utc()))
    }
}

/// Why a page could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The series has no template for the format.
    #[error("there is no template {file}")]
    NoTemplate {
        /// The file that is missing.
        file: String,
    },
    /// The template is wrong.
    #[error(transparent)]
    Template(#[from] TemplateProblem),
    /// The paper holds something that the format's standard forbids.
    #[error("no {format} is made: {reason}")]
    Refused {
        /// The standard or format.
        format: &'static str,
        /// What it is, and what to do.
        reason: String,
    },
}

/// Makes the page of `document`: the same input gives the same bytes. A text is UTF-8 and ends in one
/// line end.
pub fn render(
    document: &Document,
    format: &Format,
    templates: &TemplateSet,
    options: Options,
) -> Result<Vec<u8>, RenderError> {
    match format.make {
        Make::Text(walk) => {
            let page = templates.fill(format.template, &walk(document, options))?;
            let mut page = clean::clean(&page);
            // Behind the page, where no template can lose it.
            if let Some(provenance) = document.provenance.as_ref().filter(|_| format.is_html()) {
                page.push_str(&format!("<!-- {provenance} -->\n"));
            }
            Ok(page.into_bytes())
        }
        Make::File(make) => make(document, templates, options),
    }
}

/// What is wrong with the template of `format`, found without a paper. A template that is not there
/// has no fault.
pub fn verify(templates: &TemplateSet, format: &Format) -> Vec<TemplateProblem> {
    match format.make {
        Make::Text(walk) => template::verify(templates, format.template, walk),
        Make::File(make) => {
            let samples = [sample::full(), sample::bare()];
            let problems = samples.iter().filter_map(|document| {
                match make(document, templates, Options::default()) {
                    Err(RenderError::Template(problem)) => Some(problem),
                    _ => None,
                }
            });
            let mut problems: Vec<_> = problems.collect();
            problems.dedup();
            problems
        }
    }
}

#[cfg(test)]
mod tests;
