//! Headings, links and acronyms.

use std::collections::BTreeSet;

use super::super::{Offer, OfferKind, Spot, lead};
use crate::paper::slug::Anchors;
use crate::paper::url;
use crate::project::{LookUp, PaperFile, paths};
use crate::text::source::Span;

/// How many papers are offered for a link.
const MOST: usize = 500;

/// What can be written at a place in the text.
pub(super) fn offers(spot: &Spot<'_>, forms: &[(String, String)]) -> Vec<Offer> {
    let line = spot.line_before();
    if let Some(start) = line.rfind("](").filter(|at| !line[*at..].contains(')')) {
        return in_link(spot, &line[start + 2..]);
    }
    if let Some(start) =
        line.find("]: ").filter(|_| line.starts_with('[') && !line.starts_with("[^"))
    {
        return in_link(spot, &line[start + 3..]);
    }
    if let Some(start) = line.rfind("[^").filter(|at| !line[*at..].contains(']')) {
        return notes(spot, &line[start + 2..]);
    }
    let own = line.trim_start();
    if own.is_empty() || own.starts_with('#') {
        return headings(spot, own);
    }
    acronyms(spot, forms)
}

/// The headings of the series that the paper lacks.
fn headings(spot: &Spot<'_>, typed: &str) -> Vec<Offer> {
    let sections = spot.series.sections.iter().enumerate();
    let missing = sections.filter(|(rule, _)| spot.outline.find(*rule).is_none());
    missing
        .map(|(_, section)| {
            let marks = "#".repeat(usize::from(section.level));
            let text = format!("{marks} {}", section.heading);
            let is_needed = section.required.holds_at(spot.values.stage);
            Offer {
                label: text.clone(),
                detail: is_needed.then(|| "a missing section".to_owned()),
                help: None,
                span: spot.own(Span::new(
                    spot.at - typed.len(),
                    spot.at + spot.line_after().trim_end().len(),
                )),
                text,
                is_snippet: false,
                kind: OfferKind::Heading,
            }
        })
        .collect()
}

/// The paths of papers, and the anchors of the one that is named.
fn in_link(spot: &Spot<'_>, typed: &str) -> Vec<Offer> {
    let after = spot.line_after();
    let end = spot.at + after.find([')', ' ']).unwrap_or(after.len());
    let offer = |label: String, detail: Option<String>, length: usize, kind| Offer {
        text: label.clone(),
        label,
        detail,
        help: None,
        span: spot.own(Span::new(spot.at - length, end)),
        is_snippet: false,
        kind,
    };
    if let Some((path, anchor)) = typed.split_once('#') {
        let paper = if path.is_empty() {
            Some(spot.paper)
        } else {
            match spot.project.look_up(&spot.file.path, &url::decoded(path)) {
                LookUp::Paper(paper) | LookUp::Moved(paper) => Some(paper),
                _ => None,
            }
        };
        let Some(paper) = paper else { return Vec::new() };
        let mut anchors = Anchors::default();
        let headings = paper.body().headings.iter();
        return headings
            .map(|it| {
                offer(
                    anchors.of_heading(&it.text),
                    Some(it.text.clone()),
                    anchor.len(),
                    OfferKind::Heading,
                )
            })
            .collect();
    }
    let others =
        spot.project.papers.iter().filter(|it| it.paper.file.name() != spot.paper.file.name());
    let path = |file: &PaperFile| {
        let link = paths::relative_link(&spot.file.path, &file.path).replace(' ', "%20");
        offer(link, lead::title(spot.project, file), typed.len(), OfferKind::File)
    };
    others.rev().take(MOST).map(path).collect()
}

/// The footnotes of the paper.
fn notes(spot: &Spot<'_>, typed: &str) -> Vec<Offer> {
    let names = spot.paper.body().notes.iter().map(|note| note.value.clone());
    names
        .map(|name| Offer {
            text: format!("{name}]"),
            label: name,
            detail: Some("a footnote".to_owned()),
            help: None,
            span: spot.own(Span::new(
                spot.at - typed.len(),
                spot.at + usize::from(spot.line_after().starts_with(']')),
            )),
            is_snippet: false,
            kind: OfferKind::Word,
        })
        .collect()
}

/// Acronyms; with the long form where the paper does not have it yet.
fn acronyms(spot: &Spot<'_>, forms: &[(String, String)]) -> Vec<Offer> {
    let line = spot.line_before();
    let word = line.len() - line.trim_end_matches(char::is_alphanumeric).len();
    let typed = &line[line.len() - word..];
    if !typed.starts_with(char::is_uppercase) {
        return Vec::new();
    }
    let settings = spot.project.settings.acronyms.iter();
    let settings = settings.filter(|(_, long)| !long.is_empty());
    let known = forms.iter().map(|(name, long)| (name, long)).chain(settings);
    let before = &spot.text()[spot.paper.body_span().start.min(spot.at)..spot.at - word];
    let mut seen = BTreeSet::new();
    known
        .filter(|(name, _)| seen.insert(*name))
        .map(|(name, long)| {
            let is_written = before.contains(&format!("({name})"))
                || spot.project.settings.acronyms.contains_key(name);
            let text = if is_written { name.clone() } else { format!("{long} ({name})") };
            Offer {
                label: name.clone(),
                detail: Some(long.clone()),
                help: None,
                span: spot.own(Span::new(spot.at - word, spot.at)),
                text,
                is_snippet: false,
                kind: OfferKind::Word,
            }
        })
        .collect()
}
