//! The design of documents: the faces, sizes, spaces and colors that PDF, Word and HTML share.
//!
//! One vertical axis runs through every page: what names things hangs left of it, what is said is right
//! of it. Lengths are in points unless they say otherwise.

use serde::Serialize;

use crate::assets::fonts::{CODE_FAMILY, SANS_FAMILY, TEXT_FAMILY};
use crate::assets::widths::CODE_SCALE;
use crate::document::{Grid, HeadStyle};
use crate::series::{Color, PaperSize};

/// The text of a document, and its lines.
pub(super) const TEXT: Type = Type { size: 11.5, leading: 15.5 };
/// The same in Word, whose serif is larger.
pub(super) const WORD_TEXT: Type = Type { size: 11.0, leading: 15.5 };
/// The title on a cover, at the head of the first page, and where it is repeated.
pub(super) const TITLES: Titles = Titles {
    cover: Type { size: 30.0, leading: 36.5 },
    head: Type { size: 21.0, leading: 25.0 },
    repeated: Type { size: 15.0, leading: 18.0 },
};

/// What is set smaller within a text.
pub(super) const SCALES: Scales = Scales { code: CODE_SCALE, small: 0.85 };

/// The sizes of all else.
pub(super) const SIZES: Sizes = Sizes {
    committee: 10.5,
    committee_on_cover: 13.0,
    agency: 9.0,
    agency_on_cover: 9.5,
    kind: 9.0,
    marking: 9.0,
    tag: 7.5,
    section: 11.0,
    section_above: 13.0,
    level_2: 11.5,
    level_3: 10.0,
    value: 9.5,
    value_on_cover: 10.5,
    label: 8.5,
    caption: 9.0,
    note: 9.5,
    table_note: 8.0,
    running: 8.0,
    code: 8.75,
    code_small: 8.0,
};

/// All tokens for one document.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Design {
    pub(super) grid: Grid,
    pub(super) faces: Faces,
    pub(super) text: Type,
    pub(super) titles: Titles,
    pub(super) sizes: Sizes,
    pub(super) scales: Scales,
    pub(super) colors: Colors,
    pub(super) dark: Colors,
}

/// A size of type and the distance from line to line.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Type {
    pub(super) size: f64,
    pub(super) leading: f64,
}

/// The sizes of a title.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Titles {
    pub(super) cover: Type,
    pub(super) head: Type,
    pub(super) repeated: Type,
}

/// The sizes of what is neither text nor title.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Sizes {
    pub(super) committee: f64,
    pub(super) committee_on_cover: f64,
    pub(super) agency: f64,
    pub(super) agency_on_cover: f64,
    pub(super) kind: f64,
    /// The marking and what it means, above the text.
    pub(super) marking: f64,
    /// The marking at the top of each page.
    pub(super) tag: f64,
    pub(super) section: f64,
    /// The heading of a section that is above the text.
    pub(super) section_above: f64,
    pub(super) level_2: f64,
    pub(super) level_3: f64,
    /// A fact.
    pub(super) value: f64,
    pub(super) value_on_cover: f64,
    pub(super) label: f64,
    pub(super) caption: f64,
    /// A note at the foot.
    pub(super) note: f64,
    /// What is below a table.
    pub(super) table_note: f64,
    pub(super) running: f64,
    pub(super) code: f64,
    /// Code whose lines are long.
    pub(super) code_small: f64,
}

/// Sizes as a share of that of the text around.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Scales {
    pub(super) code: f64,
    pub(super) small: f64,
}

/// The families of fonts. Word has none of the first three; HTML lists what is near them.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Faces {
    pub(super) serif: &'static str,
    pub(super) sans: &'static str,
    pub(super) code: &'static str,
    pub(super) word_serif: &'static str,
    pub(super) word_sans: &'static str,
    pub(super) word_code: &'static str,
    /// For the boxes of tasks.
    pub(super) word_symbols: &'static str,
    pub(super) html_serif: &'static str,
    pub(super) html_sans: &'static str,
    pub(super) html_code: &'static str,
}

/// The colors. Text has a contrast of at least 7:1 with the paper and the tints that it is on, as
/// [WCAG 2.2](https://www.w3.org/TR/WCAG22/#contrast-enhanced) asks at level AAA.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Colors {
    #[serde(serialize_with = "written")]
    pub(super) paper: Color,
    #[serde(serialize_with = "written")]
    pub(super) ink: Color,
    #[serde(serialize_with = "written")]
    pub(super) accent: Color,
    #[serde(serialize_with = "written")]
    pub(super) link: Color,
    /// Labels and running lines.
    #[serde(serialize_with = "written")]
    pub(super) slate: Color,
    #[serde(serialize_with = "written")]
    pub(super) quote: Color,
    #[serde(serialize_with = "written")]
    pub(super) warning: Color,
    /// The bars of quotations and code; never of text.
    #[serde(serialize_with = "written")]
    pub(super) edge: Color,
    /// Thin rules; never of text.
    #[serde(serialize_with = "written")]
    pub(super) hair: Color,
    /// Behind the head of a table.
    #[serde(serialize_with = "written")]
    pub(super) head_tint: Color,
    #[serde(serialize_with = "written")]
    pub(super) code_tint: Color,
    #[serde(serialize_with = "written")]
    pub(super) warning_tint: Color,
    #[serde(serialize_with = "written")]
    pub(super) watermark: Color,
    /// The field of a cover, and what is on it besides white.
    #[serde(serialize_with = "written")]
    pub(super) field: Color,
    #[serde(serialize_with = "written")]
    pub(super) on_field: Color,
}

impl Design {
    /// The tokens for a document on paper of `size`.
    pub(super) fn of(style: &HeadStyle, size: PaperSize) -> Self {
        Self {
            grid: Grid::of(size),
            faces: FACES,
            text: TEXT,
            titles: TITLES,
            sizes: SIZES,
            scales: SCALES,
            colors: Colors::light(style.accent),
            dark: Colors::dark(style.accent),
        }
    }
}

const FACES: Faces = Faces {
    serif: TEXT_FAMILY,
    sans: SANS_FAMILY,
    code: CODE_FAMILY,
    word_serif: "Cambria",
    word_sans: "Arial",
    word_code: "Consolas",
    word_symbols: "Segoe UI Symbol",
    html_serif: "\"Libertinus Serif\", Cambria, Charter, \"Noto Serif\", Georgia, serif",
    html_sans: "\"Public Sans\", \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, sans-serif",
    html_code: "Consolas, \"Liberation Mono\", Menlo, monospace",
};

impl Colors {
    fn light(accent: Color) -> Self {
        let is_own = accent != Color::ACCENT;
        let tint = |percent, built_in| {
            if is_own { accent.mixed(percent, Color::WHITE) } else { Color::new(built_in) }
        };
        Self {
            paper: Color::WHITE,
            ink: Color::new(0x1b_1b1b),
            accent,
            link: Color::new(0x00_5494),
            slate: Color::new(0x50_565f),
            quote: Color::new(0x3d_4551),
            warning: Color::new(0x8b_0a03),
            edge: Color::new(0xa9_aeb1),
            hair: Color::new(0xc6_cace),
            head_tint: tint(9, 0xec_f1f7),
            code_tint: Color::new(0xf5_f6f7),
            warning_tint: Color::new(0xfb_f0ef),
            watermark: Color::new(0xf8_eeed),
            field: accent,
            on_field: tint(18, 0xd9_e8f6),
        }
    }

    fn dark(accent: Color) -> Self {
        let paper = Color::new(0x14_181f);
        let is_own = accent != Color::ACCENT;
        let light = Self::light(accent);
        Self {
            paper,
            ink: Color::new(0xf0_f0f0),
            accent: if is_own { accent.lightened(8.5, paper) } else { Color::new(0xad_cdff) },
            link: Color::new(0x85_bdea),
            slate: Color::new(0xa9_aeb1),
            quote: Color::new(0xc6_cace),
            warning: Color::new(0xf2_938c),
            edge: Color::new(0x71_767a),
            hair: Color::new(0x3d_4551),
            head_tint: Color::new(0x1f_2630),
            code_tint: Color::new(0x1d_232c),
            warning_tint: Color::new(0x2b_1a1a),
            watermark: Color::new(0x24_1a1f),
            field: if is_own { accent.mixed(80, paper) } else { Color::new(0x1b_2b45) },
            on_field: light.on_field,
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it with a reference")]
fn written<S: serde::Serializer>(color: &Color, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(color)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_can_be_read_on_what_it_is_on_whatever_the_accent() {
        for accent in ["#162e51", "#5c1049", "#1a4314", "#6b3000", "#000000"] {
            let style =
                HeadStyle { accent: accent.parse().unwrap_or_default(), ..HeadStyle::default() };
            let design = Design::of(&style, PaperSize::Letter);
            for colors in [design.colors, design.dark] {
                let on_paper =
                    [colors.ink, colors.accent, colors.slate, colors.quote, colors.warning];
                for color in on_paper.into_iter().chain([colors.link]) {
                    assert!(color.contrast(colors.paper) >= 7.0, "{color} for {accent}");
                }
                let pairs = [
                    (colors.link, colors.code_tint),
                    (colors.ink, colors.head_tint),
                    (colors.ink, colors.warning_tint),
                    (colors.accent, colors.head_tint),
                    (colors.ink, colors.code_tint),
                    (colors.warning, colors.warning_tint),
                    (colors.on_field, colors.field),
                    (Color::WHITE, colors.field),
                ];
                for (color, on) in pairs {
                    assert!(color.contrast(on) >= 7.0, "{color} on {on} for {accent}");
                }
            }
        }
    }
}
