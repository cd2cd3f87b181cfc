//! Headings as the rules of this family write and read them.

use crate::check::PaperContext;
use crate::paper::body::Heading;
use crate::paper::slug::slug;
use crate::paper::url;
use crate::series::Section;
use crate::series::outline::OutlineSection;
use crate::text::finding::{Edit, Fix};

/// The marks of a heading of `level`.
pub(super) fn marks(level: u8) -> &'static str {
    &"######"[..usize::from(level.clamp(1, 6))]
}

/// A section's heading as it should be in a paper: `## Issue`.
pub(super) fn line(section: &Section) -> String {
    format!("{} {}", marks(section.level), section.heading)
}

/// The section of the series that this one is.
pub(super) fn known<'p>(cx: &PaperContext<'p>, section: &OutlineSection) -> Option<&'p Section> {
    cx.series.sections.get(section.rule?)
}

/// The heading that opens a section; none if a label does.
pub(super) fn heading_of<'p>(
    cx: &PaperContext<'p>,
    section: &OutlineSection,
) -> Option<&'p Heading> {
    let headings = &cx.paper.body().headings;
    let at = headings.partition_point(|heading| heading.span.start < section.heading.start);
    headings.get(at).filter(|heading| heading.span == section.heading)
}

/// `fix`, which makes the heading `to`, with the paper's links changed along that lead to it as it is written now, or
/// printed: `from`. None if the address of one is where it can't be changed: the fix would break that link.
pub(super) fn with_links(
    cx: &PaperContext<'_>,
    mut fix: Fix,
    from: &[&str],
    to: &str,
) -> Option<Fix> {
    let to = slug(to);
    let from: Vec<String> =
        from.iter().map(|heading| slug(heading)).filter(|from| *from != to).collect();
    let is_lost = |url: &str| {
        url.strip_prefix('#').is_some_and(|fragment| from.contains(&url::decoded(fragment)))
    };
    for link in cx.paper.body().links.iter().filter(|link| is_lost(&link.url)) {
        if cx.source(link.url_span) != link.url {
            return None;
        }
        fix.edits.push(Edit { span: link.url_span, text: format!("#{to}") });
    }
    Some(fix)
}

/// The headings of the series' sections, in order.
pub(super) fn of_series<'p>(cx: &PaperContext<'p>) -> impl Iterator<Item = &'p str> {
    cx.series.sections.iter().map(|section| section.heading.as_str())
}

/// Whether the line below makes the text a heading, whatever the text begins with.
pub(super) fn is_underlined(source: &str) -> bool {
    source.contains(['\n', '\r'])
}
