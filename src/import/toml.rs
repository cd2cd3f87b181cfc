//! Front matter between lines of `+++`, as some programs that make web sites have it.

use std::borrow::Cow;

use super::piece::Place;

/// The line around it.
const FENCE: &str = "+++";

/// What is read of it.
#[derive(Debug, Default)]
pub(super) struct Toml {
    /// The keys and their values.
    pub(super) entries: Vec<(String, String, Place)>,
    /// The lines that have none.
    pub(super) broken: Vec<(Place, String)>,
}

/// The front matter of a text, and the text with empty lines in its place.
pub(super) fn split(text: &str) -> (Toml, Cow<'_, str>) {
    let mut lines = text.split_inclusive('\n');
    let is_fence = |line: &str| line.trim_end() == FENCE;
    if !lines.next().is_some_and(is_fence) {
        return (Toml::default(), Cow::Borrowed(text));
    }
    let Some(end) = lines.clone().position(is_fence) else {
        return (Toml::default(), Cow::Borrowed(text));
    };
    let mut toml = Toml::default();
    for (at, line) in lines.by_ref().take(end).enumerate() {
        let (line, place) = (line.trim(), Place::Line(at + 2));
        match line.split_once('=') {
            Some((key, value)) => {
                let value = value.trim().trim_matches(['"', '\'']).to_owned();
                toml.entries.push((key.trim().to_owned(), value, place));
            }
            None if line.is_empty() || line.starts_with('#') => {}
            None => toml.broken.push((place, line.to_owned())),
        }
    }
    lines.next();
    (toml, Cow::Owned("\n".repeat(end + 2) + &lines.collect::<String>()))
}
