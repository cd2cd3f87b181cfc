//! Laying a document out with Typst.

use typst::diag::{SourceDiagnostic, Warned};
use typst::ecow::EcoVec;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use super::world::PaperWorld;
use super::{TEMPLATE, data};
use crate::document::Document;
use crate::render::{Options, RenderError, TemplateProblem, TemplateSet};
use crate::text::source::Span;
use chrono::{DateTime, Datelike, Timelike, Utc};

/// How many papers an intermediate result of Typst is kept for. Without this limit a run grows by
/// more than a megabyte per paper.
const KEPT_PAPERS: usize = 3;

/// Makes the PDF of `document`.
pub(super) fn make(
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
        return Err(RenderError::Refused { format: "PDF", reason });
    }
    let world = PaperWorld::new(data, templates);
    let result = compile(&world, document, options);
    typst::comemo::evict(KEPT_PAPERS);
    result
}

fn compile(
    world: &PaperWorld<'_>,
    document: &Document,
    options: Options,
) -> Result<Vec<u8>, RenderError> {
    let Warned { output, warnings } = typst::compile::<PagedDocument>(world);
    let pages = output.map_err(|errors| problem(world, &errors))?;
    // If a font does not exist and no other can take its place, Typst leaves out the text with only
    // a warning.
    if !warnings.is_empty() {
        return Err(problem(world, &warnings).into());
    }
    let bytes = typst_pdf::pdf(&pages, &pdf_options(document, options)?);
    Ok(bytes.map_err(|errors| problem(world, &errors))?)
}

fn pdf_options(document: &Document, options: Options) -> Result<PdfOptions, RenderError> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1]).map_err(|error| {
        RenderError::Refused { format: "PDF", reason: error.message().to_string() }
    })?;
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
        return TemplateProblem {
            file: TEMPLATE.to_owned(),
            span: Span::at(0),
            message: "Typst failed without a message".to_owned(),
            help: None,
        };
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
