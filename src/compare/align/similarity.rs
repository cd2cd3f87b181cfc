//! How alike texts are: by the words that they share.

use std::collections::HashMap;

/// The words of a text as numbers, sorted; one that is twice in it is twice in them.
pub(super) type Bag = Vec<u32>;

/// Gaps with so many pairs or fewer are searched pair by pair.
const ALL_PAIRS: usize = 10_000;
/// A word in more texts than this says little about any of them.
const MOST_TEXTS: usize = 24;
/// For how many texts of the other sequence a text of a long gap is compared.
const CANDIDATES: usize = 8;

/// Two texts that are alike, by their indexes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) old: usize,
    pub(super) new: usize,
    /// How alike they are, from 0 to 1.
    pub(super) score: f64,
}

/// How many words two texts share.
pub(super) fn shared(a: &Bag, b: &Bag) -> usize {
    let (mut at, mut other, mut count) = (0, 0, 0);
    while at < a.len() && other < b.len() {
        match a[at].cmp(&b[other]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => other += 1,
            std::cmp::Ordering::Equal => {
                count += 1;
                at += 1;
                other += 1;
            }
        }
    }
    count
}

/// The share of words that two texts have in common
/// ([Dice](https://en.wikipedia.org/wiki/Dice-S%C3%B8rensen_coefficient)).
#[expect(clippy::cast_precision_loss, reason = "no text has so many words")]
pub(super) fn dice(a: &Bag, b: &Bag) -> f64 {
    match a.len() + b.len() {
        0 => 1.0,
        all => 2.0 * shared(a, b) as f64 / all as f64,
    }
}

/// Whether `count` is at least that share of `all`.
#[expect(clippy::cast_precision_loss, reason = "no text has so many words")]
pub(super) fn is_share(count: usize, all: usize, share: f64) -> bool {
    count as f64 >= share * all as f64
}

/// The words of two texts together.
pub(super) fn joined(a: &Bag, b: &Bag) -> Bag {
    let mut all: Bag = a.iter().chain(b).copied().collect();
    all.sort_unstable();
    all
}

/// The pairs that are alike by `floor` or more.
pub(super) fn pairs(old: &[Bag], new: &[Bag], floor: f64) -> Vec<Pair> {
    if old.len().saturating_mul(new.len()) <= ALL_PAIRS {
        let all = (0..old.len()).flat_map(|at| (0..new.len()).map(move |other| (at, other)));
        return all.filter_map(|(at, other)| pair(old, new, (at, other), floor)).collect();
    }
    let mut texts: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, bag) in new.iter().enumerate() {
        let mut words = bag.clone();
        words.dedup();
        for word in words {
            texts.entry(word).or_default().push(at);
        }
    }
    texts.retain(|_, texts| texts.len() <= MOST_TEXTS);
    let find = |(at, bag): (usize, &Bag)| {
        let candidates = candidates(bag, &texts, at * new.len() / old.len(), new.len());
        let pairs =
            candidates.into_iter().filter_map(move |other| pair(old, new, (at, other), floor));
        pairs.collect::<Vec<_>>()
    };
    old.iter().enumerate().flat_map(find).collect()
}

/// The texts of the other sequence that share the most rare words with `bag`, and that at the same place.
fn candidates(
    bag: &Bag,
    texts: &HashMap<u32, Vec<usize>>,
    place: usize,
    count: usize,
) -> Vec<usize> {
    let mut words = bag.clone();
    words.dedup();
    let mut found: Vec<usize> =
        words.iter().filter_map(|word| texts.get(word)).flatten().copied().collect();
    found.sort_unstable();
    let mut counted: Vec<(usize, usize)> =
        found.chunk_by(|a, b| a == b).map(|same| (same.len(), same[0])).collect();
    counted.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut best: Vec<usize> = counted.into_iter().take(CANDIDATES).map(|(_, at)| at).collect();
    if place < count && !best.contains(&place) {
        best.push(place);
    }
    best
}

fn pair(old: &[Bag], new: &[Bag], (at, other): (usize, usize), floor: f64) -> Option<Pair> {
    let (a, b) = (&old[at], &new[other]);
    // No two texts share more words than the shorter has.
    if !is_share(2 * a.len().min(b.len()), a.len() + b.len(), floor) {
        return None;
    }
    let score = dice(a, b);
    (score >= floor).then_some(Pair { old: at, new: other, score })
}
