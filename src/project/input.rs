//! What the user asked for.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{InputError, Shard};

/// The papers that the user asked for, by project.
#[derive(Debug, Default)]
pub struct Inputs {
    /// One entry for each project, by its folder; papers outside any project are under `None`.
    pub groups: BTreeMap<Option<PathBuf>, Input>,
    /// Paths and patterns that match nothing, and what can't be read.
    pub errors: Vec<InputError>,
    /// What was passed over: links that lead to no paper.
    pub notes: Vec<InputError>,
}

impl Inputs {
    /// The same, with these texts in memory. Nobody may ask for other bodies except by
    /// [`Project::whole`](super::Project::whole).
    #[must_use]
    pub fn with_texts(mut self, texts: Texts) -> Self {
        for input in self.groups.values_mut() {
            input.texts = texts;
        }
        self
    }

    /// The same, where only the papers of a shard are judged.
    #[must_use]
    pub fn with_shard(mut self, shard: Option<Shard>) -> Self {
        for input in self.groups.values_mut() {
            input.shard = shard;
        }
        self
    }
}

/// Which papers keep their texts in memory. Of the others there is only the front matter, and
/// [`Project::whole`](super::Project::whole) reads them again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Texts {
    /// All papers.
    #[default]
    All,
    /// Those that are selected.
    Selected,
    /// Those that are selected, as long as their texts have no more than so many bytes together.
    UpTo(usize),
}

impl Texts {
    /// Those of the papers that are selected, as far as there is room for them: to read others again takes less time
    /// than to find room for all of a large archive.
    pub const BOUNDED: Self = Self::UpTo(64 << 20);
}

/// The papers of one project that the user asked for.
#[derive(Debug, Default)]
pub struct Input {
    /// Papers named individually, as they are reported.
    pub named: Vec<PathBuf>,
    /// Papers found in a folder or by a pattern, which the settings may exclude; none of them is in `named`.
    pub found: Vec<PathBuf>,
    /// A paper from standard input: its path, and its bytes.
    pub stdin: Option<(PathBuf, Vec<u8>)>,
    /// Whether these are all papers of the project, so that its folder need not be searched again.
    pub is_whole: bool,
    /// Whether all papers of the project are selected, to be found when it is opened.
    pub is_everything: bool,
    /// Which texts are kept in memory.
    pub texts: Texts,
    /// The part of the selected papers that is judged; all of them without one.
    pub shard: Option<Shard>,
}

impl Input {
    /// All papers of a project.
    pub fn everything() -> Self {
        Self { is_everything: true, ..Self::default() }
    }
}

/// Which files to find in folders besides ordinary papers.
#[derive(Debug, Clone, Copy, Default)]
pub struct Walk {
    /// Those that `.gitignore` and similar files exclude.
    pub ignored: bool,
    /// Hidden files and folders.
    pub hidden: bool,
}
