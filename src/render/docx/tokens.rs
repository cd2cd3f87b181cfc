//! The tokens of the design in the styles of the program: `{accent}` and the like.

use super::page::Page;
use crate::document::Document;
use crate::render::design::Design;
use crate::series::{Color, CoverKind};

/// What each token stands for in one document.
#[derive(Debug, Default)]
pub(super) struct Tokens(Vec<(&'static str, String)>);

impl Tokens {
    /// The tokens of `document` in `design` on `page`.
    pub(super) fn new(document: &Document, design: &Design, page: &Page) -> Self {
        let mut tokens = colors(design);
        let faces = design.faces;
        tokens.extend([
            ("serif", faces.word_serif.to_owned()),
            ("sans", faces.word_sans.to_owned()),
            ("code", faces.word_code.to_owned()),
        ]);
        tokens.extend(sizes(document, design));
        tokens.extend(lengths(page));
        Self(tokens)
    }

    /// `text` with the values of its tokens.
    pub(super) fn fill(&self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            filled.push_str(before);
            let Some((name, after)) = after.split_once('}') else { break };
            filled.push_str(self.value(name));
            rest = after;
        }
        filled.push_str(rest);
        filled
    }

    fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }
}

fn colors(design: &Design) -> Vec<(&'static str, String)> {
    let colors = &design.colors;
    let all: [(&str, Color); 14] = [
        ("paper", colors.paper),
        ("ink", colors.ink),
        ("accent", colors.accent),
        ("link", colors.link),
        ("slate", colors.slate),
        ("quote", colors.quote),
        ("warning", colors.warning),
        ("edge", colors.edge),
        ("hair", colors.hair),
        ("head-tint", colors.head_tint),
        ("code-tint", colors.code_tint),
        ("warning-tint", colors.warning_tint),
        ("field", colors.field),
        ("on-field", colors.on_field),
    ];
    all.into_iter().map(|(name, color)| (name, color.digits())).collect()
}

/// Sizes in half points, and lines in twentieths of a point.
fn sizes(document: &Document, design: &Design) -> [(&'static str, String); 7] {
    let titles = design.titles;
    let has_page = document.head.cover == CoverKind::Page;
    let title = if has_page { titles.cover } else { titles.head };
    let of_cover = |on_page: u32, else_: u32| if has_page { on_page } else { else_ }.to_string();
    [
        ("title-size", whole(title.size * 2.0)),
        ("title-line", whole(title.leading * 20.0)),
        ("repeated-size", whole(titles.repeated.size * 2.0)),
        ("repeated-line", whole(titles.repeated.leading * 20.0)),
        ("committee-size", of_cover(26, 21)),
        ("agency-size", of_cover(20, 18)),
        ("kind-size", of_cover(19, 17)),
    ]
}

/// Lengths in twentieths of a point.
fn lengths(page: &Page) -> [(&'static str, String); 8] {
    let reach = i64::from(page.reach);
    let hang = i64::from(page.hang());
    [
        ("out", (-reach).to_string()),
        // The bars of markings and code are as far to the left as the text that they are beside.
        ("bar-left", (240 - reach).to_string()),
        ("code-left", (180 - reach).to_string()),
        ("hang", hang.to_string()),
        ("values", (hang - reach).to_string()),
        ("width", page.width.to_string()),
        ("turned-width", page.turned_width().to_string()),
        ("rule-right", page.width.saturating_sub(1200).to_string()),
    ]
}

/// The whole number next to `length`.
fn whole(length: f64) -> String {
    format!("{length:.0}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_becomes_its_value() {
        let tokens = Tokens(vec![("accent", "162E51".to_owned())]);
        assert_eq!(tokens.fill("a=\"{accent}\" b=\"{accent}\""), "a=\"162E51\" b=\"162E51\"");
        assert_eq!(tokens.fill("none"), "none");
    }
}
