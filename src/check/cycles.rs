//! Papers that come after each other in a circle.

use std::collections::{BTreeMap, HashMap, VecDeque};

/// The papers that come before or after any, in order, and the places in this list of the papers that each comes after;
/// each of `steps` is a paper and one that it comes after.
fn older(steps: &[(usize, usize)]) -> (Vec<usize>, Vec<Vec<usize>>) {
    let mut papers: Vec<usize> = steps.iter().flat_map(|(from, to)| [*from, *to]).collect();
    papers.sort_unstable();
    papers.dedup();
    let mut older = vec![Vec::new(); papers.len()];
    let place = |paper| papers.partition_point(|known| *known < paper);
    for (from, to) in steps {
        older[place(*from)].push(place(*to));
    }
    (papers, older)
}

/// A cycle for each group of papers that all come after each other, by the first of them that `is_selected`.
///
/// Each group is visited once, so the time grows with the papers and not with their square.
pub(super) fn cycles(
    steps: &[(usize, usize)],
    is_selected: impl Fn(usize) -> bool,
) -> BTreeMap<usize, Vec<usize>> {
    let (papers, older) = older(steps);
    let groups = groups(&older);
    let mut is_reported = vec![false; older.len()];
    let mut cycles = BTreeMap::new();
    for (at, group) in groups.iter().enumerate() {
        if is_reported[*group] || !is_selected(papers[at]) {
            continue;
        }
        if let Some(cycle) = path_back(&older, &groups, at) {
            is_reported[*group] = true;
            cycles.insert(papers[at], cycle.into_iter().map(|at| papers[at]).collect());
        }
    }
    cycles
}

/// The strongly connected component of each paper, found by Kosaraju's algorithm with explicit stacks in
/// place of recursion.
fn groups(older: &[Vec<usize>]) -> Vec<usize> {
    let mut newer = vec![Vec::new(); older.len()];
    for (from, targets) in older.iter().enumerate() {
        for to in targets {
            newer[*to].push(from);
        }
    }
    let mut groups = vec![None; older.len()];
    let mut stack = Vec::new();
    for (group, start) in finished(older).into_iter().rev().enumerate() {
        stack.push(start);
        while let Some(at) = stack.pop() {
            if groups[at].is_none() {
                groups[at] = Some(group);
                stack.extend(&newer[at]);
            }
        }
    }
    groups.into_iter().flatten().collect()
}

/// The papers in the order in which a depth-first search finishes them.
fn finished(older: &[Vec<usize>]) -> Vec<usize> {
    let mut is_seen = vec![false; older.len()];
    let mut finished = Vec::with_capacity(older.len());
    let mut stack = Vec::new();
    for start in 0..older.len() {
        if std::mem::replace(&mut is_seen[start], true) {
            continue;
        }
        stack.push((start, older[start].iter()));
        while let Some((at, left)) = stack.last_mut() {
            match left.next() {
                Some(&to) if std::mem::replace(&mut is_seen[to], true) => {}
                Some(&to) => stack.push((to, older[to].iter())),
                None => {
                    finished.push(*at);
                    stack.pop();
                }
            }
        }
    }
    finished
}

/// The shortest path from a paper back to itself, which can't leave its group.
fn path_back(older: &[Vec<usize>], groups: &[usize], start: usize) -> Option<Vec<usize>> {
    let mut came_from: HashMap<usize, usize> = HashMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for &to in older[at].iter().filter(|to| groups[**to] == groups[start]) {
            if to == start {
                let way = std::iter::successors(Some(at), |at| came_from.get(at).copied());
                let mut way: Vec<usize> = way.collect();
                way.reverse();
                return Some(way);
            }
            came_from.entry(to).or_insert_with(|| {
                queue.push_back(to);
                at
            });
        }
    }
    None
}
