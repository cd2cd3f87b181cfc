//! Which paper of a project is meant by a number or a path.

use std::borrow::Cow;

use super::paths::relative_link;
use super::{LookUp, PaperFile, Project};
use crate::paper::url;
use crate::series::Series;

/// The names of papers that a folder is made for, as in `KEP-0123/README.md`.
const PAPERS_OF_FOLDERS: [&str; 2] = ["README.md", "index.md"];

/// What a reference is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The path of a file.
    Path,
    /// A number of a series.
    Number,
    /// Neither of the two, and no address on the web.
    Other,
}

/// What a reference leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lead {
    /// The paper, as an index into the project's papers.
    pub to: Option<usize>,
    /// Whether the reference is by an old name or number of that paper.
    pub is_outdated: bool,
    /// What the reference is written as.
    pub form: Form,
}

/// Whether a reference is meant as a path.
pub fn is_path(text: &str) -> bool {
    (text.contains('/') || text.to_lowercase().ends_with(".md")) && !text.contains("://")
}

impl Project {
    /// Where the reference `text` in a paper of the series `own` leads: a path, or a number of its own series first, then
    /// of any other. `find` returns the first paper of a series that carries a number. None for what is neither.
    pub fn follow(
        &self,
        file: &PaperFile,
        own: &Series,
        text: &str,
        find: &impl Fn(&str, &str) -> Option<usize>,
    ) -> Option<Lead> {
        if is_path(text) {
            Some(self.by_path(file, text))
        } else {
            self.by_number(file, own, text, find)
        }
    }

    fn by_path(&self, file: &PaperFile, text: &str) -> Lead {
        let (paper, is_outdated) = match self.look_up_reference(file, text) {
            LookUp::Paper(paper) => (Some(paper), false),
            LookUp::Moved(paper) => (Some(paper), true),
            _ => (None, false),
        };
        let to = paper.and_then(|paper| self.index_of(paper.file.name()));
        Lead { to, is_outdated, form: Form::Path }
    }

    /// What is at the path `text` in a field of a paper: from the project's folder if it begins with `/`. A folder stands for
    /// the paper that it is made for.
    pub fn look_up_reference(&self, file: &PaperFile, text: &str) -> LookUp<'_> {
        let text = url::decoded(text);
        let relative = match (text.strip_prefix('/'), &self.root) {
            (Some(inner), Some(root)) => Cow::Owned(relative_link(&file.path, &root.join(inner))),
            _ => Cow::Borrowed(text.trim_end_matches('/')),
        };
        let found = self.look_up(&file.path, &relative);
        let in_folder = |name: &str| self.look_up(&file.path, &format!("{relative}/{name}"));
        let is_paper = |found: &LookUp<'_>| matches!(found, LookUp::Paper(_) | LookUp::Moved(_));
        if is_paper(&found) {
            return found;
        }
        PAPERS_OF_FOLDERS.into_iter().map(in_folder).find(is_paper).unwrap_or(found)
    }

    fn by_number(
        &self,
        file: &PaperFile,
        own: &Series,
        text: &str,
        find: &impl Fn(&str, &str) -> Option<usize>,
    ) -> Option<Lead> {
        let mut is_number = false;
        for (series, number) in self.readings(own, text) {
            is_number = true;
            let paper = |number: &str| find(&series.id, number);
            if let Some(first) = paper(&number) {
                let to = self.in_folder_of(file, series, &number, first);
                return Some(Lead { to: Some(to), is_outdated: false, form: Form::Number });
            }
            let alias = self.register.as_ref();
            let alias = alias.and_then(|register| register.alias(&series.id, &number));
            if let Some(to) = alias.and_then(paper) {
                return Some(Lead { to: Some(to), is_outdated: true, form: Form::Number });
            }
        }
        is_number.then_some(Lead { to: None, is_outdated: false, form: Form::Number })
    }

    /// The paper with `number` in the folder of `file`, if numbers of the series begin anew in each; or else `first`.
    fn in_folder_of(&self, file: &PaperFile, series: &Series, number: &str, first: usize) -> usize {
        let folder = |file: &PaperFile| {
            let path = self.relative(&file.path);
            series.folder_of_number(&path).map(str::to_owned)
        };
        let Some(own) = folder(file) else { return first };
        let is_it = |other: &PaperFile| {
            let carried = || self.number_of(other).filter(|it| it.series.id == series.id);
            folder(other).as_ref() == Some(&own) && carried().is_some_and(|it| it.number == number)
        };
        if self.papers.get(first).is_some_and(is_it) {
            return first;
        }
        self.papers.iter().position(is_it).unwrap_or(first)
    }

    /// The series whose number `text` is, or is meant to be, each with the number: `own` first.
    pub fn readings<'p>(
        &'p self,
        own: &'p Series,
        text: &'p str,
    ) -> impl Iterator<Item = (&'p Series, Cow<'p, str>)> {
        let others = self.used_series().filter(|series| series.id != own.id);
        std::iter::once(own).chain(others).filter_map(move |series| {
            let rule = series.number.as_ref()?;
            let number = rule.normalized(text);
            rule.is_match(&number).then_some((series, number))
        })
    }
}
