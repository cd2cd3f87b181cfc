//! The references between papers in their front matter, as a graph.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::cycles::cycles;
use super::guard;
use super::wanted::Wanted;
use crate::project::reference::{Form, Lead};
use crate::project::{CarriedNumbers, PaperFile, Project};
use crate::series::Role;
use crate::series::Values;
use crate::text::source::Span;

/// How a paper is related to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// It revises the other for a later meeting.
    Previous,
    /// It takes the other's place.
    Supersedes,
    /// The other took its place.
    SupersededBy,
    /// The two are related.
    Related,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] =
        [Self::Previous, Self::Supersedes, Self::SupersededBy, Self::Related];

    /// The field that states it.
    pub const fn field(self) -> Role {
        match self {
            Self::Previous => Role::Previous,
            Self::Supersedes => Role::Supersedes,
            Self::SupersededBy => Role::SupersededBy,
            Self::Related => Role::Related,
        }
    }

    /// The kind of reference that the other paper should have in return.
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
    /// Where the reference is.
    pub span: Span,
    /// The paper it leads to, as an index into the project's papers.
    pub to: Option<usize>,
    /// Whether it uses an old name or number of that paper.
    pub is_outdated: bool,
    /// What it is written as.
    pub form: Form,
}

/// The references between the papers of a project.
#[derive(Debug, Default)]
pub struct Relations {
    /// Of the papers that have any, by index.
    by_paper: BTreeMap<usize, Vec<Relation>>,
    /// The papers that another one names as the one before.
    previous: BTreeSet<usize>,
    /// Cycles of papers, by the paper that each is reported in.
    cycles: BTreeMap<usize, Vec<usize>>,
}

impl Relations {
    /// Reads the relations of all papers, which carry `numbers`.
    pub fn new(project: &Project, numbers: &CarriedNumbers<'_>) -> Self {
        Self::read(project, numbers).0
    }

    /// Reads those of the paper with the index `at` again, and those of others that refer to a paper by one of the numbers
    /// `renamed`; `find` returns the first paper of a series that carries a number. Returns the papers whose relations
    /// could not be read because the program crashed, with the reasons.
    pub(super) fn update(
        &mut self,
        project: &Project,
        find: &impl Fn(&str, &str) -> Option<usize>,
        at: usize,
        renamed: &[String],
    ) -> Vec<(usize, String)> {
        let wanted = Wanted::new(project, renamed);
        let names = |(paper, relations): (&usize, &Vec<Relation>)| {
            let source = &project.papers.get(*paper)?.paper.file;
            let mut numbers = relations.iter().filter(|relation| relation.form != Form::Path);
            numbers.any(|it| wanted.may_be(source.slice(it.span))).then_some(*paper)
        };
        let others = if renamed.is_empty() {
            Vec::new()
        } else {
            self.by_paper.iter().filter(|(paper, _)| **paper != at).filter_map(names).collect()
        };
        let ways = |all: &[Relation]| all.iter().map(|it| (it.kind, it.to)).collect::<Vec<_>>();
        let (mut broken, mut is_same) = (Vec::new(), true);
        for paper in others.into_iter().chain([at]) {
            let read = guard::attempt(|| of_paper(project, find, &project.papers[paper]));
            let relations = read.unwrap_or_else(|reason| {
                broken.push((paper, reason));
                Vec::new()
            });
            is_same &= ways(self.of(paper)) == ways(&relations);
            if relations.is_empty() {
                self.by_paper.remove(&paper);
            } else {
                self.by_paper.insert(paper, relations);
            }
        }
        if !is_same {
            self.cycles = cycles(&steps(&self.by_paper), |at| project.papers[at].is_selected);
            self.previous = previous(&self.by_paper);
        }
        broken
    }

    /// Like [`Self::new`]. Also returns the papers whose relations could not be read because the
    /// program crashed, by index and with the reason.
    pub(super) fn read(
        project: &Project,
        numbers: &CarriedNumbers<'_>,
    ) -> (Self, Vec<(usize, String)>) {
        let of_file = |(at, file): (usize, &PaperFile)| {
            let find = |series: &str, number: &str| numbers.first(series, number);
            let read = guard::attempt(|| of_paper(project, &find, file));
            (!matches!(&read, Ok(relations) if relations.is_empty())).then_some((at, read))
        };
        let read: Vec<_> = project.papers.par_iter().enumerate().filter_map(of_file).collect();
        let (mut by_paper, mut broken) = (BTreeMap::new(), Vec::new());
        for (at, read) in read {
            match read {
                Ok(relations) => drop(by_paper.insert(at, relations)),
                Err(reason) => broken.push((at, reason)),
            }
        }
        let cycles = cycles(&steps(&by_paper), |at| project.papers[at].is_selected);
        let previous = previous(&by_paper);
        (Self { by_paper, previous, cycles }, broken)
    }

    /// The references of the paper with the index `at`.
    pub fn of(&self, at: usize) -> &[Relation] {
        self.by_paper.get(&at).map_or(&[], Vec::as_slice)
    }

    /// The index of the paper that the one with the index `at` revises for a later meeting, if the project has it.
    pub fn previous_of(&self, at: usize) -> Option<usize> {
        self.of(at).iter().find(|relation| relation.kind == Kind::Previous)?.to
    }

    /// Whether another paper names the one with the index `at` as the one before.
    pub fn is_previous(&self, at: usize) -> bool {
        self.previous.contains(&at)
    }

    /// The cycle that is reported in the paper with the index `at`: the papers on the path back to it,
    /// itself first.
    pub fn cycle(&self, at: usize) -> Option<&[usize]> {
        self.cycles.get(&at).map(Vec::as_slice)
    }
}

/// The papers that another one names as the one before.
fn previous(by_paper: &BTreeMap<usize, Vec<Relation>>) -> BTreeSet<usize> {
    let all = by_paper.values().flatten().filter(|relation| relation.kind == Kind::Previous);
    all.filter_map(|relation| relation.to).collect()
}

fn of_paper(
    project: &Project,
    find: &impl Fn(&str, &str) -> Option<usize>,
    file: &PaperFile,
) -> Vec<Relation> {
    let paper = &file.paper;
    let Some(series) = project.series_of(paper) else { return Vec::new() };
    let keys = Kind::ALL.iter().filter_map(|kind| series.key(kind.field()));
    if !keys.into_iter().any(|key| paper.has_field(key)) {
        return Vec::new();
    }
    // What is read of it is not kept.
    let paper = paper.unread();
    let values = Values::new(&paper, series);
    let mut relations = Vec::new();
    for kind in Kind::ALL {
        for (text, span) in references(&values, kind) {
            // An address on the web is that of a paper elsewhere.
            let is_elsewhere = text.contains("://") || text.is_empty();
            let other = Lead { to: None, is_outdated: false, form: Form::Other };
            let lead = project.follow(file, series, text, find);
            if let Some(lead) = lead.or((!is_elsewhere).then_some(other)) {
                let Lead { to, is_outdated, form } = lead;
                relations.push(Relation { kind, span, to, is_outdated, form });
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

/// Which papers come after which, by their references and by those of the others.
fn steps(by_paper: &BTreeMap<usize, Vec<Relation>>) -> Vec<(usize, usize)> {
    let step = |from: usize, relation: &Relation| match (relation.kind, relation.to?) {
        (Kind::Previous | Kind::Supersedes, to) => Some((from, to)),
        (Kind::SupersededBy, to) => Some((to, from)),
        (Kind::Related, _) => None,
    };
    let of_one = |(from, relations): (&usize, &Vec<Relation>)| {
        let steps = relations.iter().filter_map(|relation| step(*from, relation));
        steps.collect::<Vec<_>>()
    };
    by_paper.iter().flat_map(of_one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relation(kind: Kind, to: usize) -> Relation {
        Relation { kind, span: Span::at(0), to: Some(to), is_outdated: false, form: Form::Path }
    }

    fn found(edges: &[(usize, Kind, usize)], count: usize) -> BTreeMap<usize, Vec<usize>> {
        let mut by_paper: BTreeMap<usize, Vec<Relation>> = BTreeMap::new();
        for (from, kind, to) in edges {
            assert!(*from < count && *to < count);
            by_paper.entry(*from).or_default().push(relation(*kind, *to));
        }
        cycles(&steps(&by_paper), |_| true)
    }

    #[test]
    fn each_cycle_is_reported_once() {
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
    fn a_long_chain_takes_no_stack_and_little_time() {
        let count = 100_000;
        let chain: Vec<_> = (0..count).map(|at| (at, Kind::Previous, (at + 1) % count)).collect();
        assert_eq!(found(&chain, count).len(), 1);
        let straight = &chain[..count - 1];
        assert_eq!(found(straight, count).len(), 0);
        // All of a chain between two cycles comes after the one, and before the other.
        let ends = [(1, Kind::Previous, 0), (count - 1, Kind::Previous, count - 2)];
        let reported = found(&[straight, &ends].concat(), count);
        assert_eq!(
            reported,
            BTreeMap::from([(0, vec![0, 1]), (count - 2, vec![count - 2, count - 1])])
        );
        // A shortcut leaves half the cycle off the shortest path.
        let cut = found(&[&chain[..], &[(0, Kind::Previous, count / 2)]].concat(), count);
        assert_eq!(cut.values().map(Vec::len).collect::<Vec<_>>(), [count / 2 + 1]);
    }
}
