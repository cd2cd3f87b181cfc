//! What papers were at the commit that the work on a branch began from, so that rules can judge what was
//! done to them. Data only: [`git`](crate::git) fills it.

use crate::paper::Paper;
use crate::text::source::SourceFile;

/// What changed in a project since a base.
#[derive(Debug, Clone, Default)]
pub struct BaseSnapshot {
    /// The papers of the base that were touched since, by their paths.
    pub papers: Vec<BasePaper>,
    /// The register as it was, if there was one.
    pub register: Option<SourceFile>,
    /// The papers that others changed on the base since.
    pub theirs: Vec<UpstreamPaper>,
}

/// A paper as it was at the base.
#[derive(Debug, Clone)]
pub struct BasePaper {
    /// The path it had, from the project's folder, with `/` between parts.
    pub path: String,
    /// What it was; its body is not read.
    pub paper: Paper,
    /// The path it has now; none if it is gone.
    pub now: Option<String>,
    /// What it was in the commits since, the oldest first, as far as they changed it.
    pub versions: Vec<Version>,
}

/// A paper as a commit left it.
#[derive(Debug, Clone)]
pub struct Version {
    /// The commit, abbreviated.
    pub commit: String,
    /// The paper, its body not read; none where the commit deleted it.
    pub paper: Option<Paper>,
}

/// A paper that was changed on the base since the work began.
#[derive(Debug, Clone)]
pub struct UpstreamPaper {
    /// Its path there.
    pub path: String,
    /// The commit that changed it last, abbreviated.
    pub commit: String,
    /// What it is there, its body not read; none if it was deleted.
    pub paper: Option<Paper>,
}

impl BaseSnapshot {
    /// What the paper that is now at `path` was; none for one that is new or was not touched.
    pub fn earlier(&self, path: &str) -> Option<&BasePaper> {
        self.papers.iter().find(|earlier| earlier.now.as_deref() == Some(path))
    }

    /// The papers of the base that are not there any more.
    pub fn deleted(&self) -> impl Iterator<Item = &BasePaper> {
        self.papers.iter().filter(|earlier| earlier.now.is_none())
    }
}
