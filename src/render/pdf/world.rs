//! All that Typst can see: the series' templates, one paper, its pictures and the fonts.

use std::collections::HashMap;
use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{DiagSpan, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};

use super::TEMPLATE;
use super::data::Data;
use crate::assets::fonts::Fonts;
use crate::render::TemplateSet;
use crate::text::source::Span;

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // For the heads of rows.
    let features = [Feature::A11yExtras].into_iter().collect();
    LazyHash::new(Library::builder().with_features(features).build())
});

/// The world of one paper. Every paper's files have the same names: Typst never forgets a name.
pub(super) struct PaperWorld<'a> {
    fonts: &'a Fonts,
    main: FileId,
    sources: &'a Sources,
    files: HashMap<FileId, Bytes>,
}

/// The templates that are Typst, parsed.
#[derive(Debug)]
pub(in crate::render) struct Sources(HashMap<FileId, Source>);

impl Sources {
    /// Parses those of `files` that are Typst.
    pub(in crate::render) fn new<'f>(files: impl Iterator<Item = (&'f str, &'f str)>) -> Self {
        let typst = files.filter(|(name, _)| name.ends_with(".typ"));
        let sources = typst.filter_map(|(name, text)| {
            let id = file_id(name)?;
            Some((id, Source::new(id, text.to_owned())))
        });
        Self(sources.collect())
    }
}

impl<'a> PaperWorld<'a> {
    /// A world with the templates that are Typst, and a paper's data.
    pub(super) fn new(data: Data<'_>, templates: &'a TemplateSet) -> Self {
        let json = [("paper.json", data.paper), ("design.json", data.design)];
        let json = json.map(|(name, bytes)| (name.to_owned(), Bytes::new(bytes)));
        let pictures = data.pictures.into_iter().map(|(name, picture)| {
            (name, Bytes::new(ArcBytes(std::sync::Arc::clone(&picture.bytes))))
        });
        let files = json
            .into_iter()
            .chain(pictures)
            .filter_map(|(name, bytes)| Some((file_id(&name)?, bytes)));
        Self {
            fonts: templates.fonts(),
            main: file_id(TEMPLATE).unwrap_or_else(|| Source::detached("").id()),
            sources: templates.sources(),
            files: files.collect(),
        }
    }

    /// The template and the bytes in it that `span` means.
    pub(super) fn place(&self, span: DiagSpan) -> Option<(String, Span)> {
        let source = self.sources.0.get(&span.id()?)?;
        let range = self.range(span)?;
        Some((source.id().get().vpath().get_without_slash().to_owned(), range.into()))
    }
}

struct ArcBytes(std::sync::Arc<[u8]>);

impl AsRef<[u8]> for ArcBytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

impl World for PaperWorld<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.0.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let file = self.files.get(&id).cloned();
        let source = || self.sources.0.get(&id).map(|source| Bytes::from_string(source.clone()));
        file.or_else(source).ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.face(index)
    }

    /// No page depends on the day that it is made.
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}
