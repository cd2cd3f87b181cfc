//! The fonts for PDF: those in the program, and those that a project adds.
//!
//! System fonts are never used, so a page looks the same everywhere.

use std::sync::{Arc, LazyLock, OnceLock};

use resvg::usvg::fontdb::{Database, Source};
use unicode_segmentation::UnicodeSegmentation;

#[cfg(feature = "pdf")]
use super::font_drawer;
use super::font_file;
use crate::text::characters::needs_no_glyph;
#[cfg(feature = "pdf")]
use crate::workers::process;

pub use super::families::{CODE_FAMILY, SANS_FAMILY, TEXT_FAMILY, TextKind};
pub use super::font_file::{FontFault, FontFile, StoppedFont};

/// Public Sans, which comes with the program.
#[cfg(feature = "pdf")]
const PUBLIC_SANS: [&[u8]; 5] = [
    include_bytes!("public-sans/PublicSans-Regular.ttf"),
    include_bytes!("public-sans/PublicSans-Italic.ttf"),
    include_bytes!("public-sans/PublicSans-SemiBold.ttf"),
    include_bytes!("public-sans/PublicSans-Bold.ttf"),
    include_bytes!("public-sans/PublicSans-BoldItalic.ttf"),
];

static BUILT_IN: LazyLock<Faces> = LazyLock::new(|| Faces::new(&[]));

/// A set of fonts; cheap to clone. They are opened once, when they are first needed.
#[derive(Debug, Clone, Default)]
pub struct Fonts {
    /// Those of a project; none for those in the program alone.
    own: Option<Arc<Own>>,
}

/// The fonts of a project.
#[derive(Debug)]
struct Own {
    files: Vec<FontFile>,
    /// Those in the program and these.
    faces: OnceLock<Faces>,
    #[cfg(feature = "pdf")]
    drawer: font_drawer::Drawer,
}

impl Fonts {
    /// The fonts in the program.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// The fonts in the program and in `files`, of which no more than their directories is read now. Also returns the
    /// names of the files that are not used, each with the reason.
    pub fn with(files: Vec<FontFile>) -> (Self, Vec<(String, FontFault)>) {
        let mut faults = Vec::new();
        let is_sound = |file: &FontFile| match font_file::verify(&file.bytes) {
            Ok(()) => true,
            Err(fault) => {
                faults.push((file.name.clone(), fault));
                false
            }
        };
        let files: Vec<FontFile> = files.into_iter().filter(is_sound).collect();
        #[cfg(feature = "pdf")]
        let drawer = font_drawer::Drawer::new(&files);
        let own = Own {
            files,
            faces: OnceLock::new(),
            #[cfg(feature = "pdf")]
            drawer,
        };
        (Self { own: Some(Arc::new(own)) }, faults)
    }

    /// The files of a project's fonts.
    pub(crate) fn own_files(&self) -> &[FontFile] {
        self.own.as_deref().map_or(&[], |own| &own.files)
    }

    /// Whether there are fonts besides those in the program.
    pub(crate) fn has_own(&self) -> bool {
        self.own.is_some()
    }

    /// The fonts of a project that needed too much when it was asked what they draw. Nothing is missed in them.
    #[cfg(feature = "pdf")]
    pub fn stopped(&self) -> Vec<StoppedFont> {
        self.own.as_deref().map(|own| own.drawer.stopped()).unwrap_or_default()
    }

    /// The fonts of a project that needed too much when it was asked what they draw: none, since without the feature
    /// `pdf` that is not asked.
    #[cfg(not(feature = "pdf"))]
    pub fn stopped(&self) -> Vec<StoppedFont> {
        Vec::new()
    }

    /// Whether a PDF shows a cluster, a character with the marks and selectors after it, or it needs no
    /// glyph. Without the feature `pdf` no glyph is ever drawn, so none is missed.
    pub fn draws(&self, cluster: &str, kind: TextKind) -> bool {
        if cluster.chars().all(|c| is_common(c) || needs_no_glyph(c)) {
            return true;
        }
        // What a project's own fonts can do to a library is done where it can be stopped.
        #[cfg(feature = "pdf")]
        if let Some(own) = self.own.as_deref().filter(|_| process::is_isolating()) {
            return own.drawer.draws(cluster, kind);
        }
        self.faces().draws(cluster, kind)
    }

    /// The same, done here.
    #[cfg(feature = "pdf")]
    pub(super) fn draws_here(&self, cluster: &str, kind: TextKind) -> bool {
        self.faces().draws(cluster, kind)
    }

    /// The clusters of `text` that no PDF shows, with their places.
    pub fn undrawn<'t>(
        &self,
        text: &'t str,
        kind: TextKind,
    ) -> impl Iterator<Item = (usize, &'t str)> {
        let is_plain = text.chars().all(is_common);
        let clusters = (!is_plain).then(|| text.grapheme_indices(true));
        clusters.into_iter().flatten().filter(move |(_, cluster)| !self.draws(cluster, kind))
    }

    /// The fonts for the words in drawings, opened once.
    pub fn database(&self) -> &Arc<Database> {
        self.faces().database()
    }

    fn faces(&self) -> &Faces {
        let own = self.own.as_deref();
        own.map_or(&BUILT_IN, |own| own.faces.get_or_init(|| Faces::new(&own.files)))
    }
}

/// Characters that the fonts in the program have, which a test verifies: what nearly all papers are
/// made of, so that checking them opens no font.
const fn is_common(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{a0}'..='\u{17f}'
        | '\u{2010}'..='\u{2014}'
        | '\u{2018}'..='\u{201e}'
        | '\u{2020}'..='\u{2022}'
        | '\u{2026}'
        | '\u{2030}'
        | '\u{2032}'..='\u{2033}'
        | '\u{2039}'..='\u{203a}'
        | '\u{20ac}'
        | '\u{2122}'
        | '\u{2190}'..='\u{2193}'
        | '\u{2212}'
        | '\u{2264}'..='\u{2265}'
    )
}

/// A database of `files`. A drawing that asks for a kind of font, or for one that isn't there, gets one
/// of the program's.
fn database(files: impl Iterator<Item = Source>) -> Arc<Database> {
    let mut database = Database::new();
    for file in files {
        database.load_font_source(file);
    }
    database.set_serif_family(TEXT_FAMILY);
    database.set_sans_serif_family(TEXT_FAMILY);
    database.set_cursive_family(TEXT_FAMILY);
    database.set_fantasy_family(TEXT_FAMILY);
    database.set_monospace_family(CODE_FAMILY);
    Arc::new(database)
}

#[cfg(not(feature = "pdf"))]
#[derive(Debug)]
struct Faces {
    database: Arc<Database>,
}

#[cfg(not(feature = "pdf"))]
impl Faces {
    fn new(files: &[FontFile]) -> Self {
        let sources = files.iter().map(|file| Source::Binary(Arc::new(file.clone())));
        Self { database: database(sources) }
    }

    #[expect(clippy::unused_self, reason = "the same face as with the feature `pdf`")]
    fn draws(&self, _: &str, _: TextKind) -> bool {
        true
    }

    fn database(&self) -> &Arc<Database> {
        &self.database
    }
}

#[cfg(feature = "pdf")]
use with_typst::Faces;

#[cfg(feature = "pdf")]
mod with_typst {
    use std::sync::{Arc, OnceLock};

    use resvg::usvg::fontdb::{Database, Source};
    use typst::foundations::Bytes;
    use typst::text::{Font, FontBook};
    use typst::utils::LazyHash;

    use super::{FontFile, Fonts, TextKind};
    use crate::assets::shaping::{self, Shaper};
    use crate::text::characters::{is_private, needs_no_glyph};

    /// The faces and the book that Typst looks them up in.
    #[derive(Debug)]
    pub(super) struct Faces {
        all: Vec<Font>,
        book: LazyHash<FontBook>,
        /// How many of the faces, the first ones, are in the program.
        built_in: usize,
        database: OnceLock<Arc<Database>>,
        shaper: Shaper,
    }

    impl Faces {
        pub(super) fn new(files: &[FontFile]) -> Self {
            let built_in = typst_assets::fonts().chain(super::PUBLIC_SANS).map(Bytes::new);
            let mut faces: Vec<Font> = built_in.flat_map(Font::iter).collect();
            let built_in = faces.len();
            faces.extend(files.iter().flat_map(|file| Font::iter(Bytes::new(file.clone()))));
            let book = LazyHash::new(FontBook::from_fonts(&faces));
            let (database, shaper) = (OnceLock::new(), Shaper::default());
            Self { all: faces, book, built_in, database, shaper }
        }

        pub(super) fn draws(&self, cluster: &str, kind: TextKind) -> bool {
            let is_in_a_font = |c: char| {
                // The look of a private character is agreed with the fonts of a project, if with any.
                let first = if is_private(c) { self.built_in } else { 0 };
                let mut faces = self.all[first..].iter();
                needs_no_glyph(c) || faces.any(|face| face.info().coverage.contains(u32::from(c)))
            };
            let fonts = shaping::Fonts { book: &self.book, all: &self.all };
            cluster.chars().all(is_in_a_font) && self.shaper.draws(fonts, cluster, kind)
        }

        pub(super) fn database(&self) -> &Arc<Database> {
            self.database.get_or_init(|| {
                // The faces of a collection follow each other and share its bytes.
                let mut files: Vec<&Bytes> = self.all.iter().map(Font::data).collect();
                files.dedup_by_key(|file| file.as_ptr());
                let sources = files.into_iter().map(|file| Source::Binary(Arc::new(file.clone())));
                super::database(sources)
            })
        }
    }

    impl Fonts {
        /// What Typst looks fonts up in.
        pub(crate) fn book(&self) -> &LazyHash<FontBook> {
            &self.faces().book
        }

        /// The face of an index in the [`book`](Self::book).
        pub(crate) fn face(&self, index: usize) -> Option<Font> {
            self.faces().all.get(index).cloned()
        }
    }

    #[cfg(test)]
    mod tests {
        use super::super::{FontFault, is_common};
        use super::*;
        use crate::assets::picture::Picture;

        #[test]
        fn what_counts_as_common_is_in_the_fonts() {
            let faces = Faces::new(&[]);
            let draws = |c: char| {
                let kinds = [TextKind::Text, TextKind::Code];
                kinds.iter().all(|kind| faces.draws(c.encode_utf8(&mut [0; 4]), *kind))
            };
            let missing: Vec<char> =
                ('\0'..=char::MAX).filter(|c| is_common(*c) && !draws(*c)).collect();
            assert_eq!(missing, Vec::<char>::new());
        }

        #[test]
        fn the_words_in_a_drawing_are_set_whatever_font_it_asks_for() {
            let pixels = |family: &str| {
                let svg = format!(
                    "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'>\
                     <text y='15' font-family='{family}'>queue</text></svg>"
                );
                let picture = Picture::read(svg.into_bytes()).ok();
                picture.and_then(|picture| picture.rasterized(Fonts::built_in().database()))
            };
            let serif = pixels("Libertinus Serif");
            assert!(serif.is_some());
            for family in ["serif", "sans-serif", "system-ui", "Arial, Helvetica"] {
                assert_eq!(pixels(family), serif, "{family}");
            }
            assert_ne!(pixels("monospace"), serif);
            let empty = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='20'></svg>";
            let empty = Picture::read(empty.as_bytes().to_vec()).ok();
            assert_ne!(empty.and_then(|it| it.rasterized(Fonts::built_in().database())), serif);
        }

        #[test]
        fn a_file_without_a_font_is_named() {
            let file = FontFile { name: "a.ttf".to_owned(), bytes: (*b"no font").into() };
            let (fonts, faults) = Fonts::with(vec![file]);
            assert_eq!(faults, [("a.ttf".to_owned(), FontFault::NoFont)]);
            for drawn in ["a", "\u{200d}", "\u{3a9}", "e\u{301}", "\u{2713}"] {
                assert!(fonts.draws(drawn, TextKind::Text), "{drawn}");
            }
            for undrawn in ["\u{1f69a}", "\u{e000}", "1\u{fe0f}\u{20e3}"] {
                assert!(!fonts.draws(undrawn, TextKind::Text), "{undrawn}");
            }
            let undrawn: Vec<_> = fonts.undrawn("a \u{1f69a} 1\u{20e3}.", TextKind::Text).collect();
            assert_eq!(undrawn, [(2, "\u{1f69a}"), (7, "1\u{20e3}")]);
        }
    }
}
