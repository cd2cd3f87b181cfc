//! What is found in a paper's text once, for all rules that need it.
//!
//! Facts are plain data: two readings of one text are equal. What other papers see of a paper is apart from
//! what its own rules see, so that a change to a paper shows whether others have to be judged again.

pub(in crate::check) mod acronyms;
pub(in crate::check) mod addresses;
pub(in crate::check) mod anchors;
pub(in crate::check) mod capitals;
mod codes;
pub(in crate::check) mod expansion;
pub(in crate::check) mod lists;
mod long_forms;
pub(in crate::check) mod meanings;
pub(in crate::check) mod named;
pub(in crate::check) mod nouns;
pub(in crate::check) mod phrases;
pub(in crate::check) mod placeholder;
pub(in crate::check) mod sections;
mod shouted;
pub(in crate::check) mod spelled;
pub(in crate::check) mod waiver_mark;

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

pub use long_forms::LongForms;
pub use phrases::Hit;

use self::acronyms::Mention;
use self::named::NamedPaper;
use crate::compare::SectionDigest;
use crate::project::NoPicture;

/// What a paper's own rules see of its text, each found when it is first asked for.
#[derive(Debug, Default, PartialEq)]
pub(in crate::check) struct Facts<'p> {
    pub(super) mentions: OnceCell<Vec<Mention<'p>>>,
    pub(super) hits: OnceCell<Vec<Vec<Hit<'p>>>>,
    pub(super) anchors: OnceCell<Vec<String>>,
    pub(super) sections: OnceCell<Vec<SectionDigest>>,
    pub(super) named: OnceCell<Vec<NamedPaper>>,
    pub(super) pictures: RefCell<HashMap<PathBuf, Result<ShownPicture, NoPicture>>>,
}

/// What rules see of a picture.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::check) struct ShownPicture {
    /// Its true width in points.
    pub(in crate::check) width: f64,
    /// The words in a drawing that are more than ASCII, one entry for each text.
    pub(in crate::check) words: Arc<[String]>,
}

/// What other papers see of a paper's body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SharedFacts {
    /// The anchors that links can point at.
    pub anchors: Vec<String>,
    /// The acronyms that it writes out, each with its long form.
    pub long_forms: Vec<(String, String)>,
    /// The sections, if another paper names it as the one before.
    pub sections: Vec<SectionDigest>,
}
