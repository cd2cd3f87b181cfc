//! What the documents of a series are headed with.

use super::{Resolver, placeholder_names, unknown_field_help};
use crate::series::color::Color;
use crate::series::look::{LEAST_CONTRAST, Look, MarkName, Running};
use crate::series::raw::{Placed, RawLook, RawMark};

/// What a text may name besides fields.
const NAMES: [&str; 5] = ["name", "number", "period", "committee", "agency"];
/// What a list of fields may name besides them.
const FACTS: [&str; 2] = ["number", "period"];

impl Resolver {
    /// The look, without the picture of its mark, which is in a file of its own.
    pub(super) fn look(&mut self, raw: RawLook, ids: &[&str]) -> (Look, Option<MarkName>) {
        let RawLook { running, .. } = &raw;
        let texts = [&raw.issuer, &running.left, &running.middle, &running.foot];
        for text in texts.into_iter().flatten().chain(raw.title.iter().flatten()) {
            self.look_placeholders(text, ids);
        }
        for fact in raw.facts.iter().chain(&raw.cover_facts).flatten() {
            if !FACTS.contains(&fact.value.as_str()) {
                self.known_field(fact, ids);
            }
        }
        let value = |text: Placed<String>| text.value;
        let values = |texts: Vec<Placed<String>>| texts.into_iter().map(value).collect();
        let running = Running::default();
        let look = Look {
            cover: raw.cover.unwrap_or_default(),
            mark: None,
            accent: self.accent(raw.accent.as_ref()),
            issuer: raw.issuer.map_or_else(|| "{agency}".to_owned(), value),
            title: raw.title.map_or_else(|| vec!["{title}".to_owned()], values),
            facts: raw.facts.map(values),
            cover_facts: raw.cover_facts.map(values),
            running: Running {
                left: raw.running.left.map_or(running.left, value),
                middle: raw.running.middle.map_or(running.middle, value),
                foot: raw.running.foot.map_or(running.foot, value),
            },
            captions: raw.captions.unwrap_or_default(),
            typography: raw.typography.unwrap_or_default(),
        };
        (look, raw.mark.map(|mark| self.mark(mark)))
    }

    fn accent(&mut self, raw: Option<&Placed<String>>) -> Color {
        let Some(raw) = raw else { return Color::default() };
        let Ok(color) = raw.value.parse::<Color>() else {
            let help = format!(
                "write `#` and six hexadecimal digits, for example `\"{}\"`",
                Color::ACCENT
            );
            self.report(raw, format!("`{}` is not a color", raw.value), help);
            return Color::default();
        };
        let contrast = color.contrast(Color::WHITE);
        if contrast < LEAST_CONTRAST {
            // Rounded down, or 6.96 would read as enough.
            let contrast = (contrast * 10.0).floor() / 10.0;
            let message = format!(
                "the accent has a contrast of {contrast}:1 with white, where text needs {LEAST_CONTRAST}:1"
            );
            let help =
                format!("darken it, for example to `\"{}\"`", color.darkened(LEAST_CONTRAST));
            self.report(raw, message, help);
        }
        color
    }

    fn mark(&mut self, raw: RawMark) -> MarkName {
        if raw.alt.value.trim().is_empty() {
            self.report(
                &raw.alt,
                "the mark has no alternative text",
                "say what it shows, for example \"Seal of the agency\"",
            );
        }
        MarkName { alt: raw.alt.value.trim().to_owned(), file: self.located(raw.file) }
    }

    /// Checks the `{field}` names in a text of the look.
    fn look_placeholders(&mut self, text: &Placed<String>, ids: &[&str]) {
        for name in placeholder_names(&text.value) {
            if !NAMES.contains(&name) && !ids.contains(&name) {
                let help = unknown_field_help(name, ids);
                self.report(text, format!("the series has no field `{name}`"), help);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::series::{BinaryFile, Color, CoverKind, Library, Series};
    use crate::text::source::SourceFile;

    const SEAL: &[u8] =
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><rect width='9' height='9'/></svg>";

    /// A series with that look, in a project that has the pictures `seal.svg` and `broken.png`.
    fn series(look: &str) -> Result<Series, Vec<String>> {
        let file = SourceFile::new("templates/own/series.yaml", format!("look:\n{look}"));
        let picture = |name: &str, bytes: &[u8]| {
            let name = format!("own/{name}");
            (name.clone(), BinaryFile { name, bytes: bytes.to_vec() })
        };
        let pictures = BTreeMap::from([picture("seal.svg", SEAL), picture("broken.png", b"no")]);
        let library = Library::new([("own/series.yaml".to_owned(), file)].into());
        let found = library.with_binary(pictures).series("own").unwrap_or_else(|| Err(Vec::new()));
        let words = |finding: crate::text::finding::Finding| {
            let help = finding.help.unwrap_or_default();
            format!("{}; {help}", finding.message)
        };
        found.map_err(|findings| findings.into_iter().map(words).collect())
    }

    #[test]
    fn a_look_is_read() {
        let look = "  cover: page\n  accent: \"#5C1049\"\n  mark: { file: seal.svg, alt: Seal }\n";
        let look = series(look).map(|series| series.look);
        let Ok(look) = look else { unreachable!("{look:?}") };
        assert_eq!((look.cover, look.accent), (CoverKind::Page, Color::new(0x5c_1049)));
        let mark = look.mark.map(|mark| (mark.file, mark.alt, mark.picture.bytes.len()));
        assert_eq!(mark, Some(("seal.svg".to_owned(), "Seal".to_owned(), SEAL.len())));
    }

    #[test]
    fn a_fault_says_what_to_do() {
        for (look, message) in [
            (
                "  accent: navy\n",
                "`navy` is not a color; write `#` and six hexadecimal digits, for example `\"#162e51\"`",
            ),
            (
                "  accent: \"#3377cc\"\n",
                "the accent has a contrast of 4.5:1 with white, where text needs 7:1; darken it, for example to `\"#265999\"`",
            ),
            ("  facts: [dat]\n", "the series has no field `dat`; declare it under `fields`"),
            ("  title: [\"{titel}\"]\n", "the series has no field `titel`; did you mean `title`?"),
            (
                "  mark: { file: seal.png, alt: Seal }\n",
                "there is no picture `seal.png`; name a PNG, JPEG or SVG in the folder of this file, without a path",
            ),
            (
                "  mark: { file: broken.png, alt: Seal }\n",
                "the picture `broken.png` is not a PNG, JPEG or SVG picture; save the mark as PNG or as a plain SVG",
            ),
            (
                "  mark: { file: seal.svg, alt: \" \" }\n",
                "the mark has no alternative text; say what it shows, for example \"Seal of the agency\"",
            ),
        ] {
            assert_eq!(series(look).err(), Some(vec![message.to_owned()]), "{look}");
        }
    }
}
