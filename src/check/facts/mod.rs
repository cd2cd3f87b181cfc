//! What is found in a paper's text once, for all rules that need it.
//!
//! Facts are plain data: two readings of one text are equal. What other papers see of a paper is apart from
//! what its own rules see, so that a change to a paper shows whether others have to be judged again.

pub(in crate::check) mod acronyms;
pub(in crate::check) mod anchors;
pub(in crate::check) mod capitals;
mod codes;
pub(in crate::check) mod expansion;
pub(in crate::check) mod lists;
mod long_forms;
pub(in crate::check) mod meanings;
pub(in crate::check) mod nouns;
pub(in crate::check) mod phrases;
pub(in crate::check) mod placeholder;
mod shouted;
pub(in crate::check) mod spelled;
pub(in crate::check) mod table_width;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

pub use long_forms::LongForms;
pub use phrases::Hit;

use self::acronyms::Mention;
use crate::check::PaperContext;
use crate::project::NoPicture;

/// What a paper's own rules see of its text, each found when it is first asked for.
#[derive(Debug, Default, PartialEq)]
pub(in crate::check) struct Facts<'p> {
    mentions: OnceCell<Vec<Mention<'p>>>,
    hits: OnceCell<Vec<Vec<Hit<'p>>>>,
    anchors: OnceCell<Vec<String>>,
    pictures: RefCell<HashMap<PathBuf, Result<ShownPicture, NoPicture>>>,
}

/// What rules see of a picture.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::check) struct ShownPicture {
    /// Its true width in points.
    pub(in crate::check) width: f64,
    /// The words in a drawing that are more than ASCII, one entry for each text.
    pub(in crate::check) words: Rc<[String]>,
}

/// What other papers see of a paper's body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SharedFacts {
    /// The anchors that links can point at.
    pub anchors: Vec<String>,
    /// The acronyms that it writes out, each with its long form.
    pub long_forms: Vec<(String, String)>,
}

impl<'p> PaperContext<'p> {
    /// The acronyms of the body, in reading order.
    pub(in crate::check) fn mentions(&self) -> &[Mention<'p>] {
        self.facts.mentions.get_or_init(|| acronyms::mentions(self))
    }

    /// The phrases of the rule `name` in the paper's own words, in reading order.
    pub(in crate::check) fn hits(&self, name: &str) -> &[Hit<'p>] {
        let finder = &self.shared.phrases;
        let hits = self.facts.hits.get_or_init(|| finder.hits(self.paper.body()));
        finder.index_of(name).and_then(|at| hits.get(at)).map_or(&[], Vec::as_slice)
    }

    /// The anchors of the paper that links can point at.
    pub(in crate::check) fn anchors(&self) -> &[String] {
        let find = || anchors::of(self.paper, self.series);
        self.facts.anchors.get_or_init(find)
    }

    /// The picture at `address`, or why no page shows it. Each file is read once, however often the paper shows it.
    pub(in crate::check) fn picture(&self, address: &str) -> Result<ShownPicture, NoPicture> {
        let (path, _) = self.project.locate_picture(&self.file.path, address)?;
        if let Some(known) = self.facts.pictures.borrow().get(&path) {
            return known.clone();
        }
        let shown = self.project.read_picture(&path).map(|picture| ShownPicture {
            width: picture.size_in_points().0,
            words: picture.words().into(),
        });
        self.facts.pictures.borrow_mut().insert(path, shown.clone());
        shown
    }

    /// The acronyms that the paper writes out, each with its long form.
    pub(in crate::check) fn long_forms(&self) -> Vec<(String, String)> {
        let found = self.mentions().iter().filter_map(|mention| {
            let long = mention.expansion.as_ref()?.long;
            Some((mention.name.to_owned(), long.to_owned()))
        });
        found.collect()
    }

    /// What other papers see of the body.
    pub fn shared_facts(&self) -> SharedFacts {
        SharedFacts { anchors: self.anchors().to_vec(), long_forms: self.long_forms() }
    }
}
