//! Lists of texts that are asked often and seldom have the text that is asked for.

/// Texts that are looked for among many others: most of these have another length or begin with another letter, and are
/// compared with none.
pub(super) struct Texts<const N: usize> {
    texts: [&'static str; N],
    /// By length, the first letters of the texts, a bit for each.
    starts: [u32; MAX_LENGTH + 1],
}

/// The longest of these texts, in bytes.
const MAX_LENGTH: usize = 20;

/// The bits of a letter in lower case that tell it from other letters.
const LETTER: u8 = 0x1f;

impl<const N: usize> Texts<N> {
    /// Each text is in lower case, begins with a letter, and has no more than [`MAX_LENGTH`] bytes.
    pub(super) const fn new(texts: [&'static str; N]) -> Self {
        let mut starts = [0; MAX_LENGTH + 1];
        let mut at = 0;
        while at < N {
            let text = texts[at].as_bytes();
            starts[text.len()] |= 1 << (text[0] & LETTER);
            at += 1;
        }
        Self { texts, starts }
    }

    /// Whether `text` is one of these.
    pub(super) fn has(&self, text: &str) -> bool {
        let first = text.as_bytes().first().map_or(0, |byte| byte & LETTER);
        let is_near = self.starts.get(text.len()).is_some_and(|letters| letters >> first & 1 == 1);
        is_near && self.texts.contains(&text)
    }
}
