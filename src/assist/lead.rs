//! Where the thing at a place leads, and what leads to it.

use std::path::{Path, PathBuf};

use super::{Place, Spot};
use crate::check::relations::{Kind, references};
use crate::document;
use crate::paper::body::{Heading, Link};
use crate::paper::slug::{Anchors, slug};
use crate::paper::{Paper, url};
use crate::project::{LookUp, PaperFile, Project, paths};
use crate::series::values::FieldValue;
use crate::series::{Field, FieldType, Role, Series, Values};
use crate::text::source::Span;

/// What can be at a place and be found elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Thing {
    /// A paper, by its index.
    Paper(usize),
    /// A number of a series.
    Number(String, String),
    /// A unit, by its official name.
    Unit(String),
    /// A footnote of the paper.
    Note(String),
    /// A heading of a paper, by its index and the anchor.
    Heading(usize, String),
}

/// Where the thing at the place is defined.
pub fn definitions(spot: &Spot<'_>) -> Vec<Place> {
    let project = spot.project;
    match thing(spot) {
        Some(Thing::Paper(at)) => papers_at(project, at).into_iter().collect(),
        Some(Thing::Number(series, number)) => of_number(project, &series, &number),
        Some(Thing::Unit(name)) => {
            let registry = project.registry.as_ref();
            let units = registry.into_iter().flat_map(|registry| &registry.units);
            let named = units.filter(|unit| unit.name == name);
            let place = |span| registry.map(|it| Place { file: it.file.clone(), span });
            named.filter_map(|unit| place(unit.span)).collect()
        }
        Some(Thing::Note(name)) => {
            let notes = spot.paper.body().notes.iter().filter(|note| note.value == name);
            notes.map(|note| spot.place(note.span)).collect()
        }
        Some(Thing::Heading(at, anchor)) => heading_of(project, at, &anchor).into_iter().collect(),
        None => Vec::new(),
    }
}

/// The entry of a number in the register, and the papers that carry it.
fn of_number(project: &Project, series: &str, number: &str) -> Vec<Place> {
    let register = project.register.as_ref();
    let entry = register.and_then(|register| {
        let entry = register.entry(series, number)?;
        Some(Place { file: register.file.clone(), span: entry.number.span })
    });
    let carried = papers_with(project, series, number);
    let carried = carried.filter_map(|(file, _)| number_place(project, file));
    carried.chain(entry).collect()
}

/// Where the thing at the place is used, in all papers.
pub fn uses(spot: &Spot<'_>) -> Vec<Place> {
    let Some(thing) = thing(spot) else { return Vec::new() };
    if let Thing::Note(name) = &thing {
        let uses = spot.paper.body().note_refs.iter().filter(|note| note.value == *name);
        return uses.map(|note| spot.place(note.span)).collect();
    }
    let papers = spot.project.papers.iter();
    papers.flat_map(|file| uses_in(spot.project, file, &thing)).collect()
}

fn uses_in(project: &Project, file: &PaperFile, thing: &Thing) -> Vec<Place> {
    let Some(series) = project.series_of(&file.paper) else { return Vec::new() };
    // What is read of it is not kept.
    let paper = file.paper.unread();
    let place = |span| {
        let (file, span) = paper.file.origin(span);
        Place { file, span }
    };
    let values = Values::new(&paper, series);
    let mut places = Vec::new();
    match thing {
        Thing::Unit(name) => {
            let units = series.fields.iter().filter(|it| it.field_type == FieldType::Unit);
            for field in units {
                let is_it = |text: &&str| {
                    let registry = project.registry.as_ref();
                    let month = values.period_or_date_month(series);
                    registry
                        .and_then(|it| it.find(text, month))
                        .is_some_and(|it| it.0.name == *name)
                };
                if values.text(&field.id).as_ref().is_some_and(is_it) {
                    places.extend(values.get(&field.id).and_then(FieldValue::place).map(place));
                }
            }
        }
        Thing::Paper(_) | Thing::Number(..) | Thing::Heading(..) => {
            if let Thing::Number(id, number) = thing
                && *id == series.id
                && project.number_of(file).is_some_and(|it| it.number == *number)
            {
                places.extend(number_place(project, file));
            }
            let leads = |text: &str| target(project, file, series, text).as_ref() == Some(thing);
            for kind in Kind::ALL {
                let found = references(&values, kind).into_iter();
                places.extend(found.filter(|(text, _)| leads(text)).map(|(_, span)| place(span)));
            }
            let links = paper.body().links.iter().filter(|link| leads(&link.url));
            places.extend(links.map(|link| place(link.url_span)));
        }
        Thing::Note(_) => {}
    }
    places
}

/// What is at the place.
fn thing(spot: &Spot<'_>) -> Option<Thing> {
    let (project, file, series) = (spot.project, spot.file, spot.series);
    if spot.is_in_front() {
        let at = spot.field().filter(|at| at.is_value)?;
        let text = at.entry.value.scalar().filter(|_| at.entry.value.span == at.span);
        let text = text.map_or_else(|| spot.paper.file.slice(at.span), |it| it.text.as_str());
        let text = text.trim().trim_matches(['"', '\'']);
        let field = at.field?;
        return match field.field_type {
            FieldType::Unit => {
                let unit = project.registry.as_ref()?.find(text, spot.month())?.0;
                Some(Thing::Unit(unit.name.clone()))
            }
            _ if field.role == Some(Role::Number) => {
                let number = series.number.as_ref()?.normalized(text);
                Some(Thing::Number(series.id.clone(), number.into_owned()))
            }
            _ if is_reference(field) => target(project, file, series, text),
            _ => None,
        };
    }
    let body = spot.paper.body();
    let is_here = |span: Span| span.start <= spot.at && spot.at <= span.end;
    let notes = body.note_refs.iter().chain(&body.notes);
    if let Some(note) = notes.into_iter().find(|note| is_here(first_line(spot, note.span))) {
        return Some(Thing::Note(note.value.clone()));
    }
    if let Some(link) = link_at(spot) {
        return target(project, file, series, &link.url);
    }
    if let Some(heading) = body.headings.iter().find(|heading| is_here(heading.span)) {
        let at = project.index_of(spot.paper.file.name())?;
        return Some(Thing::Heading(at, anchor_of(spot.paper, heading)));
    }
    let word = spot.word(|c| c.is_alphanumeric() || c == '-')?;
    let text = spot.paper.file.slice(word);
    let is_number = text.chars().any(|c| c.is_ascii_digit());
    let rule = series.number.as_ref().filter(|rule| is_number && rule.is_match(text))?;
    Some(Thing::Number(series.id.clone(), rule.normalized(text).into_owned()))
}

/// The first line of a place that may be long.
fn first_line(spot: &Spot<'_>, span: Span) -> Span {
    let text = spot.paper.file.slice(span);
    Span::new(span.start, span.start + text.find(['\n', '\r']).unwrap_or(text.len()))
}

/// Whether the values of a field are other papers.
pub(super) fn is_reference(field: &Field) -> bool {
    let is_of_role = matches!(
        field.role,
        Some(Role::Previous | Role::Supersedes | Role::SupersededBy | Role::Related)
    );
    is_of_role || field.field_type == FieldType::Reference
}

/// The link at the place.
pub(super) fn link_at<'p>(spot: &Spot<'p>) -> Option<&'p Link> {
    let links = spot.paper.body().links.iter();
    links.into_iter().find(|link| link.span.start <= spot.at && spot.at <= link.span.end)
}

/// What a reference in the paper of `file` leads to.
fn target(project: &Project, file: &PaperFile, series: &Series, text: &str) -> Option<Thing> {
    let rule = series.number.as_ref();
    if let Some(rule) = rule.filter(|rule| rule.is_match(&rule.normalized(text))) {
        let number = rule.normalized(text);
        let number = number.into_owned();
        let paper = papers_with(project, &series.id, &number).next().map(|(file, _)| file);
        return match paper.and_then(|file| project.index_of(file.paper.file.name())) {
            Some(at) if !text.contains('/') => Some(Thing::Paper(at)),
            _ => Some(Thing::Number(series.id.clone(), number)),
        };
    }
    if text.contains("://") || text.starts_with("mailto:") {
        return None;
    }
    let (path, anchor) = text.split_once('#').unwrap_or((text, ""));
    let at = if path.is_empty() {
        project.index_of(file.paper.file.name())?
    } else {
        match project.look_up(&file.path, &url::decoded(path)) {
            LookUp::Paper(paper) | LookUp::Moved(paper) => project.index_of(paper.file.name())?,
            _ => return None,
        }
    };
    if anchor.is_empty() {
        return Some(Thing::Paper(at));
    }
    Some(Thing::Heading(at, url::decoded(anchor).to_lowercase()))
}

/// The beginning of a paper.
fn papers_at(project: &Project, at: usize) -> Option<Place> {
    let whole = &project.papers.get(at)?.paper.file;
    let (file, _) = whole.origin(Span::at(whole.text().len()));
    Some(Place { file, span: Span::at(0) })
}

/// Where the number on a paper is.
fn number_place(project: &Project, file: &PaperFile) -> Option<Place> {
    let series = project.series_of(&file.paper)?;
    let entry = series.entry(&file.paper, Role::Number)?;
    let (file, span) = file.paper.file.origin(entry.place());
    Some(Place { file, span })
}

/// The papers of a series that carry a number, each with its title for a sentence.
pub(super) fn papers_with<'p>(
    project: &'p Project,
    series: &str,
    number: &str,
) -> impl Iterator<Item = (&'p PaperFile, String)> {
    let is_it = move |file: &&PaperFile| {
        let carried = project.number_of(file);
        carried.is_some_and(|it| it.series.id == series && it.number == number)
    };
    let title = |file: &PaperFile| {
        let title = title(project, file).filter(|title| !title.is_empty());
        title.map(|title| format!(": {title}")).unwrap_or_default()
    };
    let found: Vec<_> = project.papers.iter().filter(is_it).collect();
    found.into_iter().map(move |file| (file, title(file)))
}

/// The title of a paper: its own, or that which the series derives.
pub fn title(project: &Project, file: &PaperFile) -> Option<String> {
    let series = project.series_of(&file.paper)?;
    let own = series.text(&file.paper, Role::Title).map(str::to_owned);
    own.or_else(|| {
        let whole = file.paper.unread();
        Some(document::assemble(&whole, series).head.title)
    })
}

/// The title of the paper that a reference leads to, with its path.
pub(super) fn title_of(spot: &Spot<'_>, reference: &str) -> Option<String> {
    let found = target(spot.project, spot.file, spot.series, reference)?;
    let (Thing::Paper(at) | Thing::Heading(at, _)) = found else { return None };
    let file = spot.project.papers.get(at)?;
    let title = title(spot.project, file).unwrap_or_default();
    Some(format!("**{title}**\n\n`{}`", file.paper.file.name()))
}

/// The anchor of a heading of a paper.
pub(super) fn anchor_of(paper: &Paper, heading: &Heading) -> String {
    let mut anchors = Anchors::default();
    let mut own = String::new();
    for other in &paper.body().headings {
        let anchor = anchors.of_heading(&other.text);
        if other.span == heading.span {
            own = anchor;
        }
    }
    own
}

/// The heading of a paper that has an anchor.
fn heading_of(project: &Project, at: usize, anchor: &str) -> Option<Place> {
    let paper = &project.papers.get(at)?.paper;
    let headings = paper.body().headings.iter();
    let heading = headings.into_iter().find(|heading| anchor_of(paper, heading) == anchor)?;
    let (file, span) = paper.file.origin(heading.span);
    Some(Place { file, span })
}

/// A link in a file, with the address or the path that it leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkTarget {
    /// The address, in the file of the spot.
    pub span: Span,
    /// Where it leads.
    pub target: Target,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// An address on the web.
    Address(String),
    /// A file, by its path from the folder of the project.
    File(PathBuf),
}

/// The links of the paper of the spot that lead to an address or an existing file.
pub fn links(spot: &Spot<'_>) -> Vec<LinkTarget> {
    let body = spot.paper.body();
    let links = body.links.iter().map(|link| (link.url_span, &link.url));
    let images = body.images.iter().map(|image| (image.url_span, &image.url));
    let target = |(span, address): (Span, &String)| {
        let target = target_of(spot, address)?;
        (spot.place(span).file.name() == spot.name())
            .then(|| LinkTarget { span: spot.own(span), target })
    };
    links.chain(images).filter_map(target).collect()
}

fn target_of(spot: &Spot<'_>, address: &str) -> Option<Target> {
    if address.starts_with("http://") || address.starts_with("https://") {
        return Some(Target::Address(address.to_owned()));
    }
    let path = address.split('#').next().filter(|path| !path.is_empty())?;
    let path = url::decoded(path);
    match spot.project.look_up(&spot.file.path, &path) {
        LookUp::Paper(_) | LookUp::File => {
            let folder = spot.file.path.parent().unwrap_or(Path::new(""));
            Some(Target::File(paths::normal(&folder.join(&path))))
        }
        _ => None,
    }
}

/// The edits that give the heading at the place another text, in all files: its own and the links to it. None if there is
/// no heading.
pub fn rename_heading(spot: &Spot<'_>, text: &str) -> Option<Vec<(Place, String)>> {
    let heading = heading_at(spot)?;
    let own = project_index(spot)?;
    let old = anchor_of(spot.paper, heading);
    let thing = Thing::Heading(own, old.clone());
    let new = slug(text);
    let papers = spot.project.papers.iter();
    let uses = papers.flat_map(|file| uses_in(spot.project, file, &thing));
    let link = |place: Place| {
        let written = place.file.slice(place.span).to_owned();
        let (path, _) = written.split_once('#')?;
        Some((place, format!("{path}#{new}")))
    };
    let mut edits = vec![(spot.place(heading.content), text.to_owned())];
    edits.extend(uses.filter_map(link));
    Some(edits)
}

/// The heading at the place.
pub fn heading_at<'p>(spot: &Spot<'p>) -> Option<&'p Heading> {
    if spot.is_in_front() {
        return None;
    }
    let headings = spot.paper.body().headings.iter();
    headings.into_iter().find(|it| it.span.start <= spot.at && spot.at <= it.span.end)
}

/// The number of the paper, if the place is in its field.
pub fn own_number(spot: &Spot<'_>) -> Option<(String, Place)> {
    let at = spot.field().filter(|at| at.is_value)?;
    (at.field?.role == Some(Role::Number)).then_some(())?;
    let carried = spot.project.number_of(spot.file)?;
    Some((carried.number.into_owned(), spot.place(at.span)))
}

fn project_index(spot: &Spot<'_>) -> Option<usize> {
    spot.project.index_of(spot.paper.file.name())
}
