//! Headings that are a typo away from a missing section.

use crate::check::PaperContext;
use crate::series::outline::OutlineSection;
use crate::text::suggest;

/// The unknown heading that is meant for the missing section with the index `rule`.
pub(super) fn heading_for<'c>(cx: &'c PaperContext<'_>, rule: usize) -> Option<&'c OutlineSection> {
    cx.outline.sections.iter().find(|section| intended(cx, section) == Some(rule))
}

/// The missing section that an unknown heading is meant for.
pub(super) fn intended(cx: &PaperContext<'_>, section: &OutlineSection) -> Option<usize> {
    if section.rule.is_some() {
        return None;
    }
    let missing = cx.series.sections.iter().enumerate().filter(|(rule, known)| {
        known.required.holds_at(cx.values.stage) && cx.outline.find(*rule).is_none()
    });
    let names: Vec<(usize, &str)> = missing
        .flat_map(|(rule, known)| {
            let aliases = known.aliases.iter().map(move |alias| (rule, alias.as_str()));
            std::iter::once((rule, known.heading.as_str())).chain(aliases)
        })
        .collect();
    let near = suggest::nearest(&section.text, names.iter().map(|(_, name)| *name))?;
    names.iter().find(|(_, name)| *name == near).map(|(rule, _)| *rule)
}
