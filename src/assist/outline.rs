//! The parts of a paper and of a project, as lists.

use super::{Place, Spot, lead};
use crate::project::Project;
use crate::project::register::EntryKind;
use crate::series::Role;
use crate::text::source::{SourceFile, Span};

/// A part of a paper, or something in a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Symbol {
    /// What it is called.
    pub name: String,
    /// More about it, in a few words.
    pub detail: Option<String>,
    /// What it is.
    pub kind: SymbolKind,
    /// All of it.
    pub whole: Place,
    /// Its name.
    pub name_span: Span,
    /// How deep it is, from 0; what is deeper and follows is a part of it.
    pub depth: u8,
}

/// What a symbol is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SymbolKind {
    /// A paper.
    Paper,
    /// A key of the front matter.
    Field,
    /// A heading with its text.
    Section,
    /// A publication number.
    Number,
    /// A unit of the registry.
    Unit,
}

/// The fields and sections of the paper of the spot that are in its file.
pub fn of_paper(spot: &Spot<'_>) -> Vec<Symbol> {
    let front = spot.paper.front();
    let mut symbols = Vec::new();
    for entry in &front.entries {
        let span = Span::new(entry.key.span.start, entry.value.span.end.max(entry.key.span.end));
        let text = spot.paper.file.slice(entry.value.span).lines().next().unwrap_or_default();
        symbols.push(Symbol {
            name: entry.key.value.clone(),
            detail: Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            kind: SymbolKind::Field,
            whole: spot.place(span),
            name_span: spot.own(entry.key.span),
            depth: 0,
        });
    }
    let headings = &spot.paper.body().headings;
    let end = spot.paper.body_span().end;
    let top = headings.iter().map(|heading| heading.level).min().unwrap_or(1);
    for (index, heading) in headings.iter().enumerate() {
        let next = headings[index + 1..].iter().find(|next| next.level <= heading.level);
        let whole = Span::new(heading.span.start, next.map_or(end, |next| next.span.start));
        symbols.push(Symbol {
            name: heading.text.clone(),
            detail: None,
            kind: SymbolKind::Section,
            whole: spot.place(whole),
            name_span: spot.own(heading.span),
            depth: heading.level - top,
        });
    }
    symbols
        .retain(|symbol| symbol.whole.file.name() == spot.name() && !symbol.name.trim().is_empty());
    symbols
}

/// The papers, numbers and units of a project that contain `query`, whatever its letters; at most `most`.
pub fn of_project(project: &Project, query: &str, most: usize) -> Vec<Symbol> {
    let query = query.to_lowercase();
    let fits = |text: &str| query.is_empty() || text.to_lowercase().contains(&query);
    let start = |file: &SourceFile| Place { file: file.clone(), span: Span::at(0) };
    let symbol = |name: String, detail: String, kind, whole: Place| {
        let name_span = whole.span;
        Symbol { name, detail: Some(detail), kind, whole, name_span, depth: 0 }
    };
    let papers = project.papers.iter().filter_map(|file| {
        let name = file.paper.file.name();
        let series = project.series_of(&file.paper)?;
        let own = series.text(&file.paper, Role::Title);
        let number = project.number_of(file).map(|it| it.number.into_owned()).unwrap_or_default();
        if !(fits(name) || fits(&number) || own.is_some_and(fits)) {
            return None;
        }
        let title = lead::title(project, file).unwrap_or_else(|| name.to_owned());
        let (whole, _) = file.paper.file.origin(Span::at(file.paper.file.text().len()));
        Some(symbol(
            title,
            [number.as_str(), name].join(" ").trim().to_owned(),
            SymbolKind::Paper,
            start(&whole),
        ))
    });
    let numbers = project.register.iter().flat_map(|register| {
        register.entries.iter().filter(|entry| fits(&entry.number.value)).map(|entry| {
            let detail = match &entry.kind {
                EntryKind::Assigned { paper, .. } => format!("assigned to {paper}"),
                EntryKind::Reserved { by } => format!("reserved by {by}"),
                EntryKind::Void { why } => format!("void: {why}"),
            };
            let place = Place { file: register.file.clone(), span: entry.number.span };
            symbol(entry.number.value.to_string(), detail, SymbolKind::Number, place)
        })
    });
    let units = project.registry.iter().flat_map(|registry| {
        registry.units.iter().filter(|unit| fits(&unit.name)).map(|unit| {
            let place = Place { file: registry.file.clone(), span: unit.span };
            symbol(
                unit.name.clone(),
                unit.kind.clone().unwrap_or_default(),
                SymbolKind::Unit,
                place,
            )
        })
    });
    papers.chain(numbers).chain(units).take(most).collect()
}

/// The parts of the paper of the spot that can be folded: its front matter, sections, tables and blocks of code.
pub fn folds(spot: &Spot<'_>) -> Vec<Span> {
    let paper = spot.paper;
    let front = paper.front();
    let mut folds = Vec::new();
    if !front.is_absent && !paper.file.is_joined() {
        folds.push(Span::new(0, front.end.end));
    }
    folds.extend(
        of_paper(spot)
            .into_iter()
            .filter(|it| it.kind == SymbolKind::Section)
            .map(|it| it.whole.span),
    );
    let body = paper.body();
    folds.extend(body.code.iter().map(|code| spot.own(code.span)));
    folds.extend(body.tables.iter().map(|table| spot.own(table.span)));
    let is_own = |span: &Span| span.len() > 1;
    folds.retain(is_own);
    folds
}

/// A value that the program derives, and where it can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// After this byte, in the file of the spot.
    pub at: usize,
    /// The value.
    pub text: String,
}

/// The values that are derived from the front matter: the title that the paper gets, the month of its number.
pub fn hints(spot: &Spot<'_>) -> Vec<Hint> {
    let (project, series, paper) = (spot.project, spot.series, spot.paper);
    let mut hints = Vec::new();
    if let Some(entry) = series.entry(paper, Role::Number)
        && let Some(carried) = project.number_of(spot.file)
        && let Some(month) = series.number.as_ref().and_then(|rule| rule.month(&carried.number))
    {
        hints.push(Hint { at: spot.own(entry.place()).end, text: month.printed() });
    }
    let front = paper.front();
    let has_title = series.text(paper, Role::Title).is_some();
    if !has_title
        && !front.is_absent
        && !front.unread
        && let Some(title) = lead::title(project, spot.file).filter(|title| !title.is_empty())
        && let Some(first) = front.entries.first()
    {
        let line = paper.file.lines().line_of(first.key.span.start).saturating_sub(1);
        let line = paper.file.lines().line_span(paper.file.text(), line);
        let end = line.start + paper.file.slice(line).trim_end().len();
        hints.push(Hint { at: spot.own(Span::at(end)).start, text: format!("title: {title}") });
    }
    hints
}
