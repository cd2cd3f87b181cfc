//! What the values of a key are: the narrowest type that they all have, or nearly all of many.

use std::collections::BTreeSet;

use super::choices::choices;
use super::sample::{MANY, Sample, Share};
use super::series::Kind;
use super::{shapes, stages};
use crate::series::{Field, FieldType};
use crate::text::suggest;
use crate::yaml::{Kind as Value, Node};

/// The types of single values from the narrowest on, without those that need more than the value.
const SINGLE: [FieldType; 7] = [
    FieldType::Boolean,
    FieldType::Integer,
    FieldType::Date,
    FieldType::Month,
    FieldType::Timestamp,
    FieldType::Url,
    FieldType::Email,
];

/// Keys whose texts name several people, with commas between them: they come again, but are no list that is complete.
const PEOPLE: [&str; 13] = [
    "author",
    "authors",
    "editor",
    "editors",
    "owner",
    "owners",
    "deciders",
    "decision-makers",
    "consulted",
    "informed",
    "reviewers",
    "approvers",
    "contributors",
];

/// Keys whose texts name one person.
const PERSON: [&str; 7] =
    ["reviewer", "approver", "submitter", "submitted-by", "champion", "sponsor", "participating"];

/// Keys whose texts are several words, with commas between them.
const TAGS: [&str; 3] = ["tags", "keywords", "labels"];

/// Keys that lead to other papers.
const TO_PAPERS: [&str; 17] = [
    "requires",
    "replaces",
    "replaced-by",
    "supersedes",
    "superseded-by",
    "obsoletes",
    "updates",
    "extends",
    "amends",
    "depends-on",
    "see-also",
    "related",
    "parent",
    "references",
    "obsoleted-by",
    "updated-by",
    "dependencies",
];

/// Keys whose values are words of a list.
const WORDS: [&str; 8] = ["status", "stage", "state", "type", "category", "kind", "class", "layer"];

/// The values of a key.
pub(super) struct Values<'v> {
    pub(super) key: &'v str,
    /// Each with the index of its paper.
    pub(super) nodes: Vec<(usize, &'v Node)>,
    /// The numbers of the papers.
    pub(super) numbers: &'v BTreeSet<String>,
}

/// What the values of a key are, on how many of them that rests, and what is said besides.
pub(super) struct Found {
    pub(super) kind: Kind,
    pub(super) share: Share,
    pub(super) notes: Vec<String>,
}

/// What `values` are.
pub(super) fn kind(sample: &Sample<'_>, values: &Values<'_>) -> Found {
    let has = |is_such: fn(&Node) -> bool| values.nodes.iter().any(|(_, node)| is_such(node));
    if has(|node| matches!(node.kind, Value::Mapping(_))) {
        return found(values, Kind::of(FieldType::Any), |_| true);
    }
    if has(|node| matches!(node.kind, Value::Sequence(_))) {
        return list(sample, values);
    }
    let key = plain(values.key);
    let is_apart = PEOPLE.iter().chain(&TAGS).any(|known| *known == key);
    single(sample, values)
        .or_else(|| references(values))
        .or_else(|| separated(sample, values, is_apart))
        .or_else(|| words(sample, values))
        .unwrap_or_else(|| text(values))
}

/// A key as it is compared with known ones.
fn plain(key: &str) -> String {
    key.to_lowercase().replace('_', "-")
}

fn found(values: &Values<'_>, kind: Kind, fits: impl Fn(&Node) -> bool) -> Found {
    let share = Share::count(values.nodes.iter().map(|(at, node)| (*at, fits(node))));
    Found { kind, share, notes: Vec::new() }
}

/// Whether so many values are of a kind that it is theirs.
fn holds(found: &Found) -> bool {
    found.share.have > 0 && found.share.odd.is_empty()
        || found.share.of() >= MANY && found.share.is_habit()
}

fn single(sample: &Sample<'_>, values: &Values<'_>) -> Option<Found> {
    let fits = |field_type: FieldType| {
        let field = Field::new(values.key, values.key, field_type);
        found(values, Kind::of(field_type), |node| sample.fits(&field, node))
    };
    // Numbers of papers are references rather than numbers.
    let is_to_papers = |it: &FieldType| *it == FieldType::Integer && references(values).is_some();
    let types = SINGLE.into_iter().filter(|it| !is_to_papers(it));
    let mut found = types.map(fits).find(holds)?;
    if found.kind.field_type == Some(FieldType::Url) {
        found = host(values).filter(holds).unwrap_or(found);
    }
    Some(found)
}

/// Web addresses at one host.
fn host(values: &Values<'_>) -> Option<Found> {
    let (_, first) = values.nodes.get(values.nodes.len() / 2)?;
    let text = first.scalar()?.text.trim();
    let (scheme, rest) = text.split_once("://")?;
    let start = format!("{scheme}://{}/", rest.split('/').next()?);
    let is_there = |node: &Node| node.scalar().is_some_and(|it| it.text.trim().starts_with(&start));
    let pattern = Some(format!("{}.+", regex::escape(&start).replace("\\-", "-")));
    let kind = Kind { pattern, ..Kind::of(FieldType::Url) };
    let found = found(values, kind, is_there);
    (found.share.of() >= MANY).then_some(found)
}

/// References to other papers: a number, a path, or several with commas between them.
fn references(values: &Values<'_>) -> Option<Found> {
    if !TO_PAPERS.contains(&plain(values.key).as_str()) {
        return None;
    }
    let is_one = |text: &str| text.contains("://") || values.numbers.contains(text.trim());
    let parts = |node: &Node| -> Option<Vec<String>> {
        Some(node.scalar()?.text.split(',').map(str::to_owned).collect())
    };
    let fits = |node: &Node| parts(node).is_some_and(|parts| parts.iter().all(|it| is_one(it)));
    let is_list = values.nodes.iter().any(|(_, node)| parts(node).is_some_and(|it| it.len() > 1));
    let kind = if is_list {
        apart(Kind::of(FieldType::Reference))
    } else {
        Kind::of(FieldType::Reference)
    };
    Some(found(values, kind, fits)).filter(holds)
}

/// A list of items that are written as one text.
fn apart(item: Kind) -> Kind {
    Kind { separator: Some(","), items: Some(Box::new(item)), ..Kind::of(FieldType::List) }
}

/// Several values in one text, with commas between them.
fn separated(sample: &Sample<'_>, values: &Values<'_>, is_named: bool) -> Option<Found> {
    let has_several = |node: &Node| node.scalar().is_some_and(|it| it.text.contains(','));
    if !values.nodes.iter().any(|(_, node)| has_several(node)) {
        return None;
    }
    let narrow =
        [FieldType::Integer, FieldType::Url, FieldType::Email].into_iter().find_map(|item| {
            let mut field = Field::new(values.key, values.key, FieldType::List);
            field.separator = Some(",".to_owned());
            field.items = Some(Box::new(Field::new(values.key, values.key, item)));
            let found = found(values, apart(Kind::of(item)), |node| sample.fits(&field, node));
            Some(found).filter(holds)
        });
    narrow.or_else(|| {
        is_named.then(|| {
            found(values, apart(Kind::of(FieldType::Text)), |node| node.scalar().is_some())
        })
    })
}

/// Lists as YAML writes them, in which a single value is a list of one.
fn list(sample: &Sample<'_>, values: &Values<'_>) -> Found {
    let items: Vec<(usize, &Node)> = values
        .nodes
        .iter()
        .flat_map(|(at, node)| match &node.kind {
            Value::Sequence(items) => items.iter().map(|item| (*at, item)).collect(),
            _ => vec![(*at, *node)],
        })
        .collect();
    let inner = Values { key: values.key, nodes: items, numbers: values.numbers };
    let is_single = inner.nodes.iter().all(|(_, node)| node.scalar().is_some());
    let inner = if is_single {
        let known =
            single(sample, &inner).or_else(|| references(&inner)).or_else(|| words(sample, &inner));
        known.filter(|it| it.kind.separator.is_none()).unwrap_or_else(|| text(&inner))
    } else {
        found(&inner, Kind::of(FieldType::Any), |_| true)
    };
    let odd: BTreeSet<usize> = inner.share.odd.iter().copied().collect();
    let share = Share::count(values.nodes.iter().map(|(at, _)| (*at, !odd.contains(at))));
    let items = Some(Box::new(inner.kind));
    let kind = Kind { items, ..Kind::of(FieldType::List) };
    Found { kind, share, notes: inner.notes }
}

/// Words of a list.
fn words(sample: &Sample<'_>, values: &Values<'_>) -> Option<Found> {
    let key = plain(values.key);
    if PEOPLE.iter().chain(&PERSON).any(|known| *known == key) {
        return None;
    }
    let mut texts: Vec<&str> = texts(values);
    // What follows the name of a stage is no part of it.
    let is_stage = stages::is_key(&key);
    if is_stage {
        texts = texts.into_iter().map(|text| stages::parts(text).0).collect();
    }
    let is_named = WORDS.contains(&key.as_str());
    let choices = choices(&texts, is_named)?;
    // One word is a list only if nearly all papers have it.
    if choices.words.len() == 1 && values.nodes.len() * 100 < sample.papers.len() * 95 {
        return None;
    }
    let words: Vec<String> = choices.words.iter().map(|(word, _)| (*word).to_owned()).collect();
    let is_word = |node: &Node| {
        node.scalar().is_some_and(|it| {
            let text = it.text.trim();
            let text = if is_stage { stages::parts(text).0 } else { text };
            words.iter().any(|word| word == text)
        })
    };
    let kind = Kind { choices: words.clone(), ..Kind::of(FieldType::Choice) };
    let mut found = found(values, kind, is_word);
    let counts: Vec<String> =
        choices.words.iter().map(|(word, count)| format!("`{word}` {count}")).collect();
    found.notes.push(format!("Counted: {}.", counts.join(", ")));
    if !choices.odd.is_empty() {
        let odd = suggest::listed(choices.odd.iter().copied());
        found.notes.push(format!("Left out as too rare to be meant: {odd}."));
    }
    Some(found)
}

/// Text, of one shape if all have it.
fn text(values: &Values<'_>) -> Found {
    let texts: Vec<&str> = texts(values);
    let pattern = if texts.len() >= 5 { shapes::pattern(texts.iter().copied()) } else { None };
    found(values, Kind { pattern, ..Kind::of(FieldType::Text) }, |node| node.scalar().is_some())
}

fn texts<'v>(values: &Values<'v>) -> Vec<&'v str> {
    values.nodes.iter().filter_map(|(_, node)| Some(node.scalar()?.text.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paper::Paper;
    use crate::text::source::SourceFile;

    /// The kind of the values of `key`, each that of one paper.
    fn of(key: &str, values: &[&str]) -> Kind {
        let papers: Vec<Paper> = values
            .iter()
            .map(|value| Paper::new(SourceFile::new("a.md", format!("---\n{key}: {value}\n---\n"))))
            .collect();
        let files: Vec<(&str, &Paper)> = papers.iter().map(|paper| ("a.md", paper)).collect();
        let Some(sample) = Sample::new(&files) else { unreachable!() };
        let nodes = sample.papers.iter().enumerate();
        let nodes = nodes.filter_map(|(at, item)| Some((at, &item.entry(key)?.value))).collect();
        let numbers = ["1", "2", "20"].map(str::to_owned).into();
        kind(&sample, &Values { key, nodes, numbers: &numbers }).kind
    }

    #[test]
    fn the_narrowest_type_is_that_of_the_values() {
        for (values, expected) in [
            (&["true", "false"][..], FieldType::Boolean),
            (&["1", "20"], FieldType::Integer),
            (&["2024-01-02", "2024-02-03"], FieldType::Date),
            (&["2024-01", "2024-02"], FieldType::Month),
            (&["2024-01-02T10:00:00Z"], FieldType::Timestamp),
            (&["https://example.org/a"], FieldType::Url),
            (&["alex@example.org"], FieldType::Email),
            (&["[a, b]", "c"], FieldType::List),
            (&["{ a: 1 }"], FieldType::Any),
            (&["one thing", "other things"], FieldType::Text),
            (&["2024-01-02", "soon"], FieldType::Text),
        ] {
            assert_eq!(of("x", values).field_type, Some(expected), "{values:?}");
        }
    }

    #[test]
    fn one_odd_value_in_many_does_not_widen_the_type() {
        let mut values = vec!["2024-01-02"; 39];
        values.push("soon");
        assert_eq!(of("x", &values).field_type, Some(FieldType::Date));
    }

    #[test]
    fn numbers_of_papers_and_names_with_commas_are_lists() {
        let kind = of("requires", &["1, 20", "2"]);
        let item = |kind: &Kind| kind.items.as_ref().and_then(|items| items.field_type);
        assert_eq!((kind.separator, item(&kind)), (Some(","), Some(FieldType::Reference)));
        assert_eq!(of("requires", &["1", "2"]).field_type, Some(FieldType::Reference));
        assert_eq!(of("requires", &["1", "77"]).field_type, Some(FieldType::Integer));
        assert_eq!(of("authors", &["Alex Doe, Robin Roe"]).separator, Some(","));
        assert_eq!(of("title", &["One, two", "Three"]).separator, None);
        assert_eq!(item(&of("x", &["[2024-01-02]"])), Some(FieldType::Date));
    }

    #[test]
    fn texts_of_one_shape_have_a_pattern() {
        let values = ["R-0001", "R-0002", "R-0003", "R-0004", "R-0005"];
        assert_eq!(of("x", &values).pattern.as_deref(), Some("R\\-[0-9]{4}"));
    }
}
