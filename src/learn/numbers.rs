//! Which key has the number of a paper, and how numbers are formed.

use std::collections::{BTreeMap, BTreeSet};

use super::paths::{self, Place};
use super::sample::{Item, Sample, Share};
use super::series::{Guess, LearnedNumber};
use super::shapes;
use crate::series::Uniqueness;

/// Keys that are numbers by their names, where the names of files have none.
const KEYS: [&str; 8] =
    ["number", "id", "no", "identifier", "num", "publication_number", "docket", "serial"];

/// The number as it was found.
pub(super) struct Found {
    /// Where paths have it.
    pub(super) place: Option<Place>,
    /// The key that has it, with what that rests on.
    pub(super) key: Guess<Option<String>>,
    /// Whether the values under the key are whole numbers.
    pub(super) is_integer: bool,
    /// How it is formed.
    pub(super) number: Option<Guess<LearnedNumber>>,
    /// The numbers as papers refer to them.
    pub(super) all: BTreeSet<String>,
}

fn bare(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" if !digits.is_empty() => "0",
        rest => rest,
    }
}

/// The number in a value, alone or after a label: `0001` of `SEP-0001`.
fn digits_of(text: &str) -> Option<&str> {
    paths::numbered(text).filter(|number| number.rest.is_empty()).map(|number| number.digits)
}

/// Finds the number; `keys` are those of the papers, the most frequent first.
pub(super) fn find(sample: &Sample<'_>, keys: &[String]) -> Found {
    let all: Vec<&str> = sample.papers.iter().map(|it| it.path).collect();
    let place = paths::place(&all);
    let digits = |item: &Item<'_>| Some(paths::at(item.path, place?)?.digits.to_owned());
    let in_path = |item: &Item<'_>| Some(bare(&digits(item)?).to_owned());
    let agreeing = keys.iter().find_map(|key| {
        let share = Share::count(sample.papers.iter().enumerate().filter_map(|(at, item)| {
            let (text, number) = (item.text(key)?, in_path(item)?);
            Some((at, digits_of(text).is_some_and(|digits| bare(digits) == number)))
        }));
        (share.is_habit() && share.of() * 2 > sample.papers.len()).then_some((key, share))
    });
    if let Some((key, share)) = agreeing {
        let told = sample.told(&share);
        let key = (key.clone(), format!("The number in the path: {told}."));
        return of_key(sample, place, key);
    }
    if place.is_none() {
        let unique = keys.iter().filter(|key| KEYS.contains(&key.to_lowercase().as_str()));
        if let Some(key) = unique.into_iter().find(|key| is_unique(sample, key)) {
            let note = format!("Each paper has its own `{key}`.");
            return of_key(sample, None, (key.clone(), note));
        }
    }
    let mut numbers: Vec<String> = sample.papers.iter().filter_map(digits).collect();
    let widths: BTreeSet<usize> = numbers.iter().map(String::len).collect();
    // Zeros before numbers of one width are part of them, so that a list of papers shows them as their names do.
    if widths.len() > 1 || !numbers.iter().any(|number| number.starts_with('0')) {
        numbers = sample.papers.iter().filter_map(in_path).collect();
    }
    let count = numbers.len();
    numbers.sort_by_key(|number| (number.len(), number.clone()));
    let of = sample.papers.len();
    let note = format!("No key has the number; {count} of {of} papers have one in their path.");
    let number = place.and_then(|place| form(&numbers, &label(paths::prefix(&all, place))));
    let number = number.map(|value| {
        let mut number = Guess::new(value, note.clone());
        if place.is_some_and(|place| are_of_folders(sample, place)) {
            number.value.uniqueness = Uniqueness::Folder;
            number.notes.push("They begin anew in each folder.".to_owned());
        }
        number
    });
    let note = if number.is_some() {
        note
    } else {
        "No key has a number of its own for each paper.".to_owned()
    };
    let key = Guess::new(None, note);
    Found { place, key, is_integer: false, number, all: all_of(numbers) }
}

/// Whether many papers have the number of another one, and hardly any that of another in its folder.
fn are_of_folders(sample: &Sample<'_>, place: Place) -> bool {
    let mut by_number: BTreeSet<&str> = BTreeSet::new();
    let mut by_folder: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut count = 0;
    for item in &sample.papers {
        let Some(number) = paths::at(item.path, place).map(|it| bare(it.digits)) else { continue };
        by_number.insert(number);
        by_folder.insert((paths::folder(item.path, place), number));
        count += 1;
    }
    let shared = |distinct: usize| count - distinct;
    shared(by_number.len()) * 20 > count && shared(by_folder.len()) * 20 <= count
}

/// Numbers as papers refer to them: with and without zeros.
fn all_of(numbers: Vec<String>) -> BTreeSet<String> {
    let short = numbers.iter().map(|number| bare(number).to_owned()).collect::<Vec<_>>();
    numbers.into_iter().chain(short).collect()
}

/// Whether nearly every paper has its own value under `key`.
fn is_unique(sample: &Sample<'_>, key: &str) -> bool {
    let values: Vec<&str> = sample.papers.iter().filter_map(|item| item.text(key)).collect();
    let distinct: BTreeSet<&&str> = values.iter().collect();
    let has_digits = values.iter().all(|value| digits_of(value).is_some());
    has_digits
        && values.len() * 100 >= sample.papers.len() * 80
        && distinct.len() * 100 >= values.len() * 95
}

/// The number under `key`.
fn of_key(sample: &Sample<'_>, place: Option<Place>, (key, note): (String, String)) -> Found {
    let mut papers: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, item) in sample.papers.iter().enumerate() {
        if let Some(text) = item.text(&key) {
            papers.entry(text).or_default().push(at);
        }
    }
    let mut texts: Vec<String> = papers.keys().map(|it| (*it).to_owned()).collect();
    // What stands for a number in a template tells nothing of how numbers are formed.
    let regular = texts.iter().filter(|text| digits_of(text).is_some()).count();
    if regular * 100 >= texts.len() * 90 {
        texts.retain(|text| digits_of(text).is_some());
    }
    texts.sort_by_key(|text| (text.len(), text.clone()));
    let is_integer = texts.iter().all(|text| text.parse::<i64>().is_ok());
    let all_paths: Vec<&str> = sample.papers.iter().map(|it| it.path).collect();
    let prefix = place.map(|place| paths::prefix(&all_paths, place));
    let share = sample.share(|item| item.text(&key).is_some());
    let form = form(&texts, &label(if is_integer { prefix.unwrap_or_default() } else { "" }));
    let number = form.map(|mut value| {
        let mut notes = Vec::new();
        value.is_required = share.is_habit();
        notes.push(format!("In {}.", sample.told(&share)));
        let twice: Vec<usize> =
            papers.values().filter(|it| it.len() > 1).flatten().copied().collect();
        if twice.len() * 20 > sample.papers.len() {
            let is_of_folder = place.is_some_and(|place| are_of_folders(sample, place));
            value.uniqueness = if is_of_folder { Uniqueness::Folder } else { Uniqueness::Family };
        }
        if !twice.is_empty() {
            notes.push(format!("The same number is in several of {}.", sample.named(&twice)));
        }
        Guess { value, notes }
    });
    // The name of a file has no label that the value has.
    let place = place.filter(|_| is_integer);
    let bare_texts = texts.iter().map(|text| bare(text).to_owned()).filter(|_| is_integer);
    let label = number.as_ref().map_or("", |number| number.value.label.as_str());
    let labeled = texts.iter().map(|text| format!("{label}{text}"));
    let all = texts.iter().cloned().chain(bare_texts).chain(labeled).collect();
    Found { place, key: Guess::new(Some(key), note), is_integer, number, all }
}

/// What is printed before numbers, by what is before them in paths: `EIP-` for `eip-`.
fn label(prefix: &str) -> String {
    if prefix.chars().any(char::is_alphabetic) { prefix.to_uppercase() } else { String::new() }
}

/// How `numbers`, sorted, are formed.
fn form(numbers: &[String], label: &str) -> Option<LearnedNumber> {
    let example = numbers.last()?.clone();
    let pattern = shapes::pattern(numbers.iter().map(String::as_str))?;
    let label = label.to_owned();
    Some(LearnedNumber {
        label,
        pattern,
        example,
        is_required: false,
        uniqueness: Uniqueness::Strict,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Paper;
    use crate::text::source::SourceFile;

    fn found(papers: &[(&str, &str)]) -> (Option<String>, Option<String>, bool) {
        let read =
            |front: &str| Paper::new(SourceFile::new("a.md", format!("---\n{front}\n---\n")));
        let read: Vec<Paper> = papers.iter().map(|(_, front)| read(front)).collect();
        let files: Vec<(&str, &Paper)> =
            papers.iter().zip(&read).map(|((path, _), paper)| (*path, paper)).collect();
        let Some(sample) = Sample::new(&files) else { unreachable!() };
        let found = find(&sample, &["title".to_owned(), "id".to_owned(), "eip".to_owned()]);
        (found.key.value, found.number.map(|number| number.value.pattern), found.is_integer)
    }

    #[test]
    fn the_key_that_agrees_with_the_paths_is_the_number() {
        let key = |papers| found(papers);
        let eips = key(&[("eip-1.md", "eip: 1\ntitle: 3"), ("eip-20.md", "eip: 20\ntitle: 4")]);
        assert_eq!(eips, (Some("eip".to_owned()), Some("[1-9][0-9]*".to_owned()), true));
        let labels = key(&[("0001-a.md", "id: SEP-0001"), ("0020-b.md", "id: SEP-0020")]);
        assert_eq!(labels, (Some("id".to_owned()), Some("SEP\\-[0-9]{4}".to_owned()), false));
    }

    #[test]
    fn without_a_key_the_number_is_that_in_the_path() {
        let found = found(&[("0001-a.md", "title: A"), ("0002-b.md", "title: B")]);
        assert_eq!(found, (None, Some("[0-9]{4}".to_owned()), false));
        let zeros = [("01-a.md", "title: A"), ("120-b.md", "title: B")];
        assert_eq!(self::found(&zeros), (None, Some("[1-9][0-9]*".to_owned()), false));
    }
}
