//! Files of fonts, looked at before any library reads them: a damaged byte can make a font say that it has billions of
//! characters.

use std::sync::Arc;

use thiserror::Error;

/// The most faces in a file. Those of Chinese, Japanese and Korean in all weights are 45.
const MAX_FACES: u32 = 256;
/// The most characters of a face, each counted as often as the face lists it. Unicode has a tenth.
const MAX_CHARACTERS: u64 = 12_000_000;
/// The same of all faces in a file.
const MAX_IN_FILE: u64 = 4 * MAX_CHARACTERS;
/// The most tables of a face. There are some sixty kinds.
const MAX_TABLES: u16 = 200;

/// A file of fonts.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// Its name, as it is reported.
    pub name: String,
    /// Its contents.
    pub bytes: Arc<[u8]>,
}

impl AsRef<[u8]> for FontFile {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// Why a file is not used as a font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FontFault {
    /// It is none.
    #[error("is not a font")]
    NoFont,
    /// It says of itself what no font has.
    #[error("is damaged: it lists more characters or faces than there are")]
    TooMuch,
}

/// Fonts that need too much to be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{file} {reason}")]
pub struct StoppedFont {
    /// The name of the file.
    pub file: String,
    /// What it needs, and what to do.
    pub reason: String,
}

/// Whether a file is a font by its structure, [OpenType 1.9.1](https://learn.microsoft.com/en-us/typography/opentype/spec/otff):
/// only its directories are read.
///
/// # Errors
///
/// It is none, or lists more than there can be.
pub(super) fn verify(bytes: &[u8]) -> Result<(), FontFault> {
    let file = Bytes(bytes);
    let (count, is_collection) = if bytes.starts_with(b"ttcf") {
        (file.long(8).ok_or(FontFault::NoFont)?, true)
    } else {
        (1, false)
    };
    if count > MAX_FACES {
        return Err(FontFault::TooMuch);
    }
    let mut faces = 0;
    let mut characters: u64 = 0;
    for face in 0..count {
        let at = if is_collection { file.offset(12 + 4 * face as usize) } else { Some(0) };
        let Some(of_face) = at.and_then(|at| file.face(at)) else { continue };
        faces += 1;
        characters = characters.saturating_add(of_face);
        if of_face > MAX_CHARACTERS || characters > MAX_IN_FILE {
            return Err(FontFault::TooMuch);
        }
    }
    if faces == 0 { Err(FontFault::NoFont) } else { Ok(()) }
}

/// Numbers in a file, all big-endian.
#[derive(Clone, Copy)]
struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn short(self, at: usize) -> Option<u16> {
        self.0.get(at..)?.first_chunk().copied().map(u16::from_be_bytes)
    }

    fn long(self, at: usize) -> Option<u32> {
        self.0.get(at..)?.first_chunk().copied().map(u32::from_be_bytes)
    }

    fn offset(self, at: usize) -> Option<usize> {
        self.long(at).and_then(|offset| usize::try_from(offset).ok())
    }

    /// How many characters the face at `at` lists; nothing if that is no face.
    fn face(self, at: usize) -> Option<u64> {
        let is_face = matches!(self.0.get(at..at + 4)?, [0, 1, 0, 0] | b"OTTO" | b"true" | b"typ1");
        let count = self.short(at + 4).filter(|count| is_face && *count <= MAX_TABLES)?;
        let (mut needed, mut cmap) = (0, None);
        for record in (0..usize::from(count)).map(|index| at + 12 + 16 * index) {
            let start = self.offset(record + 8)?;
            match self.0.get(record..record + 4)? {
                // What no reader does without.
                b"head" | b"hhea" | b"maxp" if start < self.0.len() => needed += 1,
                b"cmap" => cmap = Some(start),
                _ => {}
            }
        }
        (needed >= 3).then(|| cmap.map_or(0, |cmap| self.characters(cmap)))
    }

    /// How many characters the table at `at` lists, each as often as it does.
    fn characters(self, at: usize) -> u64 {
        let count = self.short(at + 2).unwrap_or_default();
        let records = (0..usize::from(count)).map(|index| at + 4 + 8 * index);
        let starts = records.map_while(|record| at.checked_add(self.offset(record + 4)?));
        let mut sum: u64 = 0;
        for start in starts {
            sum = sum.saturating_add(self.in_subtable(start));
            if sum > MAX_CHARACTERS {
                break;
            }
        }
        sum
    }

    fn in_subtable(self, at: usize) -> u64 {
        match self.short(at) {
            Some(4) => {
                let segments = usize::from(self.short(at + 6).unwrap_or_default() / 2);
                let ends = at + 14;
                let starts = ends + 2 * segments + 2;
                let length = |index: usize| {
                    let (start, end) =
                        (self.short(starts + 2 * index)?, self.short(ends + 2 * index)?);
                    Some(u64::from(end.saturating_sub(start)) + 1)
                };
                (0..segments).map_while(length).sum()
            }
            Some(8) => self.in_groups(at + 12 + 8192),
            Some(10) => u64::from(self.long(at + 16).unwrap_or_default()),
            Some(12 | 13) => self.in_groups(at + 12),
            // No more than sixteen bits of characters.
            Some(_) => 65_536,
            None => 0,
        }
    }

    /// The characters in the groups that are counted at `at`.
    fn in_groups(self, at: usize) -> u64 {
        let count = self.long(at).unwrap_or_default() as usize;
        let length = |index: usize| {
            let group = at + 4 + 12 * index;
            let (start, end) = (self.long(group)?, self.long(group + 4)?);
            Some(u64::from(end.saturating_sub(start)) + 1)
        };
        (0..count).map_while(length).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font of nothing but its directory and a table with the groups of characters given, each from one to another.
    fn font(groups: &[(u32, u32)]) -> Vec<u8> {
        let long = |length: usize| u32::try_from(length).unwrap_or_default().to_be_bytes();
        let mut cmap = vec![0, 0, 0, 1, 0, 3, 0, 10, 0, 0, 0, 12, 0, 12, 0, 0];
        cmap.extend(long(16 + 12 * groups.len()));
        cmap.extend([0; 4]);
        cmap.extend(long(groups.len()));
        for (start, end) in groups {
            cmap.extend([*start, *end, 1].map(u32::to_be_bytes).concat());
        }
        let names = [b"cmap", b"head", b"hhea", b"maxp"];
        let mut bytes = vec![0, 1, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0];
        for name in names {
            bytes.extend(name);
            bytes.extend([0, 12 + 4 * 16, cmap.len()].map(long).concat());
        }
        bytes.extend(cmap);
        bytes
    }

    #[test]
    fn a_damaged_byte_is_seen_without_reading_the_characters() {
        assert_eq!(verify(&font(&[(0x20, 0x7e), (0x4e00, 0x9fff)])), Ok(()));
        assert_eq!(verify(&font(&[(0x20, 0xff00_007e)])), Err(FontFault::TooMuch));
        let many = vec![(0, 0x10_ffff); 20];
        assert_eq!(verify(&font(&many)), Err(FontFault::TooMuch));
    }

    #[test]
    fn a_collection_has_no_more_faces_than_there_are() {
        let face = font(&[(0x20, 0x7e)]);
        let collection = |count: u32| {
            let mut bytes = [b"ttcf\0\x01\0\0".as_slice(), &count.to_be_bytes()].concat();
            bytes.extend((12 + 4 * count).to_be_bytes().repeat(count as usize));
            [bytes, face.clone()].concat()
        };
        // The tables are counted from the start of the file, so those of the face inside are elsewhere.
        assert_eq!(verify(&collection(2)), Ok(()));
        assert_eq!(verify(&collection(70_000)), Err(FontFault::TooMuch));
    }

    #[test]
    fn what_is_no_font_is_none_however_it_is_cut() {
        let face = font(&[(0x20, 0x7e)]);
        for length in 0..12 + 3 * 16 {
            assert_eq!(verify(&face[..length]), Err(FontFault::NoFont), "{length}");
        }
        assert_eq!(verify(b"no font"), Err(FontFault::NoFont));
        assert_eq!(verify(b"ttcf"), Err(FontFault::NoFont));
        for at in 0..face.len() {
            for byte in [0, 1, 0x7f, 0xff] {
                let mut damaged = face.clone();
                damaged[at] = byte;
                let _ = verify(&damaged);
            }
        }
    }
}
