//! Pages made by a worker process: what is sent to it, and what comes back.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::{Format, Options, RenderError, TemplateProblem, TemplateSet, docx};
#[cfg(feature = "pdf")]
use crate::assets::font_worker;
use crate::assets::fonts::{FontFile, Fonts};
use crate::document::Document;
use crate::text::characters::shown;
use crate::workers::process::{self, MEMORY_GIB, Pool};

/// What the setup of a worker for pages begins with.
const MARK: u8 = b'P';
/// How many papers a template may need too much for; with so many, it is not tried with the others.
const MAX_STOPPED: usize = 5;

/// A template that was stopped, since it needed too much.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[error("{file} {reason}")]
pub struct Stopped {
    /// The template's file name, for example `paper.typ`.
    pub file: String,
    /// What it needed, and what to do.
    pub reason: String,
}

/// The templates of a series, as a worker gets them.
#[derive(Serialize, Deserialize)]
struct Setup<'a> {
    files: Cow<'a, BTreeMap<String, String>>,
    reference: Option<Cow<'a, [u8]>>,
    fonts: Vec<Cow<'a, [u8]>>,
}

#[derive(Serialize, Deserialize)]
enum Request<'a> {
    Page { format: Cow<'a, str>, document: Box<Cow<'a, Document>>, options: Options },
    Verify { format: Cow<'a, str> },
}

#[derive(Serialize, Deserialize)]
enum Answer {
    Page(Result<Vec<u8>, RenderError>),
    Verified(Vec<TemplateProblem>),
}

/// The worker processes for the templates of a series.
pub(super) struct Workers {
    pool: Pool,
    /// Why papers were stopped.
    stopped: Mutex<Vec<Stopped>>,
}

impl Workers {
    /// Workers with the templates of `set`; none is started before it is needed.
    pub(super) fn of(set: &TemplateSet) -> Self {
        let (files, reference) = set.contents();
        let setup = Setup {
            files: Cow::Borrowed(files),
            reference: reference.map(Cow::Borrowed),
            fonts: set.fonts().own_files().iter().map(|file| Cow::Borrowed(&*file.bytes)).collect(),
        };
        let setup = postcard::to_extend(&setup, vec![MARK]).unwrap_or_default();
        Self { pool: Pool::new(setup), stopped: Mutex::default() }
    }

    /// The page of `document`.
    pub(super) fn render(
        &self,
        document: &Document,
        format: &Format,
        options: Options,
    ) -> Result<Vec<u8>, RenderError> {
        let stopped = || self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier: Vec<Stopped> = stopped().clone();
        let mut of_format = earlier.into_iter().filter(|it| it.file == format.template);
        if let Some(known) = of_format.nth(MAX_STOPPED - 1) {
            return Err(known.into());
        }
        let pictures = document.pictures.values().map(|picture| picture.bytes.len()).sum();
        let sent = Box::new(Cow::Borrowed(document));
        let request = Request::Page { format: format.name.into(), document: sent, options };
        match self.ask(&request, pictures, format) {
            Ok(Answer::Page(page)) => page,
            Ok(Answer::Verified(_)) => Err(unknown(format).into()),
            Err(mut error) => {
                let mut pictures = document.pictures.iter();
                if let Some((url, _)) = pictures.find(|(_, picture)| picture.is_filtered()) {
                    error.reason.push_str(&format!(
                        "; if it is the drawing {}, save that as PNG",
                        shown(url)
                    ));
                }
                stopped().push(error.clone());
                Err(error.into())
            }
        }
    }

    /// Faults in the template of `format`.
    pub(super) fn verify(&self, format: &Format) -> Result<Vec<TemplateProblem>, Stopped> {
        match self.ask(&Request::Verify { format: format.name.into() }, 0, format)? {
            Answer::Verified(problems) => Ok(problems),
            Answer::Page(_) => Err(unknown(format)),
        }
    }

    fn ask(&self, request: &Request<'_>, extra: usize, format: &Format) -> Result<Answer, Stopped> {
        let file = format.template;
        let answer = self.pool.ask(&bytes_of(request), extra);
        let answer =
            answer.map_err(|reason| Stopped { file: file.to_owned(), reason: said(reason) })?;
        postcard::from_bytes(&answer).map_err(|_| unknown(format))
    }
}

fn said(reason: process::Stopped) -> String {
    match reason {
        process::Stopped::Time(seconds) => format!(
            "takes more than {seconds} s of computing time; look for a loop that does not end, or set \
             ISSUEPAPER_TEMPLATE_SECONDS to the time that it needs"
        ),
        process::Stopped::Memory => format!(
            "needs more than {MEMORY_GIB} GiB of memory, or is nested too deep; look for a list or text that grows \
             without end, or for thousands of brackets in each other"
        ),
        process::Stopped::Unavailable(reason) => {
            format!("can't be run in a process of its own: {reason}; run the program again")
        }
    }
}

/// The error of an answer that can't be read.
fn unknown(format: &Format) -> Stopped {
    let reason = said(process::Stopped::Unavailable("its answer can't be read".to_owned()));
    Stopped { file: format.template.to_owned(), reason }
}

/// `value` as it is sent. Nothing that is sent can fail to be written.
fn bytes_of(value: &impl Serialize) -> Vec<u8> {
    postcard::to_extend(value, Vec::new()).unwrap_or_default()
}

/// Makes pages as a worker process, from requests in `input` to answers in `output`; `end` is called at the end of the
/// input.
///
/// # Errors
///
/// An answer can't be written.
pub fn serve(
    input: impl Read + Send + 'static,
    output: &mut dyn Write,
    end: fn(),
) -> io::Result<()> {
    process::serve(
        input,
        output,
        end,
        |setup| work_of(&setup),
        |work, request| match work {
            Some(Work::Pages(set)) => answer(set, request),
            #[cfg(feature = "pdf")]
            Some(Work::Fonts(fonts)) => font_worker::answer(fonts, request),
            // What is empty can't be read, which is an error there.
            None => Vec::new(),
        },
    )
}

/// What a worker is for.
enum Work {
    Pages(Box<TemplateSet>),
    #[cfg(feature = "pdf")]
    Fonts(Fonts),
}

fn work_of(setup: &[u8]) -> Option<Work> {
    match setup.split_first()? {
        (&MARK, rest) => open(rest).map(Box::new).map(Work::Pages),
        #[cfg(feature = "pdf")]
        (&font_worker::MARK, rest) => font_worker::open(rest).map(Work::Fonts),
        _ => None,
    }
}

fn open(setup: &[u8]) -> Option<TemplateSet> {
    let setup: Setup<'_> = postcard::from_bytes(setup).ok()?;
    let mut set = TemplateSet::new(setup.files.into_owned());
    if !setup.fonts.is_empty() {
        let files = setup.fonts.into_iter();
        let files = files.map(|bytes| FontFile { name: String::new(), bytes: bytes.into() });
        set = set.with_fonts(Fonts::with(files.collect()).0);
    }
    Some(match setup.reference {
        Some(reference) => set.with_binary(docx::TEMPLATE, &reference),
        None => set,
    })
}

fn named(format: &str) -> Option<&'static Format> {
    super::by_name(format).or_else(|| (format == super::DRAWN.name).then_some(super::DRAWN))
}

fn answer(set: &TemplateSet, request: &[u8]) -> Vec<u8> {
    let answer = || {
        Some(match postcard::from_bytes(request).ok()? {
            Request::Page { format, document, options } => {
                let format = named(&format)?;
                Answer::Page(super::render_here(&document, format, set, options))
            }
            Request::Verify { format } => {
                Answer::Verified(super::verify_here(set, named(&format)?))
            }
        })
    };
    answer().map(|answer| bytes_of(&answer)).unwrap_or_default()
}
