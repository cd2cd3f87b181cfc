//! A part of the papers, which a machine of several checks.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// One of several parts that all papers are split into, by the hashes of their paths: a paper stays in its part
/// whatever other papers there are, and on whatever machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which part this is, counted from 1.
    number: u32,
    /// How many parts there are.
    count: u32,
}

/// Which of the selected papers a run judges.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Part {
    /// All of them, and the project as a whole.
    #[default]
    All,
    /// Those in a shard. What belongs to no single paper is judged with the first one.
    Shard(Shard),
    /// Some of them, and nothing else.
    Papers,
}

impl Part {
    /// Whether what belongs to no single paper is judged.
    pub const fn has_project(self) -> bool {
        match self {
            Self::All => true,
            Self::Shard(shard) => shard.is_first(),
            Self::Papers => false,
        }
    }
}

impl Shard {
    /// Whether the paper at `path`, from the folder of its project and with `/` between parts, is in this part.
    pub fn has(self, path: &str) -> bool {
        let hash = Sha256::digest(path.as_bytes());
        let start = hash.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte));
        start % u64::from(self.count) == u64::from(self.number - 1)
    }

    /// Whether this is the first part, with which what belongs to no single paper is checked.
    pub const fn is_first(self) -> bool {
        self.number == 1
    }

    /// Which part this is, counted from 1.
    pub const fn number(self) -> u32 {
        self.number
    }

    /// How many parts there are.
    pub const fn count(self) -> u32 {
        self.count
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.number, self.count)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || "write it as K/N, for example 3/8 for the third of eight parts".to_owned();
        let is_number =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let (number, count) = text
            .split_once('/')
            .filter(|(number, count)| is_number(number) && is_number(count))
            .ok_or_else(form)?;
        let parse = |text: &str| text.parse::<u32>().map_err(|_| format!("{text} is too large"));
        let (number, count) = (parse(number)?, parse(count)?);
        match (number, count) {
            (_, 0) => Err("there have to be some parts: N is 1 or more".to_owned()),
            (0, _) => Err(format!("the parts are counted from 1, so the first is 1/{count}")),
            _ if number > count => {
                Err(format!("there is no part {number} of {count}; the last is {count}/{count}"))
            }
            _ => Ok(Self { number, count }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_one_of_those_that_there_are() {
        for wrong in [
            "",
            "3",
            "/",
            "a/b",
            "1/",
            "/8",
            "+1/8",
            "-1/8",
            "1/8/2",
            "0/8",
            "9/8",
            "1/0",
            "0/0",
            "1/99999999999",
        ] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
        let shard = "3/8".parse::<Shard>();
        assert_eq!(shard.map(|shard| shard.to_string()), Ok("3/8".to_owned()));
    }

    #[test]
    fn each_paper_is_in_one_part_which_never_changes() {
        let shards = |count: u32| (1..=count).map(move |number| Shard { number, count });
        for count in [1, 2, 3, 8, 100] {
            for at in 0..1_000 {
                let path = format!("2024-06/paper-{at}.md");
                assert_eq!(shards(count).filter(|shard| shard.has(&path)).count(), 1, "{path}");
            }
        }
        let of_eight = |path| shards(8).find(|shard| shard.has(path)).map(Shard::number);
        assert_eq!(of_eight("2024-06/bond.md"), Some(4));
    }
}
