//! Which commits of branches have which ancestors: git is asked once, for all of them.

use std::collections::{BTreeMap, BTreeSet};

use super::process::{reading, run_with};
use super::{Repository, line};
use crate::project::InputError;

/// The commits that branches are made of.
#[derive(Debug, Default)]
pub struct History {
    /// The place of each commit: one comes before its parents.
    places: BTreeMap<String, usize>,
    commits: Vec<String>,
    parents: Vec<Vec<usize>>,
    /// The commits that one is made of, itself among them, as bits in the order of places; of those that were asked
    /// for.
    ancestors: BTreeMap<usize, Vec<u64>>,
    head: Option<String>,
}

impl Repository {
    /// The history of `commits` and of what is checked out, as far as the clone reaches back.
    ///
    /// # Errors
    ///
    /// Git can't be run, or a commit does not exist here.
    pub fn history_of<'c>(
        &self,
        commits: impl IntoIterator<Item = &'c str>,
    ) -> Result<History, InputError> {
        // There is none before the first commit.
        let head = self.run(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).ok();
        let head = head.map(|head| line(&head).to_owned());
        let wanted: BTreeSet<&str> = commits.into_iter().collect();
        let wanted: Vec<&str> = wanted.into_iter().chain(head.as_deref()).collect();
        let mut history = History::default();
        if !wanted.is_empty() {
            let input = wanted.iter().fold(String::new(), |text, commit| text + commit + "\n");
            let mut list =
                reading(&self.root, &["rev-list", "--topo-order", "--parents", "--stdin"]);
            let listed = run_with(&mut list, input.into_bytes());
            let listed = listed.map_err(|error| error.into_input_error("has no history"))?;
            history.read(&String::from_utf8_lossy(&listed));
        }
        Ok(History { head, ..history })
    }
}

impl History {
    /// Reads lines of a commit and its parents.
    fn read(&mut self, listed: &str) {
        for (at, commit) in listed.lines().filter_map(|line| line.split(' ').next()).enumerate() {
            self.places.insert(commit.to_owned(), at);
            self.commits.push(commit.to_owned());
        }
        for line in listed.lines() {
            let parents = line.split(' ').skip(1);
            let known = parents.filter_map(|parent| self.places.get(parent).copied());
            self.parents.push(known.collect());
        }
    }

    /// The commit that is checked out; none before the first one.
    pub fn head(&self) -> Option<&str> {
        self.head.as_deref()
    }

    /// The merge base of two commits; none if they have no commit in common, as far as the clone reaches back.
    pub fn common(&mut self, one: &str, other: &str) -> Option<&str> {
        let (one, other) = (*self.places.get(one)?, *self.places.get(other)?);
        for place in [one, other] {
            if !self.ancestors.contains_key(&place) {
                let ancestors = self.ancestors_of(place);
                self.ancestors.insert(place, ancestors);
            }
        }
        let both = self.ancestors.get(&one)?.iter().zip(self.ancestors.get(&other)?);
        // No other commit in common descends from the first one.
        let (word, bits) = both.map(|(one, other)| one & other).enumerate().find(|it| it.1 != 0)?;
        let place = word * 64 + usize::try_from(bits.trailing_zeros()).ok()?;
        self.commits.get(place).map(String::as_str)
    }

    fn ancestors_of(&self, place: usize) -> Vec<u64> {
        let mut bits = vec![0_u64; self.commits.len().div_ceil(64)];
        let has = |bits: &[u64], at: usize| bits[at / 64] >> (at % 64) & 1 == 1;
        bits[place / 64] |= 1 << (place % 64);
        for at in place..self.commits.len() {
            if has(&bits, at) {
                self.parents[at].iter().for_each(|parent| bits[parent / 64] |= 1 << (parent % 64));
            }
        }
        bits
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_merge_base_is_the_last_commit_in_common() {
        let mut history = History::default();
        // m merges a and b, which began at r as c did; x has nothing in common with them.
        history.read("m a b\nb r\na r\nc r\nr\nx");
        for (one, other, base) in [
            ("m", "a", Some("a")),
            ("a", "b", Some("r")),
            ("m", "c", Some("r")),
            ("c", "c", Some("c")),
            ("r", "m", Some("r")),
            ("x", "m", None),
            ("gone", "m", None),
        ] {
            assert_eq!(history.common(one, other), base, "{one} {other}");
        }
    }
}
