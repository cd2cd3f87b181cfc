//! What papers say of each other in their front matter, as a graph.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::series::{Series, Values};
use crate::source::Span;
use crate::workspace::{LookUp, PaperFile, Project};

/// How a paper is related to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It revises the other for a later meeting.
    Previous,
    /// It takes the other's place.
    Supersedes,
    /// The other took its place.
    SupersededBy,
    /// It has to do with it.
    Related,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] =
        [Self::Previous, Self::Supersedes, Self::SupersededBy, Self::Related];

    /// The field that tells of it.
    pub const fn field(self) -> &'static str {
        match self {
            Self::Previous => "previous",
            Self::Supersedes => "supersedes",
            Self::SupersededBy => "superseded_by",
            Self::Related => "related",
        }
    }

    /// The kind that the other paper has to tell of in answer.
    pub const fn answer(self) -> Option<Self> {
        match self {
            Self::SupersededBy => Some(Self::Supersedes),
            Self::Related => Some(Self::Related),
            // The older paper is published and may not change.
            Self::Previous | Self::Supersedes => None,
        }
    }
}

/// One reference to another paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relation {
    /// How the papers are related.
    pub kind: Kind,
    /// Where the reference stands.
    pub span: Span,
    /// The paper it leads to, as an index into the project's papers.
    pub to: Option<usize>,
    /// Whether it goes by an old name or number of that paper.
    pub is_outdated: bool,
    /// Whether it is a number.
    pub is_number: bool,
}

/// The papers of a project and what they say of each other.
#[derive(Debug, Default)]
pub struct Relations {
    by_paper: Vec<Vec<Relation>>,
    /// A circle that each paper is part of, by the paper that tells of it.
    cycles: BTreeMap<usize, Vec<usize>>,
}

impl Relations {
    /// Reads the relations of all papers.
    pub fn new(project: &Project) -> Self {
        let numbers = numbers(project);
        let of_file = |file: &PaperFile| of_paper(project, &numbers, file);
        let by_paper: Vec<Vec<Relation>> = project.papers.iter().map(of_file).collect();
        let cycles = cycles(&by_paper, |at| project.papers[at].is_selected);
        Self { by_paper, cycles }
    }

    /// What the paper of index `at` says.
    pub fn of(&self, at: usize) -> &[Relation] {
        self.by_paper.get(at).map_or(&[], Vec::as_slice)
    }

    /// The circle that the paper of index `at` has to tell of: the papers on the way back to it, itself
    /// first.
    pub fn cycle(&self, at: usize) -> Option<&[usize]> {
        self.cycles.get(&at).map(Vec::as_slice)
    }
}

/// The papers by series and number.
type Numbers<'p> = HashMap<(&'p str, &'p str), usize>;

fn numbers(project: &Project) -> Numbers<'_> {
    let mut numbers = HashMap::new();
    for (at, file) in project.papers.iter().enumerate() {
        let number = file.paper.text_field("publication_number").filter(|text| !text.is_empty());
        if let (Some(series), Some(number)) = (project.series_of(&file.paper), number) {
            numbers.entry((series.id.as_str(), number)).or_insert(at);
        }
    }
    numbers
}

fn of_paper(project: &Project, numbers: &Numbers<'_>, file: &PaperFile) -> Vec<Relation> {
    let paper = &file.paper;
    if Kind::ALL.iter().all(|kind| paper.front.get(kind.field()).is_none()) {
        return Vec::new();
    }
    let Some(series) = project.series_of(paper) else { return Vec::new() };
    let values = Values::new(paper, series);
    let mut relations = Vec::new();
    for kind in Kind::ALL {
        for (text, span) in references(&values, kind) {
            let found =
                by_path(project, file, text).or_else(|| by_number(project, numbers, series, text));
            if let Some(found) = found {
                let Found { to, is_outdated, is_number } = found;
                relations.push(Relation { kind, span, to, is_outdated, is_number });
            }
        }
    }
    relations
}

/// The references in the field of a kind, with their places.
pub fn references<'v>(values: &'v Values<'_>, kind: Kind) -> Vec<(&'v str, Span)> {
    let field = kind.field();
    let single = values.value(field).zip(values.text(field));
    let single = single.map(|((entry, _), text)| (text, entry.place()));
    let listed = values.list(field).iter().map(|item| (item.value.as_str(), item.span));
    single.into_iter().chain(listed).collect()
}

struct Found {
    to: Option<usize>,
    is_outdated: bool,
    is_number: bool,
}

/// Whether a reference is meant as a path.
pub(super) fn is_path(text: &str) -> bool {
    (text.contains('/') || text.to_lowercase().ends_with(".md")) && !text.contains("://")
}

/// A reference by path; one that leads nowhere is the business of the rule on links.
fn by_path(project: &Project, file: &PaperFile, text: &str) -> Option<Found> {
    if !is_path(text) {
        return None;
    }
    let (paper, is_outdated) = match project.look_up(&file.path, text) {
        LookUp::Paper(paper) => (Some(paper), false),
        LookUp::Moved(paper) => (Some(paper), true),
        _ => (None, false),
    };
    let to = paper.and_then(|paper| project.index_of(paper.file.name()));
    Some(Found { to, is_outdated, is_number: false })
}

/// A reference by number, which may be that of any series: its own first. None for what is no number.
fn by_number(project: &Project, numbers: &Numbers<'_>, own: &Series, text: &str) -> Option<Found> {
    let default = &project.config.series.value;
    let others = project.used_series().filter(|series| series.id != own.id);
    let mut is_number = false;
    for series in std::iter::once(own).chain(others) {
        let Some(rule) = &series.number else { continue };
        let number = rule.without_label(text).unwrap_or(text).trim();
        if !rule.is_match(number) {
            continue;
        }
        is_number = true;
        if let Some(at) = numbers.get(&(series.id.as_str(), number)) {
            return Some(Found { to: Some(*at), is_outdated: false, is_number });
        }
        let alias = project.register.as_ref();
        let alias = alias.and_then(|register| register.alias(&series.id, default, number));
        if let Some(at) = alias.and_then(|number| numbers.get(&(series.id.as_str(), number))) {
            return Some(Found { to: Some(*at), is_outdated: true, is_number });
        }
    }
    is_number.then_some(Found { to: None, is_outdated: false, is_number })
}

/// The papers that each paper comes after, by what it says and by what they say.
fn older(by_paper: &[Vec<Relation>]) -> Vec<Vec<usize>> {
    let mut older = vec![Vec::new(); by_paper.len()];
    for (from, relations) in by_paper.iter().enumerate() {
        for relation in relations {
            match (relation.kind, relation.to) {
                (Kind::Previous | Kind::Supersedes, Some(to)) => older[from].push(to),
                (Kind::SupersededBy, Some(to)) => older[to].push(from),
                _ => {}
            }
        }
    }
    older
}

/// A circle for each group of papers that come after each other, by the first of them that
/// `is_selected`.
fn cycles(
    by_paper: &[Vec<Relation>],
    is_selected: impl Fn(usize) -> bool,
) -> BTreeMap<usize, Vec<usize>> {
    let older = older(by_paper);
    let mut left = left_over(&older);
    let mut cycles = BTreeMap::new();
    for at in 0..older.len() {
        if !left[at] || !is_selected(at) {
            continue;
        }
        if let Some(cycle) = way_back(&older, &left, at) {
            // Whoever is on this circle is told of by it.
            for on_it in &cycle {
                left[*on_it] = false;
            }
            cycles.insert(at, cycle);
        }
    }
    cycles
}

/// The papers that are left when those that nothing comes before are taken away, again and again: those in
/// circles and those that come after one. Kahn's algorithm, which needs no recursion.
fn left_over(older: &[Vec<usize>]) -> Vec<bool> {
    let mut newer = vec![Vec::new(); older.len()];
    let mut count: Vec<usize> = older.iter().map(Vec::len).collect();
    for (from, targets) in older.iter().enumerate() {
        for to in targets {
            newer[*to].push(from);
        }
    }
    let mut left = vec![true; older.len()];
    let mut queue: Vec<usize> = (0..older.len()).filter(|at| count[*at] == 0).collect();
    while let Some(at) = queue.pop() {
        left[at] = false;
        for from in &newer[at] {
            count[*from] -= 1;
            if count[*from] == 0 {
                queue.push(*from);
            }
        }
    }
    left
}

/// The shortest way from a paper back to itself.
fn way_back(older: &[Vec<usize>], left: &[bool], start: usize) -> Option<Vec<usize>> {
    let mut came_from: HashMap<usize, usize> = HashMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for &to in older[at].iter().filter(|to| left[**to]) {
            if to == start {
                let way = std::iter::successors(Some(at), |at| came_from.get(at).copied());
                let mut way: Vec<usize> = way.collect();
                way.reverse();
                return Some(way);
            }
            if to != start && !came_from.contains_key(&to) {
                came_from.insert(to, at);
                queue.push_back(to);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(kind: Kind, to: usize) -> Relation {
        Relation { kind, span: Span::at(0), to: Some(to), is_outdated: false, is_number: false }
    }

    fn found(edges: &[(usize, Kind, usize)], count: usize) -> BTreeMap<usize, Vec<usize>> {
        let mut by_paper = vec![Vec::new(); count];
        for (from, kind, to) in edges {
            by_paper[*from].push(relation(*kind, *to));
        }
        cycles(&by_paper, |_| true)
    }

    #[test]
    fn each_circle_is_told_of_once() {
        use Kind::{Previous, Related, SupersededBy, Supersedes};
        assert_eq!(
            found(&[(0, Previous, 1), (1, Previous, 2), (3, Supersedes, 2)], 4),
            BTreeMap::new()
        );
        assert_eq!(found(&[(0, Previous, 0)], 1), BTreeMap::from([(0, vec![0])]));
        let three = [(0, Previous, 1), (1, Supersedes, 2), (2, Previous, 0), (3, Previous, 0)];
        assert_eq!(found(&three, 4), BTreeMap::from([(0, vec![0, 1, 2])]));
        let both = [(0, Previous, 1), (0, SupersededBy, 1)];
        assert_eq!(found(&both, 2), BTreeMap::from([(0, vec![0, 1])]));
        assert_eq!(found(&[(0, Related, 1), (1, Related, 0)], 2), BTreeMap::new());
        let two = [(0, Previous, 1), (1, Previous, 0), (2, Previous, 3), (3, Previous, 2)];
        assert_eq!(found(&two, 4), BTreeMap::from([(0, vec![0, 1]), (2, vec![2, 3])]));
    }

    #[test]
    fn a_long_chain_takes_no_stack() {
        let count = 100_000;
        let chain: Vec<_> = (0..count).map(|at| (at, Kind::Previous, (at + 1) % count)).collect();
        assert_eq!(found(&chain, count).len(), 1);
        assert_eq!(found(&chain[..count - 1], count).len(), 0);
    }
}
