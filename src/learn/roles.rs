//! What the fields mean to the program: the stage, the title, the day, who wrote the paper.

use super::sample::Sample;
use super::series::{Guess, LearnedField, LearnedStages};
use super::stages;
use crate::series::{FieldType, Role};
use crate::text::suggest;

/// The roles that every series has unless it says otherwise, besides the number and the stage.
const CORE: [Role; 8] = [
    Role::Title,
    Role::Published,
    Role::Previous,
    Role::Supersedes,
    Role::SupersededBy,
    Role::Related,
    Role::NumberNote,
    Role::Reviewed,
];

const TITLES: [&str; 3] = ["title", "name", "subject"];
const DATES: [&str; 8] = [
    "date",
    "created",
    "creation-date",
    "created-on",
    "submitted",
    "date-created",
    "start-date",
    "updated",
];
const SUBMITTERS: [&str; 9] = [
    "submitted-by",
    "author",
    "authors",
    "owner",
    "owners",
    "submitter",
    "champion",
    "deciders",
    "decision-makers",
];
const LANGUAGES: [&str; 2] = ["lang", "language"];

/// A key as it is compared with known ones.
fn plain(key: &str) -> String {
    key.to_lowercase().replace(['_', ' '], "-")
}

/// The first of the known keys that is one of the fields.
fn named<'f>(fields: &'f [LearnedField], keys: &[&str]) -> Option<&'f LearnedField> {
    keys.iter().find_map(|key| fields.iter().find(|field| plain(&field.id) == *key))
}

/// The roles of `fields`, where `number` is the key of the number.
pub(super) fn find(
    fields: &[LearnedField],
    number: &Guess<Option<String>>,
    stage: Option<&str>,
) -> Vec<(&'static str, Guess<String>)> {
    let mut roles: Vec<(&'static str, Guess<String>)> = Vec::new();
    let number = Guess { value: or_none(number.value.clone()), notes: number.notes.clone() };
    roles.push((short(Role::Number), number));
    roles.push((
        short(Role::Stage),
        Guess { value: or_none(stage.map(str::to_owned)), notes: Vec::new() },
    ));
    let is_free = |field: &&LearnedField, roles: &[(&str, Guess<String>)]| {
        roles.iter().all(|(_, taken)| taken.value != field.id)
    };
    let is_text = |field: &&LearnedField| field.kind.field_type == Some(FieldType::Text);
    let is_day = |field: &&LearnedField| field.kind.field_type == Some(FieldType::Date);
    let title = named(fields, &TITLES).filter(is_text).filter(|it| is_free(it, &roles));
    roles.push((short(Role::Title), guess(title)));
    let days = DATES.iter().find_map(|key| named(fields, &[key]).filter(is_day));
    let days = days.filter(|it| is_free(it, &roles));
    if days.is_some() || fields.iter().any(|field| field.id == Role::Date.key()) {
        roles.push((short(Role::Date), guess(days)));
    }
    if let Some(field) = named(fields, &SUBMITTERS).filter(|it| is_free(it, &roles)) {
        roles.push((short(Role::Submitter), guess(Some(field))));
    }
    let lang = named(fields, &LANGUAGES).filter(|it| is_free(it, &roles));
    roles.push((short(Role::Lang), guess(lang)));
    for role in CORE.into_iter().filter(|role| *role != Role::Title) {
        let own = fields.iter().find(|field| field.id == role.key());
        let own = own.filter(|it| role != Role::Published || is_day(it));
        let own = own.filter(|it| is_free(it, &roles));
        roles.push((short(role), guess(own)));
    }
    for (role, types) in [
        (Role::Period, &[FieldType::Month, FieldType::Date][..]),
        (Role::ActionDue, &[FieldType::Date]),
    ] {
        let own = fields.iter().find(|field| field.id == role.key());
        let is_other =
            |field: &LearnedField| !field.kind.field_type.is_some_and(|it| types.contains(&it));
        if own.is_some_and(is_other) {
            roles.push((short(role), guess(None)));
        }
    }
    roles
}

/// Gives the title its usual key, if no field has it; whether it could.
pub(super) fn take_title(roles: &mut [(&'static str, Guess<String>)]) -> bool {
    let is_taken = |key: &str| roles.iter().any(|(_, guess)| guess.value == key);
    let key = Role::Title.key();
    if is_taken(key) {
        return false;
    }
    let title = roles.iter_mut().find(|(role, guess)| *role == key && guess.value == NONE);
    title.map(|(_, guess)| key.clone_into(&mut guess.value)).is_some()
}

/// The roles that have to be written: without a word on the others, those are of no field, unless one has their usual
/// key.
pub(super) fn told(
    mut roles: Vec<(&'static str, Guess<String>)>,
    fields: &[LearnedField],
) -> Vec<(&'static str, Guess<String>)> {
    let usual = |role: &str| match role {
        "number" => Role::Number.key().to_owned(),
        "submitter" => Role::Submitter.key().to_owned(),
        other => other.to_owned(),
    };
    let is_usual = |role: &str| fields.iter().any(|field| field.id == usual(role));
    let is_stage = |role: &str| role == Role::Stage.key();
    roles.retain(|(role, guess)| guess.value != NONE || is_stage(role) || is_usual(role));
    roles
}

/// What a role has that is of no field.
const NONE: &str = "none";

fn guess(field: Option<&LearnedField>) -> Guess<String> {
    Guess { value: or_none(field.map(|field| field.id.clone())), notes: Vec::new() }
}

fn or_none(key: Option<String>) -> String {
    key.unwrap_or_else(|| NONE.to_owned())
}

/// The name of a role in `series.yaml`.
const fn short(role: Role) -> &'static str {
    match role {
        Role::Number => "number",
        Role::Submitter => "submitter",
        other => other.key(),
    }
}

/// The key of the stage: a choice with the name of one, or one whose words are those of a paper's life.
pub(super) fn stage(fields: &[LearnedField]) -> Option<String> {
    let is_choice = |field: &&LearnedField| field.kind.field_type == Some(FieldType::Choice);
    let by_name = stages::KEYS.iter().find_map(|key| named(fields, &[key]).filter(is_choice));
    let by_words = || {
        fields.iter().filter(is_choice).find(|field| {
            let known = field.kind.choices.iter().filter(|word| stages::is_known(word)).count();
            field.need.is_always && known > 1 && known * 2 > field.kind.choices.len()
        })
    };
    by_name.or_else(by_words).map(|field| field.id.clone())
}

/// The stages in their order with what may follow them, and what that rests on.
pub(super) fn stages_of(
    sample: &Sample<'_>,
    fields: &[LearnedField],
    key: Option<&str>,
) -> LearnedStages {
    let Some(field) = key.and_then(|key| fields.iter().find(|field| field.id == key)) else {
        let note = "No key says how far a paper is, so all are at one stage.";
        return LearnedStages { order: Guess::new(vec!["written".to_owned()], note), suffix: None };
    };
    let (order, is_known) = stages::in_order(field.kind.choices.clone());
    let how =
        if is_known { "in the usual order of a paper's life" } else { "the most frequent first" };
    let values: Vec<(&str, &str)> = sample
        .papers
        .iter()
        .filter_map(|item| item.text(&field.id).map(stages::parts))
        .filter(|(stage, _)| order.iter().any(|known| known == stage))
        .collect();
    let (count, of) = (values.len(), sample.papers.len());
    let note = format!(
        "The values of `{}` in {count} of {of} papers, {how}. Correct the order if it is another.",
        field.id
    );
    let more: Vec<&str> =
        values.iter().map(|(_, more)| *more).filter(|more| !more.is_empty()).collect();
    let suffix = stages::suffix(&more).map(|suffix| {
        let note =
            format!("In {} something follows the stage.", suggest::counted(more.len(), "paper"));
        Guess::new(suffix, note)
    });
    LearnedStages { order: Guess::new(order, note), suffix }
}
