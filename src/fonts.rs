//! The fonts that PDF is set in: those in the program, and those that a project adds.
//!
//! No font of the machine is ever used, so a page looks the same everywhere.

use std::sync::{Arc, LazyLock};

static BUILT_IN: LazyLock<Faces> = LazyLock::new(|| Faces::new(&[]).0);

/// A set of fonts; cheap to clone. Those in the program are opened once, when they are first needed.
#[derive(Debug, Clone, Default)]
pub struct Fonts {
    /// The fonts in the program and others; none for those in the program alone.
    extended: Option<Arc<Faces>>,
}

impl Fonts {
    /// The fonts in the program.
    pub fn built_in() -> Self {
        Self::default()
    }

    /// The fonts in the program and in `files`. Also gives the indices of the files that hold no font.
    pub fn with(files: &[Vec<u8>]) -> (Self, Vec<usize>) {
        let (faces, useless) = Faces::new(files);
        (Self { extended: Some(Arc::new(faces)) }, useless)
    }

    /// Whether a font has a shape for `c`, or it needs none. Without the feature `pdf` no shape is ever
    /// drawn, so none is missed.
    pub fn covers(&self, c: char) -> bool {
        is_common(c) || needs_no_shape(c) || self.faces().covers(c)
    }

    /// The files of all fonts, each once.
    pub fn files(&self) -> Vec<&[u8]> {
        self.faces().files()
    }

    fn faces(&self) -> &Faces {
        self.extended.as_deref().unwrap_or(&BUILT_IN)
    }
}

/// Characters that the fonts in the program have, which a test holds: what nearly all papers are made
/// of, so that checking them opens no font.
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

/// Blanks and what Unicode calls
/// [default ignorable](https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point).
fn needs_no_shape(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Whether everybody may give the character a shape.
#[cfg(feature = "pdf")]
const fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}

#[cfg(not(feature = "pdf"))]
#[derive(Debug)]
struct Faces;

#[cfg(not(feature = "pdf"))]
impl Faces {
    fn new(_: &[Vec<u8>]) -> (Self, Vec<usize>) {
        (Self, Vec::new())
    }

    #[expect(clippy::unused_self, reason = "the same face as with the feature `pdf`")]
    fn covers(&self, _: char) -> bool {
        true
    }

    #[expect(clippy::unused_self, reason = "the same face as with the feature `pdf`")]
    fn files(&self) -> Vec<&[u8]> {
        Vec::new()
    }
}

#[cfg(feature = "pdf")]
use with_typst::Faces;

#[cfg(feature = "pdf")]
mod with_typst {
    use typst::foundations::Bytes;
    use typst::text::{Font, FontBook};
    use typst::utils::LazyHash;

    use super::{Fonts, is_private};

    /// The faces and the book that Typst looks them up in.
    #[derive(Debug)]
    pub(super) struct Faces {
        all: Vec<Font>,
        book: LazyHash<FontBook>,
        /// How many of the faces, which stand first, are in the program.
        built_in: usize,
    }

    impl Faces {
        pub(super) fn new(files: &[Vec<u8>]) -> (Self, Vec<usize>) {
            let built_in = typst_assets::fonts().map(Bytes::new);
            let mut faces: Vec<Font> = built_in.flat_map(Font::iter).collect();
            let built_in = faces.len();
            let mut useless = Vec::new();
            for (index, file) in files.iter().enumerate() {
                let before = faces.len();
                faces.extend(Font::iter(Bytes::new(file.clone())));
                if faces.len() == before {
                    useless.push(index);
                }
            }
            let book = LazyHash::new(FontBook::from_fonts(&faces));
            (Self { all: faces, book, built_in }, useless)
        }

        pub(super) fn covers(&self, c: char) -> bool {
            // What a private character looks like is agreed with the fonts of a project, if with any.
            let first = if is_private(c) { self.built_in } else { 0 };
            self.all[first..].iter().any(|face| face.info().coverage.contains(u32::from(c)))
        }

        pub(super) fn files(&self) -> Vec<&[u8]> {
            // The faces of a collection stand behind each other and share its bytes.
            let mut files: Vec<&[u8]> =
                self.all.iter().map(|face| face.data().as_slice()).collect();
            files.dedup_by_key(|file| file.as_ptr());
            files
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
        use super::super::is_common;
        use super::*;

        #[test]
        fn what_counts_as_common_is_in_the_fonts() {
            let (faces, _) = Faces::new(&[]);
            let missing: Vec<char> =
                ('\0'..=char::MAX).filter(|c| is_common(*c) && !faces.covers(*c)).collect();
            assert_eq!(missing, Vec::<char>::new());
        }

        #[test]
        fn a_file_without_a_font_is_named() {
            let (fonts, useless) = Fonts::with(&[b"no font".to_vec()]);
            assert_eq!(useless, [0]);
            assert!(fonts.covers('a') && !fonts.covers('\u{1f69a}'));
            assert!(fonts.covers('\u{200d}') && fonts.covers('\u{3a9}'));
            assert!(!fonts.covers('\u{e000}'));
        }
    }
}
