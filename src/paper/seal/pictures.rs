//! The seals of the pictures that a paper shows: its text names them, and has nothing of what they show.

use std::fmt;

use super::Seal;

/// What stands for a picture that no page shows, since it is missing or can't be read.
const NONE: &str = "none";

/// The seals of a paper's pictures, in the order in which it shows them; none for one that no page shows. Where a picture
/// is and what it is called is a matter of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PictureSeals(Vec<Option<Seal>>);

impl PictureSeals {
    /// Reads them as written in the register; none if `text` can't be any.
    pub fn parse(text: &str) -> Option<Self> {
        let seal = |part: &str| if part == NONE { Some(None) } else { Seal::parse(part).map(Some) };
        text.split_whitespace().map(seal).collect::<Option<Vec<_>>>().map(Self)
    }

    /// Whether the paper shows no pictures.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The indexes of the pictures that are not those that were `sealed`, in a paper whose text is.
    pub fn changed_since(&self, sealed: &Self) -> Vec<usize> {
        // Another version of this program may find more or fewer pictures in the same text.
        let is_aligned = self.0.len() == sealed.0.len();
        let is_same = |at: usize, own: &Option<Seal>| {
            if is_aligned { sealed.0.get(at) == Some(own) } else { sealed.0.contains(own) }
        };
        let own = self.0.iter().enumerate();
        own.filter(|(at, own)| !is_same(*at, own)).map(|(at, _)| at).collect()
    }

    /// The indexes of the pictures that are none of those that were `sealed`, wherever the text shows them.
    pub fn unknown_to(&self, sealed: &Self) -> Vec<usize> {
        let own = self.0.iter().enumerate();
        own.filter(|(_, own)| !sealed.0.contains(own)).map(|(at, _)| at).collect()
    }

    /// The seal of the picture with this index.
    pub fn get(&self, at: usize) -> Option<&Seal> {
        self.0.get(at)?.as_ref()
    }
}

impl FromIterator<Option<Seal>> for PictureSeals {
    fn from_iter<I: IntoIterator<Item = Option<Seal>>>(seals: I) -> Self {
        Self(seals.into_iter().collect())
    }
}

impl fmt::Display for PictureSeals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, seal) in self.0.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(f, "{space}{}", seal.as_ref().map_or(NONE, Seal::as_str))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let (a, b) = (Seal::of_bytes(b"\x89PNG a"), Seal::of_bytes(b"<svg>\r\n</svg>"));
        assert_eq!(b, Seal::of_bytes(b"<svg>\n</svg>\n"), "a checkout changes line ends");
        assert_ne!(a, Seal::of_bytes(b"\x89PNG b"));
        let seals: PictureSeals = [Some(a.clone()), None, Some(b.clone())].into_iter().collect();
        assert_eq!(seals.to_string(), format!("{a} none {b}"));
        assert_eq!(PictureSeals::parse(&seals.to_string()), Some(seals));
        assert_eq!(PictureSeals::parse("none 87428f"), None);
    }

    #[test]
    fn pictures_are_compared_in_their_order() {
        let seals = |names: &[&str]| -> PictureSeals {
            let seal = |name: &&str| (!name.is_empty()).then(|| Seal::of_bytes(name.as_bytes()));
            names.iter().map(seal).collect()
        };
        let changed = |now: &[&str], then: &[&str]| seals(now).changed_since(&seals(then));
        assert_eq!(changed(&["a", "b"], &["a", "b"]), [0; 0]);
        assert_eq!(changed(&["b", "a"], &["a", "b"]), [0, 1]);
        assert_eq!(changed(&["a", ""], &["a", "b"]), [1]);
        assert_eq!(changed(&["a", "b"], &["a", ""]), [1]);
        assert_eq!(changed(&["a", "a", "c"], &["a", "b"]), [2], "a picture that is read now");
        assert_eq!(seals(&["b", "c"]).unknown_to(&seals(&["a", "b"])), [1]);
    }
}
