//! The serials of a series: which are free, and what became of the others.

use std::collections::BTreeMap;

use super::{Alias, Entry, Register};
use crate::series::{NumberRule, Series};

/// What became of the serials that a series received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool<'r> {
    /// By serial.
    states: BTreeMap<u32, Serial<'r>>,
}

/// A serial as it is written, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Serial<'r> {
    text: String,
    state: State<'r>,
}

/// What became of a serial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State<'r> {
    /// Nothing yet.
    Free,
    /// What the register says.
    Registered(&'r Entry),
    /// Its number gave way to another.
    Renumbered(&'r Alias),
    /// A paper carries it that the register knows nothing of: the number, and the paper's path.
    Carried(String, String),
}

impl Register {
    /// The serials of `series`, where `default` is the project's own series and `carried` are the numbers
    /// on its papers, with the papers' paths.
    pub fn pool(
        &self,
        series: &Series,
        default: &str,
        carried: impl IntoIterator<Item = (String, String)>,
    ) -> Pool<'_> {
        let mut states = BTreeMap::new();
        for block in self.blocks_of(&series.id, default) {
            for serial in block.from..=block.to {
                let text = format!("{serial:0width$}", width = block.digits);
                states.insert(serial, Serial { text, state: State::Free });
            }
        }
        let mut pool = Pool { states };
        for entry in self.entries_of(&series.id, default) {
            if let Some((serial, text)) = serial(series.number.as_ref(), &entry.number.value) {
                pool.put(serial, text, State::Registered(entry));
            }
        }
        for alias in self.aliases_of(&series.id, default) {
            if let Some((serial, text)) = serial(series.number.as_ref(), &alias.number.value)
                && pool.states.get(&serial).is_none_or(|known| known.state == State::Free)
            {
                pool.put(serial, text, State::Renumbered(alias));
            }
        }
        for (number, paper) in carried {
            let Some((serial, text)) = serial(series.number.as_ref(), &number) else { continue };
            let text = text.to_owned();
            // Of two papers with one number, one may have been given another.
            let is_open = |state: &State<'_>| matches!(state, State::Free | State::Renumbered(_));
            if pool.states.get(&serial).is_none_or(|known| is_open(&known.state)) {
                pool.put(serial, &text, State::Carried(number, paper));
            }
        }
        pool
    }
}

impl<'r> Pool<'r> {
    fn put(&mut self, serial: u32, text: &str, state: State<'r>) {
        let text = text.to_owned();
        self.states.entry(serial).or_insert(Serial { text, state: State::Free }).state = state;
    }

    /// The serials that are free as they are written, from the lowest on.
    pub fn free(&self) -> impl Iterator<Item = &str> {
        self.iter().filter(|(_, state)| **state == State::Free).map(|(serial, _)| serial)
    }

    /// The lowest free serial behind all that are used, as it is written.
    pub fn after_last(&self) -> Option<String> {
        let is_used = |(_, serial): &(&u32, &Serial<'_>)| serial.state != State::Free;
        let last = self.states.iter().rfind(is_used).map_or(0, |(serial, _)| *serial);
        self.states
            .range(last..)
            .find(|(_, serial)| serial.state == State::Free)
            .map(|(_, serial)| serial.text.clone())
    }

    /// What became of a serial; none for one that was never received nor used.
    pub fn state(&self, serial: u32) -> Option<&State<'r>> {
        self.states.get(&serial).map(|serial| &serial.state)
    }

    /// The serials from `first` to `last` as they are written.
    pub fn range(&self, first: u32, last: u32) -> impl Iterator<Item = (&str, &State<'r>)> {
        self.states.range(first..=last).map(|(_, serial)| (serial.text.as_str(), &serial.state))
    }

    /// All serials as they are written, from the lowest on.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &State<'r>)> {
        self.states.values().map(|serial| (serial.text.as_str(), &serial.state))
    }
}

/// The serial in a number, as a count and as it is written; a number that is digits alone may be a serial
/// that no paper has yet.
pub fn serial<'t>(rule: Option<&NumberRule>, number: &'t str) -> Option<(u32, &'t str)> {
    let text = rule.and_then(|rule| rule.group(number, "serial")).unwrap_or(number);
    let is_serial = text.bytes().all(|byte| byte.is_ascii_digit());
    is_serial.then(|| Some((text.parse().ok()?, text))).flatten()
}
