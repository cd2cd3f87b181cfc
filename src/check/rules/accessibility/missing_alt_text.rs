use crate::check::facts::placeholder::{self, Place};
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::body::Image;
use crate::text::source::Span;

rule! {
    /// A picture must have alternative text that says what it shows.
    ///
    /// ## Why
    ///
    /// A reader who cannot see the picture hears its alternative text instead. Without one, or with
    /// a file name in its place, that reader gets nothing. Section 508 requires it through WCAG
    /// 2.x, success criterion 1.1.1, "Non-text Content".
    ///
    /// ## Example
    ///
    /// ```markdown
    /// ![](images/renewal-queue.svg)
    ///
    /// ![chart](images/response-times.png)
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write in the brackets what a reader should learn from the picture, with the figures that
    /// matter: `![Bar chart of renewals waiting, falling from 1,240 in March to 860 in July](…)`.
    /// Leave out a picture that is only decoration.
    "missing-alt-text", Error => Paper(check)
}

/// Words that name a kind of picture and say nothing about this one.
const KINDS: [&str; 25] = [
    "alt",
    "alt text",
    "alternative text",
    "chart",
    "description",
    "diagram",
    "drawing",
    "figure",
    "graph",
    "graphic",
    "icon",
    "illustration",
    "image",
    "img",
    "logo",
    "map",
    "photo",
    "photograph",
    "pic",
    "picture",
    "plot",
    "screen shot",
    "screenshot",
    "table",
    "untitled",
];

const ENDINGS: [&str; 11] =
    [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp", ".tif", ".tiff", ".emf", ".pdf"];

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for image in &cx.paper.body().images {
        let alt = image.alt.trim();
        if alt.is_empty() {
            out.at(Span::at(image.span.start + "![".len()), "the picture has no alternative text")
                .help("write in the brackets what the picture shows, or leave out a picture that is only decoration");
        } else if let Some(what) = empty_word(alt, &image.url) {
            out.at(alt_span(cx, image), format!("the alternative text `{alt}` is {what}"))
                .help("write what a reader should learn from the picture");
        }
    }
}

/// What is wrong with alternative text that says nothing.
fn empty_word(alt: &str, url: &str) -> Option<&'static str> {
    let lower = alt.to_lowercase();
    if is_file_name(&lower, &url.to_lowercase()) {
        return Some("a file name");
    }
    let is_counter = |c: char| c.is_numeric() || c.is_whitespace() || c.is_ascii_punctuation();
    let word = lower.trim_matches(is_counter);
    let word =
        ["the ", "a ", "an "].iter().find_map(|article| word.strip_prefix(article)).unwrap_or(word);
    if word.is_empty() {
        return Some("not a description");
    }
    if KINDS.contains(&word) {
        return Some("the kind of the picture, not what it shows");
    }
    placeholder::find(alt, Place::Field).map(|_| "a placeholder")
}

fn is_file_name(alt: &str, url: &str) -> bool {
    let name = url.rsplit(['/', '\\']).next().unwrap_or(url);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_made_up = stem.contains(['-', '_', '%']) || stem.contains(|c: char| c.is_ascii_digit());
    ENDINGS.iter().any(|ending| alt.ends_with(ending)) || alt == url || (alt == stem && is_made_up)
}

/// The place of the alternative text; the whole picture if the text has marks of its own.
fn alt_span(cx: &PaperContext<'_>, image: &Image) -> Span {
    let start = image.span.start + "![".len();
    let source = cx.source(Span::new(start, image.span.end));
    match source.strip_prefix(image.alt.as_str()) {
        Some(rest) => Span::new(start, start + source.len() - rest.len()),
        None => image.span,
    }
}
