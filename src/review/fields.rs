//! Fields that came back with other values.

use std::collections::BTreeMap;

use super::{Change, ChangeState, Review, Sent};
use crate::import::SentPaper;
use crate::paper::Paper;
use crate::paper::edit::set_person;
use crate::paper::front_matter::quoting;
use crate::series::{Field, FieldType, Role, Series};
use crate::text::finding::Edit;
use crate::text::source::Span;
use crate::word::Revision;

/// The fields as they are with the tracked changes of one author; first, with nobody's.
pub(super) type View<'r> = (Option<&'r Revision>, &'r BTreeMap<String, String>);

impl Review {
    /// Adds the fields that came back with other values in the file `name`.
    pub(super) fn add_fields(
        &mut self,
        name: &str,
        sent: &Sent<'_>,
        (paper, views): (&SentPaper, &[View<'_>]),
        current: &Paper,
        series: &Series,
    ) {
        for field in &series.fields {
            let key = field.id.as_str();
            let (before, after) = (sent.paper.fields.get(key), paper.fields.get(key));
            let Some(after) = after else {
                if let Some(before) = before {
                    self.left.push(format!("{name}: the {} `{before}` was taken out", field.label));
                }
                continue;
            };
            if before == Some(after) {
                continue;
            }
            if is_other_line(key, before, paper) {
                let label = &field.label;
                self.left.push(format!("{name}: `{after}` above the text is not the {label}"));
                continue;
            }
            let before = &before.cloned().unwrap_or_default();
            let edit = edit(current, field, after);
            let raw = |paper: &Paper| {
                let entry = paper.front().get(key);
                entry.map(|entry| paper.file.slice(entry.value.span).trim().to_owned())
            };
            let state = if raw(current) == raw(sent.source) {
                ChangeState::Open
            } else if current.file.slice(edit.span).trim() == edit.text.trim() {
                ChangeState::Done
            } else {
                ChangeState::Conflict
            };
            let change = Change {
                by: author(key, views).cloned(),
                file: name.to_owned(),
                section: String::new(),
                field: Some(key.to_owned()),
                span: edit.span,
                before: before.clone(),
                after: after.clone(),
                state,
                moved: None,
                edit,
                intent: None,
            };
            if field.role == Some(Role::Title)
                && let Some(edit) = in_heading(current, series, before, after)
            {
                self.changes.push(Change { span: edit.span, edit, ..change.clone() });
            }
            self.changes.push(change);
        }
    }
}

/// Whether the value of the field `key` is a line of the head that was changed and is no field: what that field said is
/// still there, or was never said.
fn is_other_line(key: &str, before: Option<&String>, paper: &SentPaper) -> bool {
    let is_there =
        |before: &String| paper.left.iter().any(|(_, line)| *line == format!("`{before}`"));
    paper.unlabeled.contains(key) && before.is_none_or(is_there)
}

/// The edit that makes `field` say `printed`.
fn edit(current: &Paper, field: &Field, printed: &str) -> Edit {
    let value = match field.field_type {
        FieldType::Date | FieldType::Month => printed.to_owned(),
        FieldType::Number => quoting::quoted(printed),
        _ => quoting::value(printed),
    };
    let person = (field.field_type == FieldType::Person)
        .then(|| set_person(current, &field.id, printed))
        .flatten();
    person.unwrap_or_else(|| field.set(current, &value))
}

/// The edit that makes the heading which repeats the title say the new one.
fn in_heading(current: &Paper, series: &Series, before: &str, after: &str) -> Option<Edit> {
    let heading = series.title_heading(current)?.value.span;
    let at = heading.start + current.file.slice(heading).find(before)?;
    Some(Edit { span: Span::new(at, at + before.len()), text: after.to_owned() })
}

/// Who changed the field `key`: the first author whose changes alone make it another than it is without any.
fn author<'r>(key: &str, views: &[View<'r>]) -> Option<&'r Revision> {
    let ((_, untracked), tracked) = views.split_first()?;
    let found = tracked.iter().find(|(_, fields)| fields.get(key) != untracked.get(key));
    found.and_then(|(by, _)| *by)
}
