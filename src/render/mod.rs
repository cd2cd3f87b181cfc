//! Pages from the tree: one walker a format, and templates that place what the walkers make.
//!
//! To add a format, write its walker in a file of its own and add a row to [`FORMATS`]; its template
//! stands beside each `series.yaml`. A walker escapes all it is given, and a paper's text reaches a
//! template only as a value, so a paper can inject into no format.

mod clean;
mod context;
mod html;
mod markdown;
mod sample;
mod template;
mod text;

pub use template::{TemplateProblem, TemplateSet, verify};

use crate::document::Document;

/// The widest line of plain text, as mail wants it ([RFC 5322](https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1)
/// asks for at most 78).
pub const TEXT_WIDTH: usize = 72;

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
    /// The walker: what the template may place.
    walk: fn(&Document, Options) -> minijinja::Value,
}

/// Every format.
pub const FORMATS: &[Format] = &[
    Format {
        name: "md",
        extension: "md",
        media_type: "text/markdown; charset=utf-8",
        template: "paper.md",
        about: "Markdown in the published form",
        walk: markdown::context,
    },
    Format {
        name: "html",
        extension: "html",
        media_type: "text/html; charset=utf-8",
        template: "paper.html",
        about: "a web page that needs no other file",
        walk: html::page_context,
    },
    Format {
        name: "fragment",
        extension: "html",
        media_type: "text/html; charset=utf-8",
        template: "fragment.html",
        about: "the article alone, to be put into another web page",
        walk: html::fragment_context,
    },
    Format {
        name: "txt",
        extension: "txt",
        media_type: "text/plain; charset=utf-8",
        template: "paper.txt",
        about: "plain text for mail",
        walk: text::context,
    },
];

/// The format of that name.
pub fn by_name(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// What the reader of a page may wish for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The widest line of plain text, in columns.
    pub width: usize,
    /// The heading level of the title in a fragment, 1 to 5; a whole page always begins with 1.
    pub heading_level: u8,
}

impl Default for Options {
    fn default() -> Self {
        Self { width: TEXT_WIDTH, heading_level: 2 }
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
}

/// Makes the page of `document`. It ends in one line end, and the same input gives the same text.
pub fn render(
    document: &Document,
    format: &Format,
    templates: &TemplateSet,
    options: Options,
) -> Result<String, RenderError> {
    let page = templates.fill(format.template, &(format.walk)(document, options))?;
    Ok(clean::clean(&page))
}

#[cfg(test)]
mod tests;
