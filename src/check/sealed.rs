//! Papers whose text does not match their seal, with the sealed text: git is asked once for all of them,
//! before any rule runs.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::git;
use crate::paper::seal::Seal;
use crate::project::{PaperFile, Project};

/// The papers whose text does not match the seal in the register, by their paths in the project.
#[derive(Debug, Default)]
pub(super) struct BrokenSeals {
    by_path: BTreeMap<String, BrokenSeal>,
}

/// The broken seal of a paper.
#[derive(Debug)]
pub(super) struct BrokenSeal {
    /// The seal that the register has.
    seal: Seal,
    /// The text that was sealed, where git has it.
    pub(super) sealed: Option<String>,
}

impl BrokenSeals {
    /// Finds them among the selected papers of `project`.
    pub(super) fn find(project: &Project) -> Self {
        let papers: Vec<&PaperFile> = project.judged().collect();
        let broken: Vec<(&PaperFile, Seal)> = papers
            .into_par_iter()
            .filter_map(|file| Some((file, broken_seal(project, file)?)))
            .collect();
        let mut seals = Self::default();
        seals.add(project, &broken);
        seals
    }

    /// Updates the entry of one paper, which was changed.
    pub(super) fn update(&mut self, project: &Project, file: &PaperFile) {
        let path = project.relative(&file.path);
        match broken_seal(project, file) {
            // The sealed text is known.
            Some(seal) if self.by_path.get(&path).is_some_and(|known| known.seal == seal) => {}
            Some(seal) => self.add(project, &[(file, seal)]),
            None => {
                self.by_path.remove(&path);
            }
        }
    }

    fn add(&mut self, project: &Project, broken: &[(&PaperFile, Seal)]) {
        if broken.is_empty() {
            return;
        }
        let paths: Vec<_> = broken.iter().map(|(file, _)| file.path.as_path()).collect();
        let is_sealed = |at: usize, text: &str| Seal::of(text) == broken[at].1;
        let mut texts = git::find_versions(&paths, is_sealed).into_iter();
        for (file, seal) in broken {
            let broken = BrokenSeal { seal: seal.clone(), sealed: texts.next().flatten() };
            self.by_path.insert(project.relative(&file.path), broken);
        }
    }

    /// The broken seal of the paper at `path` in the project, if it is broken.
    pub(super) fn of(&self, path: &str) -> Option<&BrokenSeal> {
        self.by_path.get(path)
    }
}

/// The seal in the register, if the paper's text does not match it.
fn broken_seal(project: &Project, file: &PaperFile) -> Option<Seal> {
    let register = project.register.as_ref()?;
    let event = register.record(&project.relative(&file.path)).last()?;
    // One that can't be read any more is reported where it is judged.
    let file = project.whole(file).ok()?;
    (!event.sealed.is_of(file.paper.file.text())).then(|| event.sealed.seal.clone())
}
