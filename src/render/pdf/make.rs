//! Laying a document out with Typst.

use typst::diag::{SourceDiagnostic, Warned};
use typst::ecow::EcoVec;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_svg::SvgOptions;

use super::world::PaperWorld;
use super::{PAGE_END, TEMPLATE, data};
use crate::document::{Block, Document, Places, Section, plain_text_of_blocks};
use crate::render::{Options, RenderError, TemplateProblem, TemplateSet, sample};
use crate::text::source::Span;
use crate::text::suggest::shown;
use chrono::{DateTime, Datelike, Timelike, Utc};

/// How many papers an intermediate result of Typst is kept for. Without this limit a run grows by
/// more than a megabyte per paper.
const KEPT_PAPERS: usize = 3;
/// How many parts of a section are tried alone to find the one that can't be laid out.
const MAX_PARTS: usize = 200;

/// What becomes of pages that are laid out.
type Export = fn(&Laid<'_>) -> Result<Vec<u8>, TemplateProblem>;

/// A document that is laid out.
struct Laid<'a> {
    pages: PagedDocument,
    world: &'a PaperWorld<'a>,
    document: &'a Document,
    options: Options,
}

/// Makes the PDF of `document`.
pub(super) fn make(
    document: &Document,
    templates: &TemplateSet,
    options: Options,
) -> Result<Vec<u8>, RenderError> {
    make_by(pdf, document, templates, options)
}

/// Draws the pages of the PDF of `document`, one after another, each a drawing of its own that ends in
/// [`PAGE_END`].
pub(super) fn draw(
    document: &Document,
    templates: &TemplateSet,
    options: Options,
) -> Result<Vec<u8>, RenderError> {
    make_by(drawing, document, templates, options)
}

fn make_by(
    export: Export,
    document: &Document,
    templates: &TemplateSet,
    options: Options,
) -> Result<Vec<u8>, RenderError> {
    if templates.source(TEMPLATE).is_none() {
        return Err(RenderError::NoTemplate { file: TEMPLATE.to_owned() });
    }
    let data = data::of(document, templates.fonts(), options);
    if let Some(url) = data.picture_without_alt {
        let reason = format!(
            "the picture `{url}` has no alternative text, which PDF/UA-1 asks for (ISO 14289-1, 7.3)"
        );
        return Err(RenderError::Refused { format: "PDF".into(), reason });
    }
    let result = compile(&PaperWorld::new(data, templates), document, options, export);
    let result = result.map_err(|problem| blame(problem, document, templates, options));
    typst::comemo::evict(KEPT_PAPERS);
    result
}

/// A problem that the template has with this paper alone, as one of the paper; the template's own as it is.
fn blame(
    problem: TemplateProblem,
    document: &Document,
    templates: &TemplateSet,
    options: Options,
) -> RenderError {
    let is_made = |sample: &Document| lay_out(sample, templates, options).is_ok();
    if !sample::all().iter().all(is_made) {
        return problem.into();
    }
    let mut reason = problem.message;
    if let Some(part) = refused_part(document, |part| is_made(part)) {
        reason.push_str(&format!(", in {part}"));
    }
    RenderError::Refused { format: "PDF".into(), reason }
}

/// Where in a paper that can't be laid out the first part is that can't be laid out alone: the section and
/// how that part begins.
fn refused_part(document: &Document, is_made: impl Fn(&Document) -> bool) -> Option<String> {
    let alone = |heading: Option<&str>, blocks: &[Block]| {
        let section = Section {
            id: String::new(),
            anchor: None,
            heading: heading.map(str::to_owned),
            blocks: blocks.to_vec(),
            places: Places::default(),
        };
        Document { sections: vec![section], ..document.clone() }
    };
    let section = document
        .sections
        .iter()
        .find(|section| !is_made(&alone(section.heading.as_deref(), &section.blocks)))?;
    let named = |heading: &String| format!("the section {}", shown(heading));
    let place =
        section.heading.as_ref().map_or_else(|| "the text before the sections".to_owned(), named);
    let blocks = section.blocks.iter().take(MAX_PARTS);
    let mut alone_refused =
        blocks.filter(|block| !is_made(&alone(Some("-"), std::slice::from_ref(block))));
    let Some(block) = alone_refused.next() else { return Some(place) };
    let text = plain_text_of_blocks(std::slice::from_ref(block));
    Some(if text.is_empty() { place } else { format!("{place}, at {}", shown(&text)) })
}

fn lay_out(
    document: &Document,
    templates: &TemplateSet,
    options: Options,
) -> Result<Vec<u8>, TemplateProblem> {
    let data = data::of(document, templates.fonts(), options);
    compile(&PaperWorld::new(data, templates), document, options, pdf)
}

fn compile(
    world: &PaperWorld<'_>,
    document: &Document,
    options: Options,
    export: Export,
) -> Result<Vec<u8>, TemplateProblem> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let pages = output.map_err(|errors| problem(world, &errors))?;
    // If a font does not exist and no other can take its place, Typst leaves out the text with only
    // a warning.
    if !warnings.is_empty() {
        return Err(problem(world, &warnings));
    }
    export(&Laid { pages, world, document, options })
}

fn pdf(laid: &Laid<'_>) -> Result<Vec<u8>, TemplateProblem> {
    let bytes = typst_pdf::pdf(&laid.pages, &pdf_options(laid.document, laid.options)?);
    bytes.map_err(|errors| problem(laid.world, &errors))
}

fn drawing(laid: &Laid<'_>) -> Result<Vec<u8>, TemplateProblem> {
    // What the standard refuses is no page.
    pdf(laid)?;
    let draw = |page| typst_svg::svg(page, &SvgOptions::default()) + PAGE_END;
    Ok(laid.pages.pages().iter().map(draw).collect::<String>().into_bytes())
}

fn pdf_options(document: &Document, options: Options) -> Result<PdfOptions, TemplateProblem> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1])
        .map_err(|error| template_problem(error.message().to_string()))?;
    let ident = document.number.clone().unwrap_or_else(|| document.meta.title.clone());
    let creator = document.provenance.as_ref().map_or_else(
        || concat!("issuepaper ", env!("CARGO_PKG_VERSION")).to_owned(),
        ToString::to_string,
    );
    Ok(PdfOptions {
        ident: Smart::Custom(format!("issuepaper {ident}")),
        creator: Smart::Custom(Some(creator)),
        timestamp: options.created(document).and_then(timestamp),
        standards,
        ..PdfOptions::default()
    })
}

fn timestamp(time: DateTime<Utc>) -> Option<Timestamp> {
    let part = |number: u32| u8::try_from(number).ok();
    let datetime = Datetime::from_ymd_hms(
        time.year(),
        part(time.month())?,
        part(time.day())?,
        part(time.hour())?,
        part(time.minute())?,
        part(time.second())?,
    );
    datetime.map(Timestamp::new_utc)
}

/// The first of Typst's diagnostics as a problem in the template that it is about.
fn problem(world: &PaperWorld<'_>, diagnostics: &EcoVec<SourceDiagnostic>) -> TemplateProblem {
    let Some(first) = diagnostics.first() else {
        return template_problem("Typst failed without a message".to_owned());
    };
    // A diagnostic about something that the walker made is reported at the call in `paper.typ`.
    let mut spans =
        std::iter::once(first.span).chain(first.trace.iter().map(|point| point.span.into()));
    let (file, span) = spans
        .find_map(|span| world.place(span))
        .unwrap_or_else(|| (TEMPLATE.to_owned(), Span::at(0)));
    let help = first.hints.iter().map(|hint| hint.v.to_string()).collect::<Vec<_>>().join("; ");
    TemplateProblem {
        file,
        span,
        message: first.message.to_string(),
        help: (!help.is_empty()).then_some(help),
    }
}

/// A problem without a place.
fn template_problem(message: String) -> TemplateProblem {
    TemplateProblem { file: TEMPLATE.to_owned(), span: Span::at(0), message, help: None }
}
