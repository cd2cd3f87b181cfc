//! What can be written at a place.

mod text;
mod values;

use std::collections::BTreeMap;

use super::describe::meaning;
use super::{Offer, OfferKind, Snippet, Spot};
use crate::series::scaffold::{self, Filling};
use crate::series::{Condition, Field, FieldType};
use crate::text::source::{Span, line_end};
use crate::yaml::Kind;

/// What can be written at the place: keys and values in the front matter; headings, links and acronyms in the text, of
/// which `forms` are known with their long forms.
pub fn offers(spot: &Spot<'_>, forms: &[(String, String)]) -> Vec<Offer> {
    if spot.text().trim_start_matches('\u{feff}').trim().is_empty() {
        return vec![whole_paper(spot)];
    }
    if spot.is_in_front() {
        return in_front(spot);
    }
    text::offers(spot, forms)
}

/// A new paper in place of an empty one.
fn whole_paper(spot: &Spot<'_>) -> Offer {
    let text = scaffold::scaffold(spot.series, &BTreeMap::new(), Filling::Open);
    Offer {
        label: format!("{} (a new paper)", spot.series.name),
        detail: Some(spot.series.id.clone()),
        help: Some(format!("```markdown\n{text}```")),
        span: spot.own(Span::new(0, spot.text().len())),
        text,
        is_snippet: false,
        kind: OfferKind::Lines,
    }
}

fn in_front(spot: &Spot<'_>) -> Vec<Offer> {
    let line = spot.line_before();
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    let (item, rest) = match trimmed.strip_prefix("- ").or(trimmed.strip_prefix("-")) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, trimmed),
    };
    if let Some((key, value)) = rest.split_once(':').filter(|(key, _)| is_key(key)) {
        let field = field_of(spot, indent, item, key);
        return field.map(|field| values::offers(spot, field, value)).unwrap_or_default();
    }
    // A list in one line.
    if let Some(field) = item.then(|| above(spot, indent)).flatten() {
        let of_item = field.items.as_deref().unwrap_or(field);
        let inner = keys(spot, &of_item.fields, rest, &[]);
        let values = values::offers(spot, of_item, rest);
        return inner.into_iter().chain(values).collect();
    }
    if indent > 0 {
        let parent = above(spot, indent);
        let fields = parent.map(inner_fields).unwrap_or_default();
        return keys(spot, &fields, rest, &written_below(spot));
    }
    if item {
        return Vec::new();
    }
    top_keys(spot, rest)
}

fn is_key(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '))
}

/// The fields that the series allows and the paper lacks.
fn top_keys(spot: &Spot<'_>, typed: &str) -> Vec<Offer> {
    let is_missing = |field: &&Field| {
        field.entry(spot.paper).is_none_or(|entry| is_being_typed(spot, entry.key.span))
            && !spot.series.is_in_text(field)
            && is_allowed(spot, field)
    };
    let mut missing: Vec<Field> = spot.series.fields.iter().filter(is_missing).cloned().collect();
    // What the paper needs comes first.
    missing.sort_by_key(|field| !field.required.holds_at(spot.values.stage));
    keys(spot, &missing, typed, &[])
}

fn is_being_typed(spot: &Spot<'_>, key: Span) -> bool {
    key.start <= spot.at && spot.at <= key.end
}

fn is_allowed(spot: &Spot<'_>, field: &Field) -> bool {
    let holds = |condition: &Condition| condition.holds(spot.series, &spot.values);
    !field.when.forbidden.as_ref().is_some_and(holds)
        && field.when.allowed.as_ref().is_none_or(holds)
}

/// Keys as they are written, with what follows.
fn keys(spot: &Spot<'_>, fields: &[Field], typed: &str, written: &[String]) -> Vec<Offer> {
    let word = typed.len() - typed.trim_start().len();
    let start = spot.at - (typed.len() - word);
    let has_colon = spot.line_after().trim_start().starts_with(':');
    let end = spot.at + spot.line_after().len()
        - spot.line_after().trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
    let missing = fields.iter().filter(|field| !written.contains(&field.id));
    missing
        .map(|field| {
            let (text, is_snippet) =
                if has_colon { (field.id.clone(), false) } else { (key_text(spot, field), true) };
            Offer {
                label: field.id.clone(),
                detail: Some(field.field_type.description().to_owned()),
                help: Some(meaning(spot, field)),
                span: spot.own(Span::new(start, end)),
                text,
                is_snippet,
                kind: OfferKind::Key,
            }
        })
        .collect()
}

/// A key with places for its value.
pub(super) fn key_text(spot: &Spot<'_>, field: &Field) -> String {
    let id = Snippet::escaped(&field.id);
    let end = line_end(spot.text());
    let below = inner_fields(field);
    if field.field_type == FieldType::Person
        || field.field_type == FieldType::Mapping && !below.is_empty()
    {
        let lines = below
            .iter()
            .enumerate()
            .map(|(at, inner)| format!("{end}  {}: ${{{}:}}", Snippet::escaped(&inner.id), at + 1));
        return format!("{id}:{}", lines.collect::<String>());
    }
    match field.field_type {
        FieldType::List => format!("{id}:{end}  - $1"),
        FieldType::Number => format!("{id}: \"$1\""),
        _ => format!("{id}: $1"),
    }
}

/// The keys of the value of a field: those of a mapping, those of a person.
fn inner_fields(field: &Field) -> Vec<Field> {
    match field.field_type {
        FieldType::Person => {
            let field = |id, label| Field::new(id, label, FieldType::Text);
            vec![field("name", "Name"), field("office", "Office")]
        }
        FieldType::List => field.items.as_deref().map(inner_fields).unwrap_or_default(),
        _ => field.fields.clone(),
    }
}

/// The field whose value a key on the line of the place has: one at the left, or one of the field above.
fn field_of<'s>(spot: &Spot<'s>, indent: usize, item: bool, key: &str) -> Option<&'s Field> {
    if indent == 0 && !item {
        return spot.series.field(key.trim());
    }
    let parent = above(spot, indent)?;
    let fields = match parent.items.as_deref() {
        Some(items) if !items.fields.is_empty() => &items.fields,
        _ => &parent.fields,
    };
    fields.iter().find(|field| field.id == key.trim())
}

/// The field that the lines at this indentation belong to.
fn above<'s>(spot: &Spot<'s>, indent: usize) -> Option<&'s Field> {
    let front = spot.paper.front();
    let before = &spot.text()[front.span.start..spot.at];
    let lines = before.lines().rev().skip(1);
    let mut path = Vec::new();
    let mut depth = indent;
    // A list may be as far to the left as its key.
    let mut may_be_equal = spot.line_before().trim_start().starts_with('-');
    for line in lines {
        let own = line.trim_start().trim_start_matches("- ");
        let at = line.len() - line.trim_start().len();
        let Some((key, _)) = own.split_once(':').filter(|(key, _)| is_key(key)) else { continue };
        if at < depth || at == depth && may_be_equal && !line.trim_start().starts_with('-') {
            path.push(key.trim());
            (depth, may_be_equal) = (at, false);
            if at == 0 {
                break;
            }
        }
    }
    let mut names = path.into_iter().rev();
    let mut field = spot.series.field(names.next()?)?;
    for name in names {
        let fields = field.items.as_deref().map_or(&field.fields, |items| &items.fields);
        field = fields.iter().find(|inner| inner.id == name)?;
    }
    Some(field)
}

/// The keys that the group of lines around the place has already.
fn written_below(spot: &Spot<'_>) -> Vec<String> {
    let entries = spot.paper.front().entries.iter();
    let around = entries.rev().find(|entry| entry.key.span.start < spot.at);
    let Some(entry) = around else { return Vec::new() };
    match &entry.value.kind {
        Kind::Mapping(pairs) => {
            let names = pairs.iter().filter_map(|(key, _)| key.scalar());
            names.map(|scalar| scalar.text.clone()).collect()
        }
        _ => Vec::new(),
    }
}
