//! Which signs and capitals a text has: asked before it is looked through for one of them.

/// The signs of ASCII that are in a text. Few texts have many, and to know it once is less work than to look for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs(u64);

/// The bit of each byte; none for letters, figures and spaces.
const BITS: [u64; 256] = {
    let mut bits = [0; 256];
    let (mut byte, mut next) = (0_u8, 1);
    while byte.is_ascii() {
        if byte.is_ascii_punctuation() || matches!(byte, b'\t' | b'\n') {
            bits[byte as usize] = next;
            next <<= 1;
        }
        byte += 1;
    }
    bits
};

impl Signs {
    /// The signs in a text.
    pub fn of(text: &str) -> Self {
        Self(text.bytes().fold(0, |all, byte| all | BITS[usize::from(byte)]))
    }

    /// These signs: marks of punctuation, tabs and line ends.
    pub const fn new(signs: &[u8]) -> Self {
        let (mut all, mut at) = (0, 0);
        while at < signs.len() {
            all |= BITS[signs[at] as usize];
            at += 1;
        }
        Self(all)
    }

    /// Whether any sign is in both sets.
    pub const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

/// Whether a text has a capital of ASCII with another one, a figure, `-`, `/` or `&` beside it, as acronyms and words in
/// capitals have. Nearly all capitals only begin a word; to compare many pairs of bytes at once is less work than to look
/// at each of these.
pub fn has_capitals(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_pair = |first: u8, next: u8| {
        let is_joined = next.is_ascii_digit() | matches!(next, b'-' | b'/' | b'&');
        first.is_ascii_uppercase() & (next.is_ascii_uppercase() | is_joined)
            | first.is_ascii_digit() & next.is_ascii_uppercase()
    };
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |any, (first, next)| any | is_pair(*first, *next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sign_has_a_bit_of_its_own() {
        let signs: Vec<u8> =
            (0..128).filter(|byte: &u8| byte.is_ascii_punctuation()).chain(*b"\t\n").collect();
        for sign in &signs {
            let text = format!("ab 12 é{} ", char::from(*sign));
            for other in &signs {
                let has = Signs::of(&text).meet(Signs::new(&[*other]));
                assert_eq!(has, sign == other, "{text:?} {other}");
            }
        }
        assert_eq!(Signs::of("words and 12 figures ÄÖ"), Signs::default());
    }
}
