//! Learns a series from papers that exist already: one that they pass as far as they agree.
//!
//! [`learn`] counts what papers have in common and returns it as data: a [`LearnedSeries`], in which each guess has
//! sentences that say on how many papers it rests and which differ. [`try_out`] checks the papers by it and turns off the
//! rules that are no habit of theirs; [`project`] is the change that writes it down.
//!
//! What 19 of 20 papers do is a habit, and the others are odd: `check` reports them, and the sentences name them.

mod choices;
mod conditions;
mod fields;
mod in_text;
mod kinds;
mod numbers;
mod order;
mod paths;
mod roles;
mod sample;
mod sections;
mod series;
mod shapes;
mod stages;
mod trial;
mod write;

use std::path::Path;

use chrono::NaiveDate;

use crate::paper::Paper;
use crate::paper::slug::slug;
use crate::project::ChangeSet;
use crate::series::{FieldType, Role};
use crate::text::finding::Finding;
use sample::{Sample, named};

pub use series::{
    Guess, Kind, LearnedField, LearnedHeadings, LearnedNumber, LearnedSection, LearnedSeries,
    LearnedStages, Need, When,
};

/// Why nothing can be learned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LearnError {
    /// None of the files is a paper.
    #[error(
        "no paper has front matter that can be read (a line `---`, then `key: value`), nor do the names of files have numbers; name a folder of papers"
    )]
    NoPapers,
    /// Most papers can't be read.
    #[error(
        "the front matter of {broken} of {of} papers can't be read, and the others say too little of them; \
         `issuepaper check` shows what is wrong"
    )]
    Unreadable {
        /// How many.
        broken: usize,
        /// Of how many.
        of: usize,
    },
}

/// Learns a series from `files`, each a path from the folder of the project, with `/` between its parts, and what is read
/// there. `id` is the name for its folder, unless the papers name their series themselves.
///
/// # Errors
///
/// None of the files is a paper, or most can't be read.
pub fn learn(files: &[(&str, &Paper)], id: &str) -> Result<LearnedSeries, LearnError> {
    let sample = Sample::new(files).filter(|it| !it.papers.is_empty() || !it.broken.is_empty());
    let sample = sample.ok_or(LearnError::NoPapers)?;
    let (broken, of) = (sample.broken.len(), sample.broken.len() + sample.papers.len());
    if broken * 2 > of {
        return Err(LearnError::Unreadable { broken, of });
    }
    let keys = fields::keys(&sample);
    let names: Vec<String> = keys.iter().map(|(key, _)| key.clone()).collect();
    let number = numbers::find(&sample, &names);
    let mut fields = fields::learn(&sample, &keys, &number.all);
    fields::with_conditions(&sample, &mut fields.all);
    let stage = roles::stage(&fields.all);
    let stages = roles::stages_of(&sample, &fields.all, stage.as_deref());
    let mut roles = roles::find(&fields.all, &number.key, stage.as_deref());
    let mut sections = sections::learn(&sample, &fields::factors(&sample, &fields.all));
    let takes_title = roles::take_title(&mut roles);
    let has_title = takes_title || few_have_title(&sample, &roles);
    sections.headings.value.has_title &= has_title;
    if sections.headings.value.has_title && takes_title {
        fields.all.insert(0, fields::title());
    }
    let place = number.place;
    for field in &mut fields.all {
        // The type of these follows from their role.
        if Some(&field.id) == stage.as_ref() {
            field.kind.choices.clear();
            field.kind.field_type = None;
        } else if Some(&field.id) == number.key.value.as_ref() {
            field.kind.field_type = number.is_integer.then_some(FieldType::Integer);
            field.kind.pattern = None;
            field.kind.choices.clear();
            field.need.is_always &= number.number.is_none();
        }
    }
    let (files, papers_when) = files_of(&sample, place);
    Ok(LearnedSeries {
        id: own_series(&sample).unwrap_or_else(|| valid_id(id)),
        name: title_of(id),
        papers: sample.papers.len(),
        notes: notes(&sample),
        files,
        front_matter_file: front_matter_file(&sample),
        papers_when,
        roles: roles::told(roles, &fields.all),
        stages,
        number: number.number,
        is_ordered: fields.is_ordered,
        fields: fields.all,
        left_out: fields.left_out,
        headings: sections.headings,
        sections: sections.sections,
        rules_off: Vec::new(),
        rules_kept: Vec::new(),
    })
}

impl LearnedSeries {
    /// The text of its `series.yaml`.
    pub fn yaml(&self) -> String {
        write::yaml(self)
    }
}

/// Checks the papers of the project in `root` by the series, as if it were there already, and turns off the rules that are
/// no habit of theirs.
///
/// # Errors
///
/// What is wrong in the series.
pub fn try_out(
    root: &Path,
    series: &mut LearnedSeries,
    today: NaiveDate,
) -> Result<(), Vec<Finding>> {
    trial::try_out(root, series, today)
}

/// The files of a project in `root` whose papers are of the series: its settings and the series. Both must be free.
pub fn project(root: &Path, series: &LearnedSeries) -> ChangeSet {
    let mut changes = ChangeSet::new();
    for (path, text) in trial::files(series) {
        changes.create(&root.join(path), text);
    }
    changes
}

/// A name for the folder of a series, made of any text.
pub fn valid_id(text: &str) -> String {
    let id = slug(text);
    let id: String = id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<&str> = id.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "papers".to_owned() } else { parts.join("-") }
}

/// The kind of paper as printed, by the name of its series.
fn title_of(id: &str) -> String {
    let words = id.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut chars = word.chars();
        chars.next().map(|first| first.to_uppercase().chain(chars).collect::<String>())
    };
    let words: Vec<String> = words.filter_map(capital).collect();
    if words.is_empty() { "Paper".to_owned() } else { words.join(" ") }
}

/// The series that the papers name themselves, if all that do name one.
fn own_series(sample: &Sample<'_>) -> Option<String> {
    let mut names = sample.papers.iter().filter_map(|item| item.text(Role::Series.key()));
    let first = names.next()?;
    (names.all(|name| name == first) && valid_id(first) == first).then(|| first.to_owned())
}

/// Whether the papers that have the key of the title are less than half of all, so that it is the heading of the others.
fn few_have_title(sample: &Sample<'_>, roles: &[(&'static str, Guess<String>)]) -> bool {
    let title = roles.iter().find(|(role, _)| *role == Role::Title.key());
    let has_key = |key: &str| sample.share(|item| item.text(key).is_some()).have;
    title.is_some_and(|(_, key)| has_key(&key.value) * 2 < sample.papers.len())
}

fn files_of(
    sample: &Sample<'_>,
    place: Option<paths::Place>,
) -> (Guess<Vec<String>>, Option<Guess<Vec<String>>>) {
    let all: Vec<&str> =
        sample.papers.iter().map(|it| it.path).chain(sample.broken.iter().copied()).collect();
    let found = paths::patterns(&all, place);
    let regular = all.len() - found.odd.len();
    let odd = if found.odd.is_empty() {
        String::new()
    } else {
        format!("; the others are named: {}", named(found.odd.iter().copied()))
    };
    let note = format!("{regular} of {} papers are at such paths{odd}.", all.len());
    let files = Guess::new(found.patterns, note);
    (files.clone(), papers_when(sample, &files.value))
}

/// The file beside papers that has their front matter, if they have it there.
fn front_matter_file(sample: &Sample<'_>) -> Option<Guess<String>> {
    let share = sample.share(|item| item.paper.file.is_joined());
    let name = sample.papers.iter().find_map(|item| item.paper.file.head_name())?;
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let note = format!("The front matter is in a file beside it: {}.", sample.told(&share));
    Some(Guess::new(name.to_owned(), note))
}

/// The keys that tell papers from other files at such paths, if there are any.
fn papers_when(sample: &Sample<'_>, patterns: &[String]) -> Option<Guess<Vec<String>>> {
    let matchers: Vec<globset::GlobMatcher> = patterns
        .iter()
        .filter_map(|it| {
            let glob = it.replace("{number}", "[0-9]*");
            Some(
                globset::GlobBuilder::new(&glob)
                    .literal_separator(true)
                    .build()
                    .ok()?
                    .compile_matcher(),
            )
        })
        .collect();
    let is_at_such = |path: &&&str| matchers.iter().any(|matcher| matcher.is_match(path));
    let others: Vec<&str> = sample.others.iter().filter(is_at_such).copied().collect();
    if others.is_empty() {
        return None;
    }
    let mut keys = Vec::new();
    let mut left: Vec<_> = sample.papers.iter().collect();
    for (key, _) in fields::keys(sample) {
        let before = left.len();
        left.retain(|item| item.entry(&key).is_none());
        if left.len() < before {
            keys.push(key);
        }
        if left.is_empty() {
            break;
        }
    }
    // Where papers have no keys themselves, none tells them apart.
    if left.len() * 20 > sample.papers.len() {
        return None;
    }
    let note = format!(
        "Files at such paths without front matter are no papers: {}.",
        named(others.into_iter())
    );
    Some(Guess::new(keys, note))
}

/// What is said at the top of the file.
fn notes(sample: &Sample<'_>) -> Vec<String> {
    let mut notes = vec![format!(
        "Learned from {} papers: what 19 of 20 do is a habit, and `check` shows the others. Each guess stands below what it \
         rests on. Change what you know better; `issuepaper schema --series-file` describes each key.",
        sample.papers.len()
    )];
    if !sample.broken.is_empty() {
        let broken = named(sample.broken.iter().copied());
        notes.push(format!("Not learned from, as their front matter can't be read: {broken}."));
    }
    if !sample.others.is_empty() {
        let others = named(sample.others.iter().copied());
        notes.push(format!("No papers, as they have no front matter: {others}."));
    }
    if !sample.about.is_empty() {
        let about = named(sample.about.iter().copied());
        notes.push(format!("No papers by their names, which have no number: {about}."));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_a_folder_makes_a_valid_id() {
        for (text, id) in
            [("EIPS", "eips"), ("My Docs!", "my-docs"), ("Ä", "papers"), ("", "papers")]
        {
            assert_eq!(valid_id(text), id);
        }
        assert_eq!(title_of("design-docs"), "Design Docs");
    }
}
