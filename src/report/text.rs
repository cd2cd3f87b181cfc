//! Findings for people: the source line, the marked characters, what to do, and a summary.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};

use super::Options;
use crate::check::{self, Outcome};
use crate::text::finding::{Finding, Label, Severity};
use crate::text::show;
use crate::text::source::{BYTE_ORDER_MARK, SourceFile, Span};
use crate::text::suggest::counted;

/// How much of a file the renderer gets around a location, in bytes on either side. A line of ten
/// megabytes is cut here before it can slow anything down.
const EXCERPT_BYTES: usize = 2_000;

pub(super) fn write(outcome: &Outcome, options: &Options, out: &mut dyn Write) -> io::Result<()> {
    write_findings(outcome.reported(), options, out)?;
    if !options.has_summary {
        return Ok(());
    }
    let advice: Vec<String> = fixes(outcome).into_iter().chain(explain(outcome)).collect();
    if !advice.is_empty() {
        writeln!(out, "{}", advice.join("; "))?;
    }
    writeln!(out, "{}", summary(outcome))
}

/// Writes the findings without the summary.
pub fn write_findings<'f>(
    findings: impl IntoIterator<Item = &'f Finding>,
    options: &Options,
    out: &mut dyn Write,
) -> io::Result<()> {
    let renderer = if options.color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(options.width).decor_style(DecorStyle::Ascii);
    for finding in findings {
        writeln!(out, "{}\n", render(finding, &renderer))?;
    }
    Ok(())
}

fn render(finding: &Finding, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(show::part(&finding.message)).id(finding.rule);
    let mut here = Excerpt::new(&finding.file, finding.span);
    let (same_file, elsewhere): (Vec<&Label>, Vec<&Label>) =
        finding.labels.iter().partition(|label| label.file.name() == finding.file.name());
    let span = here.covering(&finding.file, same_file.iter().map(|label| label.span));
    let (near, far): (Vec<&Label>, Vec<&Label>) =
        same_file.into_iter().partition(|label| here.shows(label.span));
    let mut snippet = here.snippet().annotation(AnnotationKind::Primary.span(here.local(span)));
    for label in near {
        snippet = snippet.annotation(context(here.local(label.span), label));
    }
    let mut group = Group::with_title(title).element(snippet);
    let others: Vec<(Excerpt<'_>, &Label)> = far
        .into_iter()
        .chain(elsewhere)
        .map(|label| (Excerpt::new(&label.file, label.span), label))
        .collect();
    for (excerpt, label) in &others {
        let annotation = context(excerpt.local(label.span), label);
        group = group.element(excerpt.snippet().annotation(annotation));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(show::part(help)));
    }
    let mut text = renderer.render(&[group]);
    for (excerpt, at) in std::iter::once((&here, finding.span))
        .chain(others.iter().map(|(excerpt, label)| (excerpt, label.span)))
    {
        excerpt.correct_place(at, &mut text);
    }
    text
}

fn context(span: Range<usize>, label: &Label) -> Annotation<'_> {
    AnnotationKind::Context.span(span).label(show::part(&label.message))
}

/// The excerpt of a file that is shown.
struct Excerpt<'f> {
    file: &'f SourceFile,
    name: Cow<'f, str>,
    text: Cow<'f, str>,
    start: usize,
    line: usize,
    primary: Span,
}

impl<'f> Excerpt<'f> {
    fn new(file: &'f SourceFile, span: Span) -> Self {
        Self::around(file, span, span)
    }

    /// The lines of `whole`, cut to [`EXCERPT_BYTES`] on either side of it.
    fn around(file: &'f SourceFile, whole: Span, primary: Span) -> Self {
        let text = file.text();
        let lines = file.lines();
        let first = lines.line_span(text, lines.line_of(whole.start));
        let last = lines.line_span(text, lines.line_of(whole.end.min(text.len())));
        let start = first.start.max(floor(text, whole.start.saturating_sub(EXCERPT_BYTES)));
        let end = last.end.min(floor(text, whole.end.saturating_add(EXCERPT_BYTES)));
        let end = end.min(floor(text, start + 3 * EXCERPT_BYTES)).max(start);
        let shown = text.get(start..end).unwrap_or_default();
        Self {
            file,
            name: show::part(file.name()),
            text: show::same_length(shown),
            start,
            line: lines.line_of(start) + 1,
            primary,
        }
    }

    /// Widens the excerpt to those of `others` that are near, so that they are shown together.
    fn covering(&mut self, file: &'f SourceFile, others: impl Iterator<Item = Span>) -> Span {
        let primary = self.primary;
        let whole = others.fold(primary, |all, span| {
            let wider = Span::new(all.start.min(span.start), all.end.max(span.end));
            if wider.len() <= 2 * EXCERPT_BYTES { wider } else { all }
        });
        if whole != primary {
            *self = Self::around(file, whole, primary);
        }
        primary
    }

    /// Whether a place begins in the excerpt; one that does not would be drawn at a wrong line.
    fn shows(&self, span: Span) -> bool {
        (self.start..=self.start + self.text.len()).contains(&span.start)
    }

    fn snippet<A: Clone>(&self) -> Snippet<'f, A> {
        Snippet::source(self.text.clone()).path(self.name.clone()).line_start(self.line)
    }

    /// Corrects the column of `at` in a rendered text. The renderer counts columns in the excerpt, which does not begin
    /// with its line if that is long.
    fn correct_place(&self, at: Span, text: &mut String) {
        let position = self.file.position(at.start);
        let cut = self.file.position(self.start);
        if cut.character == 0 || cut.line != position.line {
            return;
        }
        let place = |column: usize| format!("{}:{}:{column}", self.name, position.line + 1);
        let counted = place(position.character - cut.character + 1);
        if let Some(found) = text.find(&counted) {
            text.replace_range(found..found + counted.len(), &place(position.character + 1));
        }
    }

    /// A span of the file within the excerpt. An empty one is widened to one character to be visible.
    fn local(&self, span: Span) -> Range<usize> {
        let end = self.text.len();
        let start = span.start.saturating_sub(self.start).min(end);
        let stop = span.end.saturating_sub(self.start).clamp(start, end);
        let skipped =
            if self.text[start..].starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len() } else { 0 };
        (start + skipped).min(stop.max(start + skipped))..stop.max(start + skipped)
    }
}

/// The character boundary at or before byte `at`.
fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

/// A one-line summary of what was checked and found.
pub fn summary(outcome: &Outcome) -> String {
    let shard = outcome.shard.map(|shard| format!(" in shard {shard}")).unwrap_or_default();
    let mut parts = vec![format!("{} checked{shard}", counted(outcome.papers.len(), "paper"))];
    let (errors, warnings) = (outcome.count(Severity::Error), outcome.count(Severity::Warning));
    if errors > 0 {
        parts.push(counted(errors, "error"));
    }
    if warnings > 0 {
        parts.push(counted(warnings, "warning"));
    }
    if !outcome.errors.is_empty() {
        parts.push(format!("{} unreadable", outcome.errors.len()));
    }
    if parts.len() == 1 {
        parts.push("no findings".to_owned());
    }
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for suppressed in &outcome.suppressed {
        *kinds.entry(suppressed.by.kind()).or_default() += 1;
    }
    parts.extend(kinds.into_iter().map(|(kind, count)| format!("{count} {kind}")));
    if outcome.resolved > 0 {
        let them = if outcome.resolved == 1 { "it" } else { "them" };
        parts.push(format!(
            "{} fixed since the baseline (`--update-baseline` removes {them})",
            outcome.resolved
        ));
    }
    parts.join(", ")
}

/// How the page of a rule is found; none where no finding is of a rule that has one.
fn explain(outcome: &Outcome) -> Option<String> {
    let mut rules = outcome.reported().map(|finding| finding.rule);
    let rule = rules.find(|name| check::rule(name).is_some())?;
    Some(format!("`issuepaper explain {rule}` tells more about a rule"))
}

/// How many of the findings have a fix; none if no finding has.
fn fixes(outcome: &Outcome) -> Option<String> {
    let fixes = || outcome.reported().filter_map(|finding| finding.fix.as_ref());
    let safe = fixes().filter(|fix| fix.safe).count();
    let others = fixes().count() - safe;
    match (safe, others) {
        (0, 0) => None,
        (safe, 0) => Some(format!("`--fix` fixes {}", counted(safe, "finding"))),
        (0, others) => Some(format!("`--fix --unsafe` fixes {}", counted(others, "finding"))),
        (safe, others) => {
            let safe = counted(safe, "finding");
            Some(format!("`--fix` fixes {safe}, `--fix --unsafe` {others} more"))
        }
    }
}
