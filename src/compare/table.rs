//! Two versions of a table, by cell.

use super::align::{Match, MatchKind, align_in_order};
use super::change::{Piece, RowChange, State, TableChange};
use super::pieces::{pieces, whole};
use super::units::text_of;
use crate::document::{Inline, Table};

/// A row of the result, by the rows of both tables.
type Pair = (Option<usize>, Option<usize>);

/// Compares two versions of a table.
pub(super) fn compare(old: &Table, new: &Table) -> TableChange {
    let (olds, news) = (texts(old), texts(new));
    let columns = columns(&olds, &news);
    let mut rows = vec![row(&columns, Some(&olds[0]), Some(&news[0]))];
    for (one, other) in rows_of(&olds[1..], &news[1..]) {
        rows.push(row(&columns, one.map(|at| &olds[at + 1]), other.map(|at| &news[at + 1])));
    }
    TableChange {
        caption: pieces(&text_of(&old.caption), &text_of(&new.caption)),
        note: pieces(&text_of(&old.note), &text_of(&new.note)),
        columns: columns.iter().map(|pair| state(*pair, State::Same)).collect(),
        rows,
    }
}

/// A table that only one paper has.
pub(super) fn alone(table: &Table, state: State) -> TableChange {
    let cells = |row: &Vec<String>| row.iter().map(|text| whole(text, state)).collect();
    let rows = texts(table);
    TableChange {
        caption: whole(&text_of(&table.caption), state),
        note: whole(&text_of(&table.note), state),
        columns: vec![state; table.head.len()],
        rows: rows.iter().map(|row| RowChange { state, cells: cells(row) }).collect(),
    }
}

/// The texts of the cells, the header first.
fn texts(table: &Table) -> Vec<Vec<String>> {
    let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| text_of(cell)).collect();
    std::iter::once(&table.head).chain(&table.rows).map(row).collect()
}

/// The columns of both tables, in order. Those with similar headers belong together, and where all others do, those at
/// the same place.
fn columns(olds: &[Vec<String>], news: &[Vec<String>]) -> Vec<Pair> {
    let (old, new) = (&olds[0], &news[0]);
    let column = |rows: &[Vec<String>], at: usize| {
        rows.iter().filter_map(|row| row.get(at)).fold(String::new(), |text, it| text + it + "\n")
    };
    let (mut left_old, mut left_new) = (Vec::new(), Vec::new());
    let mut pairs = Vec::new();
    for it in align_in_order(&refs(old), &refs(new)) {
        match it.kind {
            MatchKind::Same | MatchKind::Changed if it.old.len() == 1 && it.new.len() == 1 => {
                close(&mut pairs, &mut left_old, &mut left_new);
                pairs.push((Some(it.old.start), Some(it.new.start)));
            }
            _ => {
                left_old.extend(it.old.map(|at| (at, column(olds, at))));
                left_new.extend(it.new.map(|at| (at, column(news, at))));
            }
        }
    }
    close(&mut pairs, &mut left_old, &mut left_new);
    pairs
}

/// Adds the columns between two whose headers are alike: by their cells, or one by one if there are as many in both.
fn close(pairs: &mut Vec<Pair>, old: &mut Vec<(usize, String)>, new: &mut Vec<(usize, String)>) {
    if old.len() == new.len() {
        pairs.extend(old.iter().zip(new.iter()).map(|(a, b)| (Some(a.0), Some(b.0))));
    } else {
        let texts =
            |columns: &[(usize, String)]| columns.iter().map(|it| it.1.clone()).collect::<Vec<_>>();
        for it in align_in_order(&refs(&texts(old)), &refs(&texts(new))) {
            pairs.extend(paired(&it).map(|(a, b)| (a.map(|at| old[at].0), b.map(|at| new[at].0))));
        }
    }
    old.clear();
    new.clear();
}

fn rows_of(olds: &[Vec<String>], news: &[Vec<String>]) -> Vec<Pair> {
    let texts = |rows: &[Vec<String>]| rows.iter().map(|row| row.join("\n")).collect::<Vec<_>>();
    let (old, new) = (texts(olds), texts(news));
    let matches = align_in_order(&refs(&old), &refs(&new));
    let mut pairs: Vec<Pair> = matches.iter().flat_map(paired).collect();
    pair_by_first_cell(&mut pairs, olds, news);
    pairs
}

/// Pairs rows that are named alike, though the rest of them is new.
fn pair_by_first_cell(pairs: &mut Vec<Pair>, olds: &[Vec<String>], news: &[Vec<String>]) {
    for at in 0..pairs.len() {
        let (Some(old), None) = pairs[at] else { continue };
        let Some(name) = olds[old].first().filter(|name| !name.is_empty()) else { continue };
        let rest = pairs[at + 1..].iter();
        let run = rest.take_while(|pair| pair.0.is_none() || pair.1.is_none()).enumerate();
        let found = run.filter(|(_, pair)| pair.0.is_none()).find_map(|(index, pair)| {
            let new = pair.1.filter(|new| news[*new].first() == Some(name))?;
            Some((at + 1 + index, new))
        });
        if let Some((other, new)) = found {
            // What is new before it stays before it, what is gone after it stays after it.
            let between = pairs[at + 1..other].to_vec();
            let (inserted, deleted): (Vec<_>, Vec<_>) =
                between.into_iter().partition(|it| it.0.is_none());
            let both = [(Some(old), Some(new))];
            let all: Vec<Pair> = inserted.into_iter().chain(both).chain(deleted).collect();
            pairs.splice(at..=other, all);
        }
        if at + 1 >= pairs.len() {
            return;
        }
    }
}

/// The rows of a match one by one: several for one are pairs as far as there are any.
fn paired(it: &Match) -> impl Iterator<Item = Pair> + use<> {
    let (old, new) = (it.old.clone(), it.new.clone());
    let count = old.len().max(new.len());
    (0..count).map(move |at| (old.clone().nth(at), new.clone().nth(at)))
}

const fn state((old, new): Pair, both: State) -> State {
    match (old, new) {
        (Some(_), Some(_)) => both,
        (Some(_), None) => State::Deleted,
        (None, _) => State::Inserted,
    }
}

fn row(columns: &[Pair], old: Option<&Vec<String>>, new: Option<&Vec<String>>) -> RowChange {
    let text = |row: Option<&Vec<String>>, at: Option<usize>| {
        row.and_then(|row| row.get(at?)).map_or("", String::as_str).to_owned()
    };
    let cell = |(one, other): &Pair| pieces(&text(old, *one), &text(new, *other));
    let cells: Vec<Vec<Piece>> = columns.iter().map(cell).collect();
    let is_same = cells.iter().flatten().all(|piece| piece.kind == super::change::PieceKind::Same);
    let state = match (old, new) {
        (Some(_), None) => State::Deleted,
        (None, _) => State::Inserted,
        _ if is_same => State::Same,
        _ => State::Changed,
    };
    RowChange { state, cells }
}

fn refs(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}
