//! Making the pages and writing them.

use std::path::PathBuf;
use std::sync::Arc;

use super::addresses::{PictureCopy, resolve_addresses};
use super::plan::Page;
use super::templates;
use crate::document::{self, Contents, Document, Provenance};
use crate::project::{InputError, files};
use crate::render::{self, Format, RenderError, TemplateSet};
use crate::text::finding::Finding;
use crate::workers;

/// A finished page.
#[derive(Debug, Clone)]
pub struct MadePage {
    /// The page itself.
    pub bytes: Vec<u8>,
    /// The pictures that go next to it.
    pub pictures: Vec<PictureCopy>,
    /// Counts of what the page contains.
    pub contents: Contents,
}

/// A page on disk.
#[derive(Debug, Clone)]
pub struct WrittenPage {
    /// The files that were written: the page, then its pictures.
    pub files: Vec<PathBuf>,
    /// Counts of what the page contains.
    pub contents: Contents,
}

/// Why a page was not made or written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageError {
    /// A file can't be read or written, or the paper has something that the format forbids.
    Input(InputError),
    /// The template has a fault.
    Template(Box<Finding>),
}

impl From<InputError> for PageError {
    fn from(error: InputError) -> Self {
        Self::Input(error)
    }
}

/// A page before it is laid out, without its project: another thread can do it while the project changes.
#[derive(Debug)]
pub struct Layout {
    document: Document,
    format: &'static Format,
    templates: Arc<TemplateSet>,
    options: render::Options,
    pictures: Vec<PictureCopy>,
}

impl Layout {
    /// The format.
    pub const fn format(&self) -> &'static Format {
        self.format
    }

    /// Lays out the page. That of a PDF needs a [large stack](workers::on_large_stack).
    ///
    /// # Errors
    ///
    /// [`Page::fault`] has the words for it.
    pub fn make(&self) -> Result<Vec<u8>, RenderError> {
        render::render(&self.document, self.format, &self.templates, self.options)
    }
}

impl Page<'_> {
    /// Makes the page. The same project and options produce the same bytes.
    ///
    /// Laying out a PDF needs a large stack, which [`make_all`] and [`write()`] provide.
    ///
    /// # Errors
    ///
    /// The template is faulty or missing, or the paper has something that the format forbids.
    pub fn make(&self) -> Result<MadePage, PageError> {
        let layout = self.layout()?;
        let bytes = layout.make().map_err(|error| self.fault(error))?;
        let contents = layout.document.contents();
        Ok(MadePage { bytes, pictures: layout.pictures, contents })
    }

    /// All that the page needs to be laid out.
    ///
    /// # Errors
    ///
    /// A picture would be copied out of the output folder.
    pub fn layout(&self) -> Result<Layout, InputError> {
        let paper = &self.file.paper;
        let mut document = document::assemble_linked(paper, self.series, &|to| self.lead(to));
        let path = self.project.relative(&self.file.path);
        let record = self.project.register.as_ref().map(|register| register.record(&path));
        let record = record.unwrap_or_default();
        document.add_record(record, self.series);
        let revision = record.revision().map(str::to_owned);
        // Without a project, where the paper is says more about the machine than about the paper.
        let name = self.file.path.file_name().filter(|_| self.project.root.is_none());
        let source = name.map_or(path, |name| name.to_string_lossy().into_owned());
        document.provenance = Some(Provenance::new(source, revision, paper.file.text()));
        let pictures = resolve_addresses(&mut document, self)?;
        let paper_size = self.project.settings.paper_size.unwrap_or(self.series.paper_size);
        let options = render::Options {
            paper_size,
            created: self.created,
            tracks_changes: self.tracks_changes,
            has_places: self.has_places,
            ..render::Options::default()
        };
        let templates = Arc::clone(&self.templates);
        Ok(Layout { document, format: self.format, templates, options, pictures })
    }

    /// The page with the differences from an older one as tracked changes. Both are of the format
    /// [`TRACKED`](render::TRACKED).
    ///
    /// # Errors
    ///
    /// As [`make`](Self::make), of either page.
    pub fn redline(&self, old: &Self, revision: &render::Revision) -> Result<Vec<u8>, PageError> {
        let (before, after) = (old.make()?.bytes, self.make()?.bytes);
        render::redline(&before, &after, revision).map_err(|error| self.fault(error))
    }

    /// What is wrong where the page could not be laid out, with its place.
    pub fn fault(&self, error: RenderError) -> PageError {
        match error {
            RenderError::Template(problem) => {
                match templates::finding(self.project, self.series, problem.clone()) {
                    Some(finding) => PageError::Template(Box::new(finding)),
                    None => PageError::Input(InputError::new(problem.file, problem.message)),
                }
            }
            RenderError::Stopped(stopped) => {
                let file = templates::file_of(self.project, self.series, &stopped.file);
                let file = file.map_or(stopped.file, |file| file.name().to_owned());
                let reason = format!("no page is made: {file} {}", stopped.reason);
                PageError::Input(InputError::new(self.file.paper.file.name(), reason))
            }
            error @ (RenderError::NoTemplate { .. } | RenderError::Refused { .. }) => {
                PageError::Input(InputError::new(self.file.paper.file.name(), error.to_string()))
            }
        }
    }
}

/// Makes every page on all cores.
pub fn make_all(pages: &[Page<'_>]) -> Vec<Result<MadePage, PageError>> {
    workers::map(pages, Page::make)
}

/// The pages that are not on disk as they would be made now, with all of their pictures, and those that can't be made.
pub fn outdated(pages: Vec<Page<'_>>) -> Vec<Page<'_>> {
    let is_current = |page: &Page<'_>| {
        let is_there = |picture: &PictureCopy| files::read_bytes(&picture.to).is_ok();
        page.make().is_ok_and(|made| {
            files::read_bytes(&page.path).is_ok_and(|bytes| bytes == made.bytes)
                && made.pictures.iter().all(is_there)
        })
    };
    let current = workers::map(&pages, is_current);
    pages.into_iter().zip(current).filter_map(|(page, is_it)| (!is_it).then_some(page)).collect()
}

/// Makes every page on all cores and writes it, with its pictures; `after_each` is called when a page is made.
pub fn write(
    pages: &[Page<'_>],
    after_each: &(dyn Fn() + Sync),
) -> Vec<Result<WrittenPage, PageError>> {
    workers::map(pages, |page| {
        let made = page.make();
        after_each();
        let made = made?;
        if page.is_named_like_a_paper() {
            page.project.mark_output(&page.root)?;
        }
        let is_page = |bytes: &[u8]| render::identify(bytes).is_some();
        if !page.project.is_output(&page.root) {
            files::verify_own(&page.path, &made.bytes, is_page)?;
        }
        if page.is_named {
            files::replace(&page.path, &made.bytes)?;
        } else {
            files::replace_below(&page.root, &page.path, &made.bytes)?;
        }
        let mut written = vec![page.path.clone()];
        for picture in made.pictures {
            let bytes = page.project.read(&picture.from)?;
            // Among papers it may be the picture of another one.
            if page.project.has_papers_in(&page.root) {
                files::verify_own(&picture.to, &bytes, |_| false)?;
            }
            files::replace_below(&page.root, &picture.to, &bytes)?;
            written.push(picture.to);
        }
        Ok(WrittenPage { files: written, contents: made.contents })
    })
}
