//! Where a page comes from, in one line that every format carries: which paper made it, and which text of it.

use std::fmt;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::paper::seal::Seal;

/// How the line begins, before the version.
pub const PREFIX: &str = "issuepaper/";

/// Characters that would end a value, an HTML comment or a line.
const ESCAPED: &AsciiSet =
    &CONTROLS.add(b' ').add(b';').add(b'%').add(b'<').add(b'>').add(b'&').add(b'"').add(b'-');

/// Where a page comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The version of the program that made it.
    pub version: String,
    /// The paper's path from the project's folder, with `/` between parts.
    pub paper: String,
    /// The revision, for a paper that was revised since it was published.
    pub revision: Option<String>,
    /// The seal of the paper's source.
    pub seal: Seal,
}

impl Provenance {
    /// The provenance of a page made now.
    pub fn new(paper: String, revision: Option<String>, source: &str) -> Self {
        let version = env!("CARGO_PKG_VERSION").to_owned();
        Self { version, paper, revision, seal: Seal::of(source) }
    }

    /// Finds the line in `text` and reads it; none if there is no complete one.
    pub fn find(text: &str) -> Option<Self> {
        text.match_indices(PREFIX).find_map(|(at, _)| Self::read(&text[at + PREFIX.len()..]))
    }

    fn read(text: &str) -> Option<Self> {
        let end = text.find([' ', '<', '\n', ')']).unwrap_or(text.len());
        let mut parts = text[..end].split(';');
        let decoded = |value: &str| {
            percent_decode_str(value).decode_utf8().ok().map(std::borrow::Cow::into_owned)
        };
        let version = decoded(parts.next()?)?;
        let (mut paper, mut revision, mut seal) = (None, None, None);
        for (key, value) in parts.filter_map(|part| part.split_once('=')) {
            match key {
                "paper" => paper = decoded(value),
                "revision" => revision = decoded(value),
                "sha256" => seal = Seal::parse(value),
                _ => {}
            }
        }
        Some(Self { version, paper: paper?, revision, seal: seal? })
    }
}

impl fmt::Display for Provenance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoded = |text| utf8_percent_encode(text, ESCAPED);
        write!(f, "{PREFIX}{};paper={}", encoded(&self.version), encoded(&self.paper))?;
        if let Some(revision) = &self.revision {
            write!(f, ";revision={}", encoded(revision))?;
        }
        write!(f, ";sha256={}", self.seal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for (paper, revision) in [
            ("2024-06/bond.md", None),
            ("Zoë's; papers/<a> --> 100%.md", Some("Rev. 1")),
            ("a=b\n.md", Some("R2")),
        ] {
            let made = Provenance::new(paper.to_owned(), revision.map(str::to_owned), "text");
            let line = made.to_string();
            assert!(!line.contains([' ', '<', '>', '\n']) && !line.contains("--"), "{line}");
            assert_eq!(Provenance::find(&format!("<!-- {line} -->")), Some(made));
        }
        assert_eq!(Provenance::find("made by issuepaper/1.0 and issuepaper/2;paper=a"), None);
    }
}
