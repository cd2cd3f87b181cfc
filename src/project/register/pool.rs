//! The serials of a series: which are free, and the state of the others.

use std::collections::BTreeMap;

use super::{Alias, Block, Entry, Register, Serial};
use crate::series::Series;

/// The states of the serials that a series received.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pool<'r> {
    states: BTreeMap<Serial, State<'r>>,
    /// In the order of their serials, of which no two share one.
    blocks: Vec<&'r Block>,
}

/// The state of a serial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State<'r> {
    /// Free.
    Free,
    /// The register has an entry for it.
    Registered(&'r Entry),
    /// Its number was replaced by another.
    Renumbered(&'r Alias),
    /// A paper carries it, but the register does not list it.
    Carried {
        /// The number.
        number: String,
        /// The paper's path from the project's folder.
        paper: String,
    },
}

impl Register {
    /// The serials of `series`; `carried` are the numbers on its papers, each with the paper's path.
    pub fn pool(
        &self,
        series: &Series,
        carried: impl IntoIterator<Item = (String, String)>,
    ) -> Pool<'_> {
        let mut blocks: Vec<&Block> = self.blocks_of(&series.id).collect();
        blocks.sort_by(|one, other| one.from.cmp(&other.from));
        let serials = blocks.iter().flat_map(|block| block.serials());
        let states = serials.map(|serial| (serial, State::Free)).collect();
        let mut pool = Pool { states, blocks };
        let serial = |number: &str| Serial::of(series.number.as_ref(), number);
        for entry in self.entries_of(&series.id) {
            if let Some(serial) = serial(&entry.number.value) {
                pool.states.insert(serial, State::Registered(entry));
            }
        }
        for alias in self.aliases_of(&series.id) {
            if let Some(serial) = serial(&alias.number.value)
                && pool.state(&serial).is_none_or(|known| *known == State::Free)
            {
                pool.states.insert(serial, State::Renumbered(alias));
            }
        }
        for (number, paper) in carried {
            let Some(serial) = serial(&number) else { continue };
            // If two papers carried one number, one of them may have been renumbered.
            let is_open = |state: &State<'_>| matches!(state, State::Free | State::Renumbered(_));
            if pool.state(&serial).is_none_or(is_open) {
                pool.states.insert(serial, State::Carried { number, paper });
            }
        }
        pool
    }
}

impl<'r> Pool<'r> {
    /// The free serials, in ascending order.
    pub fn free(&self) -> impl Iterator<Item = &Serial> {
        self.iter().filter(|(_, state)| **state == State::Free).map(|(serial, _)| serial)
    }

    /// The lowest free serial above all used ones.
    pub fn after_last(&self) -> Option<&Serial> {
        let free = self.states.iter().rev().take_while(|(_, state)| **state == State::Free);
        free.last().map(|(serial, _)| serial)
    }

    /// The state of a serial; none for one that was never received or used.
    pub fn state(&self, serial: &Serial) -> Option<&State<'r>> {
        self.states.get(serial)
    }

    /// Whether a block has the serial.
    pub fn is_received(&self, serial: &Serial) -> bool {
        let next = self.blocks.partition_point(|block| block.from <= *serial);
        self.blocks[..next].last().is_some_and(|block| block.has(serial))
    }

    /// The serial as written in its block; none for one that was never received or used.
    pub fn as_received(&self, serial: &Serial) -> Option<&Serial> {
        self.states.get_key_value(serial).map(|(serial, _)| serial)
    }

    /// All serials, in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = (&Serial, &State<'r>)> {
        self.states.iter()
    }
}
