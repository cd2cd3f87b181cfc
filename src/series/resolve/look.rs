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
            let message = format!(
                "the accent has a contrast of {contrast:.1}:1 with white, where text needs {LEAST_CONTRAST}:1"
            );
            let help = format!("darken it, for example to `{}`", color.darkened(LEAST_CONTRAST));
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
