//! The PDF of a paper, and drawings of its pages: their layout may take long, and others go on meanwhile.

use minijinja::context;

use super::address::{Address, View, encoded};
use super::templates::fill;
use super::{Content, Preview, Reply, hash, in_words, message, stem};
use crate::pages::Layout;
use crate::render::{self, DRAWN, Format, PRINT, RenderError};
use crate::text::suggest::counted;
use crate::workers;

/// A file of a paper that has to be laid out, which any thread can do.
#[derive(Debug)]
pub struct PendingFile {
    name: String,
    generation: u64,
    layout: Layout,
}

impl PendingFile {
    /// Lays it out.
    pub fn make(self) -> FinishedFile {
        let Self { name, generation, layout } = self;
        let made = workers::on_large_stack(|| layout.make());
        FinishedFile { name, generation, format: layout.format(), made }
    }
}

/// A file of a paper that was laid out, for [`Preview::keep`].
#[derive(Debug)]
pub struct FinishedFile {
    name: String,
    generation: u64,
    format: &'static Format,
    made: Result<Vec<u8>, RenderError>,
}

/// What was made for a paper last.
#[derive(Debug)]
pub(super) struct Kept<T> {
    name: String,
    /// What the project was when it was made.
    generation: u64,
    made: Result<T, String>,
}

/// The files that were laid out last.
#[derive(Debug, Default)]
pub(super) struct LaidOut {
    /// The pages of a PDF as drawings.
    drawings: Option<Kept<Vec<String>>>,
    /// A PDF.
    pdf: Option<Kept<Vec<u8>>>,
}

impl LaidOut {
    fn has(&self, name: &str, format: &Format, since: u64) -> bool {
        let kept = if format.name == DRAWN.name {
            self.drawings.as_ref().map(|kept| (&kept.name, kept.generation))
        } else {
            self.pdf.as_ref().map(|kept| (&kept.name, kept.generation))
        };
        kept.is_some_and(|(of, generation)| of == name && generation >= since)
    }

    fn keep(&mut self, name: String, generation: u64, format: &Format, made: Made) {
        if format.name == DRAWN.name {
            let made = made.map(|bytes| render::drawn_pages(&bytes));
            self.drawings = Some(Kept { name, generation, made });
        } else {
            self.pdf = Some(Kept { name, generation, made });
        }
    }

    fn drawings(&self, name: &str) -> Result<&[String], &str> {
        let kept = self.drawings.as_ref().filter(|kept| kept.name == name);
        kept.ok_or(GONE)?.made.as_deref().map_err(String::as_str)
    }
}

/// A file, or why there is none.
type Made = Result<Vec<u8>, String>;

/// Nothing can be laid out for a paper that is not there.
const GONE: &str = "There is no such paper now.";

/// The format of the file that an address with this ending needs, if it is one that may take long.
pub(super) fn format_for(ending: &str, address: &Address) -> Option<&'static Format> {
    match ending {
        ".html" if address.view == View::Print && !address.has_frame() => Some(DRAWN),
        ".svg" => Some(DRAWN),
        ".pdf" => Some(PRINT),
        _ => None,
    }
}

impl Preview {
    /// Whether a file of a paper has to be laid out, as it was not since the project was at `since`.
    pub(super) fn is_outdated(&self, name: &str, format: &Format, since: u64) -> bool {
        self.file(name).is_some() && !self.laid_out.has(name, format, since)
    }

    /// A file of a paper to lay out; none if that can't even begin, which is kept in its place.
    pub(super) fn start_layout(
        &mut self,
        name: &str,
        format: &'static Format,
    ) -> Option<PendingFile> {
        let file = self.file(name)?;
        let layout = self
            .page(file, format)
            .and_then(|page| page.layout().map_err(|error| error.to_string()));
        let (name, generation) = (name.to_owned(), self.live.generation());
        match layout {
            Ok(layout) => Some(PendingFile { name, generation, layout }),
            Err(reason) => {
                self.laid_out.keep(name, generation, format, Err(reason));
                None
            }
        }
    }

    /// Keeps a file that was laid out, for those that wait for it.
    pub fn keep(&mut self, finished: FinishedFile) {
        let FinishedFile { name, generation, format, made } = finished;
        let page = self.file(&name).and_then(|file| self.page(file, format).ok());
        let made = made.map_err(|error| match page {
            Some(page) => in_words(page.fault(error)),
            None => error.to_string(),
        });
        self.laid_out.keep(name, generation, format, made);
    }

    /// The pages of the PDF of a paper below each other.
    pub(super) fn print(&self, name: &str) -> Content {
        let root = &self.options.root;
        let address = encoded(stem(name));
        let pages = match self.laid_out.drawings(name) {
            Ok(pages) => pages,
            Err(reason) => {
                let paper = self.file(name).map(|file| &file.paper);
                return Content::of(message(name, reason, paper));
            }
        };
        let page = |(at, svg): (usize, &String)| {
            let number = at + 1;
            let (width, height) = size(svg);
            let src = format!("{root}{address}.svg?page={number}&of={:x}", hash(svg));
            context! { src, width, height }
        };
        let count = counted(pages.len(), "page");
        let pages: Vec<_> = pages.iter().enumerate().map(page).collect();
        let pdf = format!("{root}{address}.pdf");
        Content::of(fill("print.html", context! { title => name, count, pages, pdf }))
    }

    /// One page of the PDF of a paper, from 1.
    pub(super) fn drawn_page(&self, name: &str, number: usize) -> Reply {
        let pages = self.file(name).and_then(|_| self.laid_out.drawings(name).ok());
        match pages.and_then(|pages| pages.get(number.checked_sub(1)?)) {
            Some(page) => {
                let body = page.clone().into_bytes();
                Reply { is_found: true, media_type: DRAWN.media_type, body }
            }
            None => self.nothing(name),
        }
    }

    /// The PDF of a paper.
    pub(super) fn pdf(&self, name: &str) -> Reply {
        let kept = self.laid_out.pdf.as_ref().filter(|kept| kept.name == name);
        let kept = kept.filter(|_| self.file(name).is_some());
        match kept.and_then(|kept| kept.made.as_ref().ok()) {
            Some(body) => {
                Reply { is_found: true, media_type: PRINT.media_type, body: body.clone() }
            }
            None => self.nothing(name),
        }
    }
}

/// The width and the height of a drawing, in pixels of a screen: four for three points.
fn size(svg: &str) -> (u32, u32) {
    let view = svg.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"'));
    let numbers = view.map(|(view, _)| view.split(' ').filter_map(|number| number.parse().ok()));
    let numbers: Vec<f64> = numbers.into_iter().flatten().collect();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a page has a few hundred points"
    )]
    let pixels = |at: usize| numbers.get(at).map_or(0, |points: &f64| (points / 0.75) as u32);
    (pixels(2), pixels(3))
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_drawing_says_its_size() {
        assert_eq!(size("<svg class=\"a\" viewBox=\"0 0 612 792\" width=\"612pt\">"), (816, 1056));
        assert_eq!(size("<svg>"), (0, 0));
    }
}
