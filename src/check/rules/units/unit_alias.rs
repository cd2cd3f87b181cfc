use super::membership::named;
use crate::check::rule::rule;
use crate::check::{PaperContext, Sink};
use crate::paper::front_matter::quoting;
use crate::project::units::NameKind;
use crate::text::finding::Fix;
use crate::text::suggest;
use crate::yaml::Style;

rule! {
    /// A field that names a unit should hold its official name.
    ///
    /// ## Why
    ///
    /// The cover prints the field as it is. A group that is called one thing on the cover and
    /// another in the list of papers looks like two groups. Short forms and other names in the
    /// registry are fine in the text, but not here.
    ///
    /// ## Example
    ///
    /// ```yaml
    /// working_group: Centers Working Group
    /// ```
    ///
    /// ## How to fix
    ///
    /// Write the official name as the registry (`units.yaml`) has it.
    "unit-alias", Warning => Paper(check)
}

fn check(cx: &PaperContext<'_>, out: &mut Sink<'_>) {
    for name in named(cx) {
        let Some((unit, kind)) = name.unit() else { continue };
        if unit.name == name.text {
            continue;
        }
        let shown = suggest::shown(name.text);
        let message = match kind {
            NameKind::Official => format!("{shown} is capitalized differently in the registry"),
            NameKind::Short => format!("{shown} is the short form of a unit's name"),
            NameKind::Alias => format!("{shown} is not the official name of the unit"),
        };
        let mut report =
            out.at(name.entry.value.span, message).help(format!("write `{}`", unit.name));
        // An outdated name is reported with the new one, which leaves nothing to report here.
        if name.renamed_to().is_some() {
            report = report.told_by("outdated-unit-name", cx.paper.file.name());
        }
        if name.entry.value.scalar().is_some_and(|scalar| scalar.style != Style::Block) {
            let text = quoting::like(cx.source(name.entry.value.span), &unit.name);
            report.fix(Fix::safe("use the official name", name.entry.value.span, text));
        }
    }
}
