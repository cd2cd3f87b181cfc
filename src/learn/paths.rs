//! Where papers are, and which part of their paths is a number.

use std::collections::{BTreeMap, BTreeSet};

/// The part of a path before a number and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numbered<'t> {
    pub(super) prefix: &'t str,
    pub(super) digits: &'t str,
    pub(super) rest: &'t str,
}

/// A path in its parts.
pub(super) struct Parts<'t> {
    pub(super) folders: Vec<&'t str>,
    pub(super) stem: &'t str,
    pub(super) ending: &'t str,
}

pub(super) fn parts(path: &str) -> Parts<'_> {
    let mut folders: Vec<&str> = path.split('/').collect();
    let name = folders.pop().unwrap_or_default();
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    Parts { folders, stem, ending }
}

/// The number in a name such as `0123-name` or `eip-20`; none in a date.
pub(super) fn numbered(name: &str) -> Option<Numbered<'_>> {
    let start = name.find(|c: char| c.is_ascii_digit())?;
    let (prefix, digits_on) = name.split_at(start);
    let end = digits_on.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits_on.len());
    let (digits, rest) = digits_on.split_at(end);
    let is_label = prefix.chars().all(|c| c.is_alphabetic() || "-_.#".contains(c));
    let is_apart = rest.is_empty() || rest.starts_with(['-', '_', ' ', '.']);
    let is_date = digits.len() == 4
        && rest.as_bytes().get(1).is_some_and(u8::is_ascii_digit)
        && rest.as_bytes().get(2).is_some_and(u8::is_ascii_digit);
    (is_label && is_apart && !is_date && digits.len() < 10).then_some(Numbered {
        prefix,
        digits,
        rest,
    })
}

/// Which part of the paths has the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Name,
    Folder,
}

/// The part of `path` that may have the number.
pub(super) fn at(path: &str, place: Place) -> Option<Numbered<'_>> {
    let parts = parts(path);
    numbered(match place {
        Place::Name => parts.stem,
        Place::Folder => parts.folders.last()?,
    })
}

/// The folder of what has the number: of the file, or of its own folder.
pub(super) fn folder(path: &str, place: Place) -> &str {
    let above = |path: &str| path.rfind('/').unwrap_or_default();
    match place {
        Place::Name => &path[..above(path)],
        Place::Folder => &path[..above(&path[..above(path)])],
    }
}

/// What most of `paths` have before their number.
pub(super) fn prefix<'t>(paths: &[&'t str], place: Place) -> &'t str {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for number in paths.iter().copied().filter_map(|path| at(path, place)) {
        *counts.entry(number.prefix).or_default() += 1;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or("", |(prefix, _)| prefix)
}

/// Which part of `paths` has a number: most of them have one, and most their own. A few without one, or with that of
/// another, are odd.
pub(super) fn place(paths: &[&str]) -> Option<Place> {
    [Place::Name, Place::Folder].into_iter().find(|place| {
        let found: Vec<(&str, &str)> = paths
            .iter()
            .filter_map(|it| Some((folder(it, *place), at(it, *place)?.digits)))
            .collect();
        let distinct: BTreeSet<(&str, &str)> =
            found.iter().map(|(folder, it)| (*folder, it.trim_start_matches('0'))).collect();
        found.len() > 1
            && found.len() * 3 >= paths.len() * 2
            && distinct.len() * 3 >= found.len() * 2
    })
}

/// Words in the names of files that are about papers.
const ABOUT: [&str; 4] = ["template", "index", "readme", "example"];

/// Whole names of files that are about a project.
const ABOUT_PROJECT: [&str; 6] =
    ["license", "licence", "contributing", "changelog", "code-of-conduct", "security"];

/// Whether a file beside papers with numbers is about them, by its name.
pub(super) fn is_about(path: &str, place: Place) -> bool {
    let stem = parts(path).stem.to_lowercase();
    let digits = at(path, place).map(|number| number.digits);
    let is_named = ABOUT.iter().any(|word| stem.contains(word))
        || ABOUT_PROJECT.contains(&stem.replace(['_', ' '], "-").as_str());
    match (place, digits) {
        (_, None) => is_named,
        (Place::Name, Some(digits)) => {
            stem.ends_with("template") && digits.bytes().all(|it| it == b'0')
        }
        (Place::Folder, Some(_)) => false,
    }
}

/// The patterns for the paths of papers, with those papers that are in no pattern of many: they are named as they are.
pub(super) struct Patterns<'t> {
    pub(super) patterns: Vec<String>,
    pub(super) odd: Vec<&'t str>,
}

/// The most papers that are named as they are.
const ODD: usize = 10;

/// Patterns that all of `paths` match. The number at `place` is written as `{number}`.
pub(super) fn patterns<'t>(paths: &[&'t str], place: Option<Place>) -> Patterns<'t> {
    let mut groups: BTreeMap<String, Vec<&'t str>> = BTreeMap::new();
    let common = common_name(paths);
    for path in paths {
        groups.entry(name_pattern(path, place, common)).or_default().push(path);
    }
    let mut groups: Vec<(String, Vec<&str>)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, papers)| std::cmp::Reverse(papers.len()));
    let is_odd = |papers: &Vec<&str>| papers.len() * 20 <= paths.len();
    let count: usize = groups.iter().map(|(_, it)| it).filter(|it| is_odd(it)).map(Vec::len).sum();
    let mut found = Patterns { patterns: Vec::new(), odd: Vec::new() };
    for (name, papers) in groups {
        if is_odd(&papers) && count <= ODD {
            found.odd.extend(papers);
        } else {
            found.patterns.push(format!("{}{name}", folders(&papers, place)));
        }
    }
    found.odd.sort_unstable();
    found.patterns.extend(found.odd.iter().map(|path| literal(path)));
    found
}

/// The name that most files have, if there is one.
fn common_name<'t>(paths: &[&'t str]) -> Option<&'t str> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for path in paths {
        *counts.entry(path.rsplit('/').next().unwrap_or(path)).or_default() += 1;
    }
    let (name, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    (count > 1 && count * 2 > paths.len()).then_some(name)
}

/// The pattern for the name of a file.
fn name_pattern(path: &str, place: Option<Place>, common: Option<&str>) -> String {
    let Parts { stem, ending, .. } = parts(path);
    if place == Some(Place::Name)
        && let Some(number) = numbered(stem)
    {
        let rest: String = number.rest.chars().take(1).collect();
        let rest = if rest.is_empty() { rest } else { format!("{rest}*") };
        return format!("{}{{number}}{rest}.{ending}", literal(number.prefix));
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_about = ["readme", "index"].iter().any(|it| stem.eq_ignore_ascii_case(it));
    if is_about || common == Some(name) { literal(name) } else { format!("*.{ending}") }
}

/// The pattern for the folders of `paths`: those that they have in common, then any.
fn folders(paths: &[&str], place: Option<Place>) -> String {
    let rows: Vec<Vec<&str>> = paths.iter().map(|path| parts(path).folders).collect();
    let Some(first) = rows.first() else { return String::new() };
    let is_common = |at: &usize| rows.iter().all(|row| row.get(*at) == first.get(*at));
    let common = (0..first.len()).take_while(is_common).count();
    let mut pattern: String =
        first[..common].iter().map(|it| format!("{}/", literal(it))).collect();
    let is_even = rows.iter().all(|row| row.len() == first.len());
    let last = match place {
        Some(Place::Folder) => number_folder(&rows),
        _ => None,
    };
    let kept = usize::from(last.is_some() && first.len() > common);
    if is_even {
        pattern += &"*/".repeat(first.len() - common - kept);
    } else {
        pattern += "**/";
    }
    if let Some(last) = last.filter(|_| !is_even || kept == 1) {
        pattern += &last;
    }
    pattern
}

/// The pattern for the last folder, which has the number, if all have it alike.
fn number_folder(rows: &[Vec<&str>]) -> Option<String> {
    let all: Option<BTreeSet<String>> = rows
        .iter()
        .map(|row| {
            let number = numbered(row.last()?)?;
            let rest: String = number.rest.chars().take(1).collect();
            let rest = if rest.is_empty() { rest } else { format!("{rest}*") };
            Some(format!("{}{{number}}{rest}/", literal(number.prefix)))
        })
        .collect();
    let all = all?;
    if all.len() == 1 { all.into_iter().next() } else { None }
}

/// A part of a path as a pattern, in which some characters stand for others.
pub(super) fn literal(text: &str) -> String {
    text.replace(['{', '*', '?'], "?")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(paths: &[&str]) -> (Option<Place>, Vec<String>) {
        let place = place(paths);
        (place, patterns(paths, place).patterns)
    }

    #[test]
    fn patterns_are_as_narrow_as_the_paths() {
        for (paths, expected) in [
            (&["EIPS/eip-1.md", "EIPS/eip-1559.md"][..], &["EIPS/eip-{number}.md"][..]),
            (&["0001-a.md", "0002-b-c.md"], &["{number}-*.md"]),
            (&["keps/x/1-a/README.md", "keps/y/22-b/README.md"], &["keps/*/{number}-*/README.md"]),
            (&["x/1-a/README.md", "y/z/22-b/README.md"], &["**/{number}-*/README.md"]),
            (&["a.md", "b.md"], &["*.md"]),
            (&["t/2024-01-02-a.md", "t/2024-01-03-b.md"], &["t/*.md"]),
            (&["a/x.md", "b/c/y.md"], &["**/*.md"]),
        ] {
            assert_eq!(of(paths).1, expected, "{paths:?}");
        }
    }

    #[test]
    fn a_paper_with_another_name_is_named_as_it_is() {
        let names: Vec<String> = (1..=40).map(|number| format!("t/{number:04}-x.md")).collect();
        let mut paths: Vec<&str> = names.iter().map(String::as_str).collect();
        paths.push("t/other.md");
        assert_eq!(of(&paths).1, ["t/{number}-*.md", "t/other.md"]);
    }

    #[test]
    fn files_about_a_project_are_no_papers() {
        for (path, expected) in [
            ("LICENSE.md", true),
            ("CODE_OF_CONDUCT.md", true),
            ("adr-template.md", true),
            ("0000-template.md", true),
            ("0007-license.md", false),
            ("license-terms.md", false),
            ("0001-template.md", false),
        ] {
            assert_eq!(is_about(path, Place::Name), expected, "{path}");
        }
        assert_eq!(prefix(&["proposal-3.md", "tip-1.md", "tip-2.md"], Place::Name), "tip-");
    }

    #[test]
    fn a_date_or_a_shared_number_is_no_number() {
        assert_eq!(numbered("2024-01-02-name"), None);
        assert_eq!(numbered("name"), None);
        assert_eq!(place(&["1-a.md", "1-b.md"]), None);
        assert_eq!(place(&["1-a.md", "2-b.md", "c.md", "d.md"]), None);
    }

    #[test]
    fn numbers_may_begin_anew_in_each_folder() {
        assert_eq!(place(&["a/1-x.md", "a/2-y.md", "b/1-z.md", "b/2-x.md"]), Some(Place::Name));
        assert_eq!(folder("a/b/1-x.md", Place::Name), "a/b");
        assert_eq!(folder("a/b/1-x/README.md", Place::Folder), "a/b");
        assert_eq!(folder("1-x/README.md", Place::Folder), "");
        assert_eq!(folder("1-x.md", Place::Name), "");
    }

    #[test]
    fn a_few_papers_without_a_number_of_their_own_are_odd() {
        for paths in [
            &["1-a.md", "2-b.md", "c.md"][..],
            &["0001-a.md", "0002-b.md", "0002-c.md", "0003-d.md"],
        ] {
            assert_eq!(place(paths), Some(Place::Name), "{paths:?}");
        }
    }
}
