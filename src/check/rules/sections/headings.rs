//! Headings as the rules of this family write and read them.

use crate::check::PaperContext;
use crate::paper::body::Heading;
use crate::series::Section;
use crate::series::outline::OutlineSection;

/// The marks of a heading of `level`.
pub(super) fn marks(level: u8) -> &'static str {
    &"######"[..usize::from(level.clamp(1, 6))]
}

/// A section's heading as it should be in a paper: `## Issue`.
pub(super) fn line(cx: &PaperContext<'_>, section: &Section) -> String {
    format!("{} {}", marks(cx.series.headings.level), section.heading)
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

/// The headings of the series' sections, in order.
pub(super) fn of_series<'p>(cx: &PaperContext<'p>) -> impl Iterator<Item = &'p str> {
    cx.series.sections.iter().map(|section| section.heading.as_str())
}

/// Whether the line below makes the text a heading, whatever the text begins with.
pub(super) fn is_underlined(source: &str) -> bool {
    source.contains(['\n', '\r'])
}
