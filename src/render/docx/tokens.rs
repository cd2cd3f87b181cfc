//! The tokens of the design in the styles of the program: `{accent}` and the like.

use std::borrow::Cow;

use super::page::Page;
use crate::assets::columns::STEPS;
use crate::document::Document;
use crate::render::design::{Design, WORD_TEXT};
use crate::series::{Color, CoverKind};

/// Which texts run from right to left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Directions {
    pub(super) document: bool,
    pub(super) marking: bool,
}

/// What each token stands for in one document.
#[derive(Debug, Default)]
pub(super) struct Tokens(Vec<(Cow<'static, str>, String)>);

impl Tokens {
    /// The tokens of `document` in `design` on `page`.
    pub(super) fn new(
        document: &Document,
        design: &Design,
        page: &Page,
        directions: Directions,
    ) -> Self {
        let faces = design.faces;
        let faces = [
            ("serif", faces.word_serif.to_owned()),
            ("sans", faces.word_sans.to_owned()),
            ("code", faces.word_code.to_owned()),
        ];
        let named = colors(design).into_iter().chain(faces).chain(lengths(page, directions));
        let mut tokens: Vec<_> = named.map(|(name, value)| (Cow::Borrowed(name), value)).collect();
        tokens.extend(sizes(document, design));
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
fn sizes(document: &Document, design: &Design) -> Vec<(Cow<'static, str>, String)> {
    let (titles, sizes, scales) = (design.titles, design.sizes, design.scales);
    let has_page = document.head.cover == CoverKind::Page;
    let title = if has_page { titles.cover } else { titles.head };
    let on_cover = |on_page: f64, else_: f64| if has_page { on_page } else { else_ };
    let line = |leading: f64| format!("{:.0}", leading * 20.0);
    let [table, small, smallest] = STEPS.map(|step| step.size);
    let own = [
        ("text-size", half_points(WORD_TEXT.size)),
        ("text-line", line(WORD_TEXT.leading)),
        ("title-size", half_points(title.size)),
        ("title-line", line(title.leading)),
        ("repeated-size", half_points(titles.repeated.size)),
        ("repeated-line", line(titles.repeated.leading)),
        ("issuer-size", half_points(on_cover(sizes.committee_on_cover, sizes.committee))),
        ("issuer-agency-size", half_points(on_cover(sizes.agency_on_cover, sizes.agency))),
        ("code-in-text-size", half_points(WORD_TEXT.size * scales.code)),
        ("small-size", half_points(WORD_TEXT.size * scales.small)),
        ("table-size", half_points(table)),
        ("table-small-size", half_points(small)),
        ("table-smallest-size", half_points(smallest)),
        ("code-in-table-size", half_points(table * scales.code)),
        ("code-in-table-small-size", half_points(small * scales.code)),
        ("code-in-table-smallest-size", half_points(smallest * scales.code)),
    ];
    let shared = serde_json::to_value(sizes).unwrap_or_default();
    let shared = shared.as_object().into_iter().flatten().map(|(name, size)| {
        let name = format!("{}-size", name.replace('_', "-"));
        (Cow::Owned(name), half_points(size.as_f64().unwrap_or_default()))
    });
    own.into_iter().map(|(name, value)| (Cow::Borrowed(name), value)).chain(shared).collect()
}

/// A size as Word has it, no larger than `points`: a table is as wide as its text in that size.
fn half_points(points: f64) -> String {
    format!("{:.0}", (points * 2.0).floor())
}

/// Lengths in twentieths of a point, and what else depends on the direction of the text.
fn lengths(page: &Page, directions: Directions) -> [(&'static str, String); 16] {
    let reach = i64::from(page.reach);
    let hang = i64::from(page.hang());
    let Directions { document, marking } = directions;
    // The bars of markings and code are as far out as the text that they are beside. Word knows no start of a bar, and
    // has the left indent where the lines of a paragraph begin.
    let bar = if document == marking { (240 - reach, 0) } else { (240, -reach) };
    let code = if document { (180, -reach) } else { (180 - reach, 0) };
    let line = |is_there: bool| if is_there { "single" } else { "none" }.to_owned();
    let space = |is_there: bool| if is_there { "8" } else { "0" }.to_owned();
    [
        ("runs-left", u8::from(document).to_string()),
        ("left-bar", line(!marking)),
        ("right-bar", line(marking)),
        ("left-space", space(!marking)),
        ("right-space", space(marking)),
        ("out", (-reach).to_string()),
        ("reach", reach.to_string()),
        ("bar-start", bar.0.to_string()),
        ("bar-end", bar.1.to_string()),
        ("code-left", code.0.to_string()),
        ("code-right", code.1.to_string()),
        ("hang", hang.to_string()),
        ("values", (hang - reach).to_string()),
        ("width", page.width.to_string()),
        ("turned-width", page.turned_width().to_string()),
        ("rule-right", page.width.saturating_sub(1200).to_string()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_becomes_its_value() {
        let tokens = Tokens(vec![("accent".into(), "162E51".to_owned())]);
        assert_eq!(tokens.fill("a=\"{accent}\" b=\"{accent}\""), "a=\"162E51\" b=\"162E51\"");
        assert_eq!(tokens.fill("none"), "none");
    }
}
