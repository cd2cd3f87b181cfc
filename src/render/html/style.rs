//! What a style sheet is told: the tokens of the design as custom properties, and the lines that printed pages repeat.

use std::collections::BTreeSet;

use minijinja::{Value, context};

use crate::assets::columns::STEPS;
use crate::assets::line::Line;
use crate::assets::widths::Family;
use crate::document::{Document, Grid};
use crate::render::design::Design;

/// The lengths of the grid on a screen, in rem.
#[derive(Debug, Clone, Copy)]
pub(super) struct Screen {
    /// The size of the text.
    pub(super) text: f64,
    /// The hanging column with its gutter.
    pub(super) hanging: f64,
    /// The column of text.
    pub(super) column: f64,
    /// Between the page and an edge of the window.
    pub(super) edge: f64,
    /// A scroll bar.
    pub(super) bar: f64,
    /// In narrower windows what hangs is above the text.
    pub(super) stacked: f64,
}

/// The grid on a screen.
pub(super) const SCREEN: Screen =
    Screen { text: 1.125, hanging: 10.0, column: 37.0, edge: 1.25, bar: 1.0, stacked: 52.0 };

/// The most lines that the text at the foot of a printed page may take, since they can be wrapped there.
const MOST_FOOT_LINES: f64 = 2.0;
/// The shares of a printed page's width that the line at its top may take beside a marking, and beside a long one.
const RUNNING_SHARES: [f64; 2] = [0.7, 0.4];
/// The most lines that a marking may take beside it.
const MOST_TAG_LINES: f64 = 5.0;
/// The letters of a marking are set apart, and its lines not filled to their ends.
const TRACKED: f64 = 1.36;
/// The largest type of a marking that is beside the text from top to bottom, in points.
const LARGEST_SIDE: f64 = 7.0;
/// The most characters of the title of a page, as browsers and search engines show it.
const MOST_TITLE: usize = 70;
/// The largest type of a watermark, in points.
const LARGEST_WATERMARK: f64 = 150.0;
/// The width of a capital letter in a watermark, in ems.
const ADVANCE: f64 = 0.75;

/// The value `css` of a template, in which each text is already written as CSS. `windows` are those that
/// [frames](super::scroll) tell apart; `has_turned` says whether a table is on a turned page.
pub(super) fn css(
    document: &Document,
    design: &Design,
    windows: &BTreeSet<u32>,
    has_turned: bool,
) -> Value {
    let tokens = serde_json::to_value(design).unwrap_or_default();
    let named =
        |name: &str, prefix: &str| Value::from_safe_string(properties(&tokens[name], prefix));
    let head = &document.head;
    let running = [&head.running.left, &head.running.middle];
    let running: Vec<&str> = running.into_iter().flatten().map(String::as_str).collect();
    let marking = document.marking.as_ref().map(|marking| marking.text.as_str());
    let text = |text: &str| Value::from_safe_string(string(text));
    let width = design.grid.reach() + design.grid.text;
    let line = Line::regular(Family::Word, design.sizes.running);
    let bold = Line::bold(Family::Word, design.sizes.running);
    let tag = marking.map_or(0.0, |marking| TRACKED * bold.length(marking));
    let is_long = tag > (1.0 - RUNNING_SHARES[0]) * width;
    let share = RUNNING_SHARES[usize::from(is_long)];
    let tag_room = MOST_TAG_LINES * (1.0 - share) * width / TRACKED;
    let last = head.running.foot.as_deref();
    let foot_room = MOST_FOOT_LINES * design.grid.text;
    let marking_room = (foot_room - last.map_or(0.0, |last| line.length(last))) / TRACKED;
    let foot_marking = marking.map(|marking| bold.cut(marking, marking_room));
    let foot: Vec<&str> = foot_marking.as_deref().into_iter().chain(last).collect();
    let joined = |parts: Vec<&str>, room: f64| text(&line.cut(&parts.join(" \u{b7} "), room));
    let height = design.grid.height - design.grid.top - design.grid.bottom;
    let side = (height * design.sizes.running / tag.max(1.0)).min(LARGEST_SIDE);
    let table_steps =
        STEPS.map(|it| context! { size => it.size, side => it.side, above => it.above });
    context! {
        colors => named("colors", ""),
        dark => named("dark", ""),
        sizes => named("sizes", "size-"),
        serif => Value::from_safe_string(design.faces.html_serif.to_owned()),
        sans => Value::from_safe_string(design.faces.html_sans.to_owned()),
        code => Value::from_safe_string(design.faces.html_code.to_owned()),
        screen => context! {
            text => SCREEN.text,
            hanging => SCREEN.hanging,
            column => SCREEN.column,
            edge => SCREEN.edge,
            bar => SCREEN.bar,
            stacked => SCREEN.stacked,
        },
        table_steps => table_steps.to_vec(),
        windows => windows.iter().copied().collect::<Vec<_>>(),
        running => joined(running, share * width),
        number => text(&head.running.number),
        foot => joined(foot, foot_room),
        marking => marking.map(text),
        tag => marking.map(|marking| text(&bold.cut(marking, tag_room))),
        side => side,
        watermark => marking.map(|it| watermark(it, &design.grid, has_turned)),
    }
}

/// The title of a page: the paper's own, or as much of it as is short enough and still tells it from others.
pub(super) fn page_title(document: &Document) -> String {
    let title = &document.head.title;
    let period = document.head.facts.iter().find(|fact| fact.id == "period");
    let which = document.number.as_ref().or_else(|| period.map(|fact| &fact.value));
    let told_apart = which.map(|which| format!("{title}, {which}"));
    let titles = [Some(document.meta.title.clone()), told_apart, Some(title.clone())];
    let is_short = |title: &String| title.encode_utf16().count() <= MOST_TITLE;
    let fitting = titles.into_iter().flatten().find(|it| !it.trim().is_empty() && is_short(it));
    fitting.unwrap_or_else(|| shortened(&document.meta.title, MOST_TITLE))
}

/// `text` cut after a word, so that it has `most` UTF-16 code units at the most.
fn shortened(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units < most
    };
    let cut: String = text.chars().take_while(fits).collect();
    let end = cut.rfind(' ').filter(|end| *end > 0).unwrap_or(cut.len());
    format!("{}\u{2026}", cut[..end].trim_end_matches([' ', ',', ';', ':', '\u{b7}']))
}

/// A watermark from corner to corner: its type, and the height of where it is, which is that of the shortest page.
fn watermark(text: &str, grid: &Grid, has_turned: bool) -> Value {
    let page = if has_turned { grid.width } else { grid.height };
    let height = page - grid.top - grid.bottom;
    context! { size => watermark_size(text, height), height }
}

/// The size of type at which `text`, turned by 52 degrees, is as high as `height`.
fn watermark_size(text: &str, height: f64) -> f64 {
    let count = u32::try_from(text.chars().count()).unwrap_or(u32::MAX).max(1);
    let ems = ADVANCE * f64::from(count) * 52_f64.to_radians().sin() + 52_f64.to_radians().cos();
    (height / ems).min(LARGEST_WATERMARK).round()
}

/// The members of a JSON object as custom properties.
fn properties(tokens: &serde_json::Value, prefix: &str) -> String {
    let members = tokens.as_object().into_iter().flatten();
    let property = |(name, value): (&String, &serde_json::Value)| {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        format!("--{prefix}{}: {value};", name.replace('_', "-"))
    };
    members.map(property).collect::<Vec<_>>().join(" ")
}

/// `text` as a [string of CSS](https://www.w3.org/TR/css-syntax-3/#serialization), in which nothing looks like HTML.
fn string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_alphanumeric() || " .,:;-#\u{b7}\u{2026}\u{2013}\u{2019}".contains(c) {
            out.push(c);
        } else {
            out.push_str(&format!("\\{:x} ", u32::from(c)));
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Head, Metadata};

    #[test]
    fn no_text_leaves_its_string() {
        let text = "\"; } </style><!-- \\ \n {{ 7 }}";
        let written = string(text);
        let inside = written.trim_matches('"');
        assert!(!inside.contains(['"', '<', '>', '\n', '{', '}', '&']), "{written}");
        assert_eq!(string("Pub# 3733-0624"), "\"Pub# 3733-0624\"");
        assert_eq!(string("a\"b\\"), "\"a\\22 b\\5c \"");
    }

    #[test]
    fn a_page_has_a_title_that_is_short_enough() {
        let titled = |derived: &str, title: &str, number: Option<&str>| {
            page_title(&Document {
                number: number.map(str::to_owned),
                head: Head { title: title.to_owned(), ..Head::default() },
                meta: Metadata { title: derived.to_owned(), ..Metadata::default() },
                ..Document::default()
            })
        };
        assert_eq!(titled("A Title", "A Title", Some("Pub# 1")), "A Title");
        let long = "x ".repeat(60);
        assert_eq!(titled(&long, "Centers", Some("Pub# 1")), "Centers, Pub# 1");
        assert_eq!(titled(&long, "Centers", None), "Centers");
        let cut = titled(&long, &long, None);
        assert!(cut.ends_with("x\u{2026}") && cut.chars().count() <= MOST_TITLE, "{cut}");
        assert_eq!(shortened(&"\u{1f4a1}".repeat(50), 70).chars().count(), 35);
    }

    #[test]
    fn a_longer_watermark_is_smaller() {
        assert!((watermark_size("DRAFT", 654.0) - 150.0).abs() < f64::EPSILON);
        assert!(watermark_size("DRAFT", 474.0) < 150.0);
        assert!(watermark_size("NOT FOR RELEASE", 654.0) < 75.0);
    }
}
